"""A placement as a world: what the model knows is played by the pipeline's own rules."""

from slipway.pipeline.placement.model import Model
from slipway.pipeline.placement.travel import CHANGES, carriers, world_of
from slipway.pipeline.simulate import simulate
from tests.course import course


def played(level_id, put, seed=1):
    level = course().levels[level_id]
    world = world_of(Model(level.grounds), level, put, seed)
    return world, simulate(world, {}, seed)


def kinds(run):
    return {event.kind for event in run.events}


def test_the_changes_carry_every_hazard_between_them_and_none_twice():
    level = course().levels["sandbox"]
    for seed in range(20):
        dealt = carriers(level, seed)
        assert set(dealt) == {hazard.id for hazard in level.grounds.hazards}
        assert set(dealt.values()) == set(range(CHANGES))


def test_another_seed_deals_them_anew():
    level = course().levels["sandbox"]
    assert len({tuple(sorted(carriers(level, seed).items())) for seed in range(10)}) > 5


def test_placed_tests_are_the_stages_actions_and_those_of_the_source_run_before_the_push():
    world, run = played("catch-it-early", {"quick-tests": "source", "unit-tests": "build"})
    build = next(stage for stage in world.pipeline.stages if stage.id == "build")
    assert [action.id for action in build.actions] == ["build-set-up", "unit-tests"]
    assert world.changes[0].local_checks == ("unit_tests",)
    assert "run_ended" in kinds(run)


def test_a_test_on_the_wrong_data_is_red_and_then_switched_off():
    _, run = played("first-five", {"integration-tests": "gamma"})
    assert [e.action for e in run.events if e.kind == "test_muted"] == ["integration-tests"]
    assert not [e for e in run.events if e.kind == "action_passed" and e.action == "integration-tests"]


def test_a_test_that_writes_among_customers_violates_their_data():
    _, run = played("watch-production", {"shopping-robot": "production"})
    assert [e.subject for e in run.events if e.kind == "data_violated"] == ["prod-db"]


def test_leftovers_in_a_shared_store_stop_the_line_until_somebody_cleans_up():
    for seed in range(12):
        _, run = played("shared-database", {"integration-tests": "beta", "manual-qa": "gamma"}, seed)
        if {"data_violated", "store_cleaned"} <= kinds(run):
            return
    raise AssertionError("in none of twelve weeks did leftovers stop the line")


def test_what_no_test_finds_reaches_customers_who_report_it():
    _, run = played("first-five", {})
    assert {"customers_reported", "defect_escaped"} & kinds(run)
