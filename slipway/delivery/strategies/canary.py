"""A plain canary as a strategy to choose."""

from slipway.delivery.canary import Canary, CanarySettings
from slipway.delivery.strategy import Strategy
from slipway.delivery.unready import once_ready
from slipway.knob import Knob

STRATEGY = Strategy(
    "canary",
    CanarySettings(),
    (
        Knob("weights_pct", "numbers", "%", 0.1, 100),
        Knob("bake_s", "number", "min", 0, 1440, 60),
        Knob("check_every_s", "number", "s", 5, 3600),
        Knob("max_error_rate", "number", "%", 0, 100, 0.01),
        Knob("max_p95_ms", "number", "ms", 1, 60_000),
        Knob("min_requests", "whole", "", 0, 1e6),
        Knob("failure_limit", "whole", "", 0, 100),
    ),
    once_ready(lambda settings, _: Canary(settings)),
)
