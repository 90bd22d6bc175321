"""An HPA round by round: metrics ask, windows and policies hold back, bounds hold, and doubt does not scale down."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.scaling.hpa import CPU_80, Hpa, HpaScaler
from slipway.scaling.hpa_behavior import DOWN, UP, Policy, Rules
from slipway.scaling.hpa_replicas import Tolerance
from slipway.scaling.metric import Metric, Sample
from slipway.scaling.pod import Pod

QUEUE = Metric("External", "queue", "AverageValue", 10_000)
FAST_DOWN = Rules(0, DOWN.policies)


def cpu(*usages, **fields):
    return Sample({"cpu": tuple(Pod(usage, **fields) for usage in usages)})


def rounds(scaler, samples, current, every_s=15.0):
    found = []
    for number, sample in enumerate(samples):
        current = scaler.round(every_s * number, current, sample).desired
        found.append(current)
    return found


def test_it_asks_for_as_many_as_bring_the_average_to_its_target():
    assert HpaScaler(Hpa("shop", 20)).round(0, 4, cpu(1600, 1600, 1600, 1600)).desired == 8
    assert HpaScaler(Hpa("shop", 20)).round(0, 4, cpu(830, 840, 850, 830)).desired == 4


def test_the_largest_of_several_metrics_counts():
    spec = Hpa("shop", 20, metrics=(CPU_80, QUEUE))
    sample = Sample({"cpu": (Pod(800),) * 4}, {"queue": 90_000})
    decision = HpaScaler(spec).round(0, 4, sample)
    assert decision.desired == 8
    assert [verdict.rule for verdict in decision.verdicts] == ["hpa.cpu", "hpa.queue", "hpa.ScaleUpLimit"]
    assert "90" in decision.verdicts[1].arithmetic or "22.5" in decision.verdicts[1].arithmetic


def test_a_missing_metric_lets_it_grow_and_not_shrink():
    spec = Hpa("shop", 20, metrics=(CPU_80, QUEUE), down=FAST_DOWN)
    assert HpaScaler(spec).round(0, 4, cpu(1600, 1600, 1600, 1600)).desired == 8
    held = HpaScaler(spec).round(0, 4, cpu(100, 100, 100, 100))
    assert held.desired == 4
    assert "stays at 4" in held.verdicts[-1].arithmetic
    assert HpaScaler(spec).round(0, 4, Sample()).desired == 4


def test_it_shrinks_only_when_the_window_has_forgotten():
    scaler = HpaScaler(Hpa("shop", 20))
    busy, calm = cpu(*[1600] * 4), cpu(*[100] * 8)
    found = rounds(scaler, [busy, *[calm] * 21], 4)
    assert found[0] == 8
    assert found[1:20] == [8] * 19
    assert found[20] == 1


def test_growth_is_limited_by_policies_round_after_round():
    hungry = Sample({}, {"queue": 1_000_000})
    scaler = HpaScaler(Hpa("shop", 100, metrics=(QUEUE,), up=Rules(0, (Policy("Pods", 3, 60),))))
    assert rounds(scaler, [hungry] * 9, 2) == [5, 5, 5, 5, 8, 8, 8, 8, 11]


def test_bounds_come_before_metrics():
    scaler = HpaScaler(Hpa("shop", 10, 3))
    assert scaler.round(0, 1, Sample()).desired == 3
    assert scaler.round(15, 12, Sample()).desired == 10


def test_with_no_replicas_it_is_off_unless_none_is_allowed():
    assert HpaScaler(Hpa("shop", 10)).round(0, 0, Sample({}, {"queue": 50_000})).desired == 0
    value = Metric("External", "queue", "Value", 10_000)
    assert HpaScaler(Hpa("shop", 10, 0, (value,))).round(0, 0, Sample({}, {"queue": 25_000})).desired == 3


def test_each_direction_may_have_its_own_tolerance():
    spec = Hpa("shop", 20, tolerance=Tolerance(down=0.1, up=0.5), down=FAST_DOWN)
    assert HpaScaler(spec).round(0, 4, cpu(*[1100] * 4)).desired == 4
    assert HpaScaler(spec).round(0, 4, cpu(*[600] * 4)).desired == 3


def test_a_limit_is_told_with_every_policy_and_what_it_began_with():
    up = Rules(0, (Policy("Pods", 2, 60), Policy("Percent", 10, 60)), "Min")
    scaler = HpaScaler(Hpa("shop", 100, up=up))
    assert scaler.round(0, 4, cpu(*[1600] * 4)).desired == 5
    told = scaler.round(15, 5, cpu(*[1600] * 5)).verdicts[-1].arithmetic
    assert "4 + 2 pods in 60 s = 6 (4 when that period began)" in told
    assert "4 + 10 % in 60 s = 5 (4 when that period began), Min of them counts" in told


def test_a_second_look_is_told_with_what_pods_in_doubt_are_taken_to_use():
    few = Sample({"cpu": (Pod(100), Pod(100), Pod(None), Pod(100))})
    told = HpaScaler(Hpa("shop", 20)).round(0, 4, few).verdicts[0]
    assert "10 % ÷ 80 % = 0.125; with 1 pod without a value taken to use 100 % of what is requested" in told.arithmetic
    assert dict(told.inputs)["missing"] == 1


def test_on_target_a_pod_without_a_sample_is_idle_for_a_metric_of_its_own_and_left_out_for_cpu():
    qps = Metric("Pods", "qps", "AverageValue", 10_000)
    spec = Hpa("shop", 20, metrics=(qps,), down=FAST_DOWN)
    assert HpaScaler(spec).round(0, 3, Sample({"qps": (Pod(10_000), Pod(10_000), Pod(None))})).desired == 2
    assert HpaScaler(Hpa("shop", 20, down=FAST_DOWN)).round(0, 3, cpu(800, 800, None)).desired == 3


def test_one_container_of_each_pod_may_be_looked_at():
    metric = Metric("ContainerResource", "cpu", "Utilization", 50, "app")
    told = HpaScaler(Hpa("shop", 20, metrics=(metric,))).round(0, 2, Sample({"cpu/app": (Pod(1000), Pod(1000))}))
    assert told.desired == 4
    with pytest.raises(ValueError, match="a container belongs to"):
        Metric("ContainerResource", "cpu", "Utilization", 50)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Hpa("x", 0),
        lambda: Hpa("x", 3, 4),
        lambda: Hpa("x", 3, metrics=()),
        lambda: Metric("Pods", "qps", "Utilization", 50),
        lambda: Metric("External", "queue", "Utilization", 50),
        lambda: Metric("Resource", "cpu", "Utilization", 0),
    ],
)
def test_what_the_api_refuses_is_refused(make):
    with pytest.raises(ValueError, match=r"replicas must|a metric|must be above 0"):
        make()


@given(
    st.lists(st.lists(st.none() | st.integers(0, 4000), min_size=1, max_size=20), min_size=1, max_size=30),
    st.integers(1, 8),
    st.integers(0, 12),
)
def test_it_never_leaves_its_bounds_and_says_why_at_every_round(samples, least, more):
    spec, current = Hpa("shop", least + more, least), least
    scaler = HpaScaler(spec)
    for number, usages in enumerate(samples):
        decision = scaler.round(15.0 * number, current, cpu(*usages))
        assert spec.min_replicas <= decision.desired <= spec.max_replicas
        assert decision.verdicts and all(verdict.arithmetic for verdict in decision.verdicts)
        current = decision.desired


@given(st.integers(1, 30), st.floats(0.9, 1.1))
def test_within_tolerance_nothing_moves(current, ratio):
    sample = cpu(*[800 * ratio] * current)
    scaler = HpaScaler(Hpa("shop", 50, up=UP, down=FAST_DOWN))
    asked = int(80 * ratio) / 80
    if Tolerance().holds(asked):
        assert scaler.round(0, current, sample).desired == current
