"""Simulated time: whole minutes since Monday 00:00 of the first week, and the people's working hours."""

import re
from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import BeforeValidator

MINUTES_PER_DAY = 24 * 60
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_WORKDAYS_PER_WEEK = 5
_UNIT_MINUTES = {"m": 1, "h": 60, "d": MINUTES_PER_DAY, "w": 7 * MINUTES_PER_DAY}
_DURATION = re.compile(r"(?:(\d{1,4})\s*([mhdw])\s*)+")
_PART = re.compile(r"(\d{1,4})\s*([mhdw])")
_MOMENT = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:\+(\d{1,2})w)? ([01]\d|2[0-3]):([0-5]\d)")
_TIME_OF_DAY = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


def _duration(value: object) -> object:
    if isinstance(value, str):
        if not _DURATION.fullmatch(value):
            raise ValueError(f"a duration is a number and m, h, d or w, like '45m' or '2h 30m', not {value!r}")
        return sum(int(n) * _UNIT_MINUTES[unit] for n, unit in _PART.findall(value))
    return value


def _moment(value: object) -> object:
    if isinstance(value, str):
        match = _MOMENT.fullmatch(value)
        if not match:
            raise ValueError(f"a moment is a weekday and a time, like 'Tue 10:30' or 'Mon+1w 09:00', not {value!r}")
        day, week, hour, minute = match.groups()
        days = _DAYS.index(day) + 7 * int(week or 0)
        return days * MINUTES_PER_DAY + int(hour) * 60 + int(minute)
    return value


def _time_of_day(value: object) -> object:
    if isinstance(value, str):
        match = _TIME_OF_DAY.fullmatch(value)
        if not match:
            raise ValueError(f"a time of day is like '09:00', not {value!r}")
        return int(match[1]) * 60 + int(match[2])
    return value


Minutes = Annotated[int, BeforeValidator(_duration)]
"""A length of time in minutes; authors write `45m`, `2h`, `1d`, `1h 30m`."""

Moment = Annotated[int, BeforeValidator(_moment)]
"""A point in time, in minutes since Monday 00:00 of the first week; authors write `Tue 10:30`."""

TimeOfDay = Annotated[int, BeforeValidator(_time_of_day)]
"""Minutes since midnight; authors write `09:00`."""


def clock_label(at_min: int) -> str:
    """`Tue 10:42`, with the week behind it from the second one on."""
    week, in_week = divmod(at_min, 7 * MINUTES_PER_DAY)
    day, minute = divmod(in_week, MINUTES_PER_DAY)
    label = f"{_DAYS[day]} {minute // 60:02}:{minute % 60:02}"
    return f"{label}, week {week + 1}" if week else label


def duration_label(minutes: int) -> str:
    """`1 d 2 h 5 min`; the smallest part is left out from a day on when it is zero."""
    days, rest = divmod(minutes, MINUTES_PER_DAY)
    hours, mins = divmod(rest, 60)
    parts = [f"{n} {unit}" for n, unit in ((days, "d"), (hours, "h"), (mins, "min")) if n]
    return " ".join(parts) or "0 min"


@dataclass(frozen=True, slots=True)
class Workday:
    """When people work, Monday to Friday; machines never stop."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    starts: TimeOfDay = 9 * 60
    ends: TimeOfDay = 17 * 60

    def __post_init__(self) -> None:
        if self.ends <= self.starts:
            raise ValueError("a workday must end after it starts")

    def opens(self, at_min: int) -> int:
        """The first working minute at or after `at_min`."""
        day, minute = divmod(at_min, MINUTES_PER_DAY)
        if day % 7 < _WORKDAYS_PER_WEEK and minute < self.ends:
            return max(at_min, day * MINUTES_PER_DAY + self.starts)
        day += 1
        while day % 7 >= _WORKDAYS_PER_WEEK:
            day += 1
        return day * MINUTES_PER_DAY + self.starts

    def after(self, at_min: int, work_min: int) -> int:
        """When `work_min` minutes of somebody's work are done that can begin at `at_min`."""
        now = self.opens(at_min)
        while (left := now - now % MINUTES_PER_DAY + self.ends - now) < work_min:
            work_min -= left
            now = self.opens(now + left)
        return now + work_min
