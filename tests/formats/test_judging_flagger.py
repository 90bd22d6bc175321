"""Recorded values under Flagger's rules: by tick or by metric, and no value is a failed check."""

import json

import pytest

from slipway.content.source import Text
from slipway.formats.judging import judge
from tests.formats.test_flagger import CANARY

STRICT = CANARY.replace("threshold: 10", "threshold: 2").replace("stepWeight: 5", "stepWeight: 25")
GOOD = {"request-success-rate": 99.9, "request-duration": 100, "errors": 0}


def judged(recorded, settings=STRICT):
    return judge(Text("canary.yaml", settings), Text("values.json", json.dumps(recorded)))


def test_good_values_succeed():
    decision = judged([GOOD] * 3).settings
    assert decision and (decision.system, decision.decision) == ("flagger", "Succeeded")


def test_two_failed_ticks_end_it_however_far_apart():
    bad = {**GOOD, "request-success-rate": 90}
    settings = STRICT.replace("maxWeight: 50", "maxWeight: 100")
    decision = judged([bad, GOOD, GOOD, bad, GOOD], settings).settings
    assert decision and decision.decision == "Failed"
    assert [line.judged for line in decision.lines if line.name == "30 s" and line.of == "check"] == ["fails"]
    assert "2 failed checks ≥ 2" in decision.lines[-1].verdict.arithmetic


def test_no_value_fails_and_by_metric_is_the_same_as_by_tick():
    by_tick = judged([GOOD, {"request-success-rate": None}, {"request-duration": 1}]).settings
    columns = {"request-success-rate": [99.9, None, None], "request-duration": [100, None, 1], "errors": [0]}
    assert by_tick and by_tick.decision == "Failed"
    assert judged(columns).settings == by_tick


def test_a_recording_that_ends_leaves_it_under_way():
    decision = judged([GOOD]).settings
    assert decision and decision.decision == "Progressing"


@pytest.mark.parametrize(
    ("recorded", "says"),
    [
        ({"request-succes-rate": [1]}, "request-success-rate"),
        ([{"request-duration": "fast"}], "numbers, or null"),
        ([{"request-duration": True}], "numbers, or null"),
        ([3], "a list of ticks"),
        ({"errors": 3}, "numbers, or null"),
        ("x", "a list of ticks"),
    ],
)
def test_a_recording_that_would_not_do_says_what_would(recorded, says):
    imported = judged(recorded)
    assert imported.settings is None
    assert says in str(imported.problems[0])


def test_nan_is_no_value():
    """Since its pull request 1095 Flagger says of Prometheus's NaN that no values were found."""
    found = judged([{**GOOD, "request-success-rate": "NaN"}])
    assert found.settings
    assert "no values found for request-success-rate" in found.settings.lines[-1].verdict.arithmetic


def test_ticks_after_the_end_are_told():
    found = judged([GOOD] * 9)
    assert found.settings and found.settings.decision == "Succeeded"
    told = [str(each) for each in found.unsupported if each.path == "values.json"]
    assert told == ["values.json:1:1: the last 7 of 9 ticks would not have been looked at: all was settled by then"]


def test_a_check_names_its_metric_and_its_time():
    found = judged([GOOD]).settings
    assert found
    checks = [(line.metric, line.at_s) for line in found.lines if line.of == "check"]
    assert checks[0] == ("request-success-rate", 30.0)
    assert {line.metric for line in found.lines if line.of != "check"} == {None}
