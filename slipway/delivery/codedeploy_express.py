"""Strategies with alarms in CodeDeploy's words: equal shifts, two fleets on ECS, hosts replaced in place."""

from math import ceil

from slipway.delivery.blue_green import BlueGreenSettings
from slipway.delivery.codedeploy_predefined import PREDEFINED, name_of
from slipway.delivery.codedeploy_settings import (
    MOST_INTERVAL_MIN,
    MOST_TERMINATION_MIN,
    ROLLBACK_EVENTS,
    AllAtOnce,
    Config,
    Deployment,
    MinimumHealthy,
    Platform,
    Routing,
    TimeBasedLinear,
)
from slipway.delivery.linear import LinearSettings
from slipway.delivery.pods import bounds
from slipway.delivery.rolling import RollingSettings
from slipway.delivery.service import Service
from slipway.delivery.strategy import Expressed
from slipway.delivery.watched import Watched
from slipway.traffic.alarm import Alarm
from slipway.words import say

_NAME = "shop"
_MINUTE_S = 60
_DAY_MIN = 1440


def config_for(platform: Platform, routing: Routing) -> Config:
    """The predefined configuration of a routing, or one of our own where there is none."""
    name = name_of(platform, routing)
    return PREDEFINED[name] if name else Config(_NAME, platform, routing)


def minutes(seconds: float) -> tuple[int, list[str]]:
    """Seconds as whole minutes from 1 on, and that this is not the same where it is not."""
    whole = min(MOST_INTERVAL_MIN, max(1, ceil(seconds / 60)))
    return whole, [] if whole * 60 == seconds else [say("express.whole_minutes", minutes=whole)]


def linear(settings: LinearSettings) -> Expressed[Deployment]:
    """The same share more at each interval."""
    step_pct = min(99, max(1, round(settings.step_pct)))
    interval_min, told = minutes(settings.step_s)
    if step_pct != settings.step_pct:
        told.append(say("express.whole_weights"))
    if settings.has_alarms and settings.watch_on_s:
        told.append(say("express.bake_at_all"))
    return _deployment(config_for("Lambda", TimeBasedLinear(step_pct, interval_min)), settings, told)


def blue_green(settings: BlueGreenSettings) -> Expressed[Deployment]:
    """Two fleets on ECS, one shift, and blue stays for its minutes."""
    told = [say("express.no_green_test")] if settings.test_s else []
    standby_min = min(MOST_TERMINATION_MIN, ceil(settings.standby_s / _MINUTE_S))
    if standby_min * _MINUTE_S != settings.standby_s:
        told.append(say("express.whole_minutes", minutes=standby_min))
    return _deployment(config_for("ECS", AllAtOnce()), settings, told, standby_min)


def rolling(settings: RollingSettings) -> Expressed[Deployment]:
    """Hosts replaced in place, as many at a time as may be missing."""
    hosts = Service().instances
    limits = bounds(hosts, settings.max_surge, settings.max_unavailable)
    told = [say("express.host_shift")] if limits.surge else []
    if settings.min_ready_s:
        told.append(say("express.argo_min_ready"))
    missing = max(limits.unavailable, 1)
    # Hosts must stay above the minimum, so one fewer is kept than may serve.
    config = Config(_NAME, "Server", minimum=MinimumHealthy("HOST_COUNT", max(hosts - missing, 0)))
    return _deployment(config, settings, told)


def _deployment(config: Config, settings: Watched, told: list[str], standby_min: int = 0) -> Expressed[Deployment]:
    alarms = _alarms(settings, of_new_version=config.platform == "Lambda")
    deployment = Deployment(
        config,
        alarms,
        rollback_events=ROLLBACK_EVENTS if alarms else (),
        termination_wait_min=standby_min,
    )
    return Expressed(deployment, (*told, *_looks_left_out(settings)))


def _alarms(settings: Watched, *, of_new_version: bool) -> tuple[Alarm, ...]:
    """Bad looks out of the last ones are datapoints out of periods; a look is a period."""
    period_s = min(_DAY_MIN, max(1, round(settings.check_every_s / _MINUTE_S))) * _MINUTE_S
    periods = min(settings.of_looks, _DAY_MIN * _MINUTE_S // period_s)
    named = (
        ("new-version-errors", "Errors", "Average", settings.max_error_rate),
        ("new-version-latency", "Duration", "p95", settings.max_p95_ms),
    )
    return tuple(
        Alarm(
            name,
            metric,
            statistic,
            threshold=limit,
            period_s=period_s,
            evaluation_periods=periods,
            datapoints=min(settings.bad_looks, periods) if periods > 1 else None,
            missing="breaching" if settings.missing == "bad" else "notBreaching",
            namespace="AWS/Lambda",
            of_new_version=of_new_version,
        )
        for name, metric, statistic, limit in named
        if limit is not None
    )


def _looks_left_out(settings: Watched) -> list[str]:
    if not settings.has_alarms:
        return []
    told = [] if settings.window_s == settings.check_every_s else [say("express.last_period")]
    if settings.min_requests:
        told.append(say("express.min_requests", count=settings.min_requests))
    if settings.check_every_s % _MINUTE_S:
        told.append(say("express.alarm_minutes"))
    return told
