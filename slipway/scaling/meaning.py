"""What a metric's name in somebody's file means among those that the simulator measures."""

_MEANINGS: tuple[tuple[tuple[str, ...], str, float], ...] = (
    (("cpu",), "cpu_pct", 1.0),
    (("error", "failure", "5xx"), "error_rate", 1.0),
    (("latency", "duration", "response", "p95", "p99"), "p95_ms", 1.0),
    (("queue", "waiting", "backlog", "pending", "inflight", "in_flight"), "waiting", 1.0),
    (("request", "rps", "qps", "throughput", "hits"), "requests_per_s", 1.0),
)
_SECONDS = ("second", "_s", "seconds")
_MILLISECONDS = ("millisecond", "milliseconds")


def meaning_of(name: str) -> tuple[str, float] | None:
    """The simulator's metric, and the factor from its unit to the name's; None for a name that says nothing.

    By words in the name: latencies of names that end in seconds are in seconds, all others in milliseconds.
    """
    lower = name.lower().replace("-", "_")
    for words, metric, factor in _MEANINGS:
        if any(word in lower for word in words):
            in_seconds = metric == "p95_ms" and lower.endswith(_SECONDS) and not lower.endswith(_MILLISECONDS)
            return metric, 0.001 if in_seconds else factor
    return None
