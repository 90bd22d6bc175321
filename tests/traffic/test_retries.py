"""Who fails tries again, later and not for ever."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.luck import generator
from slipway.traffic.balancers import LimitedQueue
from slipway.traffic.limits import SERVED, Limits
from slipway.traffic.pool import Pool
from slipway.traffic.profiles import constant
from slipway.traffic.retries import BackOff, Retries
from slipway.traffic.stream import Period, stream


def period(begins_s, at_s):
    return Period(begins_s, begins_s + 10, np.array(at_s, dtype=float), np.ones(len(at_s)))


def test_a_pause_grows_until_it_is_long_enough():
    back_off = BackOff(first_s=1, factor=2, most_s=5, jitter=False)
    assert back_off.delay_s(np.array([1, 2, 3, 4, 10_000]), np.zeros(5)).tolist() == [1, 2, 4, 5, 5]


def test_jitter_takes_any_share_of_the_pause():
    assert BackOff(first_s=1, factor=2).delay_s(np.array([1, 3]), np.array([0.5, 0.25])).tolist() == [0.5, 1]


def test_what_failed_comes_again_among_others_in_order_of_time():
    retries = Retries(BackOff(attempts=2, first_s=4, jitter=False), 1)
    first = retries.join(period(0, [1, 2, 8]))
    retries.failed(first.only(np.array([1, 2])), np.array([3.0, 9.0]))
    second = retries.join(period(10, [11, 15]))
    assert second.at_s.tolist() == [10, 11, 13, 15]
    assert second.request.tolist() == [1, 3, 2, 4]
    assert second.attempt.tolist() == [2, 1, 2, 1]


def test_a_long_pause_skips_periods():
    retries = Retries(BackOff(first_s=25, most_s=60, jitter=False), 1)
    retries.failed(retries.join(period(0, [1])), np.array([1.0]))
    assert [len(retries.join(period(begins_s, [])).at_s) for begins_s in (10, 20, 30)] == [0, 1, 0]


def test_nobody_tries_more_often_than_allowed():
    retries = Retries(BackOff(attempts=3, first_s=0, jitter=False), 1)
    seen = []
    for number in range(6):
        now = retries.join(period(10 * number, [10 * number + 1] if number == 0 else []))
        seen += now.attempt.tolist()
        retries.failed(now, now.at_s)
    assert seen == [1, 2, 3]


@given(st.integers(0, 100), st.integers(1, 4), st.floats(0.1, 0.9))
def test_every_request_comes_once_and_again_as_often_as_it_fails(seed, attempts, failing):
    retries = Retries(BackOff(attempts, first_s=2.0, most_s=5.0), seed)
    luck = generator(seed, "failing")
    seen: dict[int, list[int]] = {}
    quiet = [Period(begins_s, begins_s + 10.0, np.empty(0), np.empty(0)) for begins_s in (60.0, 70.0, 80.0, 90.0)]
    for each in [*stream(constant(2, 60), seed, 10.0), *quiet]:
        now = retries.join(each)
        assert (np.diff(now.at_s) >= 0).all()
        assert ((now.at_s >= each.begins_s) & (now.at_s < each.ends_s)).all()
        fail = np.flatnonzero(luck.random(len(now.at_s)) < failing)
        retries.failed(now.only(fail), now.at_s[fail])
        for request, attempt in zip(now.request.tolist(), now.attempt.tolist(), strict=True):
            seen.setdefault(request, []).append(attempt)
    assert sorted(seen) == list(range(len(seen)))
    assert all(each == list(range(1, len(each) + 1)) and len(each) <= attempts for each in seen.values())


def storm(attempts):
    """Attempts made while a service has half of what it needs for a minute."""
    pool = Pool(4, LimitedQueue(Limits(most_waiting=8), 1))
    retries = Retries(BackOff(attempts, first_s=1.0), 1)
    made = failed = 0
    for each in stream(constant(30, 180), 1, 1.0, mean_size_s=0.1):
        pool.resize(2 if 60 <= each.begins_s < 120 else 4, each.begins_s)
        now = retries.join(each)
        served = pool.serve(now.at_s, now.sizes_s)
        lost = np.flatnonzero(served.fates != SERVED)
        retries.failed(now.only(lost), now.at_s[lost])
        made, failed = made + len(now.at_s), failed + len(lost)
    return made, failed


def test_retries_make_more_work_for_a_service_that_has_too_much():
    (once, lost_once), (often, lost_often) = storm(1), storm(4)
    assert often > 1.1 * once
    assert lost_often > lost_once


@pytest.mark.parametrize("wrong", [{"attempts": 0}, {"first_s": -1}, {"factor": 0.5}, {"most_s": float("nan")}])
def test_a_back_off_that_cannot_be_says_so(wrong):
    with pytest.raises(ValueError, match="must"):
        BackOff(**wrong)
