"""Flagger's `Canary` resources, in and out.

What the resource says and Slipway does not simulate is told field by field; nothing is dropped in silence.
"""

from dataclasses import replace
from typing import Any, get_args

import yaml

from slipway.content.problem import Problem
from slipway.content.source import Text
from slipway.delivery.flagger_hook import Hook, HookKind, answers_text, read_answers
from slipway.delivery.flagger_settings import (
    BUILT_IN,
    MATCHED_PCT,
    PROGRESS_DEADLINE_S,
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
_HOOK_URL = "http://gatekeeper/"
_ANSWERS = "slipway-answers"
"""Ours: a webhook's metadata are for whoever made it, and a cluster hands them on."""
_NO_SPLIT = "kubernetes"
_NO_SPLIT_ITERATIONS = 10


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
    spec.ignore("targetRef")
    around: dict[str, Any] = {
        "skip_analysis": spec.flag("skipAnalysis"),
        "suspended": spec.flag("suspend"),
        "progress_deadline_s": spec.whole("progressDeadlineSeconds", PROGRESS_DEADLINE_S, least=1),
        "splits": spec.text("provider") != _NO_SPLIT,
    }
    analysis = spec.group("analysis") or spec.group("canaryAnalysis")
    if analysis:
        return _analysis(resource.name, analysis, around, notes, left_out)
    if around["skip_analysis"]:
        return Flagger(resource.name, **around)
    spec.wrong("analysis", "is missing", say("flagger.ways"))
    return None


def _analysis(
    name: str, analysis: Group, around: dict[str, Any], notes: Notes, left_out: list[Problem]
) -> Flagger | None:
    webhooks = analysis.groups("webhooks")
    fields: dict[str, Any] = {
        **around,
        "interval_s": analysis.seconds("interval", least_s=1) or 60.0,
        "threshold": analysis.whole("threshold", 1, least=0, most=_MOST_COUNT) or 1,
        "max_weight": analysis.number("maxWeight", 0, least=0, most=WHOLE) or WHOLE,
        "step_weight": analysis.number("stepWeight", 0, least=0, most=WHOLE),
        "step_weights": _weights(analysis),
        "step_weight_promotion": analysis.number("stepWeightPromotion", 0, least=0, most=WHOLE),
        "iterations": analysis.whole("iterations", 0, most=_MOST_COUNT),
        "checks": tuple(check for group in analysis.groups("metrics") if (check := _check(group))),
        "gates": Gates(**{_GATES[kind]: True for kind in map(_kind, webhooks) if kind in _GATES}),
        "hooks": tuple(hook for group in webhooks if (hook := _hook(group, left_out))),
        "matched": bool(_match(analysis, around["splits"], left_out)),
    }
    if not around["splits"] and not fields["iterations"]:
        fields["iterations"] = _NO_SPLIT_ITERATIONS
        left_out.append(analysis.remark("iterations", say("flagger.no_split", iterations=_NO_SPLIT_ITERATIONS)))
    ways = ("skip_analysis", "step_weight", "step_weights", "iterations")
    if not any(fields[way] for way in ways):
        analysis.wrong("stepWeight", say("flagger.no_way"), say("flagger.ways"))
    return None if notes.problems else Flagger(name, **fields)


def _match(analysis: Group, splits: bool, left_out: list[Problem]) -> list[Group]:
    """Who is to be on the canary, where the provider can tell."""
    if not splits:
        return []
    match = analysis.groups("match")
    for group in match:
        group.ignore(*group.names)
    if match and "iterations" in analysis.names:
        left_out.append(analysis.remark("match", say("flagger.matched", share=f"{MATCHED_PCT:g}")))
    return match


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
    query = "" if template or name in BUILT_IN else group.text("query")
    if name and name not in BUILT_IN and not (reference or query):
        group.wrong("name", f"{name[:60]!r} {say('flagger.no_own_metric')}", say("flagger.own_metrics"), BUILT_IN)
        return None
    limits = group.group("thresholdRange")
    least = limits.number("min") if limits and "min" in limits.names else None
    most = limits.number("max") if limits and "max" in limits.names else None
    if limits is None:
        given = group.number("threshold")
        least, most = (given, None) if name == SUCCESS_RATE else (None, given)
    interval_s = group.seconds("interval", least_s=1) or 60.0
    return Check(name, least, most, interval_s, reference, query) if name else None


def _kind(webhook: Group) -> str:
    return webhook.text("type", "rollout")


def _hook(group: Group, left_out: list[Problem]) -> Hook | None:
    """A webhook that is called. Gates are not: they ask a person. What a hook answers may stand in its metadata."""
    name, kind = group.text("name", needed=True), _kind(group)
    group.ignore("url")
    metadata = group.group("metadata")
    known = next((each for each in get_args(HookKind) if each == kind), None)
    place = "type" if "type" in group.names else "name"
    if known is None:
        if kind not in _GATES:
            left_out.append(group.remark(place, say("flagger.not_called", kind=kind)))
        return None
    if known == "event":
        left_out.append(group.remark(place, say("flagger.hears_only")))
    hook = Hook(name, known)
    return replace(hook, answers=_answers(metadata)) if metadata and _ANSWERS in metadata.names else hook


def _answers(metadata: Group) -> tuple[bool, ...]:
    try:
        return read_answers(metadata.text(_ANSWERS))
    except ValueError as error:
        metadata.wrong(_ANSWERS, f"is {metadata.text(_ANSWERS)[:60]!r}", str(error))
        return ()


def export_canary(settings: Flagger) -> str:
    """The resource, with the names of a deployment of one's own to be put in."""
    spec: dict[str, Any] = {
        "provider": None if settings.splits else _NO_SPLIT,
        "targetRef": _TARGET,
        "progressDeadlineSeconds": _unless(PROGRESS_DEADLINE_S, settings.progress_deadline_s),
        "service": {"port": _PORT},
        "skipAnalysis": settings.skip_analysis or None,
        "suspend": settings.suspended or None,
        "analysis": _analysis_fields(settings),
    }
    document = {"apiVersion": API, "kind": "Canary", "metadata": {"name": settings.name}, "spec": _given(spec)}
    return yaml.safe_dump(document, sort_keys=False, width=110, allow_unicode=True)


def _analysis_fields(settings: Flagger) -> dict[str, Any]:
    gates = [kind for kind, gate in _GATES.items() if getattr(settings.gates, gate)]
    hooks = [_hook_fields(hook) for hook in settings.hooks]
    return _given(
        {
            "interval": written(settings.interval_s),
            "threshold": settings.threshold,
            "maxWeight": _unless(WHOLE, _number(settings.max_weight)),
            "stepWeight": _number(settings.step_weight) or None,
            "stepWeights": [_number(each) for each in settings.step_weights] or None,
            "stepWeightPromotion": _number(settings.step_weight_promotion) or None,
            "iterations": settings.iterations or None,
            "match": [{"headers": {"x-canary": {"exact": "always"}}}] if settings.matched else None,
            "metrics": [_check_fields(check) for check in settings.checks] or None,
            "webhooks": [*({"name": kind, "type": kind, "url": _HOOK_URL} for kind in gates), *hooks] or None,
        }
    )


def _hook_fields(hook: Hook) -> dict[str, Any]:
    answers = {_ANSWERS: answers_text(hook.answers)} if hook.answers else None
    return _given({"name": hook.name, "type": hook.kind, "url": _HOOK_URL, "metadata": answers})


def _check_fields(check: Check) -> dict[str, Any]:
    limits = _given({"min": _number(check.least), "max": _number(check.most)})
    template = {"name": check.template} if check.template else None
    fields = {"name": check.name, "templateRef": template, "query": check.query or None, "thresholdRange": limits}
    return _given({**fields, "interval": written(check.interval_s)})


def _unless(default: float, value: float | int | None) -> float | int | None:
    return None if value == default else value


def _number(value: float | None) -> float | int | None:
    """Whole numbers without a point."""
    return int(value) if value is not None and value == int(value) else value


def _given(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
