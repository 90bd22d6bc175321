"""One measurement, as plain values."""

from collections.abc import Callable
from statistics import median
from time import perf_counter

Row = dict[str, str | float]


def compare(what: str, ms: list[float], against: str, against_ms: list[float]) -> Row:
    """The medians of both, and how many times as long the first takes."""
    mine, other = median(ms), median(against_ms)
    return {
        "what": what,
        "ms": round(mine, 3),
        "against": against,
        "against_ms": round(other, 3),
        "ratio": round(mine / other, 2),
        "repeats": len(ms),
    }


def time_ms(work: Callable[[], object]) -> float:
    """How long one go takes, in milliseconds."""
    start = perf_counter()
    work()
    return (perf_counter() - start) * 1000
