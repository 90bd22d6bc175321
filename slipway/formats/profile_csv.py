"""Traffic as a table: a time and a rate on each line, as monitoring tools and spreadsheets save them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

from slipway.content.problem import MOST_PROBLEMS, Problem, portion
from slipway.content.source import Text, decode
from slipway.formats.imported import Imported
from slipway.traffic.arrivals import Profile
from slipway.words import say

MOST_DAYS = 366
MOST_PER_S = 1_000_000
_LEAST_GAP_S = 0.001
_SEPARATORS = (";", "\t", ",")
_NUMBER = re.compile(r"[+-]?[0-9]{1,20}(?:\.[0-9]{0,40})?(?:[eE][+-]?[0-9]{1,3})?")
_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+")
_CLOCK = re.compile(r"([01]?[0-9]|2[0-4]):([0-5][0-9])(?::([0-5][0-9](?:\.[0-9]{1,6})?))?")
_TIME_NAMES = frozenset(
    (
        "time",
        "time_s",
        "times",
        "t",
        "t_s",
        "at",
        "at_s",
        "s",
        "sec",
        "second",
        "seconds",
        "timestamp",
        "date",
        "datetime",
    )
)
_PER_S_NAMES = frozenset(
    ("per_s", "rps", "requests_per_second", "requests_per_s", "requests/s", "req/s", "rate", "load")
)
_PER_MIN_NAMES = frozenset(("per_min", "rpm", "requests_per_minute", "requests_per_min", "requests/min", "req/min"))
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_BEGINS_NUMBER = "0123456789+-."
_WRITTEN = "time_s,requests_per_second"


@dataclass(frozen=True, slots=True)
class _Line:
    """One line with words in it."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which columns hold what, and by how much rates are to be divided."""

    time: int
    rate: int
    divisor: float


@dataclass(frozen=True, slots=True)
class _Point:
    """A time, of which kind it is, and a rate."""

    line: int
    kind: str
    at_s: float
    per_s: float


class _Wrong(Exception):
    """What is wrong with a cell, and what was expected."""


def read_profile(data: bytes, shown_path: str) -> Imported[Profile]:
    """A profile from a CSV file's bytes; the first point is where it begins.

    Two columns, or a header that names them: times in seconds, as HH:MM[:SS], or as ISO dates, and requests per
    second or per minute. Comma, semicolon or tab between them; with the latter two, a decimal comma may be used.
    How many requests it makes in all is for the caller to look at (`Profile.requests`).
    """
    text = decode(data, shown_path)
    return Imported(None, (), (text,)) if isinstance(text, Problem) else parse_profile(text)


def parse_profile(text: Text) -> Imported[Profile]:
    """The same from text."""
    separator, lines = _lines(text)
    if not lines:
        return Imported(None, (), (text.problem(1, 1, say("traffic.nothing"), say("traffic.two_columns")),))
    header = not any(cell[:1] in _BEGINS_NUMBER for cell in lines[0].cells if cell)
    columns = _columns(text, lines[0]) if header else _Columns(0, 1, 1.0)
    if isinstance(columns, Problem):
        return Imported(None, (), (columns,))
    points, problems = _points(text, lines[header:], columns, decimal_comma=separator != ",")
    problems += _out_of_order(text, points)
    if not problems and len(points) < 2:
        last = lines[-1].number
        problems = [text.problem(last, 1, say("traffic.few", count=len(points)), say("traffic.two_points"))]
    if problems:
        return Imported(None, (), tuple(portion(problems)))
    left_out = tuple(_left_out(text, lines[0], columns, header))
    begin_s = points[0].at_s
    return Imported(
        Profile(tuple(each.at_s - begin_s for each in points), tuple(each.per_s for each in points)), left_out
    )


def write_profile(profile: Profile) -> str:
    """A profile as a CSV file that reads back as the same."""
    points = zip(profile.at_s, profile.per_s, strict=True)
    return "\n".join([_WRITTEN, *(f"{float(at_s)!r},{float(per_s)!r}" for at_s, per_s in points), ""])


def _lines(text: Text) -> tuple[str, list[_Line]]:
    """The separator, and all lines that are neither empty nor a comment."""
    rows = [(number, row) for number, row in enumerate(text.content.split("\n"), 1) if row.strip()]
    rows = [(number, row) for number, row in rows if not row.lstrip().startswith("#")]
    first = rows[0][1] if rows else ""
    separator = next((each for each in _SEPARATORS if each in first), ",")
    return separator, [
        _Line(number, tuple(cell.strip().strip('"').strip() for cell in row.split(separator))) for number, row in rows
    ]


def _columns(text: Text, header: _Line) -> _Columns | Problem:
    """What the header says."""
    names = [re.sub(r"\s+", "_", cell.lower()) for cell in header.cells]
    time = next((index for index, name in enumerate(names) if name in _TIME_NAMES), None)
    rate = next((index for index, name in enumerate(names) if name in _PER_S_NAMES | _PER_MIN_NAMES), None)
    if time is None or rate is None:
        missing = say("traffic.no_time") if time is None else say("traffic.no_rate")
        wanted = ", ".join(("time", "seconds") if time is None else ("requests_per_second", "requests_per_minute"))
        return text.problem(header.number, 1, missing, say("traffic.a_column", names=wanted))
    return _Columns(time, rate, 60.0 if names[rate] in _PER_MIN_NAMES else 1.0)


def _left_out(text: Text, first: _Line, columns: _Columns, header: bool) -> Iterator[Problem]:
    """Columns that are neither time nor rate."""
    for index, cell in enumerate(first.cells):
        if index not in (columns.time, columns.rate) and cell:
            name = cell if header else str(index + 1)
            yield text.problem(first.number, 1, say("traffic.left_out", column=name))


def _points(
    text: Text, lines: list[_Line], columns: _Columns, decimal_comma: bool
) -> tuple[list[_Point], list[Problem]]:
    points, problems = [], []
    for line in lines:
        try:
            points.append(_point(line, columns, decimal_comma))
        except _Wrong as wrong:
            what, expected = wrong.args
            problems.append(text.problem(line.number, 1, what, expected))
        if len(problems) > MOST_PROBLEMS:
            break
    return points, problems


def _point(line: _Line, columns: _Columns, decimal_comma: bool) -> _Point:
    if len(line.cells) <= max(columns.time, columns.rate):
        raise _Wrong(say("traffic.short_line", count=len(line.cells)), say("traffic.two_columns"))
    kind, at_s = _time(line.cells[columns.time], decimal_comma)
    rate = _number(line.cells[columns.rate], decimal_comma)
    if rate is None:
        raise _Wrong(say("traffic.no_number", value=line.cells[columns.rate]), say("traffic.a_rate"))
    if not 0 <= rate / columns.divisor <= MOST_PER_S:
        raise _Wrong(
            say("traffic.rate_beyond", value=line.cells[columns.rate]), say("traffic.rates", most=f"{MOST_PER_S:,}")
        )
    return _Point(line.number, kind, at_s, rate / columns.divisor)


def _time(cell: str, decimal_comma: bool) -> tuple[str, float]:
    """What kind of time it is, and how many seconds since whenever that kind begins."""
    seconds = _number(cell, decimal_comma)
    if seconds is not None:
        if not 0 <= seconds <= 1e11:
            raise _Wrong(say("traffic.time_beyond", value=cell), say("traffic.a_time"))
        return "seconds", seconds
    if clock := _CLOCK.fullmatch(cell):
        return "clock", 3600.0 * int(clock[1]) + 60 * int(clock[2]) + float(clock[3] or 0)
    try:
        moment = datetime.fromisoformat(cell)
        kind = "date" if moment.tzinfo is None else "date with zone"
        return kind, (moment.replace(tzinfo=moment.tzinfo or UTC) - _EPOCH).total_seconds()
    except (ValueError, OverflowError):
        raise _Wrong(say("traffic.no_time_in", value=cell), say("traffic.a_time")) from None


def _number(cell: str, decimal_comma: bool) -> float | None:
    """A number, or None where there is none or it could be two."""
    if decimal_comma and "," in cell and not _THOUSANDS.fullmatch(cell):
        cell = cell.replace(",", ".", 1)
    return float(cell) if _NUMBER.fullmatch(cell) else None


def _out_of_order(text: Text, points: list[_Point]) -> list[Problem]:
    """Where a point does not come after the one before it, or too long after the first."""
    problems = []
    for before, point in pairwise(points):
        if point.kind != before.kind:
            what, expected = say("traffic.other_kind", line=before.line), say("traffic.one_kind")
        elif point.at_s < before.at_s + _LEAST_GAP_S:
            what, expected = say("traffic.not_later", line=before.line), say("traffic.ascending")
        elif point.at_s - points[0].at_s > MOST_DAYS * 86_400:
            what, expected = say("traffic.too_long"), say("traffic.most_days", most=MOST_DAYS)
        else:
            continue
        problems.append(text.problem(point.line, 1, what, expected))
    return problems
