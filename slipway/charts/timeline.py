"""Values over time, in strips one below the other: told apart by dash as well as by colour."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, Protocol

import plotly.graph_objects as go

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


@dataclass(frozen=True, slots=True)
class Row:
    """Where a strip stands: its number from the top, and from where to where in the figure's height."""

    number: int
    domain: tuple[float, float]

    def named(self, what: str) -> str:
        """What plotly calls an axis or a legend of this row: `y`, `y2` … or `legend`, `legend2` …"""
        return what if self.number == 1 else f"{what}{self.number}"


def timeline_figure(
    strips: Sequence[Strip], spans: Sequence[Span], marks: Marks, across: Across, palette: Palette
) -> go.Figure:
    """One figure with a common axis; each strip of several lines has its key below its title."""
    heights = [_STRIP_PX] * len(strips) + [_FOOT_PX] * bool(marks.points)
    keyed = [len(strip.courses) > 1 or strip.level is not None for strip in strips]
    gap_px = _GAP_PX + _KEY_PX * any(keyed)
    inner_px = sum(heights) + gap_px * (len(heights) - 1)
    rows = _rows(heights, gap_px, inner_px)
    traces: list[dict[str, Any]] = []
    layout = _layout(rows, inner_px, across, palette)
    for row, strip, has_key in zip(rows, strips, keyed, strict=False):
        traces += _strip(strip, row, has_key, across, palette)
        layout["annotations"].append(_title(strip.title, row, has_key, palette))
        layout[row.named("legend")] = _key(row)
        layout["shapes"] += [_level(strip.level[0], row, palette)] if strip.level else []
    if marks.points:
        traces.append(_marks(marks, across, palette) | {"yaxis": rows[-1].named("y")})
        layout["annotations"].append(_title(marks.title, rows[-1], False, palette))
        layout[rows[-1].named("yaxis")] |= {"visible": False, "range": [-1, 1]}
    layout["shapes"] += [_span(span, row, across, palette) for span in spans for row in rows]
    return go.Figure(traces, layout)


def _rows(heights: Sequence[int], gap_px: int, inner_px: int) -> list[Row]:
    """From the top down."""
    found, top_px = [], inner_px
    for number, height in enumerate(heights, 1):
        found.append(Row(number, (max(top_px - height, 0) / inner_px, top_px / inner_px)))
        top_px -= height + gap_px
    return found


def _layout(rows: Sequence[Row], inner_px: int, across: Across, palette: Palette) -> dict[str, Any]:
    """Without strips."""
    title = palette.axis["title"] | {"text": across.title}
    return {
        "height": inner_px + _TOP_PX + _BOTTOM_PX,
        "margin": {"l": 52, "r": 12, "t": _TOP_PX, "b": _BOTTOM_PX},
        "font": {"color": palette.text, "size": 13},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "hovermode": "closest",
        "xaxis": {**palette.axis, "anchor": rows[-1].named("y"), "title": title, **across.layout},
        **{row.named("yaxis"): {**palette.axis, "domain": row.domain, "rangemode": "tozero"} for row in rows},
        "annotations": [],
        "shapes": [],
    }


def _strip(strip: Strip, row: Row, has_key: bool, across: Across, palette: Palette) -> list[dict[str, Any]]:
    """Its lines; the height to hold them against is in the key by a line that is drawn nowhere."""
    place = {"yaxis": row.named("y"), "legend": row.named("legend"), "showlegend": has_key}
    traces = [_trace(course, across, palette) | place for course in strip.courses]
    if strip.level is not None:
        line = _level_line(palette)
        traces.append({"x": [None], "y": [None], "name": strip.level[1], "mode": "lines", "line": line, **place})
    return traces


def _title(text: str, row: Row, has_key: bool, palette: Palette) -> dict[str, Any]:
    """Above its strip, and above the key where there is one."""
    return {
        "text": text,
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": row.domain[1],
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": _KEY_PX if has_key else 0,
        "showarrow": False,
        "font": {"size": 13, "color": palette.text},
    }


def _key(row: Row) -> dict[str, Any]:
    """A row's key stands between its title and its lines; a line alone is what the title says."""
    key = {"orientation": "h", "x": 0, "xanchor": "left", "y": row.domain[1], "yanchor": "bottom"}
    return key | {"font": {"size": 12}, "bgcolor": "rgba(0,0,0,0)"}


def _trace(course: Course, across: Across, palette: Palette) -> dict[str, Any]:
    colours = {"stable": palette.stable, "canary": palette.canary, "alarm": palette.alarm, "plain": palette.text}
    return {
        "x": [across.at(at_min) for at_min in course.at_min],
        "y": list(course.values),
        "name": course.name,
        "mode": "lines",
        "line": {"color": colours[course.noun], "dash": _DASHES[course.noun], "width": 2},
    }


def _level(height: float, row: Row, palette: Palette) -> dict[str, Any]:
    ends = {"type": "line", "x0": 0, "x1": 1, "xref": "paper", "y0": height, "y1": height}
    return ends | {"yref": row.named("y"), "line": _level_line(palette)}


def _level_line(palette: Palette) -> dict[str, Any]:
    return {"color": palette.text, "dash": "dot", "width": 1}


def _span(span: Span, row: Row, across: Across, palette: Palette) -> dict[str, Any]:
    """A stretch of time, shaded behind one strip."""
    ends = {"x0": across.at(span.since_min), "x1": across.at(span.until_min), "y0": 0, "y1": 1}
    look = {"fillcolor": palette.shade, "opacity": 0.35, "line": {"width": 0}, "layer": "below"}
    return {"type": "rect", "yref": f"{row.named('y')} domain", **ends, **look}


def _marks(marks: Marks, across: Across, palette: Palette) -> dict[str, Any]:
    texts = [text for _, text in marks.points]
    return {
        "x": [across.at(at_min) for at_min, _ in marks.points],
        "y": [0] * len(texts),
        "mode": "markers",
        "marker": {
            "symbol": "triangle-up" if marks.alarms else "diamond",
            "size": 11,
            "color": palette.alarm if marks.alarms else palette.text,
        },
        "hovertext": [text if len(text) <= _LONGEST_HOVER else text[: _LONGEST_HOVER - 1] + "…" for text in texts],
        "hoverinfo": "text+x",
        "showlegend": False,
    }
