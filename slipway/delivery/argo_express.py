"""Strategies with alarms in Argo Rollouts' words: steps or colours, and analyses of the same limits."""

from slipway.delivery.argo_metric import Metric, Provider
from slipway.delivery.argo_settings import Background, BlueGreen, Canary, Pause, Rollout, SetWeight, Step, Template
from slipway.delivery.argo_settings import TemplateRef as Ref
from slipway.delivery.blue_green import BlueGreenSettings
from slipway.delivery.canary import CanarySettings
from slipway.delivery.linear import LinearSettings
from slipway.delivery.rolling import RollingSettings
from slipway.delivery.service import Service
from slipway.delivery.strategy import Expressed
from slipway.delivery.watched import Watched
from slipway.words import say

NAME = "shop"
TEMPLATE = Ref("canary-health")
ROUTER = "nginx"
_ADDRESS = "http://prometheus:9090"
_ERRORS = 'sum(rate(http_requests_total{app="shop",code=~"5.."}[1m])) / sum(rate(http_requests_total{app="shop"}[1m]))'
_LATENCY = "histogram_quantile(0.95, sum by (le) (rate(http_request_duration_ms_bucket[1m])))"


def limits(
    max_error_rate: float | None, max_p95_ms: float | None, every_s: float, failures: int, count: int = 0
) -> list[Metric]:
    """A metric for each limit; so many failures are let pass, and so many measurements are made where not for ever."""
    found = []
    for name, query, limit in (("error-rate", _ERRORS, max_error_rate), ("latency-p95", _LATENCY, max_p95_ms)):
        if limit is not None:
            provider, condition = Provider("prometheus", query, _ADDRESS), f"result[0] <= {limit:g}"
            found.append(Metric(name, provider, every_s, count, every_s, condition, failure_limit=failures))
    return found


def canary(settings: CanarySettings) -> Expressed[Rollout]:
    """Weights as steps with pauses, and checks as an analysis in the background."""
    steps: list[Step] = []
    for weight_pct in settings.weights_pct:
        steps += [SetWeight(round(weight_pct)), Pause(settings.bake_s)]
    left_out = [say("express.min_requests", count=settings.min_requests)] if settings.min_requests else []
    if any(weight != round(weight) for weight in settings.weights_pct):
        left_out.append(say("express.whole_weights"))
    metrics = limits(settings.max_error_rate, settings.max_p95_ms, settings.check_every_s, settings.failure_limit)
    return _rollout(Canary(tuple(steps), router=ROUTER, background=Background((TEMPLATE,))), metrics, left_out)


def linear(settings: LinearSettings) -> Expressed[Rollout]:
    """Equal steps with pauses, and an analysis in the background until everybody has it."""
    steps: list[Step] = []
    for weight_pct in settings.weights_pct[:-1]:
        steps += [SetWeight(round(weight_pct)), Pause(settings.step_s)]
    left_out = _alarms_left_out(settings)
    if any(weight != round(weight) for weight in settings.weights_pct):
        left_out.append(say("express.whole_weights"))
    if settings.has_alarms and settings.watch_on_s:
        left_out.append(say("express.argo_no_watch"))
    return _rollout(Canary(tuple(steps), router=ROUTER, background=_background(settings)), _watch(settings), left_out)


def rolling(settings: RollingSettings) -> Expressed[Rollout]:
    """A canary without steps is a rolling update."""
    left_out = _alarms_left_out(settings)
    min_ready_s, deadline_s = round(settings.min_ready_s), round(settings.progress_deadline_s)
    if (min_ready_s, deadline_s) != (settings.min_ready_s, settings.progress_deadline_s):
        left_out.append(say("express.whole_seconds"))
    if deadline_s <= min_ready_s:
        deadline_s = min_ready_s + 1
        left_out.append(say("express.deadline_later", deadline=deadline_s))
    if settings.has_alarms and settings.watch_on_s:
        left_out.append(say("express.argo_no_watch"))
    canary = Canary((), settings.max_surge, settings.max_unavailable, background=_background(settings))
    return _rollout(canary, _watch(settings), left_out, deadline_s, min_ready_s)


def blue_green(settings: BlueGreenSettings) -> Expressed[Rollout]:
    """Green waits as long as it is tested, then has everybody and is analysed, and blue stays for its time."""
    watched = settings.has_alarms and settings.watch_on_s >= settings.check_every_s
    looks = int(settings.watch_on_s // settings.check_every_s) if watched else 0
    colours = BlueGreen(
        "shop-active",
        "shop-preview",
        auto_promotion_s=max(1, round(settings.test_s)),
        post_promotion=(TEMPLATE,) if watched else (),
        scale_down_delay_s=round(settings.standby_s),
    )
    left_out = [*_alarms_left_out(settings), say("express.argo_no_smoke")]
    return _rollout(colours, _watch(settings, looks) if watched else [], left_out)


def _watch(settings: Watched, count: int = 0) -> list[Metric]:
    failures = settings.bad_looks - 1
    return limits(settings.max_error_rate, settings.max_p95_ms, settings.check_every_s, failures, count)


def _background(settings: Watched) -> Background | None:
    return Background((TEMPLATE,)) if settings.has_alarms else None


def _alarms_left_out(settings: Watched) -> list[str]:
    """What of an alarm an analysis cannot say."""
    if not settings.has_alarms:
        return []
    left_out = []
    if settings.min_requests:
        left_out.append(say("express.min_requests", count=settings.min_requests))
    if settings.of_looks > 1:
        left_out.append(say("express.argo_counts"))
    return left_out


def _rollout(
    strategy: Canary | BlueGreen,
    metrics: list[Metric],
    left_out: list[str],
    deadline_s: int = 600,
    min_ready_s: int = 0,
) -> Expressed[Rollout]:
    templates = (Template(TEMPLATE.name, tuple(metrics)),) if metrics else ()
    rollout = Rollout(NAME, strategy, Service().instances, templates, deadline_s, min_ready_s=min_ready_s)
    return Expressed(rollout, tuple(left_out))
