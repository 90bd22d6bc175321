"""Argo Rollouts' manifests: a Rollout with its AnalysisTemplates, in and out.

What the manifest says and Slipway does not simulate is told field by field; nothing is dropped in silence.
"""

import re
from dataclasses import dataclass, replace
from typing import Any

import yaml

from slipway.content.problem import Problem
from slipway.content.source import Text, Tree
from slipway.delivery.argo_settings import ROUTERS, Background, BlueGreen, Canary, Rollout, Template, TemplateRef
from slipway.formats.argo_analysis import CLUSTER_KIND, analysis_fields, read_refs, read_template, template_document
from slipway.formats.argo_args import filled
from slipway.formats.argo_refs import by_names_alone, expanded
from slipway.formats.argo_steps import read_steps, step_fields
from slipway.formats.documents import documents
from slipway.formats.fields import Group, Notes
from slipway.formats.imported import Imported
from slipway.formats.resource import in_order

API = "argoproj.io/v1alpha1"
MOST_REPLICAS = 1000
_TEMPLATE_KINDS = ("AnalysisTemplate", CLUSTER_KIND)
_KINDS = ("Rollout", *_TEMPLATE_KINDS)
_QUANTITY = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a text holds: a rollout, which has the templates too, or templates alone."""

    rollout: Rollout | None
    templates: tuple[Template, ...]


def import_manifest(text: Text) -> Imported[Manifest]:
    """Every document of a text as settings; those of other kinds are told as left out."""
    trees, problems = documents(text)
    notes = Notes(problems)
    rollouts: list[Rollout] = []
    templates: list[Template] = []
    for tree in trees:
        if tree.scalar("kind") == "Rollout":
            _add_rollout(_document(tree, notes), rollouts)
    rollouts = [expanded(rollout, trees) for rollout in rollouts]
    asked = [ref for rollout in rollouts for ref in rollout.refs()]
    for tree in trees:
        if tree.scalar("kind") in _TEMPLATE_KINDS:
            _add_templates(tree, asked, notes, templates)
    if not rollouts and not templates and not problems:
        problems.append(text.problem(1, 1, "there is no Rollout and no AnalysisTemplate in here", "one of them"))
    problems = list(dict.fromkeys(problems))
    left_over = [*_others(trees), *notes.unsupported()]
    if problems:
        return Imported(None, in_order(left_over), in_order(problems))
    rollout = replace(rollouts[0], templates=tuple(templates)) if rollouts else None
    return Imported(Manifest(rollout, tuple(templates)), in_order([*left_over, *_missing(text, rollout)]))


def _others(trees: list[Tree]) -> list[Problem]:
    kinds = [(tree, tree.scalar("kind")) for tree in trees]
    return [
        tree.problem(("kind",), f"a {kind} is not simulated" if kind else "this document has no kind")
        for tree, kind in kinds
        if kind not in _KINDS
    ]


def _add_rollout(document: Group, rollouts: list[Rollout]) -> None:
    if rollouts:
        document.wrong("kind", "is a second Rollout", "one Rollout in a text")
    rollouts.append(_read_rollout(document))


def _add_templates(tree: Tree, asked: list[TemplateRef], notes: Notes, templates: list[Template]) -> None:
    """A template with each of the arguments that it is asked for with; what it leaves over is told once."""
    cluster_wide = tree.scalar("kind") == CLUSTER_KIND
    name = tree.scalar("metadata", "name")
    if any((name, cluster_wide) == (each.name, each.cluster_wide) for each in templates):
        _document(tree, notes).wrong("metadata", f"names {name!r} a second time", "a name of its own")
        return
    variants = dict.fromkeys(ref.args for ref in asked if (ref.name, ref.cluster_wide) == (name, cluster_wide))
    for number, args in enumerate(variants or [()]):
        document = _document(filled(tree, args), Notes(notes.problems) if number else notes)
        templates.append(replace(read_template(document, cluster_wide=cluster_wide), args=args))


def _document(tree: Tree, notes: Notes) -> Group:
    document = Group(tree, tree.scalar("kind"), notes)
    document.ignore("kind")
    version = document.text("apiVersion", needed=True)
    if version and version != API:
        document.wrong("apiVersion", f"is {version!r}", API)
    return document


def _missing(text: Text, rollout: Rollout | None) -> list[Problem]:
    """Templates that the rollout asks for and that may be in a cluster, but are not in the text."""
    names = rollout.missing() if rollout else ()
    what = "the AnalysisTemplate {} is not in here: a release of this Rollout is invalid"
    return [text.problem(1, 1, what.format(repr(name))) for name in names]


def _read_rollout(document: Group) -> Rollout:
    metadata, spec = document.group("metadata"), document.group("spec")
    name = metadata.text("name", needed=True) if metadata else ""
    if not metadata:
        document.wrong("metadata", "is missing", "a name")
    if not spec:
        document.wrong("spec", "is missing", "a strategy")
        return Rollout(name)
    _check_pods(spec)
    window = spec.group("rollbackWindow")
    min_ready_s, deadline_s = spec.whole("minReadySeconds"), spec.whole("progressDeadlineSeconds", 600, least=1)
    if deadline_s <= min_ready_s:
        spec.wrong("progressDeadlineSeconds", f"is {deadline_s}", f"more than minReadySeconds, {min_ready_s}")
    return Rollout(
        name,
        _read_strategy(spec),
        spec.whole("replicas", 1, most=MOST_REPLICAS),
        (),
        deadline_s,
        spec.flag("progressDeadlineAbort"),
        window.whole("revisions") if window else 0,
        min_ready_s,
    )


def _read_strategy(spec: Group) -> Canary | BlueGreen:
    strategy = spec.group("strategy")
    given = [name for name in ("canary", "blueGreen") if strategy and name in strategy.names]
    if strategy is None or len(given) != 1:
        spec.wrong("strategy", f"names {len(given)} strategies", "canary or blueGreen")
        return Canary()
    chosen = strategy.group(given[0])
    if given == ["blueGreen"]:
        return _read_blue_green(chosen, strategy)
    return _read_canary(chosen) if chosen else Canary()


def _read_canary(group: Group) -> Canary:
    routing, analysis = group.group("trafficRouting"), group.group("analysis")
    return Canary(
        read_steps(group),
        group.amount("maxSurge", "25%"),
        group.amount("maxUnavailable", "25%"),
        _read_router(routing) if routing else "",
        group.flag("dynamicStableScale"),
        group.whole("scaleDownDelaySeconds", 30),
        group.whole("abortScaleDownDelaySeconds", 30),
        Background(read_refs(analysis), analysis.whole("startingStep")) if analysis else None,
        group.whole("minPodsPerReplicaSet", most=MOST_REPLICAS),
    )


def _read_router(routing: Group) -> str:
    """The first router named; what it is told of meshes and ingresses is left over."""
    name = next((name for name in routing.names if name in ROUTERS), "")
    if name:
        routing.group(name)
    return name


def _read_blue_green(group: Group | None, strategy: Group) -> BlueGreen:
    if not group:
        strategy.wrong("blueGreen", "is empty", "an activeService")
        return BlueGreen("")
    return BlueGreen(
        group.text("activeService", needed=True),
        group.text("previewService"),
        group.flag("autoPromotionEnabled", True),
        group.whole("autoPromotionSeconds"),
        group.whole("previewReplicaCount", most=MOST_REPLICAS) if "previewReplicaCount" in group.names else None,
        read_refs(group.group("prePromotionAnalysis")),
        read_refs(group.group("postPromotionAnalysis")),
        group.whole("scaleDownDelaySeconds", 30),
        group.whole("abortScaleDownDelaySeconds", 30),
    )


def _check_pods(spec: Group) -> None:
    """The pod template changes nothing here, but a cluster refuses one whose quantities cannot be read."""
    template = spec.aside("template")
    pod = template.group("spec") if template else None
    for container in pod.groups("containers") if pod else []:
        resources = container.group("resources")
        for name in ("requests", "limits"):
            wanted = resources.group(name) if resources else None
            for resource in wanted.names if wanted else []:
                _check_quantity(wanted, resource)


def _check_quantity(group: Group | None, resource: str) -> None:
    amount = group.text(resource) if group else ""
    if group and not _QUANTITY.fullmatch(amount):
        group.wrong(resource, f"is {amount!r}", "a quantity such as 500m or 128Mi")


def export_rollout(rollout: Rollout) -> str:
    """The rollout and its templates as YAML documents that a cluster with a pod template of its own could take."""
    rollout = by_names_alone(rollout)
    found = [_rollout_document(rollout), *(template_document(template) for template in rollout.templates)]
    return yaml.safe_dump_all(found, sort_keys=False, width=110)


def _rollout_document(rollout: Rollout) -> dict[str, Any]:
    strategy = rollout.strategy
    fields = _blue_green_fields(strategy) if isinstance(strategy, BlueGreen) else _canary_fields(strategy)
    window = {"revisions": rollout.rollback_window} if rollout.rollback_window else None
    spec = _given(
        {
            "replicas": (rollout.replicas, None),
            "minReadySeconds": (rollout.min_ready_s, 0),
            "progressDeadlineSeconds": (rollout.progress_deadline_s, 600),
            "progressDeadlineAbort": (rollout.progress_deadline_abort, False),
            "rollbackWindow": (window, None),
            "strategy": ({strategy.kind: fields}, None),
        }
    )
    return {"apiVersion": API, "kind": "Rollout", "metadata": {"name": rollout.name}, "spec": spec}


def _canary_fields(canary: Canary) -> dict[str, Any]:
    background = canary.background
    analysis = background and {
        **analysis_fields(background.templates),
        **_given({"startingStep": (background.starting_step, 0)}),
    }
    return _given(
        {
            "maxSurge": (_amount(canary.max_surge), "25%"),
            "maxUnavailable": (_amount(canary.max_unavailable), "25%"),
            "trafficRouting": ({canary.router: {}} if canary.router else None, None),
            "dynamicStableScale": (canary.dynamic_stable_scale, False),
            "scaleDownDelaySeconds": (canary.scale_down_delay_s, 30),
            "abortScaleDownDelaySeconds": (canary.abort_scale_down_delay_s, 30),
            "minPodsPerReplicaSet": (canary.min_pods, 0),
            "analysis": (analysis, None),
            "steps": ([step_fields(step) for step in canary.steps], []),
        }
    )


def _blue_green_fields(blue_green: BlueGreen) -> dict[str, Any]:
    before, after = blue_green.pre_promotion, blue_green.post_promotion
    return _given(
        {
            "activeService": (blue_green.active_service, None),
            "previewService": (blue_green.preview_service, ""),
            "autoPromotionEnabled": (blue_green.auto_promotion, True),
            "autoPromotionSeconds": (blue_green.auto_promotion_s, 0),
            "previewReplicaCount": (blue_green.preview_replicas, None),
            "prePromotionAnalysis": (analysis_fields(before) if before else None, None),
            "postPromotionAnalysis": (analysis_fields(after) if after else None, None),
            "scaleDownDelaySeconds": (blue_green.scale_down_delay_s, 30),
            "abortScaleDownDelaySeconds": (blue_green.abort_scale_down_delay_s, 30),
        }
    )


def _given(fields: dict[str, tuple[Any, Any]]) -> dict[str, Any]:
    """The fields whose value is not the default beside it."""
    return {name: value for name, (value, default) in fields.items() if value != default}


def _amount(amount: str) -> str | int:
    return amount if amount.endswith("%") else int(amount)
