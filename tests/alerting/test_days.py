"""Weeks with incidents: what is measured, how alerting is judged, what runbooks mend."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from slipway.alerting.counts import counts
from slipway.alerting.days import WEEKS, Days, Watching, is_paged, watch
from slipway.alerting.incidents import HARMS, Incident, drawn
from slipway.alerting.judge import GRACE_S, Page, judge
from slipway.alerting.presets import ALARMS, PATIENT, RUNBOOKS, SETUPS, SYMPTOMS, TWITCHY
from slipway.alerting.rule import Alerting, RuleGroup
from slipway.alerting.runbook import CURES, Remedy, Runbook, mended
from slipway.alerting.site import Site, erlang_c, measure
from slipway.alerting.site_series import METRICS, as_datapoints, as_store
from slipway.formats.prometheus_rules import write_rules
from slipway.formats.promtool import write_tests
from slipway.luck import generator
from slipway.traffic.balancers import LeastWork
from slipway.traffic.monitor import Answers, Monitor
from slipway.traffic.pool import Pool
from slipway.traffic.profiles import constant
from slipway.traffic.stream import stream
from tests.alerting import promtool

HOUR = 3600.0
DAY = 24 * HOUR
QUIET = constant(60, 6 * HOUR)


def burst(size=0.1, since_s=2 * HOUR, until_s=3 * HOUR, kind="error_burst", region=""):
    return Incident(kind, since_s, until_s, size, region)


def eu(incidents, seed=1):
    return measure(QUIET, tuple(incidents), seed).regions[0]


@given(some.integers(0, 1000), some.floats(0, 200), some.floats(0, 200))
def test_more_expected_is_never_fewer(seed, one, other):
    low, high = sorted((one, other))
    luck = generator(seed, "test").standard_normal(50)
    assert (counts(np.full(50, low), luck) <= counts(np.full(50, high), luck)).all()


@pytest.mark.parametrize("expected", [0.2, 5.0, 49.0, 51.0, 900.0])
def test_counts_are_poisson(expected):
    found = counts(np.full(20_000, expected), generator(1, "test").standard_normal(20_000))
    assert found.mean() == pytest.approx(expected, rel=0.02, abs=0.02)
    assert found.var() == pytest.approx(expected, rel=0.06)
    assert counts(np.zeros(3), np.array([-3.0, 0, 3])).tolist() == [0, 0, 0]


def test_the_chance_to_wait_is_erlangs():
    assert erlang_c(np.array([0.8]), 4)[0] == pytest.approx(0.59643, abs=1e-5)
    assert erlang_c(np.array([0.0, 1.5]), 4).tolist() == pytest.approx([0, 1])


@settings(max_examples=20)
@given(some.sampled_from(["error_burst", "spike", "region"]), some.floats(0, 0.5), some.floats(0, 0.5))
def test_a_worse_incident_never_fails_fewer_requests(kind, size, more):
    region = "eu" if kind == "region" else ""
    mild, bad = (eu([burst(each, kind=kind, region=region)]).failed for each in (size, size + more))
    assert (mild <= bad).all()


@pytest.mark.parametrize("kind", HARMS)
def test_an_incident_does_not_change_what_was_before_it(kind):
    calm, troubled = eu([]), eu([burst(0.9, kind=kind, region="eu" if kind == "region" else "")])
    for name in ("requests", "failed", "mean_s", "cpu_pct", "memory_pct", "waiting"):
        before, after = getattr(calm, name), getattr(troubled, name)
        assert (before[:120] == after[:120]).all()


def test_each_kind_of_harm_shows_where_it_should():
    calm = eu([])

    def during(name, **incident):
        return getattr(eu([burst(**incident)]), name)[120:180].mean() / max(getattr(calm, name)[120:180].mean(), 1e-9)

    assert during("failed", size=0.1) > 50
    assert during("mean_s", kind="slow_dependency", size=10) > 3
    assert during("memory_pct", kind="leak", size=30) > 1.2
    assert during("cpu_pct", kind="saturation", size=2) > 1.8
    assert during("requests", kind="traffic_drop", size=0.5) == pytest.approx(0.5, abs=0.05)
    us = [measure(QUIET, each, 1).regions[1].failed for each in ((), (burst(0.5, kind="region", region="eu"),))]
    assert (us[0] == us[1]).all()


def test_a_minute_is_like_one_of_the_simulation_request_by_request():
    """Load 0.8, no call: waits and 99th percentile as the exact simulator has them."""
    site = Site((("eu", 1.0),), 4, 0.1, 1e-9, 0.0)
    measured = measure(constant(32, DAY), (), 3, site)
    pool, monitor = Pool(4, LeastWork()), Monitor(3600)
    for period in stream(constant(32, DAY), 3, 60, mean_size_s=0.1):
        served = pool.serve(period.at_s, period.sizes_s)
        nothing = np.zeros(len(period.at_s), dtype=bool)
        answers = Answers(period.at_s, served.waits_s, served.waits_s + period.sizes_s, nothing, nothing)
        monitor.record(pool.close(period.ends_s), answers)
    table = monitor.table()
    region = measured.regions[0]
    assert region.cpu_pct.mean() == pytest.approx(table.cpu_pct.mean(), rel=0.02)
    points = as_datapoints(measured)["Latency"]
    exact = (table.p99_ms * table.requests).sum() / table.requests.sum()
    assert points.spread
    shares = 1 - points.spread.counts.cumsum(axis=1) / points.spread.counts.sum(axis=1)[:, None]
    above_s = {bound: float(shares[:, number].mean()) for number, bound in enumerate(points.spread.bounds)}
    assert above_s[500.0] > 0.01 > above_s[1000.0]
    assert 500 < exact < 1000


def test_series_and_datapoints_agree():
    measured = measure(QUIET, (burst(),), 1)
    store, points = as_store(measured), as_datapoints(measured)
    assert set(points) == set(METRICS)
    failed = [found for labels, found in store.select(()) if ("code", "500") in labels]
    assert sum(found.values[-1] for found in failed) == points["HTTPCode_5XX"].values.sum()


def test_drawn_incidents_do_not_meet_and_come_back_the_same():
    found = drawn(7, 5, 7)
    harms = sorted((each for each in found if each.is_harmful), key=lambda each: each.since_s)
    assert {each.kind for each in harms} == set(HARMS)
    assert all(a.until_s <= b.since_s for a, b in zip(harms, harms[1:], strict=False))
    assert found == drawn(7, 5, 7) != drawn(7, 6, 7)
    assert sum(each.kind == "batch" for each in found) == 7
    with pytest.raises(ValueError, match="out of bounds"):
        Incident("error_burst", 0, 1, 2)


def test_pages_are_judged_by_what_really_went_wrong():
    incidents = [
        burst(since_s=100, until_s=200),
        burst(since_s=9000, until_s=9100),
        burst(since_s=0, until_s=60, kind="spike"),
    ]
    pages = [Page(30, "A"), Page(150, "A"), Page(199 + GRACE_S, "B"), Page(23 * HOUR, "A")]
    found = judge(pages, incidents, DAY)
    assert (found.precision, found.recall, found.detected_s, found.needless_at_night) == (0.5, 0.5, 50, 2)
    assert found.pages_per_week == 28
    assert [verdict.arithmetic for verdict in found.verdicts()] == [
        "2 of 4 pages were for something → precision 50%",
        "1 of 2 incidents were noticed → recall 50%",
    ]
    nothing = judge([], [], DAY)
    assert (nothing.precision, nothing.recall, nothing.detected_s) == (None, None, None)


def test_a_deed_counts_as_noticed_and_not_as_a_page():
    found = judge([], [burst(since_s=100, until_s=200)], DAY, [160])
    assert (found.recall, found.detected_s, found.pages) == (1, 60, 0)


def judged(name):
    found = watch(SETUPS[name], WEEKS["noisy-week"]).judgement
    assert found
    return found


def test_symptoms_page_for_what_matters_and_twitchy_alerts_for_everything():
    symptoms, twitchy, patient, alarms = map(judged, ("symptoms", "twitchy", "patient", "alarms"))
    assert symptoms.recall == twitchy.recall == 1
    assert symptoms.pages < twitchy.pages / 5
    assert twitchy.precision < 0.2 < symptoms.precision
    assert patient.recall < 0.5
    assert patient.precision == alarms.precision == 1


def test_a_remedy_mends_what_it_can_and_nothing_before_it():
    assert mended((burst(since_s=0, until_s=1000),), Remedy("roll_back", 60), 100) == (burst(since_s=0, until_s=160),)
    assert mended((burst(since_s=0, until_s=1000),), Remedy("restart", 60), 100)[0].until_s == 1000
    assert mended((burst(since_s=200, until_s=1000),), Remedy("roll_back", 60), 100)[0].until_s == 1000
    assert set(CURES) == {"restart", "scale_out", "roll_back", "fail_over"}


def test_a_rollback_by_itself_ends_errors_sooner():
    query = 'sum(rate(requests_total{code="500"}[5m])) / sum(rate(requests_total[5m])) > 0.02'
    rules = (RuleGroup("g", (Alerting("Errors", query),)),)
    days = Days(constant(60, DAY), (burst(0.3),), 1)
    by_hand = watch(Watching(rules), days)
    by_itself = watch(
        Watching(rules, runbooks=(Runbook("Errors", ("look at the release",), Remedy("roll_back", 120)),)), days
    )
    (deed,) = [event for event in by_itself.events if event.kind == "remedy"]
    assert by_itself.incidents[0].until_s == deed.at_s + 120 < by_hand.incidents[0].until_s
    fired = [event for event in by_itself.events if event.at_s <= deed.at_s and event.kind != "remedy"]
    assert fired == [event for event in by_hand.events if event.at_s <= deed.at_s]


def test_everything_that_happens_has_a_verdict_with_arithmetic_and_comes_in_order():
    watched = watch(
        replace(SETUPS["remedies"], alarms=ALARMS, groups=(*SYMPTOMS, *TWITCHY, *PATIENT)), WEEKS["usual-week"]
    )
    assert {event.kind for event in watched.events} == {"alert", "alarm", "notice", "call", "remedy"}
    assert all(event.verdict.arithmetic for event in watched.events)
    assert [event.at_s for event in watched.events] == sorted(event.at_s for event in watched.events)
    assert (
        watched.events
        == watch(
            replace(SETUPS["remedies"], alarms=ALARMS, groups=(*SYMPTOMS, *TWITCHY, *PATIENT)), WEEKS["usual-week"]
        ).events
    )


def test_runbooks_belong_to_alerts_there_are():
    names = {rule.alert for group in SYMPTOMS for rule in group.rules if isinstance(rule, Alerting)}
    assert {each.alert for each in RUNBOOKS} <= names
    assert [is_paged(name) for name in ("page", "pagerduty", "db-pager", "ticket")] == [True, True, True, False]


@promtool.needs_promtool
@pytest.mark.parametrize("groups", [SYMPTOMS, TWITCHY], ids=["symptoms", "twitchy"])
def test_the_rules_that_are_here_fire_in_promtool_when_they_do_here(groups, tmp_path):
    incidents = (burst(), burst(20, 3.5 * HOUR, 4.5 * HOUR, "slow_dependency"), burst(60, 3 * HOUR, 6 * HOUR, "leak"))
    store = as_store(measure(QUIET, incidents, 1))
    written = write_tests(groups, store, 6 * HOUR, "rules.yml", edition=promtool.edition())
    assert written.count("exp_labels") > 5
    done = promtool.run(tmp_path, written, write_rules(groups))
    assert done.returncode == 0, (done.stdout + done.stderr)[:3000]
