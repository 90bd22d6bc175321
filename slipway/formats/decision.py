"""What a system would have decided, with every verdict on the way."""

from dataclasses import dataclass
from typing import Any

from slipway.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Line:
    """One verdict: what of (a measurement, a metric, a group, the whole), its name, how it was judged, and why.

    `metric` is the metric or alarm that was looked at, if one was, and `at_s` when, in seconds since the start.
    """

    of: str
    name: str
    judged: str
    verdict: Verdict
    metric: str | None = None
    at_s: float | None = None

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        where = {"of": self.of, "name": self.name, "metric": self.metric, "at_s": self.at_s}
        return {**where, "verdict": self.judged, **self.verdict.as_dict()}


@dataclass(frozen=True, slots=True)
class Decision:
    """The system whose rules were applied, what it decided in its own word, and every verdict on the way."""

    system: str
    decision: str
    lines: tuple[Line, ...]
