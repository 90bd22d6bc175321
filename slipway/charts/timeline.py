"""Values over time, in strips one below the other: told apart by dash as well as by colour."""

from collections.abc import Sequence
from typing import Literal, Protocol

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from slipway.charts.rollout import Palette

Noun = Literal["stable", "canary", "alarm", "plain"]
_DASHES: dict[Noun, str] = {"stable": "solid", "canary": "dash", "alarm": "dot", "plain": "dashdot"}
_STRIP_PX, _FOOT_PX, _MARGIN_PX, _LEGEND_PX = 150, 56, 90, 56
_LONGEST_HOVER = 150


class Course(Protocol):
    """A line: minutes, values, and the noun whose colour and dash it has."""

    @property
    def name(self) -> str: ...
    @property
    def at_min(self) -> Sequence[float]: ...
    @property
    def values(self) -> Sequence[float | None]: ...
    @property
    def noun(self) -> Noun: ...


class Strip(Protocol):
    """Lines that share an axis, and a height to hold them against."""

    @property
    def title(self) -> str: ...
    @property
    def courses(self) -> Sequence[Course]: ...
    @property
    def level(self) -> tuple[float, str] | None: ...


class Span(Protocol):
    """A stretch of time with a name."""

    @property
    def since_min(self) -> float: ...
    @property
    def until_min(self) -> float: ...
    @property
    def text(self) -> str: ...


def timeline_figure(
    strips: Sequence[Strip],
    spans: Sequence[Span],
    marks: Sequence[tuple[float, str]],
    across: tuple[str, float],
    palette: Palette,
) -> go.Figure:
    """One figure with a common axis, its name and unit in minutes being `across`.

    Marks stand below the last strip and tell more when pointed at.
    """
    title, unit_min = across
    rows = len(strips) + bool(marks)
    heights = [_STRIP_PX] * len(strips) + [_FOOT_PX] * bool(marks)
    figure = make_subplots(
        rows=rows,
        cols=1,
        shared_xaxes=True,
        vertical_spacing=0.09 / rows**0.5,
        row_heights=heights,
        subplot_titles=[strip.title for strip in strips],
    )
    for number, strip in enumerate(strips, 1):
        for course in strip.courses:
            figure.add_trace(_trace(course, unit_min, palette), row=number, col=1)
        if strip.level is not None:
            _level(figure, strip.level, number, palette)
    if marks:
        figure.add_trace(_marks(marks, unit_min, palette), row=rows, col=1)
        figure.update_yaxes(visible=False, row=rows, col=1)
    for span in spans:
        figure.add_vrect(
            span.since_min / unit_min,
            span.until_min / unit_min,
            fillcolor=palette.shade,
            opacity=0.35,
            line_width=0,
            layer="below",
        )
    _laid_out(figure, sum(heights), title, palette)
    return figure


def _laid_out(figure: go.Figure, height: int, across: str, palette: Palette) -> None:
    figure.update_annotations(x=0, xanchor="left", font={"size": 13, "color": palette.text})
    figure.update_layout(
        height=height + _MARGIN_PX,
        margin={"l": 52, "r": 8, "t": 24, "b": 40},
        font={"color": palette.text, "size": 13},
        legend={"orientation": "h", "y": -_LEGEND_PX / height, "yanchor": "top"},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        hovermode="closest",
    )
    figure.update_xaxes(gridcolor=palette.line, zeroline=False)
    figure.update_xaxes(title_text=across, row=len(list(figure.select_xaxes())), col=1)
    figure.update_yaxes(gridcolor=palette.line, zeroline=False, rangemode="tozero")


def _trace(course: Course, unit_min: float, palette: Palette) -> go.Scatter:
    colours = {"stable": palette.stable, "canary": palette.canary, "alarm": palette.alarm, "plain": palette.text}
    return go.Scatter(
        x=[at_min / unit_min for at_min in course.at_min],
        y=list(course.values),
        name=course.name,
        mode="lines",
        line={"color": colours[course.noun], "dash": _DASHES[course.noun], "width": 2},
    )


def _level(figure: go.Figure, level: tuple[float, str], row: int, palette: Palette) -> None:
    height, words = level
    figure.add_hline(height, line={"color": palette.text, "dash": "dot", "width": 1}, row=row, col=1)
    figure.add_trace(
        go.Scatter(
            x=[None], y=[None], name=words, mode="lines", line={"color": palette.text, "dash": "dot", "width": 1}
        ),
        row=row,
        col=1,
    )


def _marks(marks: Sequence[tuple[float, str]], unit_min: float, palette: Palette) -> go.Scatter:
    return go.Scatter(
        x=[at_min / unit_min for at_min, _ in marks],
        y=[0] * len(marks),
        mode="markers",
        marker={"symbol": "diamond", "size": 10, "color": palette.alarm},
        hovertext=[text if len(text) <= _LONGEST_HOVER else text[: _LONGEST_HOVER - 1] + "…" for _, text in marks],
        hoverinfo="text+x",
        showlegend=False,
    )
