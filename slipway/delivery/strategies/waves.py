"""One box and waves as a strategy to choose."""

from slipway.delivery.strategy import Strategy
from slipway.delivery.unready import once_ready
from slipway.delivery.watched import WATCH_KNOBS
from slipway.delivery.waves import WavesSettings, waves
from slipway.knob import Knob

STRATEGY = Strategy(
    "waves",
    WavesSettings(),
    (
        Knob("one_box_pct", "number", "%", 0.1, 10),
        Knob("waves_pct", "numbers", "%", 0.1, 100),
        Knob("one_box_bake_h", "number", "h", 0, 168),
        Knob("first_bake_h", "number", "h", 0, 168),
        Knob("later_bake_h", "number", "h", 0, 168),
        Knob("shortened", "number", "×", 1, 3600),
        *WATCH_KNOBS,
    ),
    once_ready(lambda settings, _: waves(settings)),
)
