"""Each pair of test and stage gets a reason of its own, from the model's numbers."""

from collections import Counter

import pytest

from slipway.pipeline.placement.level import Goals
from slipway.pipeline.placement.model import Model
from slipway.pipeline.placement.optimum import optimum
from slipway.pipeline.placement.reasons import Reason, Reasons
from tests.course import course
from tests.pipeline.placement.grounds import assuming, check, grounds

LEVELS = list(course().levels.values())


@pytest.mark.parametrize("level", LEVELS, ids=lambda level: level.id)
def test_every_pair_of_a_level_has_a_reason_of_its_own(level):
    model = Model(level.grounds)
    reasons = Reasons(model, optimum(model, level.goals)).every()
    assert len(reasons) == len(level.grounds.checks) * len(level.grounds.stages)
    assert not [text for text, count in Counter(reason.text for reason in reasons).items() if count > 1]


@pytest.mark.parametrize("level", LEVELS, ids=lambda level: level.id)
def test_tests_of_the_best_placement_are_never_called_wrong(level):
    model = Model(level.grounds)
    par = optimum(model, level.goals)
    fits = {check: Reasons(model, par).of(check, stage).fit for check, stage in par.placement.items()}
    assert set(fits.values()) == {"best"}


def reason(one, stage, **assumed) -> Reason:
    model = Model(grounds(one, assumptions=assuming(**assumed)))
    return Reasons(model, optimum(model, Goals())).of(one.id, stage)


def test_a_test_without_what_it_needs_cannot_run():
    said = reason(check(needs=("database", "network")), "build")
    assert (said.fit, said.rule) == ("wrong", "cannot_run")
    assert "for want of a database and a network" in said.text


def test_expected_values_hold_on_their_own_data_only():
    said = reason(check(expects="realistic"), "beta")
    assert said.rule == "wrong_data"
    assert "written for realistic test data" in said.text and "data made for the test" in said.text


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"writes": 12, "cleans_up": 0.5}, "writes_to_customers"),
        ({"writes": 12, "cleans_up": 1.0}, "test_users_counted"),
        ({"strains": True}, "strains_customers"),
    ],
)
def test_what_a_test_does_to_customers_comes_before_what_it_finds(fields, rule):
    assert reason(check(**fields), "production").rule == rule


def test_where_nothing_can_show_itself_there_is_nothing_to_find():
    assert reason(check(finds={"capacity": 0.9}), "beta").rule == "finds_nothing"


def test_the_same_power_later_is_late():
    said = reason(check(finds={"logic": 0.9}), "production", incident=500, team=5, blocked_share=0.1)
    assert said.rule == "late"
    assert "build shows “wrong-sum” in 90 of 100 cases already" in said.text


def test_an_author_who_waits_is_told_so():
    said = reason(check(finds={"logic": 0.9}, takes=60), "source", incident=5000)
    assert said.rule == "author_waits"
