"""Kubernetes Deployments: what is simulated is read, what is not is told, and what is written is read again."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from slipway.content.source import Text
from slipway.delivery.deployment import Deployment
from slipway.formats.kubernetes_deployment import export_deployment, import_deployment
from slipway.formats.shipping import import_shipment
from tests.formats.aws_settings import HOSTILE

MANIFEST = """apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
  labels: {app: shop}
spec:
  replicas: 6
  revisionHistoryLimit: 3
  minReadySeconds: 10
  progressDeadlineSeconds: 120
  selector: {matchLabels: {app: shop}}
  strategy:
    type: RollingUpdate
    rollingUpdate:
      maxSurge: 2
      maxUnavailable: 10%
  template:
    metadata: {labels: {app: shop}}
    spec:
      containers:
      - name: shop
        image: shop:1
"""
_TEXT_OR_NUMBER = {"type": ["integer", "string"]}
# Of io.k8s.api.apps.v1.Deployment as Kubernetes publishes it (api/openapi-spec, Apache-2.0): only the fields we write.
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["apiVersion", "kind", "metadata", "spec"],
    "properties": {
        "apiVersion": {"const": "apps/v1"},
        "kind": {"const": "Deployment"},
        "metadata": {"type": "object", "properties": {"name": {"type": "string"}}},
        "spec": {
            "type": "object",
            "required": ["selector", "template"],
            "additionalProperties": False,
            "properties": {
                "replicas": {"type": "integer"},
                "minReadySeconds": {"type": "integer"},
                "progressDeadlineSeconds": {"type": "integer"},
                "selector": {
                    "type": "object",
                    "properties": {"matchLabels": {"type": "object", "additionalProperties": {"type": "string"}}},
                },
                "strategy": {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {
                        "type": {"enum": ["Recreate", "RollingUpdate"]},
                        "rollingUpdate": {
                            "type": "object",
                            "additionalProperties": False,
                            "properties": {"maxSurge": _TEXT_OR_NUMBER, "maxUnavailable": _TEXT_OR_NUMBER},
                        },
                    },
                },
                "template": {
                    "type": "object",
                    "properties": {
                        "spec": {
                            "type": "object",
                            "required": ["containers"],
                            "properties": {
                                "containers": {"type": "array", "items": {"type": "object", "required": ["name"]}}
                            },
                        }
                    },
                },
            },
        },
    },
}


def read(content):
    return import_deployment(Text("deployment.yaml", content))


def test_it_is_read_as_it_stands_and_the_rest_is_told():
    imported = read(MANIFEST)
    assert (imported.problems, imported.settings) == ((), Deployment("shop", 6, False, "2", "10%", 10, 120))
    told = {problem.line: problem.what for problem in imported.unsupported}
    assert [*told] == [5, 8, 17]
    assert "revisionHistoryLimit" in told[8]


def test_defaults_are_those_of_the_api():
    least = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: x}\nspec: {template: {}}\n"
    assert read(least).settings == Deployment("x")


def test_recreate_is_read_and_has_no_amounts():
    recreate = MANIFEST.replace("type: RollingUpdate", "type: Recreate")
    assert "Recreate" in str(read(recreate).problems[0])
    alone = recreate.replace("    rollingUpdate:\n      maxSurge: 2\n      maxUnavailable: 10%\n", "")
    assert read(alone).settings == Deployment("shop", 6, True, "25%", "25%", 10, 120)


def test_other_documents_are_told_and_the_file_can_be_shipped():
    imported = import_shipment(Text("all.yaml", f"{MANIFEST}---\nkind: Service\n---\n{MANIFEST}"))
    assert imported.settings and imported.settings.system.name == "kubernetes"
    told = [problem.what for problem in imported.unsupported]
    assert "a Service is not simulated" in told
    assert "a Deployment is not simulated" in told


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("apps/v1", "extensions/v1beta1", 1, "apps/v1"),
        ("maxSurge: 2", "maxSurge: many", 15, "a percentage such as 25%"),
        ("maxSurge: 2\n      maxUnavailable: 10%", "maxSurge: 0\n      maxUnavailable: 0%", 16, "both 0"),
        ("10%", "110%", 16, "at most 100%"),
        ("progressDeadlineSeconds: 120", "progressDeadlineSeconds: 10", 10, "more than minReadySeconds, 10"),
        ("replicas: 6", "replicas: 0", 7, "from 1"),
        ("replicas: 6", "replicas: 99999999999", 7, "1000"),
        ("type: RollingUpdate", "type: Rolling", 13, "RollingUpdate"),
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


amounts = st.integers(0, 99999).map(str) | st.integers(0, 999).map("{}%".format)
missing = st.integers(0, 99999).map(str) | st.integers(0, 100).map("{}%".format)


@given(st.integers(1, 1000), amounts, missing, st.integers(0, 10_000), st.integers(1, 10_000), st.booleans())
def test_what_is_written_is_read_again_and_is_a_deployment(replicas, surge, unavailable, ready_s, more_s, recreate):
    if (surge.strip("%"), unavailable.strip("%")) == ("0", "0"):
        surge = "1"
    surge, unavailable = ("25%", "25%") if recreate else (surge, unavailable)
    deployment = Deployment("shop", replicas, recreate, surge, unavailable, ready_s, ready_s + more_s)
    written = export_deployment(deployment)
    imported = read(written)
    assert (imported.settings, imported.problems) == (deployment, ())
    assert list(Draft7Validator(SCHEMA).iter_errors(yaml.safe_load(written))) == []
