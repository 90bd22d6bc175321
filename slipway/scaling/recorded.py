"""A scaler on what somebody recorded: what would it have done that day?"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from slipway.scaling.meaning import meaning_of
from slipway.scaling.scaler import Decision, Instance, Scaler, Seen

FRESH_S = 60.0
"""A value older than that, or than a round where that is longer, is no longer known; an assumption of ours."""
REPLICAS = ("replicas", "desired", "desired_replicas", "instances", "capacity")


@dataclass(frozen=True, slots=True)
class Track:
    """One recorded metric: of one instance, or of the whole where `instance` is empty; times ascend from 0."""

    name: str
    instance: str
    at_s: tuple[float, ...]
    values: tuple[float, ...]

    def latest(self, at_s: float, fresh_s: float) -> float | None:
        """The newest value that is no older."""
        number = bisect_right(self.at_s, at_s) - 1
        return self.values[number] if number >= 0 and at_s - self.at_s[number] <= fresh_s else None


def replay(scaler: Scaler, tracks: Sequence[Track]) -> Iterator[Decision]:
    """Every round's decision, each taken with as many instances as were recorded, not as it would have had them.

    These are the value of a metric named in `REPLICAS`, else the instances that had a value. An instance is known from
    its first value on and taken to have been ready since then; those of the first round were ready before.
    """
    ends_s = max((track.at_s[-1] for track in tracks), default=0.0)
    fresh_s = max(FRESH_S, scaler.every_s)
    begun_s = {
        name: min(track.at_s[0] for track in tracks if track.instance == name)
        for name in sorted({track.instance for track in tracks if track.instance})
    }
    number = 0
    while number * scaler.every_s <= ends_s:
        yield scaler.decide(_seen(number * scaler.every_s, tracks, begun_s, fresh_s))
        number += 1


def _seen(at_s: float, tracks: Sequence[Track], begun_s: dict[str, float], fresh_s: float) -> Seen:
    known = [(track, track.latest(at_s, fresh_s)) for track in tracks]
    here = [name for name, first_s in begun_s.items() if first_s <= at_s and _is_alive(name, tracks, at_s, fresh_s)]
    values: dict[str, float] = {}
    for track, value in known:
        if not track.instance and value is not None:
            values |= _named(track.name, value)
    each: dict[str, tuple[float | None, ...]] = {}
    for metric in {track.name for track in tracks if track.instance}:
        of_instance = {track.instance: value for track, value in known if track.instance and track.name == metric}
        each[metric] = tuple(of_instance.get(name) for name in here)
    instances = tuple(_instance(name, number, each, begun_s) for number, name in enumerate(here))
    replicas = next((values[name] for name in REPLICAS if name in values), len(here))
    return Seen(at_s, int(replicas), instances, _together(values, each), each)


def _is_alive(name: str, tracks: Sequence[Track], at_s: float, fresh_s: float) -> bool:
    """Whether something was still recorded of it."""
    return any(track.at_s[-1] >= at_s - fresh_s for track in tracks if track.instance == name)


def _instance(name: str, number: int, each: dict[str, tuple[float | None, ...]], begun_s: dict[str, float]) -> Instance:
    cpu = next((column[number] for metric, column in each.items() if _means(metric) == "cpu_pct"), None)
    first_s = begun_s[name] or -86_400.0
    return Instance(first_s, first_s, cpu)


def _together(values: dict[str, float], each: dict[str, tuple[float | None, ...]]) -> dict[str, float]:
    """What is only known per instance, for all: CPU on average, everything else in sum."""
    known = dict(values)
    for metric, column in each.items():
        there = [value for value in column if value is not None]
        if there:
            mean = sum(there) / len(there)
            found = _named(metric, mean if _means(metric) == "cpu_pct" else sum(there))
            known = {**found, **known}
    return known


def _named(name: str, value: float) -> dict[str, float]:
    """Under its own name, and under the simulator's where it means that."""
    meaning = meaning_of(name)
    return {name: value} | ({meaning[0]: value / meaning[1]} if meaning else {})


def _means(name: str) -> str | None:
    meaning = meaning_of(name)
    return meaning[0] if meaning else None
