"""Kubernetes' HorizontalPodAutoscaler (autoscaling/v2), in and out.

What the manifest says and Slipway does not simulate is told field by field; nothing is dropped in silence.
"""

import re
from decimal import Decimal
from typing import Any, get_args

import yaml

from slipway.content.problem import Problem
from slipway.content.source import Text
from slipway.formats.fields import Group
from slipway.formats.imported import Imported
from slipway.formats.resource import Resource, find_resource, in_order
from slipway.scaling.hpa import CPU_80, Hpa
from slipway.scaling.hpa_behavior import DOWN, UP, Policy, PolicyKind, Rules, Select
from slipway.scaling.hpa_replicas import Tolerance
from slipway.scaling.metric import Metric
from slipway.words import say

API = "autoscaling/v2"
MOST_REPLICAS = 5000
_MOST_POLICIES = 20
_QUANTITY = re.compile(r"(\d{1,15}(?:\.\d{0,9})?|\.\d{1,9})(?:[eE]([+-]?\d{1,2})|([numkMGT]|[KMGT]i))?")
_DECIMAL = {"n": -9, "u": -6, "m": -3, "k": 3, "M": 6, "G": 9, "T": 12}
_BINARY = ("Ki", "Mi", "Gi", "Ti")
_WHERE = {
    "Resource": "resource",
    "ContainerResource": "containerResource",
    "Pods": "pods",
    "Object": "object",
    "External": "external",
}
_TOLERANCE = 0.1
_MOST_TOLERANCE = 10


def import_hpa(text: Text) -> Imported[Hpa]:
    """The first autoscaler of a text; its other documents are told as left out."""
    found = find_resource(text, "HorizontalPodAutoscaler", API)
    settings = _hpa(found.resource, found.notes.problems) if found.resource else None
    told = in_order([*found.left_out, *found.notes.unsupported()])
    problems = in_order(found.notes.problems)
    return Imported(None if problems else settings, told, problems)


def _hpa(resource: Resource, problems: list[Problem]) -> Hpa | None:
    spec = resource.spec
    if spec is None:
        return None
    spec.ignore("scaleTargetRef")
    most = spec.whole("maxReplicas", 0, least=1, most=MOST_REPLICAS)
    if "maxReplicas" not in spec.names:
        spec.wrong("maxReplicas", "is missing", f"a number from 1 to {MOST_REPLICAS}")
    least = spec.whole("minReplicas", 1, least=0, most=MOST_REPLICAS)
    if most and least > most:
        spec.wrong("minReplicas", f"is {least}", f"at most maxReplicas, {most}")
    metrics = tuple(metric for group in spec.groups("metrics") if (metric := _metric(group)))
    behavior = spec.group("behavior")
    upwards, downwards = (behavior.group(way) if behavior else None for way in ("scaleUp", "scaleDown"))
    up, down = _rules(upwards, UP), _rules(downwards, DOWN)
    tolerance = Tolerance(_tolerance(downwards), _tolerance(upwards))
    if problems:
        return None
    return Hpa(resource.name, most, least, metrics or (CPU_80,), up, down, tolerance)


def _metric(group: Group) -> Metric | None:
    source = group.choice("type", tuple(_WHERE))
    if source not in _WHERE:
        return None
    inner = group.group(_WHERE[source])
    if inner is None:
        group.wrong(_WHERE[source], "is missing", say("formats.hpa_source", source=source))
        return None
    if source == "Object":
        inner.ignore("describedObject")
    is_resource = source in ("Resource", "ContainerResource")
    name = inner.text("name", needed=True) if is_resource else _name(inner)
    container = inner.text("container", needed=True) if source == "ContainerResource" else ""
    target = inner.group("target")
    if target is None:
        inner.wrong("target", "is missing", "a type and a value")
        return None
    kind = target.choice("type", ("Utilization", "AverageValue", "Value"))
    value = _target(target, kind)
    if not name or value is None or (source == "ContainerResource" and not container):
        return None
    try:
        return Metric(source, name, kind, value, container)  # type: ignore[arg-type]
    except ValueError as error:
        target.wrong("type", f"is {kind!r}", str(error))
        return None


def _name(inner: Group) -> str:
    metric = inner.group("metric")
    if metric is None:
        inner.wrong("metric", "is missing", "a name")
        return ""
    return metric.text("name", needed=True)


def _target(target: Group, kind: str) -> float | None:
    """Per cent, or thousandths of the metric's unit."""
    if kind == "Utilization":
        if "averageUtilization" not in target.names:
            target.wrong("averageUtilization", "is missing", "per cent of what pods request")
        return float(target.whole("averageUtilization", 0, least=1, most=10_000)) or None
    field = {"AverageValue": "averageValue", "Value": "value"}.get(kind, "")
    if not field:
        return None
    given = target.text(field, needed=True)
    value = _read_quantity(given)
    if not value:
        if given:
            target.wrong(field, f"is {given[:40]!r}", "a quantity above 0 such as 500m, 10 or 2k")
        return None
    return float(value * 1000)


def _read_quantity(given: str) -> Decimal | None:
    """As Kubernetes writes numbers: with an exponent, or a letter for thousands or 1024s."""
    found = _QUANTITY.fullmatch(given)
    if found is None:
        return None
    number, exponent, unit = Decimal(found[1]), found[2], found[3] or ""
    if unit in _BINARY:
        return number * Decimal(1024) ** (1 + _BINARY.index(unit))
    return number.scaleb(int(exponent) if exponent else _DECIMAL.get(unit, 0))


def _rules(group: Group | None, usual: Rules) -> Rules:
    if group is None:
        return usual
    window_s = group.whole("stabilizationWindowSeconds", usual.window_s, most=3600)
    policies = tuple(policy for each in group.groups("policies", _MOST_POLICIES) if (policy := _policy(each)))
    select = group.choice("selectPolicy", get_args(Select)) if "selectPolicy" in group.names else "Max"
    valid: Select = next((each for each in get_args(Select) if each == select), "Max")
    return Rules(window_s, policies or usual.policies, valid)


def _policy(group: Group) -> Policy | None:
    kind = group.choice("type", get_args(PolicyKind))
    value = group.whole("value", 0, least=1, most=100_000)
    period_s = group.whole("periodSeconds", 0, least=1, most=1800)
    valid = next((each for each in get_args(PolicyKind) if each == kind), None)
    for field, given in (("value", value), ("periodSeconds", period_s)):
        if not given and field not in group.names:
            group.wrong(field, "is missing", "a number")
    return Policy(valid, value, period_s) if valid and value and period_s else None


def _tolerance(group: Group | None) -> float:
    given = group.text("tolerance") if group else ""
    if group is None or not given:
        return _TOLERANCE
    value = _read_quantity(given)
    if value is None or value > _MOST_TOLERANCE:
        group.wrong("tolerance", f"is {given[:40]!r}", f"a quantity from 0 to {_MOST_TOLERANCE} such as 0.05 or 50m")
        return _TOLERANCE
    return float(value)


def export_hpa(hpa: Hpa) -> str:
    """A manifest for a Deployment of the same name."""
    spec: dict[str, Any] = {
        "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": hpa.name},
        "minReplicas": hpa.min_replicas,
        "maxReplicas": hpa.max_replicas,
        "metrics": [_metric_fields(metric) for metric in hpa.metrics],
        "behavior": {
            "scaleUp": _rules_fields(hpa.up, hpa.tolerance.up),
            "scaleDown": _rules_fields(hpa.down, hpa.tolerance.down),
        },
    }
    document = {"apiVersion": API, "kind": "HorizontalPodAutoscaler", "metadata": {"name": hpa.name}, "spec": spec}
    return yaml.safe_dump(document, sort_keys=False, width=110, allow_unicode=True)


def _metric_fields(metric: Metric) -> dict[str, Any]:
    if metric.target_kind == "Utilization":
        target: dict[str, Any] = {"type": "Utilization", "averageUtilization": round(metric.target)}
    else:
        field = "averageValue" if metric.target_kind == "AverageValue" else "value"
        target = {"type": metric.target_kind, field: _quantity(metric.target)}
    if metric.source == "Resource":
        return {"type": "Resource", "resource": {"name": metric.name, "target": target}}
    if metric.source == "ContainerResource":
        fields = {"name": metric.name, "container": metric.container, "target": target}
        return {"type": "ContainerResource", "containerResource": fields}
    inner: dict[str, Any] = {"metric": {"name": metric.name}, "target": target}
    if metric.source == "Object":
        inner["describedObject"] = {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "name": "main"}
    return {"type": metric.source, _WHERE[metric.source]: inner}


def _quantity(thousandths: float) -> str:
    whole = thousandths / 1000
    return f"{whole:.0f}" if whole == int(whole) else f"{thousandths:.0f}m"


def _rules_fields(rules: Rules, tolerance: float) -> dict[str, Any]:
    policies = [{"type": each.kind, "value": each.value, "periodSeconds": each.period_s} for each in rules.policies]
    fields: dict[str, Any] = {"stabilizationWindowSeconds": rules.window_s, "selectPolicy": rules.select}
    if tolerance != _TOLERANCE:
        fields["tolerance"] = tolerance
    return {**fields, "policies": policies}
