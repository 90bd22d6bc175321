"""What a lab shows, as plain data: words, tables, source code, and figures."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from inspect import getsource
from typing import Any, Literal

Sign = Literal["none", "passed", "failed", "test", "customers"]
"""The mark of a cell: a verdict, or one of the two kinds of data."""


@dataclass(frozen=True, slots=True)
class Words:
    """A heading with its mark, and Markdown of ours below it."""

    title: str
    text: str
    sign: Sign = "none"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: plain text that is shown as it stands, and its mark."""

    text: str
    sign: Sign = "none"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head; `folded` ones are opened by whoever wants the details."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Code as it is in the file, or a difference between two versions of it."""

    title: str
    code: str
    language: Literal["python", "diff"] = "python"
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """Points to join, and the noun whose mark they have."""

    name: str
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    noun: Literal["stable", "alarm", "canary"]


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines over one axis; `level` is a height to hold them against, and what it is."""

    title: str
    x_title: str
    y_title: str
    lines: tuple[Line, ...]
    level: tuple[float, str] | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell of a grid: from 0, pale, to 1; the text says all that the shade says."""

    shade: float
    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells by row and column, the first row at the bottom; `here` is the row and column of the learner's own."""

    title: str
    row_title: str
    column_title: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    spots: tuple[tuple[Spot, ...], ...]
    here: tuple[int, int] | None = None


TimeNoun = Literal["stable", "canary", "alarm", "plain"]


@dataclass(frozen=True, slots=True)
class Course:
    """A value over time, None where there is none; in minutes since the beginning."""

    name: str
    at_min: tuple[float, ...]
    values: tuple[float | None, ...]
    noun: TimeNoun


@dataclass(frozen=True, slots=True)
class Strip:
    """Values that share an axis; `level` is a height to hold them against, and what it is."""

    title: str
    courses: tuple[Course, ...]
    level: tuple[float, str] | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """Something that went on for a while; in minutes."""

    since_min: float
    until_min: float
    text: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Strips one below the other on one axis of time; `spans` are shaded, `marks` (minute, text) stand at the foot.

    `marked` says what the marks are, and `alarms` whether they are alarms. Where the day has a clock, `begins_min` is
    how long after midnight of day 1 the run begins.
    """

    title: str
    strips: tuple[Strip, ...]
    spans: tuple[Span, ...] = ()
    marks: tuple[tuple[float, str], ...] = ()
    marked: str = ""
    alarms: bool = False
    begins_min: float | None = None


Panel = Words | Table | Source | Lines | Grid | Timeline


def code_of(things: Iterable[Callable[..., Any]]) -> str:
    """Functions or classes as they stand in their files, one below the other."""
    return "\n\n\n".join(getsource(thing).strip() for thing in things)
