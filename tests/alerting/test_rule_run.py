"""Rules over time: states of alerts, recorded series, and Prometheus' own cases."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from slipway.alerting.alert_state import AlertStates
from slipway.alerting.event import labels_of
from slipway.alerting.matcher import Matcher
from slipway.alerting.promql.evaluate import Asked, vector
from slipway.alerting.promql.parse import parse
from slipway.alerting.promql.store import Store, samples
from slipway.alerting.promql.tree import PromqlError
from slipway.alerting.rule import Alerting, Recording, RuleGroup
from slipway.alerting.rule_run import run_rules
from slipway.content.source import Text
from slipway.formats.prometheus_rules import read_rules, write_rules
from slipway.formats.promtool import write_tests
from tests.alerting import promtool, queries, unit_tests

RECORDED = Path(__file__).parent / "recorded"
CASES = json.loads((RECORDED / "prometheus_alert_states.json").read_text("utf-8"))["cases"]
RULES = read_rules(Text("rules.yml", (RECORDED / "prometheus_rules.yml").read_text("utf-8"))).settings
UNIT_TESTS = unit_tests.read((RECORDED / "prometheus_unittest.yml").read_text("utf-8"))


def of_minutes(values, **labels):
    at_ms = np.arange(len(values), dtype=np.int64) * 60_000
    found = np.array(values, dtype=np.float64)
    return Store({labels_of({"__name__": "m", **labels}): samples(at_ms, found, ~np.isnan(found))})


def told(ran):
    return [(event.at_s / 60, event.state) for event in ran.events]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_an_alert_is_in_the_states_of_prometheus_own_test(case):
    step_ms = case["step_s"] * 1000
    values = np.array(case["values"], dtype=np.float64)
    at_ms = np.arange(len(values), dtype=np.int64) * step_ms
    store = Store({labels_of({"__name__": "m"}): samples(at_ms, values)})
    rule = Alerting("A", f"m {case['condition']}", case["for_s"] * 1000, case["keep_firing_for_s"] * 1000)
    (trace,) = run_rules([RuleGroup("g", (rule,))], store, at_ms[-1] / 1000, case["step_s"]).traces
    states = dict(zip(trace.at_ms, trace.states, strict=True))
    assert [states.get(each, "inactive") for each in at_ms.tolist()] == case["states"]


@pytest.mark.parametrize("number", range(len(UNIT_TESTS)))
def test_prometheus_own_unit_tests_pass(number):
    assert RULES
    store, test = UNIT_TESTS[number]
    asked = test.get("promql_expr_test", [])
    alerts = test.get("alert_rule_test", [])
    last_ms = max(unit_tests.milliseconds(each["eval_time"]) for each in [*asked, *alerts])
    ran = run_rules(RULES, store, last_ms / 1000)
    for each in [each for each in asked if "histogram" not in str(each)]:
        at_ms = np.array([unit_tests.milliseconds(each["eval_time"])])
        found = vector(parse(each["expr"]), Asked(ran.store, at_ms))
        expected = {
            unit_tests.labels(f"{s['labels']}") if "labels" in s else (): float(s["value"]) for s in each["exp_samples"]
        }
        assert {labels: column.values[0] for labels, column in found.items() if column.there[0]} == expected, each
    for each in alerts:
        eval_ms = unit_tests.milliseconds(each["eval_time"])
        firing = [
            (dict(trace.labels), dict(trace.annotations(trace.values[trace.at_ms.index(eval_ms)])))
            for trace in ran.traces
            if trace.rule.alert == each["alertname"]
            and dict(zip(trace.at_ms, trace.states, strict=True)).get(eval_ms) == "firing"
        ]
        name = {"alertname": each["alertname"]}
        assert firing == [(name | e.get("exp_labels", {}), e.get("exp_annotations", {})) for e in each["exp_alerts"]]


def test_a_gap_while_pending_begins_the_wait_anew():
    rule = Alerting("A", "m > 0", 120_000)
    ran = run_rules([RuleGroup("g", (rule,))], of_minutes([1, 1, 0, 1, 1, 1, 0]), 360)
    assert told(ran) == [(0, "pending"), (2, "inactive"), (3, "pending"), (5, "firing"), (6, "inactive")]
    assert [(each.active_s, each.fired_s, each.until_s) for each in ran.episodes] == [(180, 300, 360)]


def test_a_query_of_several_lines_is_told_on_one():
    ran = run_rules([RuleGroup("g", (Alerting("A", "m\n  > 0\n"),))], of_minutes([7]), 0)
    assert [event.verdict.arithmetic for event in ran.events] == ["A: m > 0 gives 7, for 0s ≥ 0s → firing"]


def test_an_alerts_own_label_must_not_make_two_alerts_alike():
    query = 'vector(0) or label_replace(vector(0), "test", "x", "", "")'
    rule = Alerting("foo", query, 60_000, labels=(("test", "test"),))
    with pytest.raises(PromqlError, match="foo: two series would have the same labels"):
        run_rules([RuleGroup("g", (rule,))], Store(), 60)


def test_an_empty_label_is_none():
    rule = Alerting("A", "m < 100", labels=(("none", ""), ("where", "{{ $labels.nothing }}")))
    (trace,) = run_rules([RuleGroup("g", (rule,))], of_minutes([7], job="app"), 0).traces
    assert trace.labels == (("alertname", "A"), ("job", "app"))


def test_a_change_says_its_arithmetic():
    rule = Alerting("A", "m > 0", 60_000, annotations=(("summary", "{{ $value }} of {{ $labels.region }}"),))
    ran = run_rules([RuleGroup("g", (rule,))], of_minutes([7, 7, 0], region="eu"), 120)
    assert [event.verdict.arithmetic for event in ran.events] == [
        'A{region="eu"}: m > 0 gives 7, for 0s < 1m → pending',
        'A{region="eu"}: m > 0 gives 7, for 1m ≥ 1m → firing',
        'A{region="eu"}: m > 0 gives nothing, for 0s ≥ 0s → inactive',
    ]
    assert ran.episodes[0].annotations == (("summary", "7 of eu"),)


@given(some.lists(some.booleans(), max_size=30), some.integers(0, 4), some.integers(0, 4))
def test_a_longer_wait_never_fires_more(there, waits, keeps):
    def firing(for_minutes):
        states = AlertStates(for_minutes * 60_000, keeps * 60_000)
        return [states.evaluate(number * 60_000, each) == "firing" for number, each in enumerate(there)]

    assert all(short or not long for short, long in zip(firing(waits), firing(waits + 1), strict=True))


@given(some.lists(some.sampled_from([0.0, 1.0, float("nan")]), min_size=2, max_size=20), some.integers(1, 19))
def test_the_future_does_not_change_the_past(values, cut):
    rules = (Recording("r", "m * 2"), Alerting("A", "r > 1", 60_000, 60_000), Alerting("B", "ALERTS{alertname='A'}"))
    early = run_rules([RuleGroup("g", rules)], of_minutes(values[:cut]), (min(cut, len(values)) - 1) * 60)
    whole = run_rules([RuleGroup("g", rules)], of_minutes(values), (len(values) - 1) * 60)
    last_s = (min(cut, len(values)) - 1) * 60
    assert [event for event in whole.events if event.at_s <= last_s] == list(early.events)


def test_a_rule_that_looks_at_itself_goes_from_one_time_to_the_next():
    rules = (Recording("total", "(total or vector(0)) + 1"),)
    ran = run_rules([RuleGroup("g", rules)], Store(), 300)
    ((_, found),) = ran.store.select([Matcher("__name__", "=", "total")])
    assert found.values.tolist() == [1, 2, 3, 4, 5, 6]


GROUPS = (
    RuleGroup(
        "recorded",
        (
            Recording("region:errors:rate5m", "sum by (region) (rate(requests_total{code='500'}[5m]))"),
            Recording("region:all:rate5m", "sum by (region) (rate(requests_total[5m]))", (("kind", "all"),)),
        ),
    ),
    RuleGroup(
        "alerts",
        (
            Alerting(
                "Errors",
                "region:errors:rate5m / ignoring (kind) region:all:rate5m > 0.4",
                120_000,
                180_000,
                (("severity", "page"), ("where", "{{ $labels.region }}")),
                (("summary", "{{ $value | humanizePercentage }} in {{ $labels.region }}, {{ $labels.none }}"),),
            ),
            Alerting("Low", "gauge < 0", 60_000, annotations=(("v", '{{ $value }} {{ printf "%.3f" $value }}'),)),
            Alerting("Gone", "absent(stale_one)", 0, 120_000),
            Alerting("Kept", "gauge > 3", 0, 300_000, annotations=(("v", "{{ $value | humanize }}"),)),
            Alerting("Meta", "count by (severity) (ALERTS{alertstate='firing'}) > 1", 60_000),
            Alerting("Slow", "histogram_quantile(0.9, sum by (le) (rate(latency_bucket[5m]))) > 0.55", 180_000),
        ),
    ),
)


@promtool.needs_promtool
@pytest.mark.parametrize("seed", range(5))
def test_the_tests_that_are_written_pass_in_promtool(seed, tmp_path):
    written = write_tests(GROUPS, queries.store(seed), queries.COUNT * 60, "rules.yml", edition=promtool.edition())
    assert written.count("exp_labels") > 10
    done = promtool.run(tmp_path, written, write_rules(GROUPS))
    assert done.returncode == 0, done.stdout + done.stderr
    broken = written.replace("severity: page", "severity: ticket").replace("alertname: Kept\n", "alertname: Low\n", 1)
    assert promtool.run(tmp_path, broken, write_rules(GROUPS)).returncode != 0


def test_what_the_series_do_not_allow_names_the_rule():
    store = of_minutes([1, 1], region="eu")
    store.add(labels_of({"__name__": "m", "region": "us"}), samples(np.array([0]), np.array([1.0])))
    with pytest.raises(PromqlError, match="Twice: .*several series"):
        run_rules([RuleGroup("g", (Alerting("Twice", "m / on () m"),))], store, 60)


def test_rules_are_not_evaluated_for_ever():
    with pytest.raises(PromqlError, match="600,000 times"):
        run_rules([RuleGroup("g", (Alerting("A", "m"),), 1)], Store(), 1e12)
    with pytest.raises(PromqlError, match="50,000 times"):
        run_rules([RuleGroup("g", (Recording("m", "m + 1"),))], Store(), 50_001 * 60)
