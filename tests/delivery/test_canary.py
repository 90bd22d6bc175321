"""The plain canary: steps, bake time, a minimum of requests, and the way back."""

import pytest

from slipway.delivery.all_at_once import AllAtOnce
from slipway.delivery.canary import Canary, CanarySettings
from slipway.delivery.controller import Query, Reading
from slipway.delivery.release import Release
from slipway.delivery.rollout import play
from slipway.delivery.service import Service
from slipway.traffic.arrivals import Profile

BUSY = Profile((0, 2400), (60, 60))
SERVICE = Service(instances=6, users=5000)


def released(release, settings=None, seed=1):
    return play(release, SERVICE, BUSY, Canary(settings or CanarySettings()), seed)


def kinds(rollout):
    return [(h.at_s, h.kind, h.weight_pct) for h in rollout.happenings if h.kind != "check"]


def test_a_good_release_takes_its_steps_and_is_promoted():
    rollout = released(Release("good"))
    assert kinds(rollout) == [
        (0, "set_weight", 5),
        (300, "set_weight", 25),
        (600, "set_weight", 50),
        (900, "promote", 100),
    ]
    assert rollout.phase == "promoted"
    assert rollout.detected_at_s is None


def test_a_bad_release_goes_back_at_the_first_check_with_requests_enough_and_few_are_hurt():
    rollout = released(Release("bad", "errors", error_rate=0.2))
    everybody = play(Release("bad", "errors", error_rate=0.2), SERVICE, BUSY, AllAtOnce(), 1)
    assert rollout.phase == "rolled_back"
    assert kinds(rollout)[-1] == (120, "roll_back", 0)
    assert rollout.detected_at_s == 120
    assert rollout.recovered_at_s is not None and rollout.recovered_at_s <= 125
    assert rollout.users_affected < everybody.users_affected / 20


def test_each_check_carries_its_arithmetic():
    checks = [h.verdict for h in released(Release("bad", "errors", error_rate=0.2)).happenings if h.kind == "check"]
    assert checks[-1] is not None and not checks[-1].passed
    assert "requests > 1 %, fails" in checks[-1].arithmetic


def readings(values):
    """A monitoring that answers with these (error rate, requests), one after the other."""
    left = iter(values)

    def measure(query: Query) -> Reading:
        return Reading(*next(left))

    return measure


def test_too_few_requests_say_nothing_and_the_step_bakes_on():
    canary = Canary(CanarySettings(weights_pct=(10,), bake_s=60, min_requests=50))
    measure = readings([(1.0, 49), (1.0, 49), (0.0, 60)])
    assert [h.kind for h in canary.step(0, measure)] == ["set_weight"]
    assert canary.step(60, measure) == ()
    assert canary.step(120, measure) == ()
    assert [h.kind for h in canary.step(180, measure)] == ["check", "promote"]


def test_no_data_never_promote():
    canary = Canary(CanarySettings(weights_pct=(10,), bake_s=60))
    measure = readings([(None, 0)] * 9)
    canary.step(0, measure)
    for minute in range(1, 10):
        assert canary.step(60.0 * minute, measure) == ()
    assert canary.phase == "progressing"


@pytest.mark.parametrize(("limit", "ends_at"), [(0, 60), (1, 120), (2, 180)])
def test_the_limit_counts_failures_that_are_forgiven(limit, ends_at):
    canary = Canary(CanarySettings(weights_pct=(10,), bake_s=600, failure_limit=limit))
    measure = readings([(0.5, 500)] * 5)
    at_s = 0.0
    while canary.next_at_s is not None:
        at_s = canary.next_at_s
        canary.step(at_s, measure)
    assert (at_s, canary.phase, canary.weight_pct) == (ends_at, "rolled_back", 0)


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"weights_pct": ()}, "weights must be"),
        ({"weights_pct": (50, 20)}, "weights must grow"),
        ({"weights_pct": (120,)}, "at most 100"),
        ({"check_every_s": 0}, "check_every_s"),
        ({"failure_limit": -1}, "failure_limit"),
    ],
)
def test_settings_that_cannot_be_are_refused(fields, complaint):
    with pytest.raises(ValueError, match=complaint):
        CanarySettings(**fields)
