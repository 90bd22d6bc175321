"""CloudWatch alarms, with what is most often set, one figure each; every one of them calls somebody."""

from collections.abc import Iterator
from dataclasses import dataclass

from slipway.alerting.alarm import Actions, MetricAlarm
from slipway.alerting.composite import Composite, read_rule
from slipway.alerting.days import Watching
from slipway.alerting.way import Way
from slipway.knob import Knob
from slipway.traffic.alarm import MISSING, Alarm, Missing

_CALL: Actions = (("ALARM", ("arn:aws:sns:eu-west-1:111122223333:page",)),)


@dataclass(frozen=True, slots=True)
class AlarmsSettings:
    """An alarm of failed requests, of latency (0: none) and of CPU (0: none), each M of N periods.

    With `only_together` nobody is called but by a composite: failures, and slow answers or CPU as well. All defaults
    are assumptions of ours.
    """

    errors_pct: float = 1.0
    latency_ms: float = 1000.0
    cpu_pct: float = 0.0
    period_s: int = 60
    evaluation_periods: int = 3
    datapoints: int = 3
    missing: Missing = "missing"
    only_together: bool = False
    next_after_min: int = 15

    def __post_init__(self) -> None:
        if self.datapoints > self.evaluation_periods:
            raise ValueError(f"datapoints ({self.datapoints}) must be at most the periods ({self.evaluation_periods})")
        if self.period_s % 60:
            raise ValueError(f"period_s must be a multiple of 60, got {self.period_s}")


def watching(settings: AlarmsSettings) -> Watching:
    """As a template has it."""
    actions = () if settings.only_together else _CALL
    alarms = tuple(MetricAlarm(alarm, actions=actions) for alarm in _alarms(settings))
    if not settings.only_together:
        return Watching(alarms=alarms)
    others = [alarm.name for alarm in alarms if alarm.name != "errors"]
    rest = f" AND ({' OR '.join(f'ALARM({name})' for name in others)})" if others else ""
    together = Composite("really", read_rule(f"ALARM(errors){rest}"), _CALL)
    return Watching(alarms=alarms, composites=(together,))


def _alarms(settings: AlarmsSettings) -> Iterator[Alarm]:
    wanted = (
        ("errors", "Errors", "Average", settings.errors_pct / 100),
        ("latency", "Latency", "p99", settings.latency_ms),
        ("cpu", "CPUUtilization", "Average", settings.cpu_pct),
    )
    for name, metric, statistic, threshold in wanted:
        if threshold:
            yield Alarm(
                name,
                metric,
                statistic,
                threshold=threshold,
                period_s=settings.period_s,
                evaluation_periods=settings.evaluation_periods,
                datapoints=settings.datapoints,
                missing=settings.missing,
            )


WAY = Way(
    "alarms",
    AlarmsSettings(),
    (
        Knob("errors_pct", "number", "%", least=0.01, most=100),
        Knob("latency_ms", "number", "ms", most=60_000),
        Knob("cpu_pct", "number", "%", most=100),
        Knob("period_s", "whole", "s", least=60, most=86_400),
        Knob("evaluation_periods", "whole", least=1, most=100),
        Knob("datapoints", "whole", least=1, most=100),
        Knob("missing", "choice", choices=MISSING),
        Knob("only_together", "switch"),
        Knob("next_after_min", "whole", "min", most=600),
    ),
    watching,
)
