"""An Auto Scaling group that keeps a metric at its target."""

from dataclasses import dataclass
from typing import Literal

from slipway.knob import Knob
from slipway.scaling.policies import Group, GroupScaler
from slipway.scaling.target_tracking import TargetTracking
from slipway.scaling.way import Way

Tracked = Literal["cpu_pct", "requests_per_instance"]
TRACKED: tuple[Tracked, ...] = ("cpu_pct", "requests_per_instance")


@dataclass(frozen=True, slots=True)
class TrackingSettings:
    """The target is per cent of CPU, or requests per minute for each instance."""

    metric: Tracked = "cpu_pct"
    target: float = 50.0
    min_size: int = 2
    max_size: int = 20
    warmup_s: int = 60
    scale_in: bool = True


def spec(settings: TrackingSettings) -> Group:
    """As the command line takes it."""
    tracking = TargetTracking("keep-the-target", settings.target, settings.metric, settings.scale_in)
    return Group("shop", settings.min_size, settings.max_size, None, (tracking,), warmup_s=settings.warmup_s)


WAY = Way(
    "target_tracking",
    TrackingSettings(),
    (
        Knob("metric", "choice", choices=TRACKED),
        Knob("target", "number", least=0.1, most=1e6),
        Knob("min_size", "whole", least=0, most=1000),
        Knob("max_size", "whole", least=1, most=1000),
        Knob("warmup_s", "whole", "s", most=3600),
        Knob("scale_in", "switch"),
    ),
    lambda settings, past: GroupScaler(spec(settings), past=past),
    spec,
)
