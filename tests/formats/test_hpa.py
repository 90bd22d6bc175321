"""HorizontalPodAutoscalers: what is simulated is read, what is not is told, and what is written is read again."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from slipway.content.source import Text
from slipway.formats.hpa import export_hpa, import_hpa
from slipway.scaling.hpa import CPU_80, Hpa
from slipway.scaling.hpa_behavior import DOWN, UP, Policy, Rules
from slipway.scaling.hpa_replicas import Tolerance
from slipway.scaling.metric import Metric
from tests.formats.aws_settings import HOSTILE

MANIFEST = """apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: shop
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: shop}
  minReplicas: 2
  maxReplicas: 10
  metrics:
  - type: Resource
    resource:
      name: cpu
      target: {type: Utilization, averageUtilization: 60}
  - type: Pods
    pods:
      metric: {name: requests, selector: {matchLabels: {app: shop}}}
      target: {type: AverageValue, averageValue: 1500m}
  - type: Object
    object:
      metric: {name: hits}
      describedObject: {apiVersion: networking.k8s.io/v1, kind: Ingress, name: main}
      target: {type: Value, value: 2k}
  behavior:
    scaleDown:
      stabilizationWindowSeconds: 60
      tolerance: 0.05
      selectPolicy: Min
      policies:
      - {type: Percent, value: 10, periodSeconds: 60}
"""
_RULES: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "stabilizationWindowSeconds": {"type": "integer", "minimum": 0, "maximum": 3600},
        "selectPolicy": {"enum": ["Max", "Min", "Disabled"]},
        "tolerance": {"type": ["string", "number"]},
        "policies": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["type", "value", "periodSeconds"],
                "additionalProperties": False,
                "properties": {
                    "type": {"enum": ["Pods", "Percent"]},
                    "value": {"type": "integer"},
                    "periodSeconds": {"type": "integer", "maximum": 1800},
                },
            },
        },
    },
}
# Of io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler (Kubernetes' published OpenAPI, Apache-2.0): the fields we write.
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["apiVersion", "kind", "metadata", "spec"],
    "properties": {
        "apiVersion": {"const": "autoscaling/v2"},
        "spec": {
            "type": "object",
            "required": ["scaleTargetRef", "maxReplicas"],
            "additionalProperties": False,
            "properties": {
                "scaleTargetRef": {"type": "object", "required": ["kind", "name"]},
                "minReplicas": {"type": "integer"},
                "maxReplicas": {"type": "integer"},
                "metrics": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["type"],
                        "properties": {
                            "resource": {"type": "object", "required": ["name", "target"]},
                            "containerResource": {"type": "object", "required": ["name", "container", "target"]},
                            "pods": {"type": "object", "required": ["metric", "target"]},
                            "object": {"type": "object", "required": ["metric", "target", "describedObject"]},
                            "external": {"type": "object", "required": ["metric", "target"]},
                        },
                    },
                },
                "behavior": {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {"scaleUp": _RULES, "scaleDown": _RULES},
                },
            },
        },
    },
}


def read(content):
    return import_hpa(Text("hpa.yaml", content))


def test_it_is_read_as_it_stands_and_the_rest_is_told():
    imported = read(MANIFEST)
    assert imported.problems == ()
    assert imported.settings == Hpa(
        "shop",
        10,
        2,
        (
            Metric("Resource", "cpu", "Utilization", 60),
            Metric("Pods", "requests", "AverageValue", 1500),
            Metric("Object", "hits", "Value", 2_000_000),
        ),
        UP,
        Rules(60, (Policy("Percent", 10, 60),), "Min"),
        Tolerance(0.05, 0.1),
    )
    assert [(problem.line, "selector" in problem.what) for problem in imported.unsupported] == [(16, True)]


def test_defaults_are_those_of_the_api():
    least = "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: x}\nspec: {maxReplicas: 4}\n"
    assert read(least).settings == Hpa("x", 4, 1, (CPU_80,), UP, DOWN)


@pytest.mark.parametrize(
    ("given", "thousandths"),
    [("1e3", 1e6), ("2Ti", 2199023255552000), ("500u", 0.5), (".5", 500), ("1.", 1000), ("10E-1", 1000)],
)
def test_a_quantity_is_read_as_kubernetes_writes_it(given, thousandths):
    imported = read(MANIFEST.replace("1500m", f'"{given}"'))
    assert imported.settings and imported.settings.metrics[1].target == thousandths


def test_a_tolerance_is_a_quantity_too():
    imported = read(MANIFEST.replace("tolerance: 0.05", "tolerance: 50m"))
    assert imported.settings and imported.settings.tolerance == Tolerance(0.05, 0.1)


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("autoscaling/v2", "autoscaling/v1", 1, "autoscaling/v2"),
        ("maxReplicas: 10", "maxReplicas: 1", 7, "at most maxReplicas, 1"),
        ("  maxReplicas: 10\n", "", 6, "maxReplicas is missing"),
        ("type: Resource", "type: Resources", 10, "Resource"),
        ("averageUtilization: 60", "averageUtilization: many", 13, "a whole number"),
        ("1500m", "much", 17, "a quantity above 0"),
        ("1500m", "0", 17, "a quantity above 0"),
        ("type: AverageValue", "type: Utilization", 17, ""),
        ("stabilizationWindowSeconds: 60", "stabilizationWindowSeconds: 9999", 25, "3600"),
        ("periodSeconds: 60}", "periodSeconds: 3600}", 29, "1800"),
        ("selectPolicy: Min", "selectPolicy: Mean", 27, "Disabled"),
        ("tolerance: 0.05", "tolerance: -1", 26, "a quantity from 0 to 10"),
    ],
)
def test_a_fault_is_told_with_its_line(old, new, line, says):
    imported = read(MANIFEST.replace(old, new, 1))
    assert imported.settings is None
    assert any(problem.line == line and says in str(problem) for problem in imported.problems), imported.problems


@pytest.mark.parametrize("content", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_get_a_line(content):
    imported = read(content)
    assert imported.settings is None
    assert imported.problems


names = st.sampled_from(["cpu", "memory", "requests-per-second", "queue_length"])
thousandths = st.integers(1, 10**9).map(float)
metrics = st.one_of(
    st.builds(Metric, st.just("Resource"), names, st.just("Utilization"), st.integers(1, 1000).map(float)),
    st.builds(Metric, st.sampled_from(["Resource", "Pods"]), names, st.just("AverageValue"), thousandths),
    st.builds(Metric, st.just("ContainerResource"), names, st.just("AverageValue"), thousandths, st.just("app")),
    st.builds(
        Metric, st.sampled_from(["Object", "External"]), names, st.sampled_from(["Value", "AverageValue"]), thousandths
    ),
)
policies = st.builds(Policy, st.sampled_from(["Pods", "Percent"]), st.integers(1, 1000), st.integers(1, 1800))
directions = st.builds(
    Rules,
    st.integers(0, 3600),
    st.lists(policies, min_size=1, max_size=3).map(tuple),
    st.sampled_from(["Max", "Min", "Disabled"]),
)
tolerances = st.sampled_from([0.0, 0.05, 0.1, 0.2])


@given(
    st.integers(1, 5000),
    st.integers(0, 5000),
    st.lists(metrics, min_size=1, max_size=3).map(tuple),
    directions,
    directions,
    st.builds(Tolerance, tolerances, tolerances),
)
def test_what_is_written_is_read_again_and_is_an_autoscaler(most, least, asked, up, down, tolerance):
    hpa = Hpa("shop", most, min(least, most), asked, up, down, tolerance)
    written = export_hpa(hpa)
    imported = read(written)
    assert (imported.settings, imported.problems, imported.unsupported) == (hpa, (), ())
    assert list(Draft7Validator(SCHEMA).iter_errors(yaml.safe_load(written))) == []
