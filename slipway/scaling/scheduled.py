"""Scheduled actions: at a time, or again and again, a group gets another minimum, maximum and number wanted.

They mind no cooldown, and they do not undo what they did: whoever raises the minimum in the morning needs a second
action in the evening. Cron is Unix' with five fields, in a time zone; around daylight saving it does what Debian's cron
does (the library cronsim): a job in the hour that is skipped comes right after it, one in the hour that comes twice
comes once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from heapq import merge
from itertools import count, takewhile
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

from slipway.verdict import Verdict
from slipway.words import say

MONDAY = datetime(2024, 1, 1, tzinfo=UTC)
"""Second 0 of a run where nothing else is said: a Monday at midnight."""
_LONGEST = 200
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Bounds:
    """How few and how many instances there may be, and how many are wanted."""

    least: int
    most: int
    desired: int


@dataclass(frozen=True, slots=True)
class Scheduled:
    """One action: `once` is a wall-clock time in `zone`, `cron` five fields there, `every_s` a plain interval.

    `since` and `until` are instants between which it is repeated; at `since` it acts too. A bound that is None stays.
    """

    name: str
    least: int | None = None
    most: int | None = None
    desired: int | None = None
    once: datetime | None = None
    cron: str = ""
    every_s: int = 0
    zone: str = "UTC"
    since: datetime | None = None
    until: datetime | None = None

    def __post_init__(self) -> None:
        if (self.once is not None) + bool(self.cron) + bool(self.every_s) != 1:
            raise ValueError(f"{self.name}: it needs one of a time, a cron expression and an interval")
        if self.least is None and self.most is None and self.desired is None:
            raise ValueError(f"{self.name}: it sets neither a minimum nor a maximum nor a number wanted")
        if any(bound is not None and bound < 0 for bound in (self.least, self.most, self.desired)):
            raise ValueError(f"{self.name}: its bounds must be 0 or more")
        if self.least is not None and self.most is not None and self.least > self.most:
            raise ValueError(f"{self.name}: the minimum ({self.least}) is above the maximum ({self.most})")
        if self.once is not None and self.once.tzinfo is not None:
            raise ValueError(f"{self.name}: its time is that of the clocks in {self.zone}, without an offset")
        if any(each is not None and each.tzinfo is None for each in (self.since, self.until)):
            raise ValueError(f"{self.name}: from when and until when are instants, with an offset")
        if self.every_s < 0 or self.every_s % 60:
            raise ValueError(f"{self.name}: an interval is whole minutes, got {self.every_s} s")
        zone = zone_of(self.zone)
        if self.cron:
            check_cron(self.cron, zone)

    def changed(self, bounds: Bounds) -> Bounds:
        """What it makes of the bounds; what is wanted is brought inside, and the bounds give way to each other."""
        least = self.least if self.least is not None else bounds.least
        most = self.most if self.most is not None else bounds.most
        if least > most:
            least, most = (least, least) if self.least is not None else (most, most)
        desired = self.desired if self.desired is not None else bounds.desired
        return Bounds(least, most, min(max(desired, least), most))

    def verdict(self, before: Bounds, after: Bounds) -> Verdict:
        """What it did, in numbers."""
        known = {"name": self.name, "least": after.least, "most": after.most}
        told = say("autoscaling.scheduled", before=before.desired, after=after.desired, **known)
        return Verdict(f"scheduled.{self.name}", True, (("before", before.desired),), after.desired, told)


def zone_of(name: str) -> ZoneInfo:
    """A time zone by its IANA name; raises ValueError where there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{name[:80]!r} is no time zone such as UTC or Europe/Berlin") from None


def check_cron(expression: str, zone: ZoneInfo) -> None:
    """Raises ValueError where this is no cron expression of five fields that ever comes true."""
    if len(expression) > _LONGEST or len(expression.split()) != 5:
        raise ValueError(f"{expression[:80]!r} is no cron expression of five fields")
    try:
        found = next(CronSim(expression, MONDAY.astimezone(zone)), None)
    except CronSimError as error:
        raise ValueError(f"{expression!r} is no cron expression: {error}") from None
    if found is None:
        raise ValueError(f"{expression!r} never comes true")


def times_of(action: Scheduled, begin: datetime) -> Iterator[datetime]:
    """The instants at which it acts, from `begin` on."""
    zone = zone_of(action.zone)
    if action.once is not None:
        at = action.once.replace(tzinfo=zone).astimezone(UTC)
        return iter([at] if at >= begin else [])
    first = max(begin, action.since) if action.since else begin
    recurring = _cron_times(action.cron, first, zone) if action.cron else _intervals(action, first, begin)
    starting = [action.since] if action.cron and action.since and action.since >= begin else []
    until = action.until
    together = merge(starting, recurring)
    return takewhile(lambda at: at <= until, together) if until else together


def _cron_times(expression: str, first: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """In UTC, so that they can be compared; the library gives what comes strictly after."""
    return (at.astimezone(UTC) for at in CronSim(expression, (first - _SECOND).astimezone(zone)))


def _intervals(action: Scheduled, first: datetime, begin: datetime) -> Iterator[datetime]:
    """From when it starts; without such a time the first interval begins with the run."""
    step = timedelta(seconds=action.every_s)
    if action.since is None:
        return (begin + number * step for number in count(1))
    gone = -((action.since - first) // step)
    return (action.since + number * step for number in count(max(gone, 0)))


class Schedule:
    """The actions of a group under way; second 0 is the instant `begin`."""

    def __init__(self, actions: tuple[Scheduled, ...], begin: datetime = MONDAY) -> None:
        self._begin = begin
        self._ahead = merge(*(_with_place(action, place, begin) for place, action in enumerate(actions)))
        self._actions = actions
        self._next = next(self._ahead, None)

    def due(self, at_s: float) -> list[Scheduled]:
        """What came due since it was asked last, in the order of time, then of the file."""
        now = self._begin + timedelta(seconds=at_s)
        found: list[Scheduled] = []
        while self._next is not None and self._next[0] <= now:
            action = self._actions[self._next[1]]
            if not found or found[-1] is not action:
                found.append(action)
            self._next = next(self._ahead, None)
        return found


def _with_place(action: Scheduled, place: int, begin: datetime) -> Iterator[tuple[datetime, int]]:
    return ((at, place) for at in times_of(action, begin))
