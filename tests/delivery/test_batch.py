"""Many days of one release: each day is the run of its seed, and a spread is what they have in common."""

import pytest

from slipway.delivery.batch import Day, days, spread
from slipway.delivery.release import Release
from slipway.delivery.rollout import play
from slipway.delivery.service import Service
from slipway.delivery.shipment import read_plan
from slipway.traffic.profiles import constant

PROFILE = constant(20, 900)
BAD = Release("bad", "errors", error_rate=0.3)
CANARY = read_plan("canary;bake_s=120;min_requests=20")


def test_a_day_is_the_run_of_its_seed():
    found = list(days(CANARY, BAD, Service(), PROFILE, [3, 1]))
    assert [day.seed for day in found] == [3, 1]
    run = play(BAD, Service(), PROFILE, CANARY.start(Service()), 1)
    assert found[1] == Day(1, run.phase, run.users_affected, run.failed_requests, run.detected_at_s, run.recovered_at_s)


def test_a_fault_is_caught_on_every_day_and_a_good_release_on_none():
    bad, good = (
        spread(list(days(CANARY, release, Service(), PROFILE, range(1, 9)))) for release in (BAD, Release("good"))
    )
    assert bad.ends == (("rolled_back", 1.0),)
    assert good.ends == (("promoted", 1.0),)
    assert good.detected_at_s is None


def test_a_spread_has_shares_and_quantiles():
    found = [
        Day(n, "promoted" if n % 4 else "rolled_back", n, n, float(n) if n > 50 else None, None) for n in range(101)
    ]
    told = spread(found)
    assert told.runs == 101
    assert dict(told.ends) == {"promoted": 75 / 101, "rolled_back": 26 / 101}
    assert told.users_affected == pytest.approx((5, 50, 95))
    assert told.detected_at_s == pytest.approx((53.45, 75.5, 97.55))


def test_of_no_runs_there_is_no_spread():
    with pytest.raises(ValueError, match="no runs"):
        spread([])
