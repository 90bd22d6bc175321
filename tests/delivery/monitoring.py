"""A monitoring that answers as it is told to, and a controller stepped by its own clock."""

from collections.abc import Callable, Iterable
from typing import Any

from slipway.delivery.controller import Controller, Happening, Measure, Query, Reading

NO_DATA = Reading(None, 0)


def answering(values: Iterable[tuple[float | None, int]]) -> Measure:
    """These values and counts, one after the other."""
    left = iter(values)

    def measure(query: Query) -> Reading:
        return Reading(*next(left))

    return measure


def always(value: float | None, count: int = 1000, since_s: float = 0.0) -> Measure:
    """One value from `since_s` on, 0 before; of every metric and version."""

    def measure(query: Query) -> Reading:
        return Reading(value if query.until_s >= since_s else 0.0, count)

    return measure


def run(
    controller: Controller, measure: Measure, until_s: float = 7200.0, see: Callable[[float], None] | None = None
) -> list[Happening]:
    """Step whenever it asks to be; `see` is called after each step."""
    told: list[Happening] = []
    while (at_s := controller.next_at_s) is not None and at_s <= until_s:
        told += controller.step(at_s, measure)
        if see:
            see(at_s)
    return told


def kinds(told: Iterable[Happening]) -> list[tuple[Any, str, Any]]:
    """When, what and the weight then, without looks."""
    return [(each.at_s, each.kind, each.weight_pct) for each in told if each.kind not in ("check", "bake")]
