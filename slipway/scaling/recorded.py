"""A scaler on what somebody recorded: what would it have done that day?"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from statistics import median

from slipway.scaling.columns import READY, REPLICAS, Record
from slipway.scaling.hpa_sample import CPU_INITIALIZATION_S
from slipway.scaling.reading import CPU, PER_INSTANCE
from slipway.scaling.scaler import Decision, Instance, Scaler, Seen
from slipway.scaling.track import Track

FRESH_S = 60.0
"""A value is no longer known when it is older than that, than a round, and than samples are apart; our assumption."""
_LONG_AGO_S = -86_400.0
_MEANS = (CPU, PER_INSTANCE)
"""Of these, instances have a mean together; of everything else a sum."""


def replay(scaler: Scaler, record: Record, first: int = 0) -> Iterator[Decision]:
    """Every round's decision, each taken with as many instances as were recorded, not as it would have had them.

    These are the value of a series of replicas, else the instances that had a value, else `first` throughout. An
    instance is known from its first value on, and ready since then or as its series `ready` says; those of the first
    round were ready before.
    """
    known = _Recording(record, max(FRESH_S, scaler.every_s, _spacing_s(record)), first)
    ends_s, number = record.lasts_s, 0
    while number * scaler.every_s <= ends_s:
        yield scaler.decide(known.seen(number * scaler.every_s))
        number += 1


@dataclass(frozen=True, slots=True)
class _Column:
    """The series of one name. Where they share their times, as in a table, the newest row says who has a value."""

    tracks: tuple[Track, ...]
    rows_s: tuple[float, ...]

    def latest(self, track: Track, at_s: float, fresh_s: float) -> float | None:
        if self.rows_s:
            row_s = self.rows_s[max(bisect_right(self.rows_s, at_s) - 1, 0)]
            fresh_s = min(fresh_s, at_s - row_s)
        return track.latest(at_s, fresh_s)


class _Recording:
    """What monitoring would have shown at any time."""

    def __init__(self, record: Record, fresh_s: float, first: int) -> None:
        self._fresh_s, self._first = fresh_s, first
        self._columns = _columns(record.tracks)
        lives = [track for track in (*record.tracks, *record.others) if track.instance]
        names = sorted({track.instance for track in lives})
        self._begun_s = {name: min(each.at_s[0] for each in lives if each.instance == name) for name in names}
        self._ends_s = {name: max(each.at_s[-1] for each in lives if each.instance == name) for name in names}

    def seen(self, at_s: float) -> Seen:
        """At the end of a round."""
        here = [
            name for name in self._begun_s if self._begun_s[name] <= at_s and self._ends_s[name] >= at_s - self._fresh_s
        ]
        whole, each = self._values(at_s, here)
        replicas = round(whole.get(REPLICAS, len(here) or (0 if self._begun_s else self._first)))
        if self._begun_s:
            cpu = each.get(CPU, (None,) * len(here))
            instances = tuple(self._instance(name, at_s, cpu[number]) for number, name in enumerate(here))
        else:
            instances = (Instance(_LONG_AGO_S, _LONG_AGO_S, whole.get(CPU)),) * replicas
            resources = [name for name in whole if name.endswith(("_pct", "_m"))]
            each = {name: (whole[name],) * replicas for name in resources}
        return Seen(at_s, replicas, instances, {**_together(each), **whole}, each)

    def _values(self, at_s: float, here: Sequence[str]) -> tuple[dict[str, float], dict[str, tuple[float | None, ...]]]:
        """Of the whole, and of each instance that is here."""
        whole: dict[str, float] = {}
        each: dict[str, tuple[float | None, ...]] = {}
        for name, column in self._columns.items():
            values = {track.instance: column.latest(track, at_s, self._fresh_s) for track in column.tracks}
            own = values.pop("", None)
            if own is not None:
                whole[name] = own
            if values:
                each[name] = tuple(values.get(instance) for instance in here)
        return whole, each

    def _instance(self, name: str, at_s: float, cpu_pct: float | None) -> Instance:
        begun_s = self._begun_s[name] or _LONG_AGO_S
        ready = next((each for each in self._ready if each.instance == name), None)
        ready_s = begun_s if ready is None else _ready_s(ready, at_s, begun_s)
        return Instance(begun_s, ready_s, cpu_pct)

    @property
    def _ready(self) -> tuple[Track, ...]:
        return self._columns[READY].tracks if READY in self._columns else ()


def _spacing_s(record: Record) -> float:
    """How far apart its samples usually are."""
    times_s = sorted({at_s for track in (*record.tracks, *record.others) for at_s in track.at_s})
    return median(after - before for before, after in pairwise(times_s)) if len(times_s) > 1 else 0.0


def _columns(tracks: Sequence[Track]) -> dict[str, _Column]:
    found: dict[str, list[Track]] = {}
    for track in tracks:
        found.setdefault(track.name, []).append(track)
    return {name: _Column(tuple(few), _rows(few)) for name, few in found.items()}


def _rows(tracks: Sequence[Track]) -> tuple[float, ...]:
    """The times that they share; none where each has its own."""
    times = [at_s for track in tracks for at_s in track.at_s]
    rows = sorted(set(times))
    return tuple(rows) if len(tracks) > 1 and len(rows) < len(times) else ()


def _ready_s(track: Track, at_s: float, begun_s: float) -> float:
    """When an instance became ready, between two samples; never, where it is not.

    One that is old and was ready before still counts as ready: the HPA sets its CPU aside only while it is young.
    """
    number = bisect_right(track.at_s, at_s) - 1
    if number < 0 or not any(track.values[: number + 1]):
        return inf
    if not track.values[number]:
        return begun_s if at_s - begun_s >= CPU_INITIALIZATION_S else inf
    while number > 0 and track.values[number - 1]:
        number -= 1
    return (track.at_s[number - 1] + track.at_s[number]) / 2 if number else begun_s


def _together(each: dict[str, tuple[float | None, ...]]) -> dict[str, float]:
    """What is only known per instance, for all."""
    there = {name: [value for value in column if value is not None] for name, column in each.items()}
    return {
        name: sum(values) / len(values) if name in _MEANS else sum(values) for name, values in there.items() if values
    }
