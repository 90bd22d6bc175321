"""Series as a monitoring system has stored them: samples in order of time, and marks where a series went away."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slipway.alerting.event import Labels
from slipway.alerting.matcher import Matcher

Floats = NDArray[np.float64]
Times = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Samples:
    """One series: times in milliseconds, ascending; where `stale` is set it went away, and the value says nothing."""

    at_ms: Times
    values: Floats
    stale: Flags


def samples(at_ms: Times, values: Floats, there: Flags | None = None, *, before: bool = False) -> Samples:
    """Samples at these times, or only where they are there; a mark of going away after each without a next one.

    `before` says whether there was one right before these times.
    """
    if there is None or there.all():
        return Samples(at_ms, values, np.zeros(len(at_ms), dtype=bool))
    kept = there | np.concatenate([[before], there[:-1]])
    return Samples(at_ms[kept], values[kept], ~there[kept])


class Store:
    """Series by their labels; the name is the label `__name__`."""

    def __init__(self, series: Mapping[Labels, Samples] | None = None) -> None:
        self._series: dict[Labels, Samples] = {}
        self._names: dict[str, list[Labels]] = {}
        for labels, found in (series or {}).items():
            self.add(labels, found)

    def __len__(self) -> int:
        return len(self._series)

    def add(self, labels: Labels, found: Samples) -> None:
        """A series, or what comes after what is there of it."""
        before = self._series.get(labels)
        if before is None:
            self._names.setdefault(dict(labels).get("__name__", ""), []).append(labels)
        elif len(before.at_ms):
            found = Samples(
                np.concatenate([before.at_ms, found.at_ms]),
                np.concatenate([before.values, found.values]),
                np.concatenate([before.stale, found.stale]),
            )
        self._series[labels] = found

    def select(self, matchers: Iterable[Matcher]) -> list[tuple[Labels, Samples]]:
        """The series that all matchers fit."""
        conditions = list(matchers)
        name = next((each.value for each in conditions if each.label == "__name__" and each.sign == "="), None)
        candidates = self._series if name is None else self._names.get(name, [])
        return [
            (labels, self._series[labels])
            for labels in candidates
            if all(each.matches(dict(labels)) for each in conditions)
        ]

    def copy(self) -> "Store":
        """The same series, to add to."""
        return Store(self._series)
