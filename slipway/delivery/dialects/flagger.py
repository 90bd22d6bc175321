"""Flagger as a dialect: equal steps or given ones, one per tick, and failed checks that are never forgotten."""

from typing import Any

from slipway.delivery.all_at_once import AllAtOnceSettings
from slipway.delivery.canary import CanarySettings
from slipway.delivery.flagger import FlaggerRelease
from slipway.delivery.flagger_settings import DURATION, LEAST_INTERVAL_S, SUCCESS_RATE, WHOLE, Check, Flagger
from slipway.delivery.linear import LinearSettings
from slipway.delivery.strategy import Dialect, Expressed
from slipway.words import say

_NAME = "shop"


def express(settings: Any) -> Expressed[Flagger] | None:
    """A canary’s weights as steps, one each tick; what looks between ticks and bake times cannot say is told."""
    match settings:
        case AllAtOnceSettings():
            return Expressed(Flagger(_NAME, skip_analysis=True))
        case CanarySettings():
            return _canary(settings)
        case LinearSettings():
            return _linear(settings)
        case _:
            return None


def _canary(settings: CanarySettings) -> Expressed[Flagger]:
    """A tick is a step, so it is as long as a step bakes."""
    interval_s = max(settings.bake_s, LEAST_INTERVAL_S)
    left_out = []
    if settings.check_every_s < interval_s:
        left_out.append(say("express.flagger_looks", interval=f"{interval_s:g}"))
    if settings.min_requests:
        left_out.append(say("express.min_requests", count=settings.min_requests))
    if settings.max_p95_ms is not None:
        left_out.append(say("express.flagger_p99"))
    weights = tuple(weight for weight in settings.weights_pct if weight < WHOLE) or settings.weights_pct
    checks = _checks(settings.max_error_rate, settings.max_p95_ms, interval_s)
    flagger = Flagger(_NAME, checks, interval_s, settings.failure_limit + 1, step_weights=weights)
    return Expressed(flagger, tuple(left_out))


def _linear(settings: LinearSettings) -> Expressed[Flagger]:
    interval_s = max(settings.step_s, LEAST_INTERVAL_S)
    left_out = [say("express.flagger_looks", interval=f"{interval_s:g}")] if settings.has_alarms else []
    if settings.has_alarms and settings.min_requests:
        left_out.append(say("express.min_requests", count=settings.min_requests))
    if settings.max_p95_ms is not None:
        left_out.append(say("express.flagger_p99"))
    if settings.watch_on_s:
        left_out.append(say("express.flagger_no_watch"))
    checks = _checks(settings.max_error_rate, settings.max_p95_ms, settings.window_s)
    flagger = Flagger(_NAME, checks, interval_s, settings.bad_looks, step_weight=settings.step_pct)
    return Expressed(flagger, tuple(left_out))


def _checks(max_error_rate: float | None, max_p95_ms: float | None, window_s: float) -> tuple[Check, ...]:
    found = []
    if max_error_rate is not None:
        found.append(Check(SUCCESS_RATE, least=round(100 * (1 - max_error_rate), 6), interval_s=window_s))
    if max_p95_ms is not None:
        found.append(Check(DURATION, most=max_p95_ms, interval_s=window_s))
    return tuple(found)


DIALECT = Dialect("flagger", express, FlaggerRelease)
