"""Series under Kayenta's rules, as its own suites have them.

Series and labels are from spinnaker/kayenta, ClassifierSuite (Apache-2.0), rounded to four places; the scores are those
of its ScorerSuite.
"""

import json
from pathlib import Path

import pytest

from slipway.content.source import Text
from slipway.formats.judging import judge

CASES = json.loads((Path(__file__).parent / "recorded" / "kayenta_classifier.json").read_text("utf-8"))
SERIES = {
    "Pass": {"control": [1, 2, 3, 4, 5] * 4, "experiment": [5, 4, 3, 2, 1] * 4},
    "High": {"control": [1, 2, 3, 4, 5] * 4, "experiment": [10, 20, 30, 40, 50] * 4},
    "Low": {"control": [10, 20, 30, 40, 50] * 4, "experiment": [1, 2, 3, 4, 5] * 4},
    "Nodata": {"control": [1, 2, 3], "experiment": [None, "NaN"]},
}


def judged(metrics, series, weights=None):
    """The decision on these metrics (a name, groups and an analysis each), with the usual limits of 95 and 75."""
    config = {
        "metrics": [
            {"name": name, "groups": groups, "analysisConfigurations": {"canary": canary}}
            for name, groups, canary in metrics
        ],
        "classifier": {"groupWeights": weights or {}, "scoreThresholds": {"pass": 95, "marginal": 75}},
    }
    found = judge(Text("kayenta.json", json.dumps(config)), Text("series.json", json.dumps(series)))
    assert found.problems == () and found.settings is not None
    return found.settings


def scored(weights, *metrics):
    """The decision on metrics given as a label, a group and whether they are critical."""
    named = [(f"m{at}", metric) for at, metric in enumerate(metrics)]
    return judged(
        [(name, [group], {"critical": bool(rest)}) for name, (_, group, *rest) in named],
        {name: SERIES[label] for name, (label, *_) in named},
        weights,
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_metric_is_called_what_kayenta_calls_it(case):
    series = {"m": {"control": case["control"], "experiment": case["experiment"]}}
    decision = judged([("m", ["all"], case["canary"]), ("other", ["all"], {})], {**series, "other": SERIES["Pass"]})
    line = next(each for each in decision.lines if each.metric == "m")
    assert line.judged == case["label"]
    assert ("critical metric m: score 0" in decision.lines[-1].verdict.arithmetic) == case["critical"]


HALF = {"a": 50, "b": 50}


@pytest.mark.parametrize(
    ("weights", "metrics", "score"),
    [
        ({}, [("Pass", "a")], "100"),
        ({}, [("High", "a")], "0"),
        ({}, [("Nodata", "a")], "0"),
        ({}, [("Pass", "a"), ("Pass", "a"), ("Nodata", "b")], "100"),
        ({}, [("Pass", "a"), ("High", "a")], "50"),
        ({}, [("Pass", "a"), ("High", "a"), ("Low", "a")], "33.33"),
        ({"a": 75, "b": 25}, [("Pass", "a"), ("Pass", "a"), ("High", "b")], "75"),
        (HALF, [("Pass", "a"), ("High", "a"), ("High", "b")], "25"),
        (HALF, [("Pass", "a"), ("Nodata", "a"), ("High", "b")], "50"),
        ({}, [("Pass", "a"), ("High", "a", "critical")], "0"),
        ({}, [("Low", "a"), ("Pass", "a", "critical")], "50"),
        ({}, [("Pass", "a"), ("Nodata", "a", "critical")], "0"),
        ({"a": 15, "b": 85}, [("High", "a"), ("Low", "a"), ("Pass", "a"), ("High", "b")], "5"),
    ],
)
def test_metrics_come_to_the_score_that_kayenta_gives(weights, metrics, score):
    decision = scored(weights, *metrics)
    assert [line.judged for line in decision.lines if line.of == "metric"] == [label for label, *_ in metrics]
    assert decision.lines[-1].judged == score


def test_a_group_without_data_has_0_itself_and_costs_the_canary_nothing():
    decision = scored({}, ("Pass", "a"), ("Pass", "a"), ("Nodata", "b"))
    assert {line.name: line.judged for line in decision.lines if line.of == "group"} == {"a": "100", "b": "0"}
    assert decision.lines[-1].verdict.arithmetic == "a 100 × 50 % + b 100 × 50 % = 100; 100 ≥ 95, Pass"


def test_weight_of_a_group_without_metrics_is_lost_and_that_is_told():
    arithmetic = scored({"a": 60, "b": 40}, ("Pass", "a")).lines[-1].verdict.arithmetic
    assert arithmetic == "a 100 × 60 % = 60 (40 % are lost: no metric is in b); 60 < 75, Fail"


def test_a_metric_in_no_group_leaves_nothing_to_score():
    decision = judged([("m", [], {})], {"m": SERIES["Pass"]})
    assert decision.lines[-1].verdict.arithmetic == "no metric is in a group: score 0; 0 < 75, Fail"
