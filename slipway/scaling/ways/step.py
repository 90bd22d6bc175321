"""An Auto Scaling group with steps: a few instances for a high CPU, more for a very high one, fewer for a low one."""

from dataclasses import dataclass

from slipway.knob import Knob
from slipway.scaling.policies import Group, GroupScaler
from slipway.scaling.reading import CPU
from slipway.scaling.step_scaling import Step, StepScaling
from slipway.scaling.way import Way
from slipway.traffic.alarm import Alarm


@dataclass(frozen=True, slots=True)
class StepSettings:
    """Alarms on the mean CPU, each after so many minutes in a row; all defaults are assumptions of ours."""

    high_pct: float = 70.0
    add: int = 1
    very_high_pct: float = 90.0
    add_then: int = 3
    low_pct: float = 30.0
    remove: int = 1
    alarm_min: int = 2
    low_alarm_min: int = 5
    min_size: int = 2
    max_size: int = 20
    warmup_s: int = 60

    def __post_init__(self) -> None:
        if not self.low_pct < self.high_pct < self.very_high_pct:
            raise ValueError(
                f"low_pct ({self.low_pct:g}) < high_pct ({self.high_pct:g}) < very_high_pct ({self.very_high_pct:g})"
            )


def spec(settings: StepSettings) -> Group:
    """As the command line takes it."""
    between = settings.very_high_pct - settings.high_pct
    out = StepScaling(
        "out",
        (Step(0, between, settings.add), Step(between, None, settings.add_then)),
        Alarm("high", CPU, threshold=settings.high_pct, evaluation_periods=settings.alarm_min),
    )
    low = Alarm(
        "low",
        CPU,
        comparison="LessThanThreshold",
        threshold=settings.low_pct,
        evaluation_periods=settings.low_alarm_min,
    )
    back = StepScaling("in", (Step(None, 0, -settings.remove),), low)
    return Group("shop", settings.min_size, settings.max_size, None, (out, back), warmup_s=settings.warmup_s)


WAY = Way(
    "step",
    StepSettings(),
    (
        Knob("high_pct", "number", "%", least=1, most=100),
        Knob("add", "whole", least=1, most=100),
        Knob("very_high_pct", "number", "%", least=1, most=100),
        Knob("add_then", "whole", least=1, most=100),
        Knob("low_pct", "number", "%", least=0, most=100),
        Knob("remove", "whole", least=1, most=100),
        Knob("alarm_min", "whole", "min", least=1, most=60),
        Knob("low_alarm_min", "whole", "min", least=1, most=60),
        Knob("min_size", "whole", least=0, most=1000),
        Knob("max_size", "whole", least=1, most=1000),
        Knob("warmup_s", "whole", "s", most=3600),
    ),
    lambda settings, past: GroupScaler(spec(settings), past=past),
    spec,
)
