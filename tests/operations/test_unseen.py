"""Rules and alarms that look at what is not there are told, and those that look at something are not."""

import pytest

from slipway.alerting.alarm import MetricAlarm
from slipway.alerting.days import Watching
from slipway.alerting.rule import Alerting, Recording, RuleGroup
from slipway.alerting.site import measure
from slipway.alerting.site_series import METRICS, as_store
from slipway.alerting.situations import SITUATIONS
from slipway.content.source import Text
from slipway.operations.unseen import unseen
from slipway.panel import Words
from slipway.traffic.alarm import Alarm
from slipway.ui.operate_own import OWN
from slipway.words import say

STORE = as_store(measure(SITUATIONS["usual"].days.profile, (), 1, SITUATIONS["usual"].days.site))


def not_there(*rules: Alerting | Recording) -> tuple[str, ...]:
    return unseen(Watching((RuleGroup("g", rules),)), STORE, METRICS)


@pytest.mark.parametrize(
    "query",
    [
        "sum(rate(requests_total{code=~'5..'}[5m])) / sum(rate(requests_total[5m])) > 0.01",
        "max_over_time((cpu_pct > bool 80)[1h:5m]) > 0",
        "-histogram_quantile(0.99, sum by (le) (rate(request_seconds_bucket[5m]))) < -1",
    ],
)
def test_what_is_measured_here_is_seen_however_deep_it_stands(query: str) -> None:
    assert not_there(Alerting("A", query)) == ()


def test_a_name_or_a_label_that_there_is_not_is_told_once() -> None:
    rules = (
        Alerting("A", 'rate(http_requests_total[5m]) > 1 or rate(requests_total{code="503"}[5m]) > 1'),
        Alerting("B", "rate(http_requests_total[5m]) > 2"),
    )
    assert not_there(*rules) == ("http_requests_total", 'requests_total{code="503"}')


def test_what_rules_make_themselves_is_there() -> None:
    recorded = Recording("errors:rate5m", 'sum(rate(requests_total{code="500"}[5m]))')
    assert not_there(recorded, Alerting("A", "errors:rate5m > 1 and on() ALERTS")) == ()


def test_a_metric_that_no_alarm_can_get_is_told() -> None:
    alarms = tuple(MetricAlarm(Alarm(name, name, threshold=1)) for name in ("Errors", "DiskUse"))
    assert unseen(Watching(alarms=alarms), STORE, METRICS) == ("DiskUse",)


def test_a_learner_whose_rule_is_blind_reads_so_above_the_run() -> None:
    rules = Text("r.yaml", "groups: [{name: g, rules: [{alert: A, expr: 'rate(errors_total[5m]) > 1'}]}]")
    blind = OWN["alerting"].run([rules], "here", "usual", None).panels[0]
    assert isinstance(blind, Words) and "`errors_total`" in blind.text
    here = Text("r.yaml", rules.content.replace("errors_total", "requests_total"))
    assert len(OWN["alerting"].run([here], "here", "usual", None).panels) == 2


def test_the_page_names_all_that_can_be_looked_at() -> None:
    names = {dict(labels)["__name__"] for labels, _ in STORE.select([])}
    assert [name for name in (*names, *METRICS) if name not in say("ownfile.there_alerting")] == []


def test_without_a_page_there_is_no_precision() -> None:
    quiet = Text("r.yaml", "groups: [{name: g, rules: [{alert: A, expr: vector(0) > 1}]}]")
    measures = OWN["alerting"].run([quiet], "here", "usual", None).measures
    assert measures["precision_pct"] != measures["precision_pct"]
