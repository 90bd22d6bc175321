"""What an auto-scaler is told in each round of its loop, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from slipway.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Instance:
    """One instance: when it was launched, when it is or will be ready, and its CPU since the round before.

    `cpu_pct` is None where there is no measurement yet. `is_leaving` is one that only finishes what it has.
    """

    launched_s: float
    ready_s: float
    cpu_pct: float | None = None
    is_leaving: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """What monitoring knows at the end of a round; a metric that had no value is not in `values`.

    `values` are of the round: `requests_per_s` and `waiting` of all instances together, `cpu_pct` of those that are
    ready, `p95_ms`, `error_rate` as a share. `desired` is how many instances are wanted so far, booting ones included.
    `each` has metrics of which every instance has a value of its own, in the order of `instances`.
    """

    at_s: float
    desired: int
    instances: tuple[Instance, ...]
    values: Mapping[str, float] = field(default_factory=dict)
    each: Mapping[str, tuple[float | None, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """How many instances are wanted from now on, and every verdict on the way."""

    at_s: float
    desired: int
    verdicts: tuple[Verdict, ...]

    @property
    def why(self) -> str:
        """The arithmetic of every step, in a line."""
        return " · ".join(verdict.arithmetic for verdict in self.verdicts)


class Scaler(Protocol):
    """A controller under way; it remembers what it must."""

    @property
    def every_s(self) -> float:
        """How long a round is; the first decision comes at the end of the first one."""

    def decide(self, seen: Seen) -> Decision:
        """One round of the loop; calls come in order of time."""
