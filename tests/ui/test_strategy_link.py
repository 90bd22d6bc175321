"""A strategy's address: what is written can be read, and what cannot be read is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.ui.strategy_link import NUMBERS, StrategyLink, fits, read_strategy
from tests.course import course

LEVEL = course().levels["first-five"]
CHECKS = [check.id for check in LEVEL.grounds.checks]
STAGES = [stage.id for stage in LEVEL.grounds.stages]
placements = st.dictionaries(st.sampled_from(CHECKS), st.sampled_from(STAGES))


@given(
    put=placements,
    ran=st.none() | placements,
    before=st.none() | placements,
    seed=st.integers(1, 9999),
    par=st.booleans(),
    assume=st.dictionaries(st.sampled_from(NUMBERS), st.integers(0, 9999).map(lambda n: n / 100)),
)
def test_what_is_written_is_read_again(put, ran, before, seed, par, assume):
    link = StrategyLink("first-five", put, ran, before, "wrong-wish", seed, par, assume)
    assert fits(read_strategy(link.params(), "other"), LEVEL) == link


def test_an_empty_address_is_the_first_level_as_its_author_put_it():
    assert fits(read_strategy({}, "first-five"), LEVEL) == StrategyLink("first-five", put={})


@pytest.mark.parametrize(
    ("params", "complaint"),
    [
        ({"put": "unit-tests"}, "a placed test is written test.stage, got 'unit-tests'"),
        ({"put": "unit-tests.nowhere"}, "no stage 'nowhere'"),
        ({"ran": "<script>.build"}, "a placed test is written"),
        ({"luck": "-1"}, "luck must be a whole number"),
        ({"assume": "team.many"}, "an assumption is written name.number"),
        ({"assume": "wages.5"}, "an assumption is written name.number"),
    ],
)
def test_what_cannot_be_read_is_named(params, complaint):
    with pytest.raises(ValueError, match=complaint):
        fits(read_strategy(params, "first-five"), LEVEL)


def test_a_run_keeps_the_one_before_it_to_compare_with():
    first = StrategyLink("first-five", put={}).run({"unit-tests": "build"}, "")
    second = first.run({"unit-tests": "beta"}, "")
    assert (second.ran, second.before) == ({"unit-tests": "beta"}, {"unit-tests": "build"})
    assert second.run({"unit-tests": "beta"}, "").before == {"unit-tests": "build"}
