"""What a metric's name in somebody's configuration most likely means among those that the simulator measures."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from slipway.delivery.requests import METRICS

_SHARES = ("success_rate", "error_rate")
_SECONDS_BELOW = 20.0
_NAMES = (
    (re.compile(r"success|availab|non[-_ ]?5xx"), "success_rate"),
    (re.compile(r"error|fail|5xx|4xx|exception|status"), "error_rate"),
    (re.compile(r"p?99"), "p99_ms"),
    (re.compile(r"p?95|latency|duration|response"), "p95_ms"),
    (re.compile(r"p?50|median"), "p50_ms"),
    (re.compile(r"request|rps|qps|traffic|count"), "requests"),
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """A metric of the simulator, and what its value is multiplied with to be in the configuration's unit."""

    metric: str
    factor: float = 1.0


def meaning_of(name: str) -> Meaning | None:
    """The metric that a name means; None where nothing in it says so.

    A name that ends in `_pct` is in per cent, one that ends in `_s` in seconds.
    """
    if name in METRICS:
        return Meaning(name)
    word = name.lower().removesuffix("_pct").removesuffix("_s")
    found = next((metric for pattern, metric in _NAMES if pattern.search(word)), None)
    if found is None:
        return None
    if found in _SHARES:
        return Meaning(found, 100.0 if name.endswith("_pct") else 1.0)
    return Meaning(found, 0.001 if name.endswith("_s") and found.endswith("_ms") else 1.0)


def in_unit_of(name: str, limits: Iterable[float]) -> str:
    """The name with the unit that its limits betray: shares above 1 are per cent, latencies below 20 are seconds."""
    meaning, most = meaning_of(name), max(limits, default=None)
    if meaning is None or most is None:
        return name
    if meaning.metric in _SHARES:
        return f"{name}_pct" if most > 1 else name
    return f"{name}_s" if meaning.metric.endswith("_ms") and most < _SECONDS_BELOW else name
