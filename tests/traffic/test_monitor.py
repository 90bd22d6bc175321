"""Monitoring counts what has been answered, by the minute, and nothing before it has been."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.luck import generator
from slipway.traffic.monitor import Answers, Monitor, quantiles
from slipway.traffic.pool import Pool
from slipway.traffic.profiles import constant, spike
from slipway.traffic.stream import stream


def watch(profile, period_s, monitor_s, instances=2, seed=1):
    """A pool under a profile, and what became of each request."""
    pool, monitor, luck = Pool(instances), Monitor(monitor_s), generator(seed, "failing")
    all_answers = []
    for each in stream(profile, seed, period_s, mean_size_s=0.2):
        served = pool.serve(each.at_s, each.sizes_s)
        failed = luck.random(len(each.at_s)) < 0.1
        answers = Answers(each.at_s, served.waits_s, served.waits_s + each.sizes_s, failed, ~failed)
        monitor.record(pool.close(each.ends_s), answers, cpu_share=0.5)
        all_answers.append(answers)
    columns = ("at_s", "waits_s", "latency_s", "failed", "checkouts")
    return monitor.table(), Answers(*(np.concatenate([getattr(a, each) for a in all_answers]) for each in columns))


@given(st.integers(0, 30), st.sampled_from([5.0, 15.0, 20.0, 60.0]))
def test_each_row_is_what_was_answered_in_its_minute(seed, period_s):
    table, answers = watch(spike(6, 25, 60, 60, 420, 10), period_s, 60.0, seed=seed)
    assert table.begins_s.tolist() == [60.0 * number for number in range(7)]
    done_s = answers.at_s + answers.latency_s
    for number, begins_s in enumerate(table.begins_s):
        ends_s = begins_s + 60
        mine = (done_s >= begins_s) & (done_s < ends_s)
        assert table.requests[number] == mine.sum()
        assert table.error_rate[number] == pytest.approx(answers.failed[mine].mean())
        assert table.checkouts[number] == answers.checkouts[mine].sum()
        expected = 1000 * np.quantile(answers.latency_s[mine], [0.5, 0.95, 0.99], method="inverted_cdf")
        assert [table.p50_ms[number], table.p95_ms[number], table.p99_ms[number]] == pytest.approx(expected.tolist())
        came = answers.at_s < ends_s
        assert table.waiting[number] == ((answers.at_s + answers.waits_s > ends_s) & came).sum()
        works = np.minimum(done_s, ends_s) - np.maximum(answers.at_s + answers.waits_s, begins_s)
        assert table.cpu_pct[number] == pytest.approx(50 * np.maximum(works[came], 0).sum() / 120, abs=1e-6)


def test_an_overloaded_service_answers_later_and_monitoring_sees_it_later():
    table, answers = watch(spike(6, 25, 60, 60, 420, 10), 15.0, 60.0)
    came = np.histogram(answers.at_s, np.arange(0, 421, 60))[0]
    assert table.requests[1] < came[1]
    assert table.requests[3] > came[3]
    assert table.waiting.argmax() in (1, 2)
    assert table.busy_pct[2] == 100


def test_a_minute_without_requests_has_no_percentiles():
    table, _ = watch(constant(0, 120), 15.0, 60.0)
    assert table.requests.tolist() == [0, 0]
    assert np.isnan([table.error_rate, table.p50_ms, table.p95_ms, table.p99_ms]).all()
    assert table.cpu_pct.tolist() == [0, 0]


def test_a_minute_that_is_not_over_is_not_shown():
    assert len(watch(constant(5, 100), 10.0, 60.0)[0].begins_s) == 1
    assert len(Monitor().table().requests) == 0


def test_without_instances_nothing_is_divided_by_them():
    table, _ = watch(constant(5, 60), 10.0, 60.0, instances=0)
    assert (table.cpu_pct.tolist(), table.busy_pct.tolist(), table.instances.tolist()) == ([0], [0], [0])


def test_a_control_period_fits_into_a_monitoring_period():
    with pytest.raises(ValueError, match="a control period may last 60"):
        watch(constant(5, 200), 100.0, 60.0)
    with pytest.raises(ValueError, match="more than 0, got 0"):
        Monitor(0)


@given(st.lists(st.floats(0, 100), max_size=40), st.floats(0, 1))
def test_quantiles_are_by_nearest_rank(values, share):
    (found,) = quantiles(np.array(values), (share,))
    if not values:
        assert np.isnan(found)
    else:
        assert found == np.quantile(values, share, method="inverted_cdf")
