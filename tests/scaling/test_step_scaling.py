"""Step scaling: the documented example step by step, bounds, warm-up, cooldowns, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.scaling.adjustment import AdjustmentType
from slipway.scaling.cooldown import Cooldown
from slipway.scaling.step_scaling import Step, StepScaler, StepScaling
from slipway.traffic.alarm import Alarm
from tests.scaling.groups import above, below, leaving, new, old, seen

PERCENT: AdjustmentType = "PercentChangeInCapacity"
# The example of "Step adjustments" in the Amazon EC2 Auto Scaling user guide: threshold 50, capacity 10.
OUT_STEPS = (Step(0, 10, 0), Step(10, 20, 10), Step(20, None, 30))
IN_STEPS = (Step(-10, 0, 0), Step(-20, -10, -10), Step(None, -20, -30))
OUT = StepScaling("out", OUT_STEPS, above(), PERCENT)
IN = StepScaling("in", IN_STEPS, below(), PERCENT)


def asked(policy, *rounds, **settings):
    scaler = StepScaler(policy, **settings)
    return [scaler.ask(each).desired for each in rounds]


@pytest.mark.parametrize(("value", "desired"), [(50, 10), (59.9, 10), (60, 11), (69.9, 11), (70, 13), (400, 13)])
def test_above_the_threshold_the_lower_bound_belongs_to_the_step(value, desired):
    assert asked(OUT, seen(60, 10, load=value)) == [desired]


@pytest.mark.parametrize(("value", "desired"), [(50, 10), (40.1, 10), (40, 9), (30.1, 9), (30, 7), (0, 7)])
def test_below_the_threshold_the_upper_bound_belongs_to_the_step(value, desired):
    assert asked(IN, seen(60, 10, load=value)) == [desired]


def test_the_example_of_the_manual_goes_10_11_14_13_10():
    assert asked(OUT, seen(60, 10, load=60), seen(600, 11, load=70)) == [11, 14]
    assert asked(IN, seen(60, 14, load=40), seen(600, 13, load=30)) == [13, 10]


def test_what_is_warming_is_not_added_twice():
    warming = old(10) + new(1, 60)
    rounds = seen(120, 11, warming, load=62), seen(180, 11, warming, load=70)
    assert asked(OUT, *rounds, warmup_s=300) == [11, 13]
    assert asked(OUT, seen(360, 11, warming, load=62), warmup_s=300) == [12]


def test_the_policys_own_warm_up_comes_before_the_groups():
    own = StepScaling("out", (Step(0, None, 2),), above(), warmup_s=0)
    assert asked(own, seen(120, 5, old(4) + new(1, 60), load=60), warmup_s=300) == [7]


def test_nothing_is_removed_while_instances_are_coming():
    assert asked(IN, seen(60, 11, old(10) + new(1, 30), load=30), warmup_s=300) == [None]
    assert asked(IN, seen(60, 11, old(10) + new(1, 30, ready_s=90), load=30)) == [None]
    assert asked(IN, seen(60, 11, old(10) + new(1, 30), load=30)) == [8]


def test_what_is_leaving_is_not_removed_twice():
    one = StepScaling("in", (Step(None, 0, -1),), below())
    assert asked(one, seen(60, 9, old(9) + leaving(1), load=10)) == [9]
    assert asked(one, seen(60, 9, old(9), load=10)) == [8]


def test_an_exact_capacity_goes_both_ways():
    exact = StepScaling("exact", (Step(0, None, 6),), above(), "ExactCapacity")
    assert asked(exact, seen(60, 4, load=60)) == [6]
    assert asked(exact, seen(60, 9, load=60)) == [6]
    assert asked(exact, seen(60, 9, old(8) + new(1, 30), load=60), warmup_s=60) == [None]


def test_the_least_change_holds_in_both_directions():
    grow = StepScaling("out", (Step(0, None, 25),), above(), PERCENT, least_change=2)
    shrink = StepScaling("in", (Step(None, 0, -25),), below(), PERCENT, least_change=2)
    assert (asked(grow, seen(60, 4, load=60)), asked(shrink, seen(60, 4, load=40))) == ([6], [2])


def test_a_breach_that_no_step_holds_changes_nothing_and_says_so():
    policy = StepScaling("out", (Step(10, None, 1),), above())
    wish = StepScaler(policy).ask(seen(60, 4, load=55))
    assert wish.desired is None
    assert "no step" in wish.verdicts[-1].arithmetic


def test_without_an_alarm_nothing_asks_it():
    wish = StepScaler(StepScaling("idle", (Step(0, None, 1),))).ask(seen(60, 4, load=99))
    assert wish.desired is None
    assert "no alarm" in wish.verdicts[-1].arithmetic


def test_it_acts_in_every_period_of_the_alarm_and_not_between():
    slow = Alarm("high", "load", threshold=50, period_s=180)
    policy = StepScaling("out", (Step(0, None, 1),), slow)
    rounds = [seen(60 * number, 4, load=60) for number in range(1, 8)]
    assert asked(policy, *rounds) == [None, None, 5, None, None, 5, None]


def test_the_datapoint_of_a_period_is_its_statistic():
    peak = Alarm("high", "load", "Maximum", threshold=50, period_s=180)
    mean = Alarm("high", "load", "Average", threshold=50, period_s=180)
    rounds = [seen(60 * number, 4, load=value) for number, value in enumerate((10, 90, 10), 1)]
    steps = (Step(0, None, 1),)
    assert asked(StepScaling("peak", steps, peak), *rounds)[-1] == 5
    assert asked(StepScaling("mean", steps, mean), *rounds)[-1] is None


def test_a_period_that_is_no_multiple_of_a_round_is_refused():
    with pytest.raises(ValueError, match="no multiple of a round of 60 s"):
        StepScaler(StepScaling("x", (Step(0, None, 1),), Alarm("a", "load", period_s=90)))


def test_in_a_cooldown_only_a_larger_growth_passes():
    policy = StepScaling("out", (Step(0, 20, 2), Step(20, None, 3)), above())
    scaler = StepScaler(policy, cooldown=Cooldown(out_s=300))
    assert scaler.ask(seen(60, 10, load=60)).desired == 12
    scaler.moved(60, 10, 12, own=True)
    assert scaler.ask(seen(120, 12, load=60)).desired == 12
    assert scaler.ask(seen(180, 12, load=75)).desired == 13
    scaler.moved(180, 12, 13, own=True)
    assert scaler.ask(seen(420, 13, load=75)).desired == 13
    assert scaler.ask(seen(480, 13, load=60)).desired == 15


def test_a_cooldown_holds_shrinking_back_until_the_group_grows():
    scaler = StepScaler(StepScaling("in", (Step(None, 0, -1),), below()), cooldown=Cooldown(in_s=300))
    assert scaler.ask(seen(60, 10, load=10)).desired == 9
    scaler.moved(60, 10, 9, own=True)
    assert scaler.ask(seen(120, 9, load=10)).desired is None
    scaler.moved(180, 9, 12, own=False)
    assert scaler.ask(seen(240, 12, load=10)).desired == 11


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: Step(None, None, 1), "a lower or an upper"),
        (lambda: Step(10, 10, 1), "must be below"),
        (lambda: StepScaling("x", ()), "must be a step"),
        (lambda: StepScaling("x", (Step(0, 10, 1), Step(20, None, 2))), "leave a gap"),
        (lambda: StepScaling("x", (Step(0, 20, 1), Step(10, None, 2))), "overlap"),
        (lambda: StepScaling("x", (Step(0, None, 1), Step(10, None, 2))), "overlap"),
        (lambda: StepScaling("x", (Step(0, 10, 1),)), "no bound"),
        (lambda: StepScaling("x", (Step(-10, 0, -1),)), "no bound"),
        (lambda: StepScaling("x", (Step(0, None, -1),), kind="ExactCapacity"), "0 or more"),
    ],
)
def test_what_the_api_refuses_is_refused(make, says):
    with pytest.raises(ValueError, match=says):
        make()


@given(st.floats(-1e6, 1e6), st.booleans())
def test_steps_without_gaps_hold_every_breach_exactly_once(breach, upwards):
    steps = (Step(None, -10, -2), Step(-10, 0, -1), Step(0, 10, 1), Step(10, None, 2))
    assert sum(step.holds(breach, upwards) for step in steps) == 1


@given(st.lists(st.none() | st.floats(0, 200), max_size=40), st.integers(1, 50))
def test_a_policy_that_adds_never_removes_and_says_why(loads, desired):
    scaler = StepScaler(OUT)
    for number, load in enumerate(loads, 1):
        values = {} if load is None else {"load": load}
        wish = scaler.ask(seen(60 * number, desired, **values))
        assert wish.desired is None or wish.desired >= desired
        assert wish.verdicts and all(each.arithmetic for each in wish.verdicts)
