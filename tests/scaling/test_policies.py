"""Several policies of one group: who counts, who wins, which bounds hold, and the laws that hold for all of them."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.scaling.fleet import Fleet
from slipway.scaling.policies import ECS, Group, GroupScaler
from slipway.scaling.predictive import Predictive
from slipway.scaling.run import scale
from slipway.scaling.scaler import Instance, Seen
from slipway.scaling.scheduled import Scheduled
from slipway.scaling.simple_scaling import SimpleScaling
from slipway.scaling.step_scaling import Step, StepScaling
from slipway.scaling.target_tracking import Shape, TargetTracking
from slipway.traffic.profiles import step
from tests.scaling.groups import above, below, new, old, seen

AT_ONCE = Shape(60, 1, 1)


def tracking(metric, **fields):
    return TargetTracking(metric, 50, metric, high=AT_ONCE, low=AT_ONCE, **fields)


def group(*policies, least=1, most=20, **fields):
    return Group("shop", least, most, None, policies, **{"warmup_s": 0, **fields})


def decided(spec, *rounds, **settings):
    scaler = GroupScaler(spec, **settings)
    return [scaler.decide(each).desired for each in rounds]


A, B = tracking("a"), tracking("b")
STEP_IN = StepScaling("in", (Step(None, 0, -1),), below(metric="c"))
STEP_OUT = StepScaling("out", (Step(0, None, 3),), above(metric="c"))


def test_it_grows_if_any_policy_wants_it_and_the_largest_wins():
    assert decided(group(A, B), seen(60, 4, a=75, b=10)) == [6]
    assert decided(group(A, B), seen(60, 4, a=75, b=100)) == [8]
    assert decided(group(A, STEP_OUT), seen(60, 4, a=60, c=60)) == [7]


def test_tracking_shrinks_only_if_all_with_scale_in_on_want_it():
    assert decided(group(A, B), seen(60, 8, a=10, b=48)) == [8]
    assert decided(group(A, B), seen(60, 8, a=10, b=30)) == [5]
    assert decided(group(A, B), seen(60, 8, a=10)) == [8]
    assert decided(group(A, tracking("b", scale_in=False)), seen(60, 8, a=10, b=48)) == [2]


def test_a_step_policy_shrinks_without_asking_the_trackers():
    assert decided(group(A, STEP_IN), seen(60, 8, a=48, c=10)) == [7]
    assert decided(group(A, STEP_IN), seen(60, 8, a=10, c=10)) == [7]
    assert decided(group(A, STEP_IN), seen(60, 8, a=75, c=10)) == [12]


def test_who_does_not_agree_is_told():
    decision = GroupScaler(group(A, B)).decide(seen(60, 8, a=10, b=48))
    assert "group.disagree" in [each.rule for each in decision.verdicts]


def test_bounds_hold_and_are_told():
    high = GroupScaler(group(A, most=5)).decide(seen(60, 4, a=500))
    low = GroupScaler(group(A, least=3)).decide(seen(60, 4, a=1))
    assert (high.desired, low.desired) == (5, 3)
    assert high.verdicts[-1].arithmetic == "40 wanted, and the maximum is 5"
    assert low.verdicts[-1].arithmetic == "1 wanted, and the minimum is 3"


def test_without_policies_it_stays_where_it_is_and_within_its_bounds():
    assert decided(group(), seen(60, 4), seen(120, 0), seen(180, 50)) == [4, 1, 20]


def test_the_policys_warm_up_comes_first_then_the_groups_then_its_cooldown():
    assert [group(warmup_s=warmup).default_warmup_s for warmup in (None, 0, 90)] == [300, 0, 90]
    warming = seen(120, 5, old(4) + new(1, 60), a=100)
    assert decided(group(A, warmup_s=None), warming) == [8]
    assert decided(group(tracking("a", warmup_s=30), warmup_s=300), warming) == [10]


@pytest.mark.parametrize(
    ("dimension", "cooldown_s"),
    [
        ("", 0),
        (ECS, 300),
        ("ec2:spot-fleet-request:TargetCapacity", 300),
        ("rds:cluster:ReadReplicaCount", 300),
        ("custom-resource:ResourceType:Property", 300),
        ("dynamodb:table:ReadCapacityUnits", 0),
        ("comprehend:document-classifier-endpoint:DesiredInferenceUnits", 0),
        ("lambda:function:ProvisionedConcurrency", 0),
    ],
)
def test_default_cooldowns_are_those_of_the_service(dimension, cooldown_s):
    assert group(dimension=dimension).default_cooldown_s == cooldown_s


def test_a_cooldown_of_ecs_lets_a_larger_growth_pass_and_stops_a_second_shrinking():
    spec = group(A, dimension=ECS, warmup_s=None)
    grown = seen(60, 4, a=60), seen(120, 5, a=60), seen(180, 5, a=100), seen(360, 8, a=60), seen(480, 8, a=60)
    assert decided(spec, *grown) == [5, 5, 8, 8, 10]
    shrunk = seen(60, 8, a=40), seen(120, 7, a=10), seen(360, 7, a=10)
    assert decided(spec, *shrunk) == [7, 7, 2]


def test_growth_by_any_policy_ends_the_cooldown_for_shrinking():
    spec = group(A, STEP_OUT, dimension=ECS, warmup_s=None)
    assert decided(spec, seen(60, 8, a=40), seen(120, 7, a=48, c=80), seen(180, 10, a=25, c=20)) == [7, 10, 5]


def test_rounds_are_as_long_as_every_alarm_wants_them():
    fast = StepScaling("fast", (Step(0, None, 1),), replace(above(), period_s=10))
    slow = SimpleScaling("slow", 1, replace(above(), period_s=300))
    assert [group(*each).round_s for each in ((), (A, slow), (A, slow, fast), (FORECAST,))] == [60, 60, 10, 60]
    assert GroupScaler(group(A, fast)).every_s == 10
    found = decided(
        group(replace(fast, cooldown_s=0), slow), *(seen(10 * number, 4, load=99) for number in range(1, 31))
    )
    assert found[0] == 5 and found[-1] == 5


def test_a_simple_policy_waits_for_the_groups_cooldown():
    spec = group(SimpleScaling("more", 1, above(metric="c")), cooldown_s=120)
    assert decided(spec, seen(60, 4, c=80), seen(120, 5, c=80), seen(180, 5, c=80)) == [5, 5, 6]


MORNING = Scheduled("morning", least=6, cron="0 8 * * *")
EVENING = Scheduled("evening", least=1, most=4, cron="0 20 * * *")


def test_a_schedule_sets_bounds_and_the_policies_move_between_them():
    spec = group(A, scheduled=(MORNING, EVENING))
    eight, twenty = 8 * 3600, 20 * 3600
    rounds = [
        seen(eight - 60, 3, a=48),
        seen(eight, 3, a=48),
        seen(eight + 60, 6, a=1),
        seen(eight + 120, 6, a=100),
        seen(twenty, 12, a=100),
        seen(twenty + 60, 4, a=1),
    ]
    assert decided(spec, *rounds) == [3, 6, 6, 12, 4, 1]


def test_a_schedule_minds_no_cooldown():
    spec = group(A, dimension=ECS, warmup_s=None, scheduled=(Scheduled("cut", most=2, every_s=120),))
    assert decided(spec, seen(60, 8, a=40), seen(120, 7, a=10)) == [7, 2]


def test_a_run_may_begin_at_any_instant():
    spec = group(scheduled=(Scheduled("up", desired=9, cron="0 9 * * *", zone="America/New_York"),))
    begin = datetime(2024, 7, 1, 12, 59, tzinfo=UTC)
    assert decided(spec, seen(60, 2), begin=begin) == [9]
    assert decided(spec, seen(60, 2)) == [2]


FORECAST = Predictive("tomorrow", 10, "requests_per_instance", "ForecastAndScale")
PAST = {"requests_per_instance": [80.0] * 24}


def test_a_forecast_is_a_floor_and_the_larger_of_it_and_the_trackers_counts():
    spec = group(A, FORECAST)
    assert decided(spec, seen(60, 4, a=48), past=PAST) == [8]
    assert decided(spec, seen(60, 8, a=62), past=PAST) == [10]
    assert decided(spec, seen(60, 10, a=10), past=PAST) == [8]


def test_a_forecast_never_removes_anything():
    assert decided(group(FORECAST), seen(60, 15), past=PAST) == [15]


def test_a_forecast_may_pass_the_maximum_if_it_is_let():
    over = replace(FORECAST, max_buffer_pct=25)
    assert decided(group(FORECAST, most=5), seen(60, 5), past=PAST) == [5]
    assert decided(group(over, most=5), seen(60, 5), past=PAST) == [8]
    assert decided(group(over, A, most=5), seen(60, 8, a=100), past=PAST) == [10]


def test_on_traffic_a_warm_up_as_long_as_the_boot_keeps_it_from_adding_too_many():
    """200 requests of 50 ms a second keep 10 instances busy, so 17 are at 60 %; without warm-up idle ones count."""
    fleet, traffic = Fleet(instances=4, boot_s=90), step(40, 200, 1200, 3600)
    peaks = {}
    for warmup_s in (0, 120):
        spec = Group("shop", 2, 40, 4, (TargetTracking("cpu", 60),), warmup_s=warmup_s)
        peaks[warmup_s] = scale(fleet, traffic, GroupScaler(spec), seed=1).measures.peak_instances
    assert 17 <= peaks[120] < peaks[0]


def test_forecasts_can_be_had_for_drawing():
    scaler = GroupScaler(group(A, FORECAST), past=PAST)
    scaler.decide(seen(60, 4))
    assert [made.loads for run in scaler.forecasters for made in run.forecasts] == [(80.0,) * 48]


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: Group("x", 5, 4), "minimum ≤ maximum"),
        (lambda: Group("x", -1, 4), "minimum ≤ maximum"),
        (lambda: Group("x", 0, 10**6), "minimum ≤ maximum"),
        (lambda: Group("x", 1, 4, 5), "not within 1 to 4"),
        (lambda: group(A, A), "a is there twice"),
        (lambda: group(FORECAST, replace(FORECAST, name="second")), "only one predictive"),
    ],
)
def test_what_cannot_be_is_refused(make, says):
    with pytest.raises(ValueError, match=says):
        make()


EVERY = (
    tracking("a"),
    tracking("b", in_cooldown_s=300, out_cooldown_s=120),
    STEP_IN,
    STEP_OUT,
    SimpleScaling("simple-out", 50, above(60, "b"), "PercentChangeInCapacity", least_change=2),
    SimpleScaling("simple-in", 2, below(20, "b"), "ExactCapacity"),
    FORECAST,
)
LEVELS = st.fixed_dictionaries({}, optional={name: st.floats(0, 300) for name in ("a", "b", "c", "requests_per_s")})
RUNS = st.lists(st.tuples(LEVELS, st.integers(0, 400)), min_size=1, max_size=40)
SPECS = st.builds(
    lambda policies, least, more, dimension, warmup: Group(
        "shop", least, least + more, None, tuple(policies), (MORNING, EVENING), warmup, 300, dimension
    ),
    st.lists(st.sampled_from(EVERY), unique=True),
    st.integers(0, 6),
    st.integers(0, 12),
    st.sampled_from(["", ECS]),
    st.sampled_from([None, 0, 120]),
)


def played(spec, rounds, past):
    """Every round of a group whose instances come after a while and leave at once."""
    scaler, desired, instances = GroupScaler(spec, past=past), spec.first, [Instance(-999, -999)] * spec.first
    found = []
    for number, (values, boot_s) in enumerate(rounds, 1):
        at_s = 1800.0 * number
        decision = scaler.decide(Seen(at_s, desired, tuple(instances), values))
        found.append(decision)
        desired = decision.desired
        instances = instances[:desired]
        instances += [Instance(at_s, at_s + boot_s)] * (desired - len(instances))
    return found


@given(SPECS, RUNS, st.sampled_from([{}, PAST]))
def test_it_never_leaves_its_bounds_and_says_why_in_every_round(spec, rounds, past):
    lowest = min(spec.least, MORNING.least, EVENING.least)
    highest = max(spec.most, MORNING.least, EVENING.most)
    for decision in played(spec, rounds, past):
        assert lowest <= decision.desired <= highest
        assert decision.verdicts and all(each.arithmetic for each in decision.verdicts)


@given(SPECS, RUNS, st.randoms(use_true_random=False))
def test_the_order_of_policies_does_not_matter(spec, rounds, luck):
    turned = list(spec.policies)
    luck.shuffle(turned)
    other = replace(spec, policies=tuple(turned))
    first, second = played(spec, rounds, PAST), played(other, rounds, PAST)
    assert [each.desired for each in first] == [each.desired for each in second]


@given(SPECS, RUNS)
def test_the_same_in_gives_the_same_out(spec, rounds):
    assert played(spec, rounds, PAST) == played(spec, rounds, PAST)


@given(SPECS, RUNS, RUNS)
def test_what_comes_later_changes_nothing_before(spec, rounds, later):
    assert played(spec, rounds + later, PAST)[: len(rounds)] == played(spec, rounds, PAST)


@given(RUNS, st.integers(1, 10))
def test_with_scale_in_off_everywhere_it_never_shrinks(rounds, least):
    spec = group(tracking("a", scale_in=False), tracking("b", scale_in=False), STEP_OUT, FORECAST, least=least, most=30)
    found = [each.desired for each in played(spec, rounds, PAST)]
    assert found == sorted(found)
