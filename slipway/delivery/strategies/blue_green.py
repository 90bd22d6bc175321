"""Blue and green as a strategy to choose."""

from slipway.delivery.blue_green import BlueGreen, BlueGreenSettings
from slipway.delivery.strategy import Strategy
from slipway.delivery.unready import once_ready
from slipway.delivery.watched import WATCH_KNOBS
from slipway.knob import Knob

STRATEGY = Strategy(
    "blue_green",
    BlueGreenSettings(),
    (
        Knob("test_s", "number", "min", 0, 1440, 60),
        Knob("watch_on_s", "number", "min", 0, 1440, 60),
        Knob("standby_s", "number", "min", 0, 2880, 60),
        *WATCH_KNOBS,
    ),
    once_ready(BlueGreen),
)
