"""What canaries are likely to do: by share of traffic and bake time, and by the limit they check against."""

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from slipway.charts.rollout import Palette
from slipway.delivery.chances import Chances
from slipway.words import say

Map = Mapping[tuple[float, float], Chances]
"""By weight in per cent and bake time in minutes."""


def chances_table(found: Map) -> pd.DataFrame:
    """A row per weight, a column per bake time: caught, then thrown away, in per cent."""
    weights, bakes = axes(found)
    rows = [[_both(found[weight, bake]) for bake in bakes] for weight in weights]
    table = pd.DataFrame(rows, index=[f"{each:g} %" for each in weights], columns=[f"{each:g} min" for each in bakes])
    table.index.name = say("rollout.chance_weight")
    return table


def _both(found: Chances) -> str:
    return say("rollout.chance_both", caught=_per_cent(found.caught), thrown=_per_cent(found.thrown_away))


def _per_cent(share: float) -> str:
    """Whole per cent, but nothing is 0 or 100 that is not."""
    if 0 < share < 0.005:
        return "<1"
    if 0.995 <= share < 1:
        return ">99"
    return f"{100 * share:.0f}"


def axes(found: Map) -> tuple[list[float], list[float]]:
    """The weights and the bake times, ascending."""
    return sorted({weight for weight, _ in found}), sorted({bake for _, bake in found})


def limits_figure(limits: Sequence[float], found: Sequence[Chances], mine: float, palette: Palette) -> go.Figure:
    """For each limit on the error rate, how many faults are caught against how many good releases are thrown away."""
    figure = go.Figure()
    for name, shares, dash, symbol, colour in (
        ("caught", [each.caught for each in found], "solid", "circle", palette.stable),
        ("thrown", [each.thrown_away for each in found], "dot", "diamond", palette.alarm),
    ):
        figure.add_scatter(
            x=[100 * limit for limit in limits],
            y=[100 * share for share in shares],
            name=say(f"rollout.chance_{name}"),
            mode="lines+markers",
            line={"color": colour, "dash": dash, "width": 2},
            marker={"symbol": symbol, "size": 7},
        )
    figure.add_vline(100 * mine, line={"color": palette.text, "dash": "dash", "width": 1})
    figure.add_annotation(
        x=100 * mine, y=1.0, yref="paper", yanchor="bottom", text=say("rollout.chance_mine"), showarrow=False
    )
    figure.update_layout(
        height=320,
        margin={"l": 50, "r": 10, "t": 30, "b": 40},
        font={"color": palette.text, "size": 13},
        legend={"orientation": "h", "y": -0.25},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
    )
    figure.update_xaxes(**palette.axis)
    figure.update_yaxes(**palette.axis)
    figure.update_xaxes(title_text=say("rollout.chance_limit"))
    figure.update_yaxes(title_text=say("rollout.chance_runs"), range=[-3, 103])
    return figure
