"""Points say their formula, and consequences come in the order in which they hurt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.pipeline.placement.consequences import consequences
from slipway.pipeline.placement.model import Model
from slipway.pipeline.placement.optimum import optimum
from slipway.pipeline.placement.score import judge, score_of
from tests.course import course

LEVELS = list(course().levels.values())


@pytest.mark.parametrize(
    ("nothing", "yours", "par", "missed", "points"),
    [
        (200, 100, 100, 0, 100),
        (200, 150, 100, 0, 50),
        (200, 200, 100, 0, 0),
        (200, 100, 100, 2, 25),
        (200, 90, 100, 0, 100),
    ],
)
def test_points_are_the_share_of_the_avoidable_cost(nothing, yours, par, missed, points):
    score = score_of(nothing, yours, par, missed)
    assert score.points == points
    assert f"{points} points" in score.arithmetic


@given(nothing=st.floats(0, 1e4), yours=st.floats(0, 1e4), par=st.floats(0, 1e4), missed=st.integers(0, 7))
def test_points_lie_between_0_and_100_whatever_comes(nothing, yours, par, missed):
    assert 0 <= score_of(nothing, yours, par, missed).points <= 100


@pytest.mark.parametrize("level", LEVELS, ids=lambda level: level.id)
def test_par_earns_all_points_and_nothing_placed_earns_none(level):
    model = Model(level.grounds)
    par = optimum(model, level.goals)
    assert judge(model, level, par, par.placement).score.points == 100
    assert judge(model, level, par, {}).score.points == 0
    assert consequences(model, par, judge(model, level, par, par.placement)) == ()


def test_data_come_before_customers_and_customers_before_time():
    level = course().levels["half-the-time"]
    model = Model(level.grounds)
    par = optimum(model, level.goals)
    put = {"load-test": "production", "manual-qa": "gamma", "end-to-end": "gamma"}
    kinds = [found.id.split(":")[0] for found in consequences(model, par, judge(model, level, par, put))]
    order = ["strains_customers", "escapes", "found_live", "false_stops", "lead_time", "feedback"]
    assert [kind for kind in order if kind in kinds] == list(dict.fromkeys(kinds))
    assert {"strains_customers", "escapes"} <= set(kinds)
