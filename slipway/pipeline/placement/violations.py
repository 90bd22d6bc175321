"""Data violations: tests that meet data they must not touch, or that cannot hold on the data they meet."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from slipway.pipeline.placement.facts import Check, Environment, Grounds
from slipway.pipeline.placement.model import Placement, leak, missing

ViolationKind = Literal["writes_to_customers", "wrong_data", "strains_customers", "test_users_counted", "dirty_data"]


@dataclass(frozen=True, slots=True)
class Violation:
    """A test in a stage and what it does to data there, or what data does to it.

    `other` is the test whose leftovers turn this one red. `amount` is rows per run, rows per
    synthetic request counted, minutes of load, or the share of runs that are red, by kind.
    """

    kind: ViolationKind
    check: str
    stage: str
    store: str
    amount: float
    other: str | None = None


def violations_of(grounds: Grounds, placement: Placement) -> tuple[Violation, ...]:
    """All data violations of a placement, in the order of the tests."""
    checks = {check.id: check for check in grounds.checks}
    stages = {stage.id: stage for stage in grounds.stages}
    placed = [(checks[c], stages[placement[c]]) for c in checks if c in placement]
    running = [(check, stage) for check, stage in placed if not missing(check, stage)]
    return tuple(violation for pair in running for violation in _of(grounds, *pair, running))


def _of(
    grounds: Grounds, check: Check, stage: Environment, running: list[tuple[Check, Environment]]
) -> Iterator[Violation]:
    yield from own_violations(grounds, check, stage)
    store = grounds.store(stage)
    if store is None or not check.exact or (check.expects and check.expects != store.data):
        return
    for other, elsewhere in running:
        if other.id != check.id and elsewhere.store == stage.store and leak(other):
            yield Violation("dirty_data", check.id, stage.id, store.id, leak(other), other.id)


def own_violations(grounds: Grounds, check: Check, stage: Environment) -> Iterator[Violation]:
    """What a test violates by itself in a stage where it can run, whatever else is placed."""
    store = grounds.store(stage)
    holds = store.data if store else None
    if check.expects is not None and holds != check.expects:
        yield Violation("wrong_data", check.id, stage.id, store.id if store else "", 1.0)
    if store is None or holds != "customers":
        return
    if leak(check):
        yield Violation("writes_to_customers", check.id, stage.id, store.id, check.writes * leak(check))
    if check.writes and check.isolated < 1:
        yield Violation("test_users_counted", check.id, stage.id, store.id, check.writes * (1 - check.isolated))
    if check.strains:
        yield Violation("strains_customers", check.id, stage.id, store.id, float(check.takes))
