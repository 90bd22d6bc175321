"""Lines over one axis, told apart by dash and mark as well as by colour."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import plotly.graph_objects as go

from slipway.charts.rollout import Palette

Noun = Literal["stable", "alarm", "canary"]
_LOOKS: dict[Noun, tuple[str, str]] = {
    "stable": ("solid", "circle"),
    "alarm": ("dot", "diamond"),
    "canary": ("dash", "square"),
}
_MOST_MARKS = 12


@dataclass(frozen=True, slots=True)
class Curve:
    """Points to join, and the noun whose colour, dash and mark they have."""

    name: str
    xs: Sequence[float]
    ys: Sequence[float]
    noun: Noun


def lines_figure(
    curves: Sequence[Curve], titles: tuple[str, str], level: tuple[float, str] | None, palette: Palette
) -> go.Figure:
    """Percentages over the first title's axis; `level` is drawn across, dashed and thin, with its words above it."""
    figure = go.Figure([_trace(curve, palette) for curve in curves])
    if level is not None:
        height, words = level
        figure.add_hline(height, line={"color": palette.text, "dash": "dash", "width": 1})
        figure.add_annotation(
            x=0, xref="paper", xanchor="left", y=height, yanchor="bottom", text=words, showarrow=False
        )
    figure.update_layout(
        height=320,
        margin={"l": 50, "r": 10, "t": 20, "b": 40},
        font={"color": palette.text, "size": 13},
        legend={"orientation": "h", "y": -0.25},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
    )
    across, up = titles
    figure.update_xaxes(**palette.axis)
    figure.update_yaxes(**palette.axis)
    figure.update_xaxes(title_text=across)
    figure.update_yaxes(title_text=up, range=[-3, 103])
    return figure


def _trace(curve: Curve, palette: Palette) -> go.Scatter:
    dash, symbol = _LOOKS[curve.noun]
    colour = {"stable": palette.stable, "alarm": palette.alarm, "canary": palette.canary}[curve.noun]
    return go.Scatter(
        x=list(curve.xs),
        y=list(curve.ys),
        name=curve.name,
        mode="lines+markers",
        line={"color": colour, "dash": dash, "width": 2},
        marker={"symbol": symbol, "size": 7, "maxdisplayed": _MOST_MARKS},
    )
