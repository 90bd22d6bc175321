"""What a run of an autoscaler shows."""

import pytest

from slipway.operations.subjects import SUBJECTS
from slipway.panel import Timeline


def strips(situation, plan):
    timeline = SUBJECTS["scaling"].try_out(situation, plan, 1).panels[0]
    assert isinstance(timeline, Timeline)
    return timeline.strips


def test_a_forecast_is_drawn_beside_what_came():
    (strip,) = [each for each in strips("openings", "predictive") if "forecast" in each.title]
    came, told = strip.courses
    assert (told.name, came.name) == ("forecast", "as it came")
    assert told.at_min[0] == came.at_min[0] == 30
    nine = 9
    assert came.values[nine] > 10 * came.values[nine - 1]
    assert told.values[nine] == pytest.approx(came.values[nine], rel=0.2)


@pytest.mark.parametrize(("situation", "plan"), [("openings", "hpa"), ("evening", "predictive")])
def test_without_a_forecast_or_the_history_for_one_none_is_drawn(situation, plan):
    assert not [each for each in strips(situation, plan) if "forecast" in each.title]
