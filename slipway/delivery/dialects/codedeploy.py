"""AWS CodeDeploy as a dialect: two shifts of traffic or equal ones, and alarms instead of checks."""

from typing import Any

from slipway.delivery.all_at_once import AllAtOnceSettings
from slipway.delivery.blue_green import BlueGreenSettings
from slipway.delivery.canary import CanarySettings
from slipway.delivery.codedeploy import release
from slipway.delivery.codedeploy_express import blue_green, config_for, linear, minutes, rolling
from slipway.delivery.codedeploy_run import Surroundings
from slipway.delivery.codedeploy_settings import (
    ROLLBACK_EVENTS,
    AllAtOnce,
    Deployment,
    Routing,
    TimeBasedCanary,
    TimeBasedLinear,
)
from slipway.delivery.controller import Controller
from slipway.delivery.linear import LinearSettings
from slipway.delivery.rolling import RollingSettings
from slipway.delivery.service import Service
from slipway.delivery.strategy import Dialect, Expressed
from slipway.traffic.alarm import Alarm
from slipway.words import say

_MINUTE_S = 60
_DAY_MIN = 1440


def express(settings: Any) -> Expressed[Deployment] | None:
    """The nearest deployment, with alarms that roll it back; what two shifts and an alarm cannot say is told."""
    match settings:
        case AllAtOnceSettings():
            return Expressed(Deployment(config_for("Lambda", AllAtOnce())))
        case CanarySettings():
            routing, told = _canary(settings)
            deployment = Deployment(config_for("Lambda", routing), alarms_of(settings), rollback_events=ROLLBACK_EVENTS)
            return Expressed(deployment, (*told, *checks_left_out(settings)))
        case LinearSettings():
            return linear(settings)
        case BlueGreenSettings():
            return blue_green(settings)
        case RollingSettings():
            return rolling(settings)
        case _:
            return None


def _canary(settings: CanarySettings) -> tuple[Routing, list[str]]:
    """Equal steps are linear; of others the first one counts, for the time of all."""
    weights = [weight for weight in settings.weights_pct if weight < 100]
    told = [say("express.bake_at_all")] if len(weights) < len(settings.weights_pct) and settings.bake_s else []
    if not weights:
        return AllAtOnce(), told
    first = min(99, max(1, round(weights[0])))
    if first != weights[0]:
        told.append(say("express.whole_weights"))
    if len(weights) > 1 and _is_linear(weights):
        interval_min, rounded = minutes(settings.bake_s)
        return TimeBasedLinear(first, interval_min), told + rounded
    interval_min, rounded = minutes(settings.bake_s * len(weights))
    if len(weights) > 1:
        steps = ", ".join(f"{weight:g}" for weight in weights[1:])
        told.append(say("express.two_shifts", first=first, steps=steps, minutes=interval_min))
    return TimeBasedCanary(first, interval_min), told + rounded


def _is_linear(weights: list[float]) -> bool:
    """Whether these are all the equal steps on the way to 100 %."""
    step = round(weights[0])
    return weights == [float(step * number) for number in range(1, -(-100 // max(step, 1)))]


def alarms_of(settings: CanarySettings) -> tuple[Alarm, ...]:
    """The checks as alarms on the new version: one goes off after more failures in a row than are let pass."""
    period_s = min(_DAY_MIN, max(1, round(settings.check_every_s / _MINUTE_S))) * _MINUTE_S
    periods = min(settings.failure_limit + 1, _DAY_MIN * _MINUTE_S // period_s)

    def alarm(name: str, metric: str, statistic: str, limit: float) -> Alarm:
        return Alarm(
            name,
            metric,
            statistic,
            threshold=limit,
            period_s=period_s,
            evaluation_periods=periods,
            missing="notBreaching",
            namespace="AWS/Lambda",
            of_new_version=True,
        )

    found = (alarm("new-version-errors", "Errors", "Average", settings.max_error_rate),)
    if settings.max_p95_ms is None:
        return found
    return (*found, alarm("new-version-latency", "Duration", "p95", settings.max_p95_ms))


def checks_left_out(settings: CanarySettings) -> list[str]:
    """What an alarm cannot say of a check."""
    told = [say("express.last_period")]
    if settings.min_requests:
        told.append(say("express.min_requests", count=settings.min_requests))
    if settings.failure_limit:
        told.append(say("express.in_a_row", count=settings.failure_limit + 1))
    if settings.check_every_s % _MINUTE_S:
        told.append(say("express.alarm_minutes"))
    return told


def _start(deployment: Deployment, service: Service) -> Controller:
    failing = frozenset[int]() if service.new_starts else frozenset(range(service.instances))
    return release(deployment, Surroundings(hosts=service.instances, host_s=service.boot_s, failing=failing))


DIALECT = Dialect("codedeploy", express, _start)
