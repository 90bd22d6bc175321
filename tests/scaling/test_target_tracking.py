"""Target tracking: alarms, sizes to the safe side, warm-up, cooldowns, missing data, and metrics that do not fit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.scaling.cooldown import Cooldown
from slipway.scaling.target_tracking import Shape, TargetTracker, TargetTracking
from tests.scaling.groups import leaving, new, old, seen

AT_ONCE = Shape(60, 1, 1)
LOAD = TargetTracking("load", 50, "load", high=AT_ONCE, low=AT_ONCE)


def asked(policy, *rounds, **settings):
    scaler = TargetTracker(policy, **settings)
    return [scaler.ask(each).desired for each in rounds]


def rounds(loads, desired=4):
    return [
        seen(60 * number, desired, **({} if load is None else {"load": load})) for number, load in enumerate(loads, 1)
    ]


def test_by_default_three_minutes_above_and_fifteen_below_set_it_off():
    usual = TargetTracking("load", 50, "load")
    assert asked(usual, *rounds([80, 80, 80, 80])) == [None, None, 7, 7]
    assert asked(usual, *rounds([20] * 16)) == [None] * 14 + [2, 2]
    assert asked(usual, *rounds([20] * 14 + [46] + [20] * 15)) == [None] * 29 + [2]


def test_between_the_alarms_nothing_happens():
    assert asked(LOAD, *rounds([50, 45, 47.5])) == [None, None, None]
    assert asked(LOAD, *rounds([50.1, 44.9], 10)) == [11, 9]


@pytest.mark.parametrize(
    ("desired", "load", "wanted"), [(3, 75, 5), (10, 60, 12), (4, 31.25, 3), (5, 35, 4), (10, 0, 0), (1, 20, 1)]
)
def test_a_part_of_an_instance_is_rounded_to_the_safe_side(desired, load, wanted):
    """1.5 to add are 2, 1.5 to remove are 1, as in the manual."""
    assert asked(LOAD, seen(60, desired, load=load)) == [wanted]


def test_repeated_growth_from_4_stays_at_5_while_the_fifth_warms():
    """The example of AWS re:Post: +1 again changes nothing, +2 adds one more."""
    warming = old(4) + new(1, 60)
    found = asked(
        LOAD, seen(60, 4, load=62), seen(120, 5, warming, load=62), seen(180, 5, warming, load=75), warmup_s=300
    )
    assert found == [5, 5, 6]


def test_a_warming_instance_counts_neither_in_the_metric_nor_in_capacity():
    cpu = TargetTracking("cpu", 50, high=AT_ONCE, low=AT_ONCE)
    mixed = old(4, 80.0) + new(4, 60, cpu_pct=0.0)
    assert asked(cpu, seen(120, 8, mixed), warmup_s=300) == [8]
    assert asked(cpu, seen(120, 8, mixed), warmup_s=0) == [7]
    assert asked(cpu, seen(120, 2, new(2, 60, cpu_pct=99.0)), warmup_s=300) == [None]


def test_requests_per_instance_are_per_minute_and_per_ready_instance():
    policy = TargetTracking("requests", 1000, "requests_per_instance", high=AT_ONCE, low=AT_ONCE)
    assert asked(policy, seen(60, 4, requests_per_s=100)) == [6]
    booting = old(4) + new(2, 30, ready_s=90)
    assert asked(policy, seen(60, 6, booting, requests_per_s=100)) == [9]


def test_requests_per_instance_that_were_measured_themselves_count():
    policy = TargetTracking("requests", 1000, "requests_per_instance", high=AT_ONCE, low=AT_ONCE)
    assert asked(policy, seen(60, 4, requests_per_s=1, requests_per_instance=1500)) == [6]


def test_what_is_there_at_second_0_has_been_there_for_long():
    assert asked(LOAD, seen(60, 4, new(4, 0), load=75), warmup_s=300) == [6]


def test_without_instances_what_is_wanted_counts():
    assert asked(LOAD, seen(60, 4, (), load=75)) == [6]


def test_nothing_goes_while_a_scale_out_is_under_way():
    assert asked(LOAD, seen(60, 5, old(4) + new(1, 30), load=10), warmup_s=300) == [None]
    assert asked(LOAD, seen(60, 5, old(4) + new(1, 0, ready_s=90), load=10)) == [None]


def test_what_is_leaving_still_counts_as_there():
    assert asked(LOAD, seen(60, 8, old(8) + leaving(2), load=40)) == [8]
    assert asked(LOAD, seen(60, 8, old(8), load=40)) == [7]


def test_scale_in_can_be_switched_off():
    policy = TargetTracking("load", 50, "load", scale_in=False, high=AT_ONCE, low=AT_ONCE)
    wish = TargetTracker(policy).ask(seen(60, 4, load=10))
    assert (wish.desired, wish.agrees) == (None, False)
    assert "switched off" in wish.verdicts[-1].arithmetic


def test_missing_data_never_removes_anything():
    usual = TargetTracking("load", 50, "load")
    assert asked(usual, *rounds([None] * 40)) == [None] * 40
    assert asked(usual, *rounds([10] * 15 + [None] * 5))[14:] == [1] + [None] * 5


def test_in_a_cooldown_what_was_added_counts_towards_the_next():
    scaler = TargetTracker(LOAD, cooldown=Cooldown(out_s=300))
    assert scaler.ask(seen(60, 10, load=60)).desired == 12
    scaler.moved(60, 10, 12, own=True)
    assert scaler.ask(seen(120, 12, load=60)).desired == 12
    assert scaler.ask(seen(180, 12, load=75)).desired == 15
    assert scaler.ask(seen(360, 12, load=60)).desired == 15


def test_a_cooldown_blocks_shrinking_until_it_is_over():
    scaler = TargetTracker(LOAD, cooldown=Cooldown(in_s=300))
    scaler.moved(60, 10, 8, own=True)
    held = scaler.ask(seen(300, 8, load=10))
    assert held.desired is None and "60 s more" in held.verdicts[-1].arithmetic
    assert scaler.ask(seen(360, 8, load=10)).desired == 2


@pytest.mark.parametrize("metric", ["requests_per_s", "p95_ms", "error_rate", "waiting"])
def test_a_metric_that_capacity_does_not_bring_down_is_simulated_with_a_warning(metric):
    scaler = TargetTracker(TargetTracking("wrong", 50, metric, high=AT_ONCE, low=AT_ONCE))
    first, second = (scaler.ask(seen(at_s, 4, **{metric: 100.0})) for at_s in (60, 120))
    assert first.desired == 8
    assert [each.rule for each in first.verdicts if not each.passed][0] == "scaling.metric"
    assert "scaling.metric" not in [each.rule for each in second.verdicts]


def test_a_metric_that_fits_gives_no_warning():
    wish = TargetTracker(TargetTracking("cpu", 50)).ask(seen(60, 4, cpu_pct=40))
    assert [each.rule for each in wish.verdicts] == ["alarm.cpu-high", "alarm.cpu-low"]


@pytest.mark.parametrize("make", [lambda: TargetTracking("x", 0), lambda: TargetTracking("x", 50, low_share=0)])
def test_what_cannot_be_is_refused(make):
    with pytest.raises(ValueError, match="above 0"):
        make()


@given(st.integers(1, 200), st.floats(0, 500))
def test_the_size_is_enough_and_no_more_than_one_too_large(desired, load):
    """With as many as it asks for the metric would be at its target or below; with one fewer it would not."""
    (wanted,) = asked(LOAD, seen(60, desired, load=load))
    if wanted is not None and wanted not in (desired, 0):
        assert desired * load / wanted <= 50 * (1 + 1e-6)
        assert wanted == 1 or desired * load / (wanted - 1) >= 50 * (1 - 1e-6)
        assert (wanted > desired) == (load > 50)


@given(st.lists(st.none() | st.floats(0, 200), max_size=40), st.integers(1, 50))
def test_with_scale_in_off_it_never_asks_for_fewer(loads, desired):
    policy = TargetTracking("load", 50, "load", scale_in=False, high=AT_ONCE, low=AT_ONCE)
    found = asked(policy, *rounds(loads, desired))
    assert all(each is None or each >= desired for each in found)
