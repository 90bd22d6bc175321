"""What a system would have decided, with every verdict on the way."""

from dataclasses import dataclass
from typing import Any

from slipway.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Line:
    """One verdict: what of (a measurement, a metric, a group, the whole), its name, how it was judged, and why."""

    of: str
    name: str
    judged: str
    verdict: Verdict

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {"of": self.of, "name": self.name, "judged": self.judged, **self.verdict.as_dict()}


@dataclass(frozen=True, slots=True)
class Decision:
    """The system whose rules were applied, what it decided in its own word, and every verdict on the way."""

    system: str
    decision: str
    lines: tuple[Line, ...]
