"""Kubernetes Deployments (apps/v1), in and out: how they replace their pods.

What the manifest says and Slipway does not simulate is told field by field; nothing is dropped in silence.
"""

from typing import Any

import yaml

from slipway.content.source import Text
from slipway.delivery.deployment import Deployment
from slipway.formats.fields import Group, Notes
from slipway.formats.imported import Imported
from slipway.formats.resource import Resource, find_resource, in_order

API = "apps/v1"
MOST_REPLICAS = 1000
_KINDS = ("RollingUpdate", "Recreate")
_WHOLE_PCT = 100


def import_deployment(text: Text) -> Imported[Deployment]:
    """The first Deployment of a text; its other documents are told as left out."""
    found = find_resource(text, "Deployment", API)
    settings = _deployment(found.resource, found.notes) if found.resource else None
    told = in_order([*found.left_out, *found.notes.unsupported()])
    problems = in_order(found.notes.problems)
    return Imported(None if problems else settings, told, problems)


def _deployment(resource: Resource, notes: Notes) -> Deployment | None:
    spec = resource.spec
    if spec is None:
        return None
    spec.ignore("selector")
    replicas = spec.whole("replicas", 1, least=1, most=MOST_REPLICAS)
    min_ready_s = spec.whole("minReadySeconds", 0)
    deadline_s = spec.whole("progressDeadlineSeconds", 600, least=1)
    if deadline_s <= min_ready_s:
        spec.wrong("progressDeadlineSeconds", f"is {deadline_s}", f"more than minReadySeconds, {min_ready_s}")
    strategy = spec.group("strategy")
    recreate = bool(strategy and "type" in strategy.names and strategy.choice("type", _KINDS) == "Recreate")
    rolling = strategy.group("rollingUpdate") if strategy else None
    if rolling and recreate:
        rolling.wrong("maxSurge", "belongs to a rolling update, and this is Recreate", "no rollingUpdate")
    surge = rolling.amount("maxSurge", "25%") if rolling else "25%"
    unavailable = rolling.amount("maxUnavailable", "25%") if rolling else "25%"
    if rolling:
        _check_amounts(rolling, surge, unavailable)
    if notes.problems:
        return None
    return Deployment(resource.name, replicas, recreate, surge, unavailable, min_ready_s, deadline_s)


def _check_amounts(rolling: Group, surge: str, unavailable: str) -> None:
    if (surge.strip("%"), unavailable.strip("%")) == ("0", "0"):
        rolling.wrong("maxUnavailable", "and maxSurge are both 0", "one of them above 0")
    if unavailable.endswith("%") and int(unavailable[:-1]) > _WHOLE_PCT:
        rolling.wrong("maxUnavailable", f"is {unavailable!r}", "at most 100%")


def export_deployment(deployment: Deployment) -> str:
    """A manifest with a container to be put in."""
    labels = {"app": deployment.name}
    container = {"name": deployment.name, "image": f"registry.example/{deployment.name}:new"}
    spec: dict[str, Any] = {
        "replicas": deployment.replicas,
        "minReadySeconds": deployment.min_ready_s,
        "progressDeadlineSeconds": deployment.progress_deadline_s,
        "strategy": _strategy(deployment),
        "selector": {"matchLabels": labels},
        "template": {"metadata": {"labels": labels}, "spec": {"containers": [container]}},
    }
    document = {"apiVersion": API, "kind": "Deployment", "metadata": {"name": deployment.name}, "spec": spec}
    return yaml.dump(document, Dumper=_Plain, sort_keys=False, width=110, allow_unicode=True)


class _Plain(yaml.SafeDumper):
    """Writes what comes twice twice."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _strategy(deployment: Deployment) -> dict[str, Any]:
    if deployment.recreate:
        return {"type": "Recreate"}
    amounts = {"maxSurge": _amount(deployment.max_surge), "maxUnavailable": _amount(deployment.max_unavailable)}
    return {"type": "RollingUpdate", "rollingUpdate": amounts}


def _amount(amount: str) -> str | int:
    return amount if amount.endswith("%") else int(amount)
