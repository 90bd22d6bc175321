"""An Auto Scaling group with a timetable: so many from one time of the day to another, and fewer otherwise."""

from dataclasses import dataclass

from slipway.knob import Knob
from slipway.scaling.policies import Group, GroupScaler
from slipway.scaling.scheduled import Scheduled
from slipway.scaling.way import Way


@dataclass(frozen=True, slots=True)
class ScheduleSettings:
    """Every day from `from_hour` and `from_minute` until `to_hour` there are `then_instances`."""

    quiet_instances: int = 2
    then_instances: int = 8
    from_hour: int = 9
    from_minute: int = 0
    to_hour: int = 11
    to_minute: int = 0

    def __post_init__(self) -> None:
        if (self.from_hour, self.from_minute) == (self.to_hour, self.to_minute):
            raise ValueError(f"it begins and ends at {self.from_hour}:{self.from_minute:02}")


def spec(settings: ScheduleSettings) -> Group:
    """As the command line takes it."""
    actions = (
        _action("many", settings.then_instances, settings.from_hour, settings.from_minute),
        _action("few", settings.quiet_instances, settings.to_hour, settings.to_minute),
    )
    most = max(settings.quiet_instances, settings.then_instances)
    return Group("shop", settings.quiet_instances, most, settings.quiet_instances, scheduled=actions)


def _action(name: str, size: int, hour: int, minute: int) -> Scheduled:
    return Scheduled(name, least=size, most=size, desired=size, cron=f"{minute} {hour} * * *")


WAY = Way(
    "scheduled",
    ScheduleSettings(),
    (
        Knob("quiet_instances", "whole", least=0, most=1000),
        Knob("then_instances", "whole", least=1, most=1000),
        Knob("from_hour", "whole", most=23),
        Knob("from_minute", "whole", most=59),
        Knob("to_hour", "whole", most=23),
        Knob("to_minute", "whole", most=59),
    ),
    lambda settings, past: GroupScaler(spec(settings), past=past),
    spec,
)
