"""A feature flag as a strategy to choose."""

from slipway.delivery.flag import FlagSettings, flag
from slipway.delivery.strategy import Strategy
from slipway.delivery.unready import once_ready
from slipway.delivery.watched import WATCH_KNOBS
from slipway.knob import Knob

STRATEGY = Strategy(
    "flag",
    FlagSettings(),
    (
        Knob("ramp_pct", "numbers", "%", 0.1, 100),
        Knob("dark_s", "number", "min", 0, 1440, 60),
        Knob("bake_s", "number", "min", 0, 1440, 60),
        *WATCH_KNOBS,
    ),
    once_ready(flag),
)
