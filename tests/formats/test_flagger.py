"""Flagger's Canary: what is simulated is read, what is not is told, and what is written is read again."""

from typing import Any, get_args

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from slipway.content.source import Text
from slipway.delivery.flagger_hook import Hook, HookKind
from slipway.delivery.flagger_settings import BUILT_IN, Check, Flagger, Gates
from slipway.formats.flagger import export_canary, import_canary
from tests.formats.aws_settings import HOSTILE

# After the Istio example of Flagger's own artifacts folder; names are ours.
CANARY = """apiVersion: flagger.app/v1beta1
kind: Canary
metadata:
  name: shop
spec:
  provider: istio
  targetRef: {apiVersion: apps/v1, kind: Deployment, name: shop}
  service:
    port: 80
  analysis:
    interval: 15s
    threshold: 10
    maxWeight: 50
    stepWeight: 5
    metrics:
    - name: request-success-rate
      thresholdRange:
        min: 99
      interval: 1m
    - name: request-duration
      thresholdRange:
        max: 500
      interval: 30s
    - name: errors
      templateRef: {name: errors, namespace: shop}
      thresholdRange: {max: 1}
    webhooks:
    - name: load
      type: rollout
      url: http://loadtester/
    - name: ask
      type: confirm-promotion
      url: http://loadtester/gate
"""

WEBHOOKS = (
    *("confirm-rollout", "confirm-traffic-increase", "confirm-promotion"),
    *("pre-rollout", "rollout", "post-rollout", "rollback", "event"),
)
_CHECKED: dict[str, Any] = {
    "type": "object",
    "required": ["name"],
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string"},
        "interval": {"type": "string", "pattern": "^[0-9]+(m|s)"},
        "query": {"type": "string"},
        "thresholdRange": {
            "type": "object",
            "additionalProperties": False,
            "properties": {"min": {"type": "number"}, "max": {"type": "number"}},
        },
        "templateRef": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}},
    },
}
# Of canaries.flagger.app as fluxcd/flagger publishes it (artifacts/flagger/crd.yaml, Apache-2.0): the fields we write,
# and no others.
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "apiVersion": {"const": "flagger.app/v1beta1"},
        "kind": {"const": "Canary"},
        "spec": {
            "type": "object",
            "required": ["targetRef", "service", "analysis"],
            "additionalProperties": False,
            "properties": {
                "targetRef": {
                    "type": "object",
                    "required": ["apiVersion", "kind", "name"],
                    "properties": {"kind": {"enum": ["DaemonSet", "Deployment", "Service"]}},
                },
                "service": {"type": "object", "required": ["port"], "properties": {"port": {"type": "number"}}},
                "provider": {"type": "string"},
                "progressDeadlineSeconds": {"type": "number"},
                "skipAnalysis": {"type": "boolean"},
                "suspend": {"type": "boolean"},
                "analysis": {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {
                        "interval": {"type": "string", "pattern": "^[0-9]+(m|s)"},
                        "iterations": {"type": "number"},
                        "threshold": {"type": "number"},
                        "maxWeight": {"type": "number"},
                        "stepWeight": {"type": "number"},
                        "stepWeights": {"type": "array", "items": {"type": "number"}},
                        "stepWeightPromotion": {"type": "number"},
                        "match": {"type": "array", "items": {"type": "object"}},
                        "metrics": {"type": "array", "items": _CHECKED},
                        "webhooks": {
                            "type": "array",
                            "items": {
                                "type": "object",
                                "required": ["name", "url"],
                                "properties": {
                                    "type": {"enum": list(WEBHOOKS)},
                                    "metadata": {"type": "object", "additionalProperties": {"type": "string"}},
                                },
                            },
                        },
                    },
                },
            },
        },
    },
}


def read(content):
    return import_canary(Text("canary.yaml", content))


def test_it_is_read_as_it_stands():
    imported = read(CANARY)
    assert imported.problems == ()
    assert imported.settings == Flagger(
        "shop",
        (
            Check("request-success-rate", 99, None, 60),
            Check("request-duration", None, 500, 30),
            Check("errors", None, 1, 60, "errors"),
        ),
        interval_s=15,
        threshold=10,
        max_weight=50,
        step_weight=5,
        gates=Gates(before_promotion=True),
        hooks=(Hook("load", "rollout"),),
    )


def test_what_is_not_simulated_is_told_with_its_line():
    told = {problem.line: problem.what for problem in read(CANARY).unsupported}
    assert "service" in told[8]
    assert "namespace" in told[25]
    assert len(told) == 2


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("type: rollout", "type: rollout\n      timeout: 5s", "webhooks[0].timeout is not simulated"),
        ("type: rollout", "metadata: {cmd: hey}", "webhooks[0].metadata.cmd is not simulated"),
        ("type: rollout", "type: event", "change nothing"),
        ("type: rollout", "type: skip", "webhooks of the type skip are not called"),
        ("  provider: istio", "  provider: kubernetes", "cannot split traffic: 10 iterations"),
        ("    stepWeight: 5", "    stepWeight: 5\n    mirror: true", "analysis.mirror is not simulated"),
    ],
)
def test_what_else_is_not_simulated_is_told_too(old, new, says):
    imported = read(CANARY.replace(old, new, 1))
    assert imported.settings
    assert any(says in problem.what for problem in imported.unsupported), imported.unsupported


def test_a_webhook_without_a_type_is_a_rollout_hook_and_what_it_answers_stands_in_its_metadata():
    settings = read(CANARY.replace("type: rollout", 'metadata: {slipway-answers: "fail*2, ok"}')).settings
    assert settings and settings.hooks == (Hook("load", "rollout", (False, False, True)),)


def test_a_provider_that_cannot_split_traffic_checks_the_canary_without_any():
    settings = read(CANARY.replace("provider: istio", "provider: kubernetes")).settings
    assert settings and (settings.splits, settings.iterations) == (False, 10)


def test_a_metric_with_its_own_query_needs_no_template_and_without_a_limit_may_not_exceed_0():
    content = CANARY.replace("      templateRef: {name: errors, namespace: shop}\n      thresholdRange: {max: 1}\n", "")
    assert read(content).settings is None
    settings = read(content.replace("name: errors", "name: errors\n      query: sum(errors)")).settings
    assert settings and settings.checks[2] == Check("errors", None, 0, 60, query="sum(errors)")


def test_the_old_name_of_the_analysis_is_understood():
    assert read(CANARY.replace("  analysis:", "  canaryAnalysis:")).settings == read(CANARY).settings


def test_defaults_are_flaggers():
    imported = read(CANARY.split("    interval: 15s")[0] + "    stepWeight: 10\n")
    assert imported.settings == Flagger("shop", step_weight=10)
    assert (imported.settings.interval_s, imported.settings.threshold, imported.settings.last_weight) == (60, 1, 100)


def test_the_old_way_to_say_a_limit_is_understood():
    content = CANARY.replace("      thresholdRange:\n        min: 99\n", "      threshold: 98\n")
    settings = read(content).settings
    assert settings and settings.checks[0] == Check("request-success-rate", 98, None, 60)


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("flagger.app/v1beta1", "flagger.app/v9", 1, "flagger.app/v1beta1"),
        ("stepWeight: 5", "stepWeights: [5, 5]", 14, "must grow"),
        ("stepWeight: 5", "stepWeights: [5, x]", 14, "must grow"),
        ("stepWeight: 5", "mirror: true", 11, "says no way"),
        ("type: rollout", "metadata: {slipway-answers: maybe}", 29, "fail*2, ok"),
        ("provider: istio", "progressDeadlineSeconds: 0", 6, "whole"),
        ("maxWeight: 50", "maxWeight: 500", 13, "0 to 100"),
        ("interval: 15s", "interval: soon", 11, "a duration"),
        ("min: 99", "min: .nan", 18, "a number"),
        ("name: request-duration", "name: request-durations", 20, "request-duration"),
        ("threshold: 10", "threshold: 99999999999999999999", 12, "whole"),
        ("  name: shop\nspec", "  title: shop\nspec", 4, "name"),
    ],
)
def test_a_fault_is_told_with_its_line(old, new, line, says):
    imported = read(CANARY.replace(old, new, 1))
    assert imported.settings is None
    assert any(problem.line == line and says in str(problem) for problem in imported.problems), imported.problems


@pytest.mark.parametrize("content", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_get_a_line(content):
    imported = read(content)
    assert imported.settings is None
    assert imported.problems


numbers = st.integers(1, 100).map(float) | st.floats(0.1, 100).map(lambda each: float(f"{each:.4g}"))
seconds = st.integers(1, 7200).map(float)
limits = st.none() | st.integers(-1000, 100_000).map(float) | st.floats(0, 1).map(lambda each: float(f"{each:.4g}"))


@st.composite
def checks(draw):
    name = draw(st.sampled_from([*BUILT_IN, "errors", "checkout-latency"]))
    template, query = ("", "") if name in BUILT_IN else draw(st.sampled_from([("a", ""), ("b", ""), ("", "sum(x)")]))
    return Check(name, draw(limits), draw(limits), draw(seconds), template, query)


hooks = st.builds(
    Hook,
    st.sampled_from(["load", "smoke", "ring"]),
    st.sampled_from(get_args(HookKind)),
    st.lists(st.booleans(), max_size=9).map(tuple),
)


@st.composite
def canaries(draw):
    way = draw(st.sampled_from(["step", "steps", "iterations", "skip"]))
    weights = sorted(draw(st.sets(numbers, min_size=1, max_size=5)))
    iterations = draw(st.integers(1, 50)) if way == "iterations" else 0
    matched = bool(iterations) and draw(st.booleans())
    return Flagger(
        "shop",
        tuple(draw(st.lists(checks(), max_size=3))),
        draw(seconds),
        draw(st.integers(1, 20)),
        draw(numbers),
        draw(numbers) if way == "step" else 0.0,
        tuple(weights) if way == "steps" else (),
        draw(st.just(0.0) | numbers),
        iterations,
        matched,
        Gates(draw(st.booleans()), draw(st.booleans()), draw(st.booleans())),
        way == "skip",
        tuple(draw(st.lists(hooks, max_size=3))),
        draw(st.integers(1, 7200)),
        draw(st.booleans()) if way == "iterations" and not matched else True,
        draw(st.booleans()),
    )


@given(canaries())
def test_what_is_written_is_read_again_and_is_what_flagger_publishes(settings):
    written = export_canary(settings)
    imported = read(written)
    assert (imported.settings, imported.problems) == (settings, ())
    assert list(Draft7Validator(SCHEMA).iter_errors(yaml.safe_load(written))) == []
