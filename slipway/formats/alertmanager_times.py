"""Alertmanager's time intervals, in and out."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

from slipway.alerting.time_interval import Ranges, Stretch, TimeInterval
from slipway.formats.fields import Group
from slipway.words import say

_CLOCK = re.compile(r"([01]\d|2[0-4]):([0-5]\d)")
_WEEKDAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_DAY_MINUTES = 1440
_UTC = "UTC"
_MOST = 200


def read_interval(fields: Group) -> TimeInterval:
    """A named time with all its stretches."""
    name = fields.text("name", needed=True)
    return TimeInterval(name, tuple(_stretch(each) for each in fields.groups("time_intervals", _MOST)))


def _stretch(fields: Group) -> Stretch:
    return Stretch(
        tuple(found for each in fields.groups("times", _MOST) if (found := _minutes(each))),
        _ranges(fields, "weekdays", _weekday),
        _ranges(fields, "days_of_month", _day),
        _ranges(fields, "months", _month),
        _ranges(fields, "years", _year),
        _zone(fields),
    )


def _minutes(fields: Group) -> tuple[int, int] | None:
    first, end = (_minute(fields, name) for name in ("start_time", "end_time"))
    if first is None or end is None:
        return None
    if first >= end:
        fields.wrong("end_time", f"is {fields.text('end_time')}", say("formats.route_clocks"))
        return None
    return first, end


def _minute(fields: Group, name: str) -> int | None:
    given = fields.text(name)
    clock = _CLOCK.fullmatch(given)
    minute = int(clock[1]) * 60 + int(clock[2]) if clock else _DAY_MINUTES + 1
    if minute > _DAY_MINUTES:
        fields.wrong(name, f"is {given[:20]!r}" if given else "is missing", say("formats.route_clock"))
        return None
    return minute


def _ranges(fields: Group, name: str, read: Callable[[str], int | None]) -> Ranges:
    return tuple(found for text in fields.texts(name, _MOST) if (found := _range(fields, name, text, read)))


def _range(fields: Group, name: str, text: str, read: Callable[[str], int | None]) -> tuple[int, int] | None:
    """One, or from one to another, of which the second must not come first."""
    begin, _, end = text.lower().partition(":")
    first, last = read(begin), read(end or begin)
    if first is None or last is None or not _ascends(first, last):
        fields.wrong(name, f"has {text[:40]!r}", say(f"formats.route_{name}"))
        return None
    return first, last


def _ascends(first: int, last: int) -> bool:
    """Of days before the end only such may follow; from the beginning to before the end it takes the longest month."""
    if first < 0 or last >= 0:
        return first <= last and (first >= 0 or last < 0)
    return first <= 32 + last


def _weekday(text: str) -> int | None:
    return _WEEKDAYS.index(text) if text in _WEEKDAYS else None


def _month(text: str) -> int | None:
    if text in _MONTHS:
        return _MONTHS.index(text) + 1
    return int(text) if re.fullmatch(r"[1-9]|1[0-2]", text) else None


def _day(text: str) -> int | None:
    return int(text) if re.fullmatch(r"-?([1-9]|[12]\d|3[01])", text) else None


def _year(text: str) -> int | None:
    return int(text) if re.fullmatch(r"\d{1,4}", text) else None


def _zone(fields: Group) -> str:
    given = fields.text("location") or _UTC
    try:
        ZoneInfo(given)
    except (KeyError, ValueError, OSError):
        fields.wrong("location", f"is {given[:40]!r}", say("formats.route_location"))
        return _UTC
    return given


def interval_document(interval: TimeInterval) -> dict[str, Any]:
    """As it is written."""
    return {"name": interval.name, "time_intervals": [dict(_said(each)) for each in interval.stretches]}


def _said(stretch: Stretch) -> Iterator[tuple[str, Any]]:
    if stretch.minutes:
        yield "times", [{"start_time": _clock(first), "end_time": _clock(end)} for first, end in stretch.minutes]
    for name, ranges, words in (
        ("weekdays", stretch.weekdays, _WEEKDAYS),
        ("days_of_month", stretch.days, ()),
        ("months", stretch.months, ("", *_MONTHS)),
        ("years", stretch.years, ()),
    ):
        if ranges:
            yield name, [":".join(dict.fromkeys(words[each] if words else str(each) for each in a)) for a in ranges]
    if stretch.zone != _UTC:
        yield "location", stretch.zone


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
