"""Small Argo releases to play in tests."""

from collections.abc import Mapping
from typing import Any

from slipway.delivery.argo import release
from slipway.delivery.argo_blue_green import BlueGreenRelease
from slipway.delivery.argo_canary import CanaryRelease
from slipway.delivery.argo_metric import Metric
from slipway.delivery.argo_settings import BlueGreen, Canary, Rollout, Step, Template, TemplateRef
from slipway.delivery.controller import Controller, Happening, Measure, Query, Reading

RATE = Metric("rate", interval_s=10, count=2, success_condition="result[0] >= 0.95")
CHECK = (TemplateRef("check"),)
HORIZON_S = 10_000.0


def canary(*steps: Step, metric: Metric = RATE, replicas: int = 10, **settings: Any) -> CanaryRelease:
    """A canary release; settings of Canary, and those of the release by `_name`."""
    fields, rest = _parted(settings)
    rollout = Rollout("shop", Canary(steps, **fields), replicas, (Template("check", (metric,)),))
    started = release(rollout, **rest)
    assert isinstance(started, CanaryRelease)
    return started


def blue_green(metric: Metric = RATE, **settings: Any) -> BlueGreenRelease:
    """A blue-green release; settings of BlueGreen, and those of the release by `_name`."""
    fields, rest = _parted(settings)
    rollout = Rollout("shop", BlueGreen("active", **fields), 4, (Template("check", (metric,)),))
    started = release(rollout, **rest)
    assert isinstance(started, BlueGreenRelease)
    return started


def _parted(settings: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    rest = {name[1:]: value for name, value in settings.items() if name.startswith("_")}
    return {name: value for name, value in settings.items() if not name.startswith("_")}, rest


def good(query: Query) -> Reading:
    """All is well."""
    return Reading(0.99, 100)


def bad(query: Query) -> Reading:
    """Half of the requests fail."""
    return Reading(0.5, 100)


def no_data(query: Query) -> Reading:
    """Nothing was measured."""
    return Reading(None)


def bad_from(at_s: float) -> Measure:
    """Well before this time, bad from then on."""
    return lambda query: bad(query) if query.until_s >= at_s else good(query)


def play(controller: Controller, measure: Measure = good, until_s: float = HORIZON_S) -> list[Happening]:
    """Everything that happens until nothing is due any more."""
    told: list[Happening] = []
    while (due_s := controller.next_at_s) is not None and due_s <= until_s:
        told += controller.step(due_s, measure)
    return told


def kinds(told: list[Happening]) -> list[str]:
    """What happened, without the measurements and pods in between."""
    return [each.kind for each in told if each.kind not in ("scale", "measurement", "metric")]


def last(told: list[Happening], kind: str) -> Happening:
    """The last happening of a kind."""
    return [each for each in told if each.kind == kind][-1]


def phase(controller: Controller) -> str:
    """The phase now, which mypy would take to be what it was when last compared."""
    return controller.phase
