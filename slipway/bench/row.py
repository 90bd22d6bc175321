"""One measurement, as plain values."""

from statistics import median

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
