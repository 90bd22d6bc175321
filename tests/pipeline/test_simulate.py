"""Choices in, a run out."""

import pytest

from slipway.pipeline.condition import Condition
from slipway.pipeline.simulate import simulate
from tests.course import course
from tests.pipeline.worlds import decision, play, stage, world

W = world(stage("beta"), decisions=(decision("ship", Condition("change_pushed")),))


def test_a_run_stops_being_known_where_a_decision_is_open() -> None:
    run = play(W)
    shown = run.until_undecided()
    assert shown.events[-1].kind == "decision_reached"
    assert len(shown.events) < len(run.events)


def test_a_run_with_every_decision_taken_is_known_to_its_end() -> None:
    run = play(W, ship="leave")
    assert run.until_undecided() is run


def test_an_unknown_decision_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="no decision 'skip'; there are: ship"):
        simulate(W, {"skip": "do"}, 1)


def test_an_unknown_option_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="ship has no option 'maybe'; there are: leave, do"):
        simulate(W, {"ship": "maybe"}, 1)


@pytest.mark.parametrize("name", sorted(course().scenarios))
def test_every_decision_of_a_scenario_can_be_reached_and_changes_what_is_computed(name: str) -> None:
    """For each decision some option leads to other events than the story's, for some seed and company."""
    world_ = course().scenarios[name].world
    base = {d.id: d.story for d in world_.decisions}
    open_ones = {d.id for d in world_.decisions}
    companions: list[dict[str, str]] = [{}] + [{d.id: o.id} for d in world_.decisions for o in d.options]
    for seed in range(4):
        for company in companions:
            chosen = {**base, **company}
            story = simulate(world_, chosen, seed)
            for d in [d for d in world_.decisions if d.id in open_ones]:
                for option in d.options:
                    other = simulate(world_, {**chosen, d.id: option.id}, seed)
                    if [e for e in other.events if e.option is None] != [e for e in story.events if e.option is None]:
                        open_ones.discard(d.id)
            if not open_ones:
                return
    assert not open_ones
