"""Ways to scale: each starts, says what its file would say, and refuses what cannot be."""

import pytest

from slipway.operations.subjects import SUBJECTS
from slipway.scaling.policies import Group
from slipway.scaling.situations import SITUATIONS
from slipway.scaling.ways import WAYS

SCALING = SUBJECTS["scaling"]


@pytest.mark.parametrize("name", WAYS)
def test_every_way_scales_with_its_defaults(name):
    assert SCALING.try_out("evening", name, 1).measures["cost_usd"] > 0


@pytest.mark.parametrize("name", ["target_tracking", "step", "scheduled", "predictive"])
def test_what_aws_has_a_file_for_is_a_group(name):
    assert isinstance(WAYS[name].spec(WAYS[name].settings), Group)


@pytest.mark.parametrize(
    ("plan", "says"),
    [
        ("step;high_pct=95", "low_pct"),
        ("scheduled;to_hour=9", "begins and ends at 9:00"),
        ("target_tracking;min_size=30", "bounds"),
    ],
)
def test_what_contradicts_itself_is_refused(plan, says):
    with pytest.raises(ValueError, match=says):
        SCALING.try_out("evening", plan, 1)


def test_the_past_is_two_weeks_like_this_one_and_nothing_for_less_than_a_day():
    past = SITUATIONS["openings"].past
    assert {len(loads) for loads in past.values()} == {14 * 24}
    assert past["requests_per_instance"][10] == pytest.approx(90 * 60, rel=0.01)
    assert SITUATIONS["evening"].past == {}


def test_a_timetable_and_a_forecast_are_there_when_the_shop_opens_and_tracking_is_late():
    late, told, foreseen = (
        SCALING.try_out("openings", plan, 1).measures["under_h"]
        for plan in ("target_tracking", "scheduled;from_hour=8;from_minute=55;to_minute=30", "predictive")
    )
    assert told < late / 5
    assert foreseen < late / 5
