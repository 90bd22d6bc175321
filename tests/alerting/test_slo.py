"""Burn rates: the figures of table 5-8, and the alerts that are made of them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from slipway.alerting.event import labels_of
from slipway.alerting.promql.store import Store, samples
from slipway.alerting.rule_run import run_rules
from slipway.alerting.slo import DAY_S, WORKBOOK, Burn, Slo, budget_left, burn_rate, burn_rules, exhausted_s

# The Site Reliability Workbook, chapter 5, table 5-8: severity, long and short window in s, rate, share of the budget;
# and how soon it fires when everything fails and 99.9 % should not.
TABLE = [
    ("page", 3600, 300, 14.4, 0.02, 52),
    ("page", 6 * 3600, 1800, 6, 0.05, 130),
    ("ticket", 3 * DAY_S, 6 * 3600, 1, 0.10, 259),
]


@pytest.mark.parametrize(("burn", "row"), list(zip(WORKBOOK, TABLE, strict=True)))
def test_a_row_of_the_table(burn, row):
    severity, long_s, short_s, rate, share, fires_s = row
    assert (burn.severity, burn.long_s, burn.short_s, burn.rate) == (severity, long_s, short_s, rate)
    assert burn.budget_used() == pytest.approx(share)
    assert burn_rate(share, long_s) == pytest.approx(rate)
    assert burn.detected_s(0.999, 1.0) == pytest.approx(fires_s, abs=0.5)


def test_other_figures_of_the_chapter():
    assert burn_rate(0.02, 3600, 28 * DAY_S) == pytest.approx(13.44)
    assert exhausted_s(14.4) == pytest.approx(50 * 3600)
    assert Burn("page", 3600, 14.4).detected_s(0.999, 0.0144) is None


@given(some.floats(0.001, 1), some.floats(0.001, 1))
def test_more_failures_are_noticed_no_later(one, other):
    low, high = sorted((one, other))
    late, soon = WORKBOOK[0].detected_s(0.999, low), WORKBOOK[0].detected_s(0.999, high)
    assert late is None or soon is not None and soon <= late


def outage(error_rate, begins_min, minutes):
    at_ms = np.arange(minutes + 1, dtype=np.int64) * 60_000
    every = np.arange(minutes + 1) * 6000.0
    bad = np.maximum(every - begins_min * 6000.0, 0) * error_rate
    names = [("500", bad), ("200", every - bad)]
    return Store({labels_of({"__name__": "requests_total", "code": code}): samples(at_ms, v) for code, v in names})


@pytest.mark.parametrize("error_rate", [1.0, 0.1, 0.03])
def test_an_alert_fires_when_the_formula_says(error_rate):
    slo, burn = Slo("shop", 0.999), WORKBOOK[0]
    ran = run_rules([burn_rules(slo, (burn,))], outage(error_rate, 70, 200), 200 * 60)
    (episode,) = ran.episodes
    assert dict(episode.labels) == {"alertname": "ShopBurnPage", "severity": "page", "slo": "shop"}
    assert 0 < episode.fired_s - 70 * 60 - (burn.detected_s(0.999, error_rate) or 0) <= 120


def test_failures_within_the_budget_fire_nothing():
    assert run_rules([burn_rules(Slo("shop", 0.999))], outage(0.0009, 70, 500), 500 * 60).episodes == ()


def test_the_budget_runs_down_to_what_was_used():
    left = budget_left(Slo("shop", 0.99), np.array([0.0, 5.0, 10.0]), np.array([500.0, 500.0, 500.0]))
    assert left.tolist() == pytest.approx([1, 1 - 5 / 15, 0])


def test_an_objective_is_a_share():
    with pytest.raises(ValueError, match="share"):
        Slo("shop", 99.9)
