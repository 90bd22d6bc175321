"""What is given about the service: how long things take, what is asked for, what goes wrong, and what it costs."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["database", "partner", "instance"]


@dataclass(frozen=True, slots=True)
class Fault:
    """Until `until_s` the database or the partner takes `slowdown` times as long, or an instance is gone."""

    kind: Kind
    since_s: float
    until_s: float
    slowdown: float = 1.0

    def __post_init__(self) -> None:
        if not self.since_s < self.until_s:
            raise ValueError(f"a fault must end after it began, got {self.since_s} s to {self.until_s} s")
        if self.slowdown < 1:
            raise ValueError(f"slowdown must be 1 or more, got {self.slowdown}")

    def lasts(self, at_s: float) -> bool:
        """Whether it is there then."""
        return self.since_s <= at_s < self.until_s


@dataclass(frozen=True, slots=True)
class Site:
    """Every number is an assumption of ours; times are means of exponential draws unless 0.

    A request computes, then reads one of `keys` things, the k-th as often as 1/k^popularity, from the cache or the
    database, then calls the partner with a chance of `partner_share`. A call of the database costs `call_ms` once and
    `row_ms` for each request in it. With more connections in use than `easy_connections` per core, each one more
    slows the database down by `crowding_pct`. What is read changes `changes_per_h` times an hour.
    """

    cpu_ms: float = 10.0
    call_ms: float = 4.0
    row_ms: float = 16.0
    keys: int = 2000
    popularity: float = 1.0
    changes_per_h: float = 6.0
    warm: bool = True
    easy_connections: int = 4
    crowding_pct: float = 2.0
    partner_ms: float = 0.0
    partner_share: float = 0.0
    slow_ms: float = 300.0
    faults: tuple[Fault, ...] = ()
    worker_usd_per_h: float = 0.02
    instance_usd_per_h: float = 0.03
    core_usd_per_h: float = 0.2
    thousand_keys_usd_per_h: float = 0.05

    def __post_init__(self) -> None:
        if min(self.cpu_ms, self.call_ms, self.row_ms, self.partner_ms) < 0 or self.keys < 1:
            raise ValueError("times must be 0 or more and there must be a key")
        if not 0 <= self.partner_share <= 1:
            raise ValueError(f"partner_share is a share from 0 to 1, got {self.partner_share}")

    def gone(self, at_s: float) -> int:
        """How many instances are not there then."""
        count = 0
        for fault in self.faults:
            count += fault.kind == "instance" and fault.lasts(at_s)
        return count

    def slowdown(self, kind: Kind, at_s: float) -> float:
        """How many times as long something takes then."""
        found = 1.0
        for fault in self.faults:
            if fault.kind == kind and fault.lasts(at_s):
                found *= fault.slowdown
        return found
