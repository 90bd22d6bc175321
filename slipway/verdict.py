"""One decision of an engine, with the arithmetic by which it can be checked."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Verdict:
    """One rule applied to facts: what went in, what it was held against, what came out."""

    rule: str
    passed: bool
    inputs: tuple[tuple[str, str | int | float], ...]
    threshold: str | int | float | None
    arithmetic: str

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "rule": self.rule,
            "passed": self.passed,
            "inputs": dict(self.inputs),
            "threshold": self.threshold,
            "arithmetic": self.arithmetic,
        }
