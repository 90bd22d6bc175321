"""Checks on a revision: what a test can find on the data it runs against, and how it can be wrong."""

from dataclasses import dataclass

from slipway.luck import uniform
from slipway.pipeline.changes import Defect, Find
from slipway.pipeline.facts import CheckKind, DataKind
from slipway.pipeline.sim import Sim
from slipway.pipeline.stages import Action
from slipway.pipeline.trunk import Revision
from slipway.verdict import Verdict
from slipway.words import say

LOCAL_DATA: DataKind = "made_for_test"


@dataclass(frozen=True, slots=True)
class Cause:
    """Why something failed: the kind of trouble, what it is about, and the change that brought it."""

    kind: str
    subject: str
    change: str | None = None


def draw_find(sim: Sim, defect: Defect, find: Find, place: str) -> Verdict:
    """Whether the check has what it takes to come upon the defect; the draw is the defect's own at this place.

    A test without the right question never finds it, however often it runs: the draw is made once,
    unless the defect shows only in some runs. Where all checks share their blind spot, one draw
    decides for all of them.
    """
    shared = uniform(sim.seed, f"blind/{defect.id}") < sim.world.blind_spot
    stream = f"eyes/{defect.id}" if shared else f"find/{defect.id}/{find.check}/{find.action or place}"
    draw = uniform(sim.seed, stream) if defect.shows == 1 else sim.draw(stream)
    chance = find.chance * defect.shows
    found = draw < chance
    sign, end = ("<", "found") if found else ("≥", "missed")
    verdict = Verdict(
        rule="detection",
        passed=not found,
        inputs=(("defect", defect.id), ("check", find.check), ("draw", round(draw, 4)), ("chance", chance)),
        threshold=chance,
        arithmetic=say(f"rules.detection_{end}", draw=f"{draw:.2f}", sign=sign, chance=f"{chance:.2f}"),
    )
    if not found:
        sim.misses.append(verdict)
    return verdict


def finds(
    sim: Sim, defect: Defect, check: CheckKind, data: DataKind | None, *, tested: bool, action: str | None = None
) -> Find | None:
    """The way in which this check, as this action if it is one, can find the defect on such data, or None."""
    for find in defect.found_by:
        named = find.action is None or find.action == action
        if find.check == check and named and (data is None or data in find.data) and (tested or not find.once_tested):
            return find
    return None


def run_check(sim: Sim, action: Action, stage: str, revision: Revision) -> tuple[Verdict, Cause | None]:
    """Run one action on a revision; the cause is None when it passes."""
    if cause := _data_trouble(sim, action):
        return _data_verdict(sim, action), cause
    found = _first_found(sim, action, stage, revision)
    if found:
        defect, change, verdict = found
        sim.emit("defect_found", stage=stage, action=action.id, change=change, subject=defect.id, verdict=verdict)
        return _failures(action, 1), Cause("defect", defect.id, change)
    if action.flaky and sim.draw(f"flake/{action.id}") < action.flaky:
        return _failures(action, 1), Cause("flake", action.id)
    return _failures(action, 0), None


def _first_found(sim: Sim, action: Action, stage: str, revision: Revision) -> tuple[Defect, str, Verdict] | None:
    if action.kind == "deploy":
        return None
    data = sim.rules.data(action)
    for defect, change in sim.trunk.defects(revision):
        find = finds(sim, defect, action.kind, data, tested=sim.trunk.has_tests(change, revision), action=action.id)
        if find and not (verdict := draw_find(sim, defect, find, stage)).passed:
            return defect, change, verdict
    return None


def _failures(action: Action, failures: int) -> Verdict:
    key = "rules.no_failures" if not failures else "rules.failures"
    return Verdict(action.kind, not failures, (("failures", failures),), 0, say(key, failures=failures))


def _data_trouble(sim: Sim, action: Action) -> Cause | None:
    store = sim.rules.store(action)
    if store is None or action.expects is None:
        return None
    if store.data != action.expects:
        return Cause("wrong_data", store.id)
    return Cause("dirty_data", store.id) if sim.rules.contaminated.get(store.id, action.id) != action.id else None


def _data_verdict(sim: Sim, action: Action) -> Verdict:
    store = sim.rules.store(action)
    assert store is not None and action.expects is not None
    dirty = store.id in sim.rules.contaminated
    holds = say("data.with_strays", data=say(f"data.{store.data}")) if dirty else say(f"data.{store.data}")
    wants = say(f"data.{action.expects}")
    arithmetic = say("rules.data_mismatch", wants=wants, holds=holds)
    return Verdict("test_data", False, (("expects", wants), ("holds", holds)), wants, arithmetic)
