"""Argo Rollouts as a dialect: weights become steps, checks an analysis beside them."""

from typing import Any

from slipway.delivery.argo import release
from slipway.delivery.argo_metric import Metric, Provider
from slipway.delivery.argo_settings import (
    Background,
    Canary,
    Pause,
    Rollout,
    SetWeight,
    Step,
    Template,
    TemplateRef,
)
from slipway.delivery.canary import CanarySettings
from slipway.delivery.controller import Controller
from slipway.delivery.service import Service
from slipway.delivery.strategy import Dialect, Expressed
from slipway.words import say

_NAME = "shop"
_TEMPLATE = TemplateRef("canary-health")
_QUERY = 'sum(rate(http_requests_total{app="shop",code=~"5.."}[1m])) / sum(rate(http_requests_total{app="shop"}[1m]))'
_LATENCY_QUERY = "histogram_quantile(0.95, sum by (le) (rate(http_request_duration_ms_bucket[1m])))"


def express(settings: Any) -> Expressed[Rollout] | None:
    """A canary's weights as steps with pauses, and its checks as a background analysis."""
    if not isinstance(settings, CanarySettings):
        return None
    steps: list[Step] = []
    for weight_pct in settings.weights_pct:
        steps += [SetWeight(round(weight_pct)), Pause(settings.bake_s)]
    strategy = Canary(tuple(steps), router="nginx", background=Background((_TEMPLATE,)))
    rollout = Rollout(_NAME, strategy, Service().instances, (Template(_TEMPLATE.name, tuple(_metrics(settings))),))
    return Expressed(rollout, tuple(_left_out(settings)))


def _metrics(settings: CanarySettings) -> list[Metric]:
    limit = settings.failure_limit
    every_s = settings.check_every_s
    found = [_metric("error-rate", _QUERY, every_s, f"result[0] <= {settings.max_error_rate:g}", limit)]
    if settings.max_p95_ms is not None:
        found.append(_metric("latency-p95", _LATENCY_QUERY, every_s, f"result[0] <= {settings.max_p95_ms:g}", limit))
    return found


def _metric(name: str, query: str, every_s: float, condition: str, limit: int) -> Metric:
    provider = Provider("prometheus", query, "http://prometheus:9090")
    return Metric(name, provider, every_s, initial_delay_s=every_s, success_condition=condition, failure_limit=limit)


def _left_out(settings: CanarySettings) -> list[str]:
    left_out = []
    if settings.min_requests:
        left_out.append(say("express.min_requests", count=settings.min_requests))
    if any(weight != round(weight) for weight in settings.weights_pct):
        left_out.append(say("express.whole_weights"))
    return left_out


def _start(rollout: Rollout, service: Service) -> Controller:
    return release(rollout, pod_start_s=service.boot_s)


DIALECT = Dialect("argo", express, _start, lambda rollout, service: service.resized(max(rollout.replicas, 1)))
