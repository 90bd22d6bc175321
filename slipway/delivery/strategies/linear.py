"""Traffic in equal steps as a strategy to choose."""

from slipway.delivery.linear import LinearSettings, linear
from slipway.delivery.strategy import Strategy
from slipway.delivery.unready import once_ready
from slipway.delivery.watched import WATCH_KNOBS
from slipway.knob import Knob

STRATEGY = Strategy(
    "linear",
    LinearSettings(),
    (
        Knob("step_pct", "number", "%", 0.5, 100),
        Knob("step_s", "number", "min", 0, 1440, 60),
        Knob("watch_on_s", "number", "min", 0, 1440, 60),
        *WATCH_KNOBS,
    ),
    once_ready(lambda settings, _: linear(settings)),
)
