"""The laws of the engine, tried on every scenario with choices and luck drawn at random."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slipway.pipeline.changes import Find
from slipway.pipeline.events import Event
from slipway.pipeline.measure import outcome
from slipway.pipeline.simulate import Run, simulate
from slipway.pipeline.stages import ApprovalGate
from slipway.pipeline.state import state_at, updates
from slipway.pipeline.world import World
from tests.course import course
from tests.pipeline.worlds import change, defect, deploy, of, play, stage, suite, world

SCENARIOS = sorted(course().scenarios)
RUNS_PER_SCENARIO = 1000
LETS_GO = ("stage_passed", "stage_failed", "rollback_finished", "execution_cancelled")
JUDGED = ("gate_passed", "gate_failed", "action_passed", "action_failed", "alarm_raised", "stage_failed")


def _world(name: str) -> World:
    return course().scenarios[name].world


def _random_choices(facts: World, luck: Random) -> dict[str, str]:
    chosen = [d for d in facts.decisions if luck.random() < 0.8]
    return {d.id: luck.choice(d.options).id for d in chosen}


@st.composite
def runs(draw: st.DrawFn) -> Run:
    facts = _world(draw(st.sampled_from(SCENARIOS)))
    choices = {d.id: draw(st.sampled_from([o.id for o in d.options])) for d in facts.decisions if draw(st.booleans())}
    return simulate(facts, choices, draw(st.integers(0, 10_000)))


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_thousand_random_runs_keep_every_invariant(name: str) -> None:
    facts, luck = _world(name), Random(20_261_123)
    for _ in range(RUNS_PER_SCENARIO):
        run = simulate(facts, _random_choices(facts, luck), luck.randrange(10_000))
        check_clock(run)
        check_gates(run)
        check_workflows(run)
        check_locks(run)
        check_superseded(run)
        check_blocked(run)
        check_rollbacks(run)


def check_clock(run: Run) -> None:
    """The clock never runs backwards."""
    times = [e.at_min for e in run.events]
    assert times == sorted(times)
    assert run.events[-1].kind == "run_ended"


def check_gates(run: Run) -> None:
    """Nothing enters a stage that did not pass the one before, and no gate is passed that failed."""
    stages = [s.id for s in run.world.pipeline.stages[1:]]
    passed: set[tuple[str, int]] = set()
    for event in run.events:
        if event.execution is None or event.stage not in stages:
            continue
        if event.kind == "stage_passed":
            passed.add((event.stage, event.execution))
        elif event.kind == "stage_entered" and event.stage != stages[0]:
            before = stages[stages.index(event.stage) - 1]
            assert (before, event.execution) in passed, event
        elif event.kind == "change_released":
            assert all((stage, event.execution) in passed for stage in stages[:-1]) or _is_rollback(run, event)
    for event in run.events:
        if event.kind == "change_pushed":
            assert event.verdict
            assert event.verdict.passed


def _is_rollback(run: Run, event: Event) -> bool:
    return any(e.kind == "rollback_started" and e.execution == event.execution for e in run.events)


def check_workflows(run: Run) -> None:
    """An approval workflow starts only after its own promotion succeeded, and ends in one way at most."""
    landed: dict[str | None, int | None] = {}
    ended: set[tuple[str | None, int | None, int]] = set()
    for event in run.events:
        key = (event.stage, event.execution, 0)
        if event.kind in ("promotion_succeeded", "rollback_finished"):
            landed[event.stage] = event.execution
        elif event.kind == "workflow_started":
            assert landed.get(event.stage) == event.execution
            ended.discard(key)
        elif event.kind in ("workflow_passed", "workflow_failed"):
            assert landed.get(event.stage) == event.execution, "a voided workflow must not end"


def check_locks(run: Run) -> None:
    """At most one execution holds a stage, except where an approval leaves it open."""
    open_stages = {
        s.id for s in run.world.pipeline.stages for g in s.gates if isinstance(g, ApprovalGate) and not g.holds_stage
    }
    holder: dict[str, int | None] = {}
    for event in run.events:
        stage = event.stage or ""
        if event.kind in ("stage_entered", "rollback_started", "stage_retried") and stage not in open_stages:
            assert holder.get(stage) is None, event
            holder[stage] = event.execution
        elif (
            event.kind in ("stage_passed", "stage_failed", "rollback_finished") and holder.get(stage) == event.execution
        ):
            holder[stage] = None


def check_superseded(run: Run) -> None:
    """What was superseded or cancelled at a boundary never enters that stage."""
    gone: set[tuple[str | None, int | None]] = set()
    for event in run.events:
        if event.kind in ("execution_superseded", "execution_cancelled"):
            gone.add((event.stage, event.execution))
        elif event.kind == "stage_entered":
            assert (event.stage, event.execution) not in gone


def check_blocked(run: Run) -> None:
    """Every change is released in the end, taken out, still being worked on or reported as not released."""
    result = outcome(run)
    released = {c.id for c in run.changes} - set(result.unreleased_changes)
    live = set()
    for event in run.events:
        if event.kind == "change_released":
            live.add(event.change)
        elif event.kind == "change_withdrawn":
            live.discard(event.change)
    assert released == live
    for event in run.events:
        if event.kind == "stage_blocked":
            freed = any(
                e.kind in ("stage_unblocked", "stage_retried") and e.stage == event.stage and e.at_min >= event.at_min
                for e in run.events
            )
            assert freed or event.stage in result.still_blocked


def check_rollbacks(run: Run) -> None:
    """A rollback goes to an execution that had passed the stage, or to what was there before the run."""
    passed = {(e.stage, "0") for e in run.events}
    for event in run.events:
        if event.kind == "stage_passed":
            passed.add((event.stage, str(event.execution)))
        elif event.kind == "rollback_started":
            assert (event.stage, event.subject) in passed


@settings(max_examples=60)
@given(runs())
def test_the_same_input_gives_the_same_run(run: Run) -> None:
    assert simulate(run.world, dict(run.choices), run.seed) == run


@settings(max_examples=60)
@given(runs(), st.data())
def test_another_choice_leaves_everything_before_it_as_it_was(run: Run, data: st.DataObject) -> None:
    reached = [e for e in run.events if e.kind == "decision_reached"]
    event = data.draw(st.sampled_from(reached))
    decision = next(d for d in run.world.decisions if d.id == event.subject)
    other = data.draw(st.sampled_from([o.id for o in decision.options]))
    index = run.events.index(event)
    changed = simulate(run.world, {**dict(run.choices), decision.id: other}, run.seed)
    assert changed.events[: index + 1] == run.events[: index + 1]


SHARES = st.tuples(st.floats(0, 1), st.floats(0, 1)).map(sorted)


@settings(max_examples=100)
@given(SHARES, st.integers(0, 10_000))
def test_a_flakier_suite_never_fails_less_often(shares: list[float], seed: int) -> None:
    counts = []
    for flaky in shares:
        run = play(world(stage("beta", deploy("beta"), suite("beta", flaky=flaky))), seed)
        counts.append(len(of(run, "action_failed")))
    assert counts[0] <= counts[1]


@settings(max_examples=100)
@given(SHARES, st.integers(0, 10_000))
def test_a_test_with_less_power_never_finds_more(shares: list[float], seed: int) -> None:
    escaped = []
    for chance in shares:
        bug = defect("bug", Find("integration_tests", chance), error_rate_pct=0.5)
        w = world(stage("beta", deploy("beta"), suite("beta")), changes=(change(defects=("bug",)),), defects=(bug,))
        escaped.append(len(of(play(w, seed), "customers_harmed")))
    assert escaped[0] >= escaped[1]


@settings(max_examples=30)
@given(runs(), st.data())
def test_a_state_is_the_fold_of_the_updates_before_it(run: Run, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, len(run.events)))
    folded: dict[str, object] = {}
    for update in list(updates(run))[:count]:
        folded |= update
    assert state_at(run, count) == folded


@settings(max_examples=30)
@given(runs())
def test_every_failing_verdict_shows_its_arithmetic(run: Run) -> None:
    for event in run.events:
        if event.kind in (
            "gate_passed",
            "gate_failed",
            "action_passed",
            "action_failed",
            "alarm_raised",
            "stage_failed",
        ):
            assert event.verdict, event
            assert event.verdict.rule
            assert event.verdict.arithmetic
