"""An Auto Scaling group that learns from two weeks before how many it will need, and tracks a target beside it."""

from dataclasses import dataclass

from slipway.knob import Knob
from slipway.scaling.policies import Group, GroupScaler
from slipway.scaling.predictive import Mode, Predictive
from slipway.scaling.target_tracking import TargetTracking
from slipway.scaling.way import Way


@dataclass(frozen=True, slots=True)
class PredictiveSettings:
    """`target` is the mean CPU in per cent of both policies; with `forecast_only` the forecast is told and not used."""

    target: float = 50.0
    ahead_min: int = 5
    forecast_only: bool = False
    min_size: int = 2
    max_size: int = 20
    warmup_s: int = 60


def spec(settings: PredictiveSettings) -> Group:
    """As the command line takes it."""
    mode: Mode = "ForecastOnly" if settings.forecast_only else "ForecastAndScale"
    policies = (
        Predictive("foresee", settings.target, mode=mode, buffer_s=60.0 * settings.ahead_min),
        TargetTracking("keep-the-target", settings.target),
    )
    return Group("shop", settings.min_size, settings.max_size, None, policies, warmup_s=settings.warmup_s)


WAY = Way(
    "predictive",
    PredictiveSettings(),
    (
        Knob("target", "number", "%", least=1, most=100),
        Knob("ahead_min", "whole", "min", most=60),
        Knob("forecast_only", "switch"),
        Knob("min_size", "whole", least=0, most=1000),
        Knob("max_size", "whole", least=1, most=1000),
        Knob("warmup_s", "whole", "s", most=3600),
    ),
    lambda settings, past: GroupScaler(spec(settings), past=past),
    spec,
)
