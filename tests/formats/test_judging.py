"""Recorded measurements under an imported configuration's own rules, whichever system's file it is."""

import json

import pytest
import yaml

from slipway.content.source import Text
from slipway.formats.judging import judge
from tests.formats.test_flagger import CANARY

ARGO = """apiVersion: argoproj.io/v1alpha1
kind: AnalysisTemplate
metadata: {name: success}
spec:
  metrics:
    - name: success-rate
      interval: 60s
      count: 4
      failureLimit: 1
      successCondition: result[0] >= 0.95
      provider: {prometheus: {query: up}}
"""
KAYENTA = json.dumps(
    {
        "name": "lesson",
        "judge": {"name": "NetflixACAJudge-v1.0", "judgeConfigurations": {}},
        "metrics": [
            {
                "name": "errors",
                "groups": ["all"],
                "analysisConfigurations": {"canary": {"direction": "increase"}},
                "scopeName": "default",
            }
        ],
        "classifier": {"groupWeights": {"all": 100}, "scoreThresholds": {"pass": 95, "marginal": 75}},
    }
)


def judged(settings, measurements):
    return judge(Text("canary", settings), Text("measured", measurements))


@pytest.mark.parametrize(
    ("values", "decision"),
    [("[[0.99], [0.9], [0.97], [0.98]]", "Successful"), ("[[0.99], [0.9], [0.97], [0.8]]", "Failed")],
)
def test_argo_counts_failures_against_its_limit(values, decision):
    found = judged(ARGO, f"success-rate: {values}")
    assert found.problems == ()
    assert found.settings is not None
    assert (found.settings.system, found.settings.decision) == ("argo", decision)
    assert found.settings.lines[-1].of == "run"


@pytest.mark.parametrize(("bad", "decision"), [(7, "Pass"), (8, "Fail")])
def test_kayenta_looks_at_ranks_and_not_at_sizes(bad, decision):
    """Ten points against a flat baseline: seven terrible ones pass, eight do not (delivery reference, section 4)."""
    experiment = [100] * bad + [1] * (10 - bad)
    found = judged(KAYENTA, json.dumps({"errors": {"control": [1] * 10, "experiment": experiment}}))
    assert found.settings is not None
    assert (found.settings.system, found.settings.decision) == ("kayenta", decision)
    assert {line.of for line in found.settings.lines} == {"metric", "group", "score"}


@pytest.mark.parametrize(
    ("settings", "measurements", "complaint"),
    [
        ("{", "{}", "canary:1"),
        ("kind: Rollout", "x: []", "canary:1"),
        (ARGO, "other: [[1]]", "other"),
        (ARGO, "[", "measured:1"),
        (
            "hello",
            "{}",
            "canary:1:1: this is no canary configuration that can be judged by; expected an AnalysisTemplate",
        ),
        ("a: [1", "{}", "canary:1:4: this is not YAML"),
        (KAYENTA, '{"eror": {"control": [], "experiment": []}}', "measured:1:2: there is no metric 'eror'"),
        (
            KAYENTA,
            '[{"name": "eror", "values": {"control": [], "experiment": []}}]',
            "measured:1:3: there is no metric",
        ),
        (KAYENTA, '{"colour": {"control": [], "experiment": []}}', "colour"),
    ],
)
def test_what_cannot_be_judged_says_why(settings, measurements, complaint):
    found = judged(settings, measurements)
    assert found.settings is None
    assert any(complaint in str(problem) for problem in found.problems), found.problems


def test_a_measurement_names_its_metric_and_its_time():
    found = judged(
        ARGO.replace("interval: 60s", "interval: 60s\n      initialDelay: 30s"), "success-rate: [0.99, null, 0.9]"
    )
    assert found.settings is not None
    documents = [line.as_dict() for line in found.settings.lines]
    taken = [(each["metric"], each["at_s"], each["verdict"]) for each in documents if each["of"] == "measurement"]
    assert taken == [
        ("success-rate", 30.0, "Successful"),
        ("success-rate", 90.0, "Error"),
        ("success-rate", 100.0, "Failed"),
    ]
    assert documents[-2]["arithmetic"] == "success-rate: 2 of 4 measured; failed 1 ≤ failureLimit 1 → Running"
    assert documents[-1]["metric"] is None


def test_measurements_after_the_verdict_are_told():
    found = judged(ARGO, "\nsuccess-rate: [0.9, 0.9, 0.99, 0.99]")
    assert [str(each) for each in found.unsupported] == [
        "measured:2:1: the last 2 of 4 measurements of success-rate would not have been taken: all was settled by then"
    ]


def test_manifests_of_argo_may_be_json():
    manifest = json.dumps(yaml.safe_load(ARGO))
    found = judged(manifest, '{"success-rate": [0.99, 0.99, 0.99, 0.99]}')
    assert found.settings is not None
    assert (found.settings.system, found.settings.decision) == ("argo", "Successful")


@pytest.mark.parametrize(
    ("settings", "measurements"),
    [
        (ARGO, '{"success-rate": [NaN, .inf, "NaN", null]}'),
        (KAYENTA, '{"errors": {"control": [0, 0, 0], "experiment": [1, null, 3, "NaN"]}}'),
        (KAYENTA, '{"errors": {"control": [], "experiment": [null]}}'),
        (CANARY, '[{"request-success-rate": "NaN", "request-duration": null}]'),
        ("CodeDeployDefault.LambdaAllAtOnce", '{"Slow": [[0, null]]}'),
    ],
)
def test_what_is_printed_as_json_is_json(settings, measurements):
    """Which knows no NaN."""
    found = judged(settings, measurements)
    assert found.settings is not None
    for line in found.settings.lines:
        document = json.loads(json.dumps(line.as_dict(), allow_nan=False))
        assert {"metric", "at_s", "verdict", "arithmetic"} <= document.keys()
