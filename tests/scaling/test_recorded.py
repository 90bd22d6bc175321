"""A scaler on recorded series: what it would have done, round by round."""

from slipway.scaling.columns import fitted, need_of
from slipway.scaling.hpa import Hpa, HpaScaler
from slipway.scaling.hpa_behavior import Policy, Rules
from slipway.scaling.metric import Metric
from slipway.scaling.policies import Group, GroupScaler
from slipway.scaling.recorded import replay
from slipway.scaling.target_tracking import Shape, TargetTracking
from slipway.scaling.track import Track

CPU = Metric("Resource", "cpu", "Utilization", 60)
QUEUE = Metric("External", "queue_length", "Value", 10_000)


def decisions(*tracks, metrics=(CPU,), first=0, **fields):
    spec = Hpa("shop", 50, 1, metrics, **fields)
    return list(replay(HpaScaler(spec), fitted(tracks, [need_of(metric) for metric in metrics]), first))


def pods(name, **values):
    """A table with a column for each pod, every 15 s; None is an empty cell."""
    there = {pod: [row for row, cell in enumerate(cells) if cell is not None] for pod, cells in values.items()}
    return [
        Track(name, pod, tuple(15.0 * row for row in rows), tuple(float(values[pod][row]) for row in rows))
        for pod, rows in there.items()
    ]


def test_pods_with_values_of_their_own_are_counted_and_averaged():
    first = decisions(*pods("cpu_pct", a=(90.0, 90.0), b=(90.0, 90.0)))
    assert [each.desired for each in first] == [3, 3]
    assert "90 % ÷ 60 % = 1.5, × 2 rounded up" in first[0].verdicts[0].arithmetic


def test_the_number_of_instances_is_what_was_recorded():
    tracks = [Track("replicas", "", (0.0,), (4.0,)), Track("cpu_pct", "a", (0.0,), (90.0,))]
    assert decisions(*tracks)[0].desired == 4
    assert [each.desired for each in decisions(*tracks[1:])] == [2]


def test_a_value_of_all_together_is_that_of_each_of_as_many_as_there_were():
    tracks = [Track("cpu_pct", "", (0.0,), (90.0,)), Track("replicas", "", (0.0,), (4.0,))]
    assert decisions(*tracks)[0].desired == 6
    assert decisions(*tracks[:1], first=2)[0].desired == 3


def test_a_pod_that_is_no_longer_recorded_is_gone():
    rows = decisions(
        Track("cpu_pct", "a", (0.0, 15.0, 300.0), (30.0,) * 3), Track("cpu_pct", "b", (0.0, 15.0), (30.0, 30.0))
    )
    assert "(now 2)" in rows[1].verdicts[0].arithmetic
    assert "(now 2)" not in rows[-1].verdicts[0].arithmetic


def test_an_empty_cell_is_a_missing_sample_and_not_the_one_before():
    told = decisions(*pods("cpu_pct", a=(60.0, 110.0, 60.0), b=(60.0, None, 60.0)))
    assert (
        "110 % ÷ 60 % = 1.83; with 1 pod without a value taken to use 0 it is 0.917" in told[1].verdicts[0].arithmetic
    )
    assert told[1].desired == 2


def test_series_that_were_sampled_at_their_own_times_are_all_known():
    rows = decisions(
        Track("cpu_pct", "a", (0.0, 15.0, 30.0), (90.0,) * 3), Track("cpu_pct", "b", (7.0, 22.0, 37.0), (90.0,) * 3)
    )
    assert "without a value" not in rows[2].why


def test_old_values_are_not_known_any_more():
    told = decisions(
        Track("cpu_pct", "a", (0.0, 200.0), (90.0, 90.0)), Track("replicas", "", (0.0, 60.0, 120.0), (3.0,) * 3)
    )
    assert "no metrics" in told[8].verdicts[0].arithmetic


def test_a_value_holds_until_the_next_is_due():
    five_minutes = tuple(300.0 * number for number in range(4))
    told = decisions(Track("cpu_pct", "a", five_minutes, (90.0,) * 4))
    assert all(each.desired == 2 for each in told)


def test_a_pod_that_is_not_ready_is_set_aside_until_it_is():
    told = decisions(*pods("cpu_pct", a=(90.0, 90.0, 90.0), b=(100.0, 100.0, 100.0)), *pods("ready", b=(0, 0, 1)))
    assert "1 pod not ready taken to use 0 it is 0.75" in told[0].why and told[0].desired == 2
    assert told[2].desired == 4


def test_an_old_pod_that_was_ready_before_counts_though_it_is_not_ready_now():
    told = decisions(*pods("cpu_pct", a=(90.0, 90.0), b=(90.0, 90.0)), *pods("ready", b=(1, 0)))
    assert "not ready" not in told[1].why


def test_a_metric_of_something_else_is_multiplied_with_the_pods_that_are_ready():
    told = decisions(
        Track("queue_length", "", (0.0,), (50.0,)), *pods("ready", a=(0,), b=(1,), c=(0,)), metrics=(QUEUE,)
    )
    assert told[0].desired == 5


def test_millicores_are_held_against_what_each_pod_requests():
    used, asked = pods("cpu_m", a=(450.0,), b=(300.0,)), pods("cpu_request_m", a=(500.0,), b=(1000.0,))
    assert "50 % ÷ 60 %" in decisions(*used, *asked)[0].why
    assert "37 % ÷ 60 %" in decisions(*used)[0].why


def test_memory_is_looked_at_like_cpu_and_without_a_request_its_bytes_say_nothing():
    memory = Metric("Resource", "memory", "Utilization", 50)
    assert decisions(*pods("memory_pct", a=(80.0,), b=(80.0,)), metrics=(memory,))[0].desired == 4
    used = pods("memory_bytes", a=(2e9,))
    assert "missing request" in decisions(*used, metrics=(memory,))[0].why
    assert decisions(*used, *pods("memory_request_bytes", a=(2e9,)), metrics=(memory,))[0].desired == 2


def test_of_several_containers_the_one_meant_counts():
    metric = Metric("ContainerResource", "cpu", "Utilization", 60, "app")
    app, proxy = (Track("cpu_pct", "a", (0.0,), (value,), name) for name, value in (("app", 120.0), ("proxy", 5.0)))
    told = decisions(app, proxy, metrics=(metric,))
    assert told[0].desired == 2 and "cpu/app: 120 %" in told[0].why


def test_what_came_and_went_counts_for_the_limits_and_not_what_was_wanted():
    slowly = Rules(0, (Policy("Pods", 1, 60),))
    told = decisions(*pods("cpu_pct", a=(120.0,) * 4, b=(120.0,) * 4), up=slowly)
    assert [each.desired for each in told] == [3, 3, 3, 3]
    assert "2 + 1 pods in 60 s = 3" in told[3].why


def test_a_group_of_aws_is_asked_minute_by_minute():
    quick = Shape(periods=1, needed=1)
    group = Group("shop", 1, 20, 4, (TargetTracking("keep", 50, high=quick, low=quick),))
    record = fitted([Track("cpu_pct", "", (0.0, 60.0), (100.0, 100.0))], [])
    assert record.notes(4)
    cpu = fitted([Track("CPUUtilization", "", (0.0, 60.0), (100.0, 100.0))], [need_of(CPU)])
    told = list(replay(GroupScaler(group), cpu, 4))
    assert [each.desired for each in told] == [8, 8]
