"""A Kayenta judge as a dialect: no limits, but a comparison with a fresh baseline."""

from typing import Any

from slipway.delivery.canary import CanarySettings
from slipway.delivery.canary_config import CanaryConfig, MetricConfig
from slipway.delivery.kayenta_release import KayentaRelease, KayentaSettings
from slipway.delivery.strategy import Dialect, Expressed
from slipway.words import say

_NAME = "shop"
_MOST_PCT = 50.0
_LEAST_MIN = 1.0


def express(settings: Any) -> Expressed[KayentaSettings] | None:
    """The first step of a canary, for the time of all its steps, judged at the end of each."""
    if not isinstance(settings, CanarySettings):
        return None
    weight_pct = min(settings.weights_pct[0], _MOST_PCT)
    interval_min = max(settings.bake_s / 60, _LEAST_MIN)
    found = KayentaSettings(_config(settings), weight_pct, interval_min * len(settings.weights_pct), interval_min)
    left_out = [say("express.kayenta_limits")]
    if len(settings.weights_pct) > 1 or weight_pct < settings.weights_pct[0]:
        left_out.append(say("express.kayenta_steps", weight=f"{weight_pct:g}"))
    if settings.check_every_s < 60 * interval_min:
        left_out.append(say("express.kayenta_looks", minutes=f"{interval_min:g}"))
    if settings.min_requests:
        left_out.append(say("express.min_requests", count=settings.min_requests))
    if settings.failure_limit:
        left_out.append(say("express.kayenta_failures"))
    return Expressed(found, tuple(left_out))


def _config(settings: CanarySettings) -> CanaryConfig:
    metrics = [MetricConfig("error-rate", ("health",), "increase")]
    if settings.max_p95_ms is not None:
        metrics.append(MetricConfig("latency-p95", ("health",), "increase"))
    return CanaryConfig(_NAME, tuple(metrics), (("health", 100.0),))


DIALECT = Dialect("kayenta", express, lambda settings, _: KayentaRelease(settings))
