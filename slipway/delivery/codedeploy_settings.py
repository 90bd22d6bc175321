"""What AWS CodeDeploy is told: how traffic or hosts are shifted, its alarms, hooks, waits and automatic rollbacks."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from slipway.traffic.alarm import Alarm

Platform = Literal["Lambda", "ECS", "Server"]
HealthyKind = Literal["HOST_COUNT", "FLEET_PERCENT", "MOST_CONCURRENCY"]
RollbackEvent = Literal["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST"]
ONE_AT_A_TIME = "CodeDeployDefault.OneAtATime"
ROLLBACK_EVENTS: tuple[RollbackEvent, ...] = (
    "DEPLOYMENT_FAILURE",
    "DEPLOYMENT_STOP_ON_ALARM",
    "DEPLOYMENT_STOP_ON_REQUEST",
)
HOOK_EVENTS: dict[Platform, tuple[str, ...]] = {
    "Lambda": ("BeforeAllowTraffic", "AfterAllowTraffic"),
    "ECS": ("BeforeInstall", "AfterInstall", "AfterAllowTestTraffic", "BeforeAllowTraffic", "AfterAllowTraffic"),
    "Server": (
        *("BeforeBlockTraffic", "AfterBlockTraffic", "ApplicationStop", "BeforeInstall", "AfterInstall"),
        *("ApplicationStart", "ValidateService", "BeforeAllowTraffic", "AfterAllowTraffic"),
    ),
}
"""The lifecycle events that run something of the user's, in order."""
MOST_ALARMS = 10
MOST_TERMINATION_MIN = 2880
MOST_INTERVAL_MIN = 2880
MOST_HOSTS = 1000


@dataclass(frozen=True, slots=True)
class AllAtOnce:
    """All traffic in one shift."""

    kind: Literal["AllAtOnce"] = "AllAtOnce"

    @property
    def shifts(self) -> tuple[tuple[float, float], ...]:
        """When the new version gets which share of traffic: seconds since shifting began, and per cent."""
        return ((0.0, 100.0),)


@dataclass(frozen=True, slots=True)
class TimeBasedCanary:
    """A first share of traffic, and everything after the interval."""

    percentage: int
    interval_min: int
    kind: Literal["TimeBasedCanary"] = "TimeBasedCanary"

    def __post_init__(self) -> None:
        _check_shift(self.percentage, self.interval_min)

    @property
    def shifts(self) -> tuple[tuple[float, float], ...]:
        """When the new version gets which share of traffic: seconds since shifting began, and per cent."""
        return ((0.0, float(self.percentage)), (60.0 * self.interval_min, 100.0))


@dataclass(frozen=True, slots=True)
class TimeBasedLinear:
    """The same share more at the start of each interval; the last step takes what is left."""

    percentage: int
    interval_min: int
    kind: Literal["TimeBasedLinear"] = "TimeBasedLinear"

    def __post_init__(self) -> None:
        _check_shift(self.percentage, self.interval_min)

    @property
    def shifts(self) -> tuple[tuple[float, float], ...]:
        """When the new version gets which share of traffic: seconds since shifting began, and per cent."""
        steps = -(-100 // self.percentage)
        shares = (min(100.0, float(self.percentage * (step + 1))) for step in range(steps))
        return tuple((60.0 * self.interval_min * step, share) for step, share in enumerate(shares))


def _check_shift(percentage: int, interval_min: int) -> None:
    if not 1 <= percentage <= 99:
        raise ValueError(f"percentage must be from 1 to 99, got {percentage}")
    if not 1 <= interval_min <= MOST_INTERVAL_MIN:
        raise ValueError(f"interval_min must be from 1 to {MOST_INTERVAL_MIN}, got {interval_min}")


Routing: TypeAlias = AllAtOnce | TimeBasedCanary | TimeBasedLinear


@dataclass(frozen=True, slots=True)
class MinimumHealthy:
    """How many hosts must stay healthy: a count, or a share of the fleet in per cent, rounded up.

    `MOST_CONCURRENCY` is how the service itself tells of OneAtATime: so many hosts at a time, all others stay.
    """

    kind: HealthyKind
    value: int

    def __post_init__(self) -> None:
        most = 100 if self.kind == "FLEET_PERCENT" else MOST_HOSTS
        least = 1 if self.kind == "MOST_CONCURRENCY" else 0
        if not least <= self.value <= most:
            raise ValueError(f"{self.kind} must be from {least} to {most}, got {self.value}")

    def of(self, hosts: int) -> int:
        """The count for a fleet of so many."""
        if self.kind == "MOST_CONCURRENCY":
            return max(0, hosts - self.value)
        return -(-self.value * hosts // 100) if self.kind == "FLEET_PERCENT" else self.value


@dataclass(frozen=True, slots=True)
class Zonal:
    """One Availability Zone at a time, with a wait after each; the first zone's own wait may be longer."""

    first_monitor_s: int | None = None
    monitor_s: int | None = None
    minimum: MinimumHealthy | None = None

    def wait_s(self, *, first: bool) -> float:
        """How long to watch a zone that is done before the next begins."""
        return float((self.first_monitor_s if first and self.first_monitor_s is not None else self.monitor_s) or 0)


@dataclass(frozen=True, slots=True)
class Config:
    """A deployment configuration; traffic is routed on Lambda and ECS, hosts are kept healthy on Server."""

    name: str
    platform: Platform
    routing: Routing | None = None
    minimum: MinimumHealthy | None = None
    zonal: Zonal | None = None

    def __post_init__(self) -> None:
        if (self.platform == "Server") != (self.routing is None):
            raise ValueError(f"{self.name}: traffic is routed on Lambda and ECS, and not on Server")
        if (self.platform == "Server") != (self.minimum is not None):
            raise ValueError(f"{self.name}: minimum healthy hosts are for Server, and needed there")
        if self.zonal and self.platform != "Server":
            raise ValueError(f"{self.name}: zones are for Server only")

    def keeps(self, hosts: int) -> int:
        """How many of so many hosts must stay healthy; for OneAtATime, whose 99 % would be all, all but one."""
        if self.name == ONE_AT_A_TIME:
            return MinimumHealthy("MOST_CONCURRENCY", 1).of(hosts)
        return self.minimum.of(hosts) if self.minimum else 0


@dataclass(frozen=True, slots=True)
class Hook:
    """What the user runs at a lifecycle event: a function's name, or a script's path."""

    event: str
    function: str


@dataclass(frozen=True, slots=True)
class Deployment:
    """A deployment group's settings with the hooks of an AppSpec file; times in minutes, as CodeDeploy has them.

    `ready_wait_min` is how long an ECS deployment waits, once its green fleet is up, for a person to let traffic over,
    before it is stopped; None lets it over at once. `termination_wait_min` is how long the blue fleet stays after that.
    """

    config: Config
    alarms: tuple[Alarm, ...] = ()
    alarms_enabled: bool = True
    ignore_poll_failure: bool = False
    rollback_events: tuple[RollbackEvent, ...] = ()
    rollback_enabled: bool = True
    hooks: tuple[Hook, ...] = ()
    ready_wait_min: int | None = None
    termination_wait_min: int = 0

    def __post_init__(self) -> None:
        if len(self.alarms) > MOST_ALARMS:
            raise ValueError(f"there may be {MOST_ALARMS} alarms at most, got {len(self.alarms)}")
        events = HOOK_EVENTS[self.config.platform]
        unknown = [hook.event for hook in self.hooks if hook.event not in events]
        if unknown:
            raise ValueError(f"{self.config.platform} has no hook {unknown[0]}; there are: {', '.join(events)}")
        if not 0 <= self.termination_wait_min <= MOST_TERMINATION_MIN:
            raise ValueError(f"termination_wait_min must be from 0 to {MOST_TERMINATION_MIN}")
        if self.config.platform != "ECS" and (self.ready_wait_min is not None or self.termination_wait_min):
            raise ValueError("only ECS waits for a green fleet and terminates a blue one")

    def rolls_back_on(self, event: RollbackEvent) -> bool:
        """Whether this sets off a rollback."""
        return self.rollback_enabled and event in self.rollback_events

    @property
    def watched(self) -> tuple[Alarm, ...]:
        """The alarms that are looked at."""
        return self.alarms if self.alarms_enabled else ()
