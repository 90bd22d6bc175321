"""Flagger's `Canary` resources, in and out.

What the resource says and Slipway does not simulate is told field by field; nothing is dropped in silence.
"""

from typing import Any

import yaml

from slipway.content.problem import Problem
from slipway.content.source import Text
from slipway.delivery.flagger_settings import (
    BUILT_IN,
    MATCHED_PCT,
    SUCCESS_RATE,
    WHOLE,
    Check,
    Flagger,
    Gates,
)
from slipway.formats.duration import written
from slipway.formats.fields import Group, Notes
from slipway.formats.imported import Imported
from slipway.formats.resource import Resource, find_resource, in_order
from slipway.words import say

API = "flagger.app/v1beta1"
_MOST_COUNT = 10_000
_PORT = 80
_TARGET = {"apiVersion": "apps/v1", "kind": "Deployment", "name": "shop"}
_GATES = {
    "confirm-rollout": "before_rollout",
    "confirm-traffic-increase": "before_more_traffic",
    "confirm-promotion": "before_promotion",
}
_GATE_URL = "http://gatekeeper/"


def import_canary(text: Text) -> Imported[Flagger]:
    """The first `Canary` of a text; its other documents are told as left out."""
    found = find_resource(text, "Canary", API)
    settings = _canary(found.resource, found.notes, found.left_out) if found.resource else None
    told = in_order([*found.left_out, *found.notes.unsupported()])
    problems = in_order(found.notes.problems)
    return Imported(None if problems else settings, told, problems)


def _canary(resource: Resource, notes: Notes, left_out: list[Problem]) -> Flagger | None:
    spec = resource.spec
    if spec is None:
        return None
    spec.ignore("targetRef", "provider")
    skip = spec.flag("skipAnalysis")
    analysis = spec.group("analysis")
    if analysis:
        return _analysis(resource.name, analysis, skip, notes, left_out)
    if skip:
        return Flagger(resource.name, skip_analysis=True)
    spec.wrong("analysis", "is missing", say("flagger.ways"))
    return None


def _analysis(name: str, analysis: Group, skip: bool, notes: Notes, left_out: list[Problem]) -> Flagger | None:
    fields: dict[str, Any] = {
        "interval_s": analysis.seconds("interval", least_s=1) or 60.0,
        "threshold": analysis.whole("threshold", 1, least=0, most=_MOST_COUNT) or 1,
        "max_weight": analysis.number("maxWeight", 0, least=0, most=WHOLE) or WHOLE,
        "step_weight": analysis.number("stepWeight", 0, least=0, most=WHOLE),
        "step_weights": _weights(analysis),
        "step_weight_promotion": analysis.number("stepWeightPromotion", 0, least=0, most=WHOLE),
        "iterations": analysis.whole("iterations", 0, most=_MOST_COUNT),
        "checks": tuple(check for group in analysis.groups("metrics") if (check := _check(group))),
        "gates": _gates(analysis, left_out),
    }
    match = analysis.groups("match")
    for group in match:
        group.ignore(*group.names)
    if match and fields["iterations"]:
        left_out.append(analysis.remark("match", say("flagger.matched", share=f"{MATCHED_PCT:g}")))
    if not (skip or fields["step_weight"] or fields["step_weights"] or fields["iterations"]):
        analysis.wrong("stepWeight", say("flagger.no_way"), say("flagger.ways"))
    if notes.problems:
        return None
    return Flagger(name, **fields, matched=bool(match), skip_analysis=skip)


def _weights(analysis: Group) -> tuple[float, ...]:
    texts = analysis.texts("stepWeights", _MOST_COUNT)
    try:
        weights = tuple(float(each) for each in texts)
    except ValueError:
        weights = (-1.0,)
    if any(not before < after <= WHOLE for before, after in zip((0.0, *weights), weights, strict=False)):
        analysis.wrong("stepWeights", f"is {', '.join(texts)[:60]!r}", say("flagger.ascending"))
        return ()
    return weights


def _check(group: Group) -> Check | None:
    name = group.text("name", needed=True)
    template = group.group("templateRef")
    reference = template.text("name", needed=True) if template else ""
    if name and name not in BUILT_IN and not reference:
        group.wrong("name", f"{name[:60]!r} {say('flagger.no_own_metric')}", say("flagger.own_metrics"), BUILT_IN)
        return None
    limits = group.group("thresholdRange")
    least = limits.number("min") if limits and "min" in limits.names else None
    most = limits.number("max") if limits and "max" in limits.names else None
    if least is None and most is None and "threshold" in group.names:
        given = group.number("threshold")
        least, most = (given, None) if name == SUCCESS_RATE else (None, given)
    return Check(name, least, most, group.seconds("interval", least_s=1) or 60.0, reference) if name else None


def _gates(analysis: Group, left_out: list[Problem]) -> Gates:
    """Webhooks that ask somebody are gates; the others would be calls into a cluster that is not there."""
    found = {}
    for group in analysis.groups("webhooks"):
        kind = group.text("type", "rollout")
        group.ignore(*group.names)
        if kind in _GATES:
            found[_GATES[kind]] = True
        else:
            place = "type" if "type" in group.names else "name"
            left_out.append(group.remark(place, say("flagger.not_called", kind=kind)))
    return Gates(**found)


def export_canary(settings: Flagger) -> str:
    """The resource, with the names of a deployment of one's own to be put in."""
    spec = {"targetRef": _TARGET, "service": {"port": _PORT}, "skipAnalysis": settings.skip_analysis or None}
    spec |= {"analysis": _analysis_fields(settings)}
    document = {"apiVersion": API, "kind": "Canary", "metadata": {"name": settings.name}, "spec": _given(spec)}
    return yaml.safe_dump(document, sort_keys=False, width=110, allow_unicode=True)


def _analysis_fields(settings: Flagger) -> dict[str, Any]:
    gates = [kind for kind, gate in _GATES.items() if getattr(settings.gates, gate)]
    return _given(
        {
            "interval": written(settings.interval_s),
            "threshold": settings.threshold,
            "maxWeight": _number(settings.max_weight) if settings.max_weight != WHOLE else None,
            "stepWeight": _number(settings.step_weight) or None,
            "stepWeights": [_number(each) for each in settings.step_weights] or None,
            "stepWeightPromotion": _number(settings.step_weight_promotion) or None,
            "iterations": settings.iterations or None,
            "match": [{"headers": {"x-canary": {"exact": "always"}}}] if settings.matched else None,
            "metrics": [_check_fields(check) for check in settings.checks] or None,
            "webhooks": [{"name": kind, "type": kind, "url": _GATE_URL} for kind in gates] or None,
        }
    )


def _check_fields(check: Check) -> dict[str, Any]:
    limits = _given({"min": _number(check.least), "max": _number(check.most)})
    template = {"name": check.template} if check.template else None
    fields = {"name": check.name, "templateRef": template, "thresholdRange": limits or None}
    return _given({**fields, "interval": written(check.interval_s)})


def _number(value: float | None) -> float | int | None:
    """Whole numbers without a point."""
    return int(value) if value is not None and value == int(value) else value


def _given(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
