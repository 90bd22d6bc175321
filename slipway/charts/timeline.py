"""Values over time, in strips one below the other: told apart by dash as well as by colour."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, Protocol

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from slipway.charts.rollout import Palette

Noun = Literal["stable", "canary", "alarm", "plain"]
_DASHES: dict[Noun, str] = {"stable": "solid", "canary": "dash", "alarm": "dot", "plain": "dashdot"}
_STRIP_PX, _FOOT_PX, _TOP_PX, _BOTTOM_PX = 120, 24, 44, 48
_GAP_PX, _KEY_PX = 32, 22
_LONGEST_HOVER = 150
_FIRST_DAY_MS = datetime(2001, 1, 1, tzinfo=UTC).timestamp() * 1000
"""A first of a month, so that the day of the month is the day of the run."""
_MINUTE_MS = 60_000


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


@dataclass(frozen=True, slots=True)
class Across:
    """The axis of time: its name, and how a tick reads.

    Without `clock` it counts from 0 in units of `unit_min` minutes. With it, a time format of d3's, it is a clock that
    stands at `begins_min` minutes after midnight of day 1 when the run begins.
    """

    title: str
    unit_min: float = 1.0
    clock: str = ""
    begins_min: float = 0.0

    def at(self, at_min: float) -> float:
        """Where a minute of the run stands on it."""
        return _FIRST_DAY_MS + (self.begins_min + at_min) * _MINUTE_MS if self.clock else at_min / self.unit_min

    @property
    def layout(self) -> dict[str, Any]:
        """For plotly."""
        return {"type": "date", "tickformat": self.clock, "hoverformat": self.clock} if self.clock else {}


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands at the foot: what these are, each with its minute and a text for whoever points at it."""

    title: str
    points: Sequence[tuple[float, str]]
    alarms: bool = False


def timeline_figure(
    strips: Sequence[Strip], spans: Sequence[Span], marks: Marks, across: Across, palette: Palette
) -> go.Figure:
    """One figure with a common axis; each strip of several lines has its key below its title."""
    rows = len(strips) + bool(marks.points)
    heights = [_STRIP_PX] * len(strips) + [_FOOT_PX] * bool(marks.points)
    keyed = [len(strip.courses) > 1 or strip.level is not None for strip in strips]
    gap_px = _GAP_PX + _KEY_PX * any(keyed)
    inner_px = sum(heights) + gap_px * (rows - 1)
    figure = make_subplots(
        rows=rows,
        cols=1,
        shared_xaxes=True,
        vertical_spacing=gap_px / inner_px if rows > 1 else 0,
        row_heights=heights,
        subplot_titles=[strip.title for strip in strips] + [marks.title] * bool(marks.points),
    )
    for number, strip in enumerate(strips, 1):
        _draw(figure, strip, number, across, palette)
    if marks.points:
        figure.add_trace(_marks(marks, across, palette), row=rows, col=1)
        figure.update_yaxes(visible=False, range=[-1, 1], row=rows, col=1)
    for span in spans:
        figure.add_vrect(
            across.at(span.since_min),
            across.at(span.until_min),
            fillcolor=palette.shade,
            opacity=0.35,
            line_width=0,
            layer="below",
        )
    _laid_out(figure, inner_px, across, palette)
    _keys(figure, keyed)
    return figure


def _draw(figure: go.Figure, strip: Strip, row: int, across: Across, palette: Palette) -> None:
    for course in strip.courses:
        figure.add_trace(_trace(course, across, palette).update(legend=_key(row)), row=row, col=1)
    if strip.level is not None:
        _level(figure, strip.level, row, palette)
    figure.update_yaxes(rangemode="tozero", row=row, col=1)


def _key(row: int) -> str:
    """What plotly calls the legend of a row."""
    return "legend" if row == 1 else f"legend{row}"


def _keys(figure: go.Figure, keyed: Sequence[bool]) -> None:
    """A row's key stands between its title and its lines; a line alone is what the title says."""
    for row, has_key in enumerate(keyed, 1):
        top = figure.layout["yaxis" if row == 1 else f"yaxis{row}"].domain[1]
        key = {"orientation": "h", "x": 0, "xanchor": "left", "y": top, "yanchor": "bottom", "font": {"size": 12}}
        figure.update_layout({_key(row): key | {"bgcolor": "rgba(0,0,0,0)"}})
        figure.update_traces(showlegend=has_key, selector={"legend": _key(row)})
        if has_key:
            figure.layout.annotations[row - 1].update(yshift=_KEY_PX)


def _laid_out(figure: go.Figure, inner_px: int, across: Across, palette: Palette) -> None:
    figure.update_annotations(x=0, xanchor="left", font={"size": 13, "color": palette.text})
    figure.update_layout(
        height=inner_px + _TOP_PX + _BOTTOM_PX,
        margin={"l": 52, "r": 12, "t": _TOP_PX, "b": _BOTTOM_PX},
        font={"color": palette.text, "size": 13},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        hovermode="closest",
    )
    figure.update_xaxes(gridcolor=palette.line, zeroline=False, **across.layout)
    figure.update_xaxes(title_text=across.title, row=len(list(figure.select_xaxes())), col=1)
    figure.update_yaxes(gridcolor=palette.line, zeroline=False)


def _trace(course: Course, across: Across, palette: Palette) -> go.Scatter:
    colours = {"stable": palette.stable, "canary": palette.canary, "alarm": palette.alarm, "plain": palette.text}
    return go.Scatter(
        x=[across.at(at_min) for at_min in course.at_min],
        y=list(course.values),
        name=course.name,
        mode="lines",
        line={"color": colours[course.noun], "dash": _DASHES[course.noun], "width": 2},
    )


def _level(figure: go.Figure, level: tuple[float, str], row: int, palette: Palette) -> None:
    height, words = level
    line = {"color": palette.text, "dash": "dot", "width": 1}
    figure.add_hline(height, line=line, row=row, col=1)
    figure.add_trace(
        go.Scatter(x=[None], y=[None], name=words, mode="lines", line=line, legend=_key(row)), row=row, col=1
    )


def _marks(marks: Marks, across: Across, palette: Palette) -> go.Scatter:
    texts = [text for _, text in marks.points]
    return go.Scatter(
        x=[across.at(at_min) for at_min, _ in marks.points],
        y=[0] * len(texts),
        mode="markers",
        marker={
            "symbol": "triangle-up" if marks.alarms else "diamond",
            "size": 11,
            "color": palette.alarm if marks.alarms else palette.text,
        },
        hovertext=[text if len(text) <= _LONGEST_HOVER else text[: _LONGEST_HOVER - 1] + "…" for text in texts],
        hoverinfo="text+x",
        showlegend=False,
    )
