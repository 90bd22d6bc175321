"""Argo Rollouts' manifests: a Rollout with its AnalysisTemplates, in and out.

What the manifest says and Slipway does not simulate is told field by field; nothing is dropped in silence.
"""

import re
from dataclasses import dataclass, replace
from typing import Any

import yaml

from slipway.content.problem import Problem
from slipway.content.source import Text, Tree
from slipway.delivery.argo_settings import ROUTERS, Background, BlueGreen, Canary, Rollout, Template
from slipway.formats.argo_analysis import CLUSTER_KIND, read_refs, read_template, ref_fields, template_document
from slipway.formats.argo_steps import read_steps, step_fields
from slipway.formats.documents import documents
from slipway.formats.fields import Group, Notes
from slipway.formats.imported import Imported
from slipway.formats.resource import in_order

API = "argoproj.io/v1alpha1"
MOST_REPLICAS = 1000
_KINDS = ("Rollout", "AnalysisTemplate", CLUSTER_KIND)
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
        match tree.scalar("kind"):
            case "Rollout":
                _add_rollout(_document(tree, notes), rollouts)
            case "AnalysisTemplate" | "ClusterAnalysisTemplate":
                _add_template(_document(tree, notes), templates)
    if not rollouts and not templates and not problems:
        problems.append(text.problem(1, 1, "there is no Rollout and no AnalysisTemplate in here", "one of them"))
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


def _add_template(document: Group, templates: list[Template]) -> None:
    template = read_template(document, cluster_wide=document.text("kind") == CLUSTER_KIND)
    if (template.name, template.cluster_wide) in [(each.name, each.cluster_wide) for each in templates]:
        document.wrong("metadata", f"names {template.name!r} a second time", "a name of its own")
    templates.append(template)


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
    return Rollout(
        name,
        _read_strategy(spec),
        spec.whole("replicas", 1, most=MOST_REPLICAS),
        (),
        spec.whole("progressDeadlineSeconds", 600, least=1),
        spec.flag("progressDeadlineAbort"),
        window.whole("revisions") if window else 0,
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
    found = [_rollout_document(rollout), *(template_document(template) for template in rollout.templates)]
    return yaml.safe_dump_all(found, sort_keys=False, width=110)


def _rollout_document(rollout: Rollout) -> dict[str, Any]:
    strategy = rollout.strategy
    fields = _blue_green_fields(strategy) if isinstance(strategy, BlueGreen) else _canary_fields(strategy)
    window = {"revisions": rollout.rollback_window} if rollout.rollback_window else None
    spec = _given(
        {
            "replicas": (rollout.replicas, None),
            "progressDeadlineSeconds": (rollout.progress_deadline_s, 600),
            "progressDeadlineAbort": (rollout.progress_deadline_abort, False),
            "rollbackWindow": (window, None),
            "strategy": ({strategy.kind: fields}, None),
        }
    )
    return {"apiVersion": API, "kind": "Rollout", "metadata": {"name": rollout.name}, "spec": spec}


def _canary_fields(canary: Canary) -> dict[str, Any]:
    background = canary.background
    analysis = background and _given(
        {"templates": (ref_fields(background.templates), None), "startingStep": (background.starting_step, 0)}
    )
    return _given(
        {
            "maxSurge": (_amount(canary.max_surge), "25%"),
            "maxUnavailable": (_amount(canary.max_unavailable), "25%"),
            "trafficRouting": ({canary.router: {}} if canary.router else None, None),
            "dynamicStableScale": (canary.dynamic_stable_scale, False),
            "scaleDownDelaySeconds": (canary.scale_down_delay_s, 30),
            "abortScaleDownDelaySeconds": (canary.abort_scale_down_delay_s, 30),
            "analysis": (analysis, None),
            "steps": ([step_fields(step) for step in canary.steps], []),
        }
    )


def _blue_green_fields(blue_green: BlueGreen) -> dict[str, Any]:
    before, after = ref_fields(blue_green.pre_promotion), ref_fields(blue_green.post_promotion)
    return _given(
        {
            "activeService": (blue_green.active_service, None),
            "previewService": (blue_green.preview_service, ""),
            "autoPromotionEnabled": (blue_green.auto_promotion, True),
            "autoPromotionSeconds": (blue_green.auto_promotion_s, 0),
            "previewReplicaCount": (blue_green.preview_replicas, None),
            "prePromotionAnalysis": ({"templates": before} if before else None, None),
            "postPromotionAnalysis": ({"templates": after} if after else None, None),
            "scaleDownDelaySeconds": (blue_green.scale_down_delay_s, 30),
            "abortScaleDownDelaySeconds": (blue_green.abort_scale_down_delay_s, 30),
        }
    )


def _given(fields: dict[str, tuple[Any, Any]]) -> dict[str, Any]:
    """The fields whose value is not the default beside it."""
    return {name: value for name, (value, default) in fields.items() if value != default}


def _amount(amount: str) -> str | int:
    return amount if amount.endswith("%") else int(amount)
