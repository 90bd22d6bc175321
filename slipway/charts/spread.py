"""Many runs of a release: how they ended, and how many users each of them hurt."""

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from slipway.charts.rollout import Palette
from slipway.delivery.batch import Day, Spread
from slipway.words import say


def spread_table(named: Mapping[str, Spread]) -> pd.DataFrame:
    """A column per release: the shares of ends, then quantiles."""
    phases = [*dict.fromkeys(phase for found in named.values() for phase, _ in found.ends)]
    table = pd.DataFrame({label: _column(found, phases) for label, found in named.items()})
    table.index.name = say("rollout.spread_index", count=min(found.runs for found in named.values()))
    return table


def _column(found: Spread, phases: Sequence[str]) -> dict[str, str]:
    ends = dict(found.ends)
    column = {say(f"rollout.phase_{phase}"): f"{100 * ends.get(phase, 0):.0f} %" for phase in phases}
    low, middle, high = found.users_affected
    column[say("rollout.spread_users")] = say(
        "rollout.spread_range", low=f"{low:,.0f}", middle=f"{middle:,.0f}", high=f"{high:,.0f}"
    )
    if found.detected_at_s is None:
        column[say("rollout.spread_detected")] = "–"
    else:
        low, middle, high = (seconds / 60 for seconds in found.detected_at_s)
        column[say("rollout.spread_detected")] = say(
            "rollout.spread_range", low=f"{low:.1f}", middle=f"{middle:.1f}", high=f"{high:.1f}"
        )
    return column


def spread_figure(found: Sequence[Day], palette: Palette) -> go.Figure:
    """How many runs hurt how many users."""
    figure = go.Figure(
        go.Histogram(
            x=[day.users_affected for day in found],
            nbinsx=24,
            marker={"color": palette.canary, "line": {"color": palette.line, "width": 1}},
        )
    )
    figure.update_layout(
        height=280,
        margin={"l": 50, "r": 10, "t": 20, "b": 40},
        font={"color": palette.text, "size": 13},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
    )
    figure.update_xaxes(**palette.axis)
    figure.update_yaxes(**palette.axis)
    figure.update_xaxes(title_text=say("rollout.users_affected"))
    figure.update_yaxes(title_text=say("rollout.spread_runs"))
    return figure
