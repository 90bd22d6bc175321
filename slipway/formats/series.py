"""Recorded series from CSV or JSON, whoever recorded them: metric names, labels, times, values.

CSV has a column of times and a column per series, `requests_total{region="eu"}` or just `cpu_pct`; an empty cell is no
sample. JSON is what Prometheus answers to a range query (`data.result[].metric` and `.values`), or a list of objects
with `name`, `labels` and `points` of time and value. Times are seconds or ISO 8601, and count from the earliest of all.
A value may be NaN, as Prometheus has it; null is no sample.
"""

import csv
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from math import inf, isfinite, nan
from typing import Any

from slipway.content.problem import MOST_PROBLEMS, Problem, portion
from slipway.content.source import Loc, Text
from slipway.formats.imported import Imported
from slipway.formats.json_text import Document, parse_json
from slipway.words import say

MOST_POINTS = 500_000
MOST_SERIES = 500
MOST_DAYS = 366
_TIMES = ("time", "time_s", "at_s", "t", "timestamp", "seconds")
_NUMBER = re.compile(r"[-+]?(\d{1,20}\.?\d{0,20}|\.\d{1,20})([eE][-+]?\d{1,3})?")
_NAME = re.compile(r"([a-zA-Z_:][a-zA-Z0-9_:]*)\s*(?:\{(.*)\})?")
_FIRST_CELL = re.compile(r"\s*\"?\w+\"?\s*([;,\t])")
_LABEL = re.compile(r"\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*=\s*\"([^\"]*)\"\s*(?:,|$)")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_LATEST_S = 1e11
_LONGEST_LINE = 100_000


@dataclass(frozen=True, slots=True)
class Series:
    """One metric with its labels, sorted; times in seconds ascend from 0 or later."""

    name: str
    labels: tuple[tuple[str, str], ...]
    at_s: tuple[float, ...]
    values: tuple[float, ...]


def read_series(text: Text) -> Imported[tuple[Series, ...]]:
    """Every series of the file."""
    problems: list[Problem] = []
    found = _json(text, problems) if text.content.lstrip()[:1] in ("{", "[") else _csv(text, problems)
    if not problems and not any(series.at_s for series in found):
        problems.append(text.problem(1, 1, say("formats.series_none"), say("formats.series_table")))
    names = [(series.name, series.labels) for series in found]
    if not problems and len(set(names)) < len(names):
        problems.append(text.problem(1, 1, say("formats.series_twice"), say("formats.series_each")))
    if problems:
        return Imported(None, (), tuple(portion(problems)))
    begin_s = min(series.at_s[0] for series in found if series.at_s)
    if max(series.at_s[-1] for series in found if series.at_s) - begin_s > MOST_DAYS * 86_400:
        problem = text.problem(1, 1, say("formats.series_days"), say("formats.series_most_days", most=MOST_DAYS))
        return Imported(None, (), (problem,))
    return Imported(tuple(_moved(series, begin_s) for series in found if series.at_s))


def write_series(series: tuple[Series, ...]) -> str:
    """A CSV file that reads back as the same series."""
    times_s = sorted({at_s for each in series for at_s in each.at_s})
    columns = [dict(zip(each.at_s, each.values, strict=True)) for each in series]
    rows = [["time_s", *(_title(each) for each in series)]]
    rows += [[repr(at_s), *(repr(column[at_s]) if at_s in column else "" for column in columns)] for at_s in times_s]
    return "".join(",".join(_cell(cell) for cell in row) + "\n" for row in rows)


def _title(series: Series) -> str:
    inside = ",".join(f'{name}="{value}"' for name, value in series.labels)
    return f"{series.name}{{{inside}}}" if inside else series.name


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if re.search(r"[\",]", text) else text


def _moved(series: Series, begin_s: float) -> Series:
    return Series(series.name, series.labels, tuple(at_s - begin_s for at_s in series.at_s), series.values)


def _csv(text: Text, problems: list[Problem]) -> list[Series]:
    lines = text.content.split("\n")
    first = next((line for line in lines if line.strip()), "")
    separated = _FIRST_CELL.match(first)
    separator = separated[1] if separated else ","
    if any(len(line) > _LONGEST_LINE for line in lines) or len(lines) > MOST_POINTS:
        problems.append(text.problem(1, 1, say("formats.series_long"), say("formats.series_table")))
        return []
    rows = [
        (number, [cell.strip() for cell in row])
        for number, row in enumerate(csv.reader(lines, delimiter=separator, quoting=csv.QUOTE_MINIMAL), 1)
        if any(cell.strip() for cell in row) and not row[0].startswith("#")
    ]
    if not rows:
        return []
    header = rows[0][1]
    if len(header) < 2 or header[0].lower() not in _TIMES or len(header) > MOST_SERIES:
        problems.append(text.problem(rows[0][0], 1, say("formats.series_header"), say("formats.series_table")))
        return []
    named = [_named(title) for title in header[1:]]
    for title, name in zip(header[1:], named, strict=True):
        if name is None:
            what = say("formats.series_name", name=title[:60])
            problems.append(text.problem(rows[0][0], 1, what, say("formats.series_names")))
    points: list[list[tuple[float, float]]] = [[] for _ in named]
    for number, row in rows[1:]:
        _row(text, number, row, points, problems)
        if len(problems) > MOST_PROBLEMS:
            break
    return [
        Series(name[0], name[1], tuple(at_s for at_s, _ in column), tuple(value for _, value in column))
        for name, column in zip(named, points, strict=True)
        if name
    ]


def _row(
    text: Text, number: int, row: list[str], points: list[list[tuple[float, float]]], problems: list[Problem]
) -> None:
    at_s = _time_s(row[0])
    if at_s is None or not 0 <= at_s <= _LATEST_S or len(row) > len(points) + 1:
        problems.append(text.problem(number, 1, say("formats.series_row", row=",".join(row)[:60])))
        return
    for column, cell in zip(points, row[1:], strict=False):
        value = _value(cell)
        if value is not None and (not column or at_s > column[-1][0]):
            column.append((at_s, value))
        elif cell:
            what = say("formats.series_value", value=cell[:40]) if value is None else say("formats.series_order")
            problems.append(text.problem(number, 1, what, say("formats.series_values")))


def _named(title: str) -> tuple[str, tuple[tuple[str, str], ...]] | None:
    match = _NAME.fullmatch(title)
    if match is None:
        return None
    labels, rest = {}, match[2] or ""
    while rest.strip():
        label = _LABEL.match(rest)
        if label is None:
            return None
        labels[label[1]] = label[2]
        rest = rest[label.end() :]
    return match[1], tuple(sorted(labels.items()))


def _number(text: str) -> float | None:
    """A finite number."""
    found = float(text) if _NUMBER.fullmatch(text) else inf
    return found if isfinite(found) else None


def _value(text: str) -> float | None:
    """A finite number, or none at all by name."""
    return nan if text.lower() == "nan" else _number(text)


def _time_s(text: str) -> float | None:
    """Seconds, or those of a date with its time since 1970, in UTC where it says nothing else."""
    if not _DATE.match(text):
        return _number(text)
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()


def _json(text: Text, problems: list[Problem]) -> list[Series]:
    document, found = parse_json(text)
    problems += found
    if document is None:
        return []
    value = document.value
    loc: Loc = (("data", "result") if "data" in value else ("result",)) if isinstance(value, dict) else ()
    for part in loc:
        value = value.get(part) if isinstance(value, dict) else None
    if not isinstance(value, list) or len(value) > MOST_SERIES:
        problems.append(document.problem(loc, say("formats.series_list"), say("formats.series_json")))
        return []
    series = [_entry(document, (*loc, number), each, problems) for number, each in enumerate(value)]
    return [each for each in series if each]


def _entry(document: Document, loc: Loc, entry: Any, problems: list[Problem]) -> Series | None:
    labels = entry.get("metric", entry.get("labels", {})) if isinstance(entry, dict) else None
    points = entry.get("values", entry.get("points")) if isinstance(entry, dict) else None
    if not isinstance(labels, dict) or not isinstance(points, list) or len(points) > MOST_POINTS:
        problems.append(document.problem(loc, say("formats.series_entry"), say("formats.series_json")))
        return None
    name = str(entry.get("name", labels.get("__name__", "")))
    pairs = [_pair(each) for each in points if not _is_gap(each)]
    kept = [pair for pair in pairs if pair is not None]
    if len(kept) < len(pairs) or any(b[0] <= a[0] for a, b in pairwise(kept)) or not _NAME.fullmatch(name):
        problems.append(document.problem(loc, say("formats.series_points"), say("formats.series_json")))
        return None
    own = tuple(sorted((str(label), str(value)) for label, value in labels.items() if label != "__name__"))
    return Series(name, own, tuple(at_s for at_s, _ in kept), tuple(value for _, value in kept))


def _is_gap(point: Any) -> bool:
    return isinstance(point, list) and len(point) == 2 and point[1] is None


def _pair(point: Any) -> tuple[float, float] | None:
    if not isinstance(point, list) or len(point) != 2:
        return None
    at, given = (str(each) if isinstance(each, int | float | str) else "" for each in point)
    at_s, value = _time_s(at), _value(given)
    return (at_s, value) if at_s is not None and value is not None and 0 <= at_s <= _LATEST_S else None
