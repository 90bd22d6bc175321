"""Kubernetes' HorizontalPodAutoscaler with what is most often set, one figure each."""

from dataclasses import dataclass
from typing import Literal

from slipway.knob import Knob
from slipway.scaling.hpa import Hpa, HpaScaler
from slipway.scaling.hpa_behavior import Policy, Rules
from slipway.scaling.hpa_replicas import Tolerance
from slipway.scaling.metric import Metric
from slipway.scaling.way import Way

Watched = Literal["cpu", "requests_per_second", "queue_length", "p95_milliseconds"]
WATCHED: tuple[Watched, ...] = ("cpu", "requests_per_second", "queue_length", "p95_milliseconds")
_MILLI = 1000.0
_POLICY_S = 60


@dataclass(frozen=True, slots=True)
class HpaSettings:
    """One metric with its target, bounds, and how fast it goes each way.

    `target` is per cent of requests for cpu, per pod for requests and the queue, in all for a latency. Up and down
    at most so many pods a minute come or go, 0 for as many as the documented defaults allow.
    """

    metric: Watched = "cpu"
    target: float = 60.0
    min_replicas: int = 2
    max_replicas: int = 20
    up_window_s: int = 0
    down_window_s: int = 300
    up_pods_per_min: int = 0
    down_pods_per_min: int = 0
    tolerance: float = 0.1

    def __post_init__(self) -> None:
        if self.min_replicas > self.max_replicas:
            raise ValueError(f"min_replicas ({self.min_replicas}) must be at most max_replicas ({self.max_replicas})")


def spec(settings: HpaSettings) -> Hpa:
    """As a manifest has it."""
    rules = Hpa("shop", 1)
    return Hpa(
        "shop",
        settings.max_replicas,
        settings.min_replicas,
        (_metric(settings),),
        _rules(rules.up, settings.up_window_s, settings.up_pods_per_min),
        _rules(rules.down, settings.down_window_s, settings.down_pods_per_min),
        Tolerance(settings.tolerance, settings.tolerance),
    )


def _rules(default: Rules, window_s: int, pods_per_min: int) -> Rules:
    policies = (Policy("Pods", pods_per_min, _POLICY_S),) if pods_per_min else default.policies
    return Rules(window_s, policies, default.select)


def _metric(settings: HpaSettings) -> Metric:
    match settings.metric:
        case "cpu":
            return Metric("Resource", "cpu", "Utilization", round(settings.target))
        case "requests_per_second":
            return Metric("Pods", "requests_per_second", "AverageValue", _MILLI * settings.target)
        case "queue_length":
            return Metric("External", "queue_length", "AverageValue", _MILLI * settings.target)
        case "p95_milliseconds":
            return Metric("External", "p95_milliseconds", "Value", _MILLI * settings.target)


WAY = Way(
    "hpa",
    HpaSettings(),
    (
        Knob("metric", "choice", choices=WATCHED),
        Knob("target", "number", least=0.1, most=10_000),
        Knob("min_replicas", "whole", least=1, most=200),
        Knob("max_replicas", "whole", least=1, most=1000),
        Knob("up_window_s", "whole", "s", most=3600),
        Knob("down_window_s", "whole", "s", most=3600),
        Knob("up_pods_per_min", "whole", most=1000),
        Knob("down_pods_per_min", "whole", most=1000),
        Knob("tolerance", "number", "%", most=100, factor=0.01),
    ),
    lambda settings, _: HpaScaler(spec(settings)),
    spec,
)
