"""A rolling update as a strategy to choose."""

from slipway.delivery.rolling import RollingSettings, RollingUpdate
from slipway.delivery.strategy import Strategy
from slipway.delivery.watched import WATCH_KNOBS
from slipway.knob import Knob

STRATEGY = Strategy(
    "rolling",
    RollingSettings(),
    (
        Knob("max_surge", "amount"),
        Knob("max_unavailable", "amount"),
        Knob("min_ready_s", "number", "s", 0, 86_400),
        Knob("progress_deadline_s", "number", "s", 1, 86_400),
        Knob("watch_on_s", "number", "min", 0, 1440, 60),
        *WATCH_KNOBS,
    ),
    RollingUpdate,
)
