"""Sample runs agree with the closed form, and a better test is never unluckier."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.pipeline.placement.expect import expect
from slipway.pipeline.placement.model import Model
from slipway.pipeline.placement.prices import FIGURES
from slipway.pipeline.placement.sample import ABSENT, sample
from slipway.pipeline.placement.travel import world_of
from slipway.pipeline.simulate import simulate
from tests.course import course
from tests.pipeline.placement.grounds import assuming, check, grounds, hazard

LEVELS = list(course().levels.values())
RUNS = 20_000
MOST_ERRORS = 4


@pytest.mark.parametrize("level", LEVELS, ids=lambda level: level.id)
@pytest.mark.parametrize("which", ["solution", "first tempting"])
def test_the_mean_of_many_runs_agrees_with_the_exact_expectation(level, which):
    placement = level.solution if which == "solution" else level.tempting[0].put
    model = Model(level.grounds)
    exact, runs = expect(model, placement), sample(model, placement, RUNS, level.seed)
    errors = runs.figures.std(axis=0) / RUNS**0.5
    for name, mean, value, error in zip(FIGURES, runs.figures.mean(axis=0), exact.figures, errors, strict=True):
        assert abs(mean - value) <= MOST_ERRORS * error + 1e-9, name
    assert abs(runs.cost.mean() - exact.cost) <= MOST_ERRORS * runs.cost.std() / RUNS**0.5
    mean = runs.mean()
    for shares, exactly in ((mean.caught, exact.caught), (mean.escaped, exact.escaped)):
        error = np.sqrt(np.maximum(exactly * (1 - exactly), 1 / RUNS) / RUNS)
        assert (abs(shares - exactly) <= MOST_ERRORS * error).all()


@pytest.mark.parametrize("level", [LEVELS[0], LEVELS[3], LEVELS[4]], ids=lambda level: level.id)
def test_changes_that_travel_through_the_pipeline_escape_as_often_as_computed(level):
    """The replay's engine knows nothing of the closed form: it plays each change, test by test."""
    model, weeks = Model(level.grounds), 250
    exact = expect(model, level.solution).escaped / model.vector("hazards", "chance")
    escaped = np.zeros(len(exact))
    for seed in range(weeks):
        run = simulate(world_of(model, level, level.solution, seed), {}, seed)
        found = {event.subject for event in run.events if event.kind == "defect_found"}
        escaped += [hazard.id not in found for hazard in level.grounds.hazards]
    error = np.sqrt(exact * (1 - exact) / weeks)
    assert (abs(escaped / weeks - exact) <= MOST_ERRORS * error + 1e-9).all()


def test_the_same_seed_gives_the_same_runs_and_another_gives_others():
    model = Model(grounds())
    first, again, other = (sample(model, {"unit": "build"}, 700, seed) for seed in (1, 1, 2))
    assert (first.fates == again.fates).all()
    assert (first.figures == again.figures).all()
    assert (first.fates != other.fates).any()


@given(weak=st.floats(0, 1), more=st.floats(0, 1), blind_spot=st.floats(0, 1), seed=st.integers(0, 1000))
def test_a_stronger_test_never_misses_what_a_weaker_one_finds(weak, more, blind_spot, seed):
    strong = min(1.0, weak + more)
    fates = []
    for power in (weak, strong):
        facts = grounds(
            check(finds={"logic": power}), hazards=(hazard(chance=0.8),), assumptions=assuming(blind_spot=blind_spot)
        )
        fates.append(sample(Model(facts), {"unit": "build"}, 60, seed).fates)
    caught_by_weak, caught_by_strong = (each == 0 for each in fates)
    assert not (caught_by_weak & ~caught_by_strong).any()
    assert ((fates[0] == ABSENT) == (fates[1] == ABSENT)).all()


@given(seed=st.integers(0, 1000))
def test_one_more_test_elsewhere_does_not_change_what_others_draw(seed):
    both = grounds(check("first"), check("second", finds={"logic": 0.4}), hazards=(hazard(chance=1.0),))
    alone = sample(Model(both), {"second": "beta"}, 60, seed).fates
    together = sample(Model(both), {"first": "build", "second": "beta"}, 60, seed).fates
    assert ((together != 2) >= (alone == 0)).all()


@given(chance=st.floats(0, 1), power=st.floats(0, 1), blind_spot=st.floats(0, 1))
def test_every_hazard_is_caught_or_escapes_and_nothing_is_lost(chance, power, blind_spot):
    facts = grounds(
        check("a", finds={"logic": power}),
        check("b", finds={"logic": power / 2}),
        hazards=(hazard(chance=chance),),
        assumptions=replace(assuming(), blind_spot=blind_spot),
    )
    estimate = expect(Model(facts), {"a": "build", "b": "beta"})
    assert estimate.caught.sum() + estimate.escaped.sum() == pytest.approx(chance)
    assert (estimate.caught >= -1e-12).all()
