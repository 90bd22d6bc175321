"""Times at which nobody is called, or only then: Alertmanager's time intervals."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

MONDAY = datetime(2024, 1, 1, tzinfo=UTC)
"""Second 0 of a simulation: a Monday at midnight."""
Ranges = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where each kind of range that is given holds; a kind without any holds always. Both ends belong to a range.

    Minutes of the day are to before the second. Weekdays are from 0, Sunday, months from 1. Days of the month below 0
    count from its end. Clocks are those of `zone`, an IANA name.
    """

    minutes: Ranges = ()
    weekdays: Ranges = ()
    days: Ranges = ()
    months: Ranges = ()
    years: Ranges = ()
    zone: str = "UTC"

    def contains(self, at: datetime) -> bool:
        """Whether an instant lies inside."""
        here = at.astimezone(ZoneInfo(self.zone))
        minute, length = here.hour * 60 + here.minute, monthrange(here.year, here.month)[1]
        return (
            (not self.minutes or any(first <= minute < end for first, end in self.minutes))
            and _within(self.weekdays, here.isoweekday() % 7)
            and _within([_in_month(each, length) for each in self.days], here.day)
            and _within(self.months, here.month)
            and _within(self.years, here.year)
        )


@dataclass(frozen=True, slots=True)
class TimeInterval:
    """A named time: any of its stretches."""

    name: str
    stretches: tuple[Stretch, ...]

    def holds(self, at_s: float) -> bool:
        """Whether a second of the simulation lies inside."""
        at = MONDAY + timedelta(seconds=at_s)
        return any(stretch.contains(at) for stretch in self.stretches)


def _within(ranges: Iterable[tuple[int, int]], value: int) -> bool:
    given = list(ranges)
    return not given or any(first <= value <= last for first, last in given)


def _in_month(days: tuple[int, int], length: int) -> tuple[int, int]:
    """Days counted from the end as days of a month so long."""
    first, last = (length + 1 + day if day < 0 else day for day in days)
    return first, last
