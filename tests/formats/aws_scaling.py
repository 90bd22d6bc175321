"""Groups with every kind of policy that AWS' files can say, for writing and reading again."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from slipway.scaling.adjustment import ADJUSTMENT_TYPES
from slipway.scaling.policies import ECS, Group
from slipway.scaling.predictive import MODES, Predictive
from slipway.scaling.scheduled import Scheduled
from slipway.scaling.simple_scaling import SimpleScaling
from slipway.scaling.step_scaling import Step, StepScaling
from slipway.scaling.target_tracking import TargetTracking
from slipway.traffic.alarm import COMPARISONS, MISSING, Alarm

LOGICAL = st.from_regex(r"[A-Za-z][A-Za-z0-9]{0,8}", fullmatch=True)
METRICS = st.sampled_from(["cpu_pct", "requests_per_instance", "p95_ms", "waiting"])
SECONDS = st.none() | st.integers(0, 3600).map(float)
TARGETS = st.floats(0.01, 1e6).filter(lambda target: target > 0)
COUNTS = st.none() | st.integers(0, 50)
INSTANTS = st.none() | st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)).map(  # noqa: DTZ001
    lambda at: at.replace(microsecond=0, tzinfo=UTC)
)
TIMES = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)).map(lambda at: at.replace(microsecond=0))  # noqa: DTZ001
CRONS = st.sampled_from(
    ["0 8 * * *", "30 7 * * 1-5", "*/10 8-17 * * MON-FRI", "0 0 1 1,6,12 *", "15 6 * * 0,6", "0 9 L * *"]
)
ZONES = st.sampled_from(["UTC", "Europe/Berlin", "America/New_York"])


@st.composite
def alarms(draw: Any) -> Alarm:
    periods = draw(st.integers(1, 10))
    return Alarm(
        draw(LOGICAL),
        draw(METRICS),
        draw(st.sampled_from(["Average", "Sum", "Maximum", "p90"])),
        draw(st.sampled_from(COMPARISONS)),
        draw(st.floats(-1e6, 1e6)),
        draw(st.sampled_from([10, 60, 300])),
        periods,
        draw(st.none() | st.integers(1, periods)),
        draw(st.sampled_from(MISSING)),
    )


@st.composite
def steps(draw: Any) -> tuple[Step, ...]:
    """Steps away from the threshold, upwards or downwards."""
    ends = sorted(draw(st.sets(st.floats(0.5, 1e5), max_size=3)))
    changes = draw(st.lists(st.integers(0, 100), min_size=len(ends) + 1, max_size=len(ends) + 1))
    bounds = list(zip([0.0, *ends], [*ends, None], strict=True))
    if draw(st.booleans()):
        return tuple(Step(low, high, change) for (low, high), change in zip(bounds, changes, strict=True))
    turned = [(None if high is None else -high, -low) for low, high in bounds]
    return tuple(Step(low, high, change) for (low, high), change in zip(turned, changes, strict=True))


@st.composite
def policies(draw: Any, dimension: str, name: str) -> Any:
    kinds = ["track", "step", "predict"] + ["simple"] * (not dimension)
    kind, adjustment = draw(st.sampled_from(kinds)), draw(st.sampled_from(ADJUSTMENT_TYPES))
    alarm, warmup, wait = draw(st.none() | alarms()), draw(SECONDS), draw(SECONDS)
    if kind == "track":
        tracked = TargetTracking(name, draw(TARGETS), draw(METRICS), draw(st.booleans()))
        if not dimension:
            return replace(tracked, warmup_s=warmup)
        return replace(tracked, out_cooldown_s=warmup, in_cooldown_s=wait)
    if kind == "step":
        made = StepScaling(name, draw(steps()), alarm, adjustment, draw(st.integers(0, 5)))
        return replace(made, cooldown_s=wait) if dimension else replace(made, warmup_s=warmup)
    if kind == "simple":
        return SimpleScaling(name, draw(st.integers(0, 50)), alarm, adjustment, draw(st.integers(0, 5)), wait)
    pair = draw(st.sampled_from(["cpu_pct", "requests_per_instance"]))
    buffer = draw(st.none() | st.integers(0, 100))
    return Predictive(name, draw(TARGETS), pair, MODES[0], float(draw(st.integers(0, 3600))), buffer)


@st.composite
def actions(draw: Any, dimension: str, name: str) -> Scheduled:
    least, more = draw(st.integers(0, 20)), draw(st.integers(0, 20))
    bounds = {"least": least, "most": draw(st.none() | st.just(least + more))}
    until, zone = draw(INSTANTS), draw(ZONES)
    if draw(st.booleans()):
        at = draw(TIMES)
        return Scheduled(name, **bounds, once=at, zone=zone if dimension else "UTC", until=until)
    since = draw(INSTANTS)
    if not dimension:
        cron = draw(CRONS | st.just("0 3 13 * 5"))
        return Scheduled(name, **bounds, desired=draw(COUNTS), cron=cron, zone=zone, since=since, until=until)
    if draw(st.booleans()):
        return Scheduled(name, **bounds, every_s=60 * draw(st.integers(1, 3000)), since=since, until=until)
    return Scheduled(name, **bounds, cron=draw(CRONS), zone=zone, since=since, until=until)


@st.composite
def groups(draw: Any) -> Group:
    """Everything that files can say of a group."""
    dimension = draw(st.sampled_from(["", ECS]))
    names = draw(st.lists(LOGICAL, min_size=2, max_size=8, unique_by=str.lower))
    half = len(names) // 2
    least = draw(st.integers(0, 10))
    most = least + draw(st.integers(0, 10))
    made = Group(
        draw(st.sampled_from(["shop", "web-tier"])) if not dimension else "service/default/shop",
        least,
        most,
        policies=tuple(draw(policies(dimension, name)) for name in names[:half]),
        scheduled=tuple(draw(actions(dimension, name)) for name in names[half:]),
        dimension=dimension,
    )
    if dimension:
        return made
    desired = draw(st.none() | st.integers(least, most))
    return replace(made, desired=desired, warmup_s=draw(SECONDS), cooldown_s=float(draw(st.integers(0, 3600))))


def without_shared_alarms(group: Group) -> Group:
    """Each alarm under a name of its own, as in an account."""
    named = []
    for policy in group.policies:
        if isinstance(policy, StepScaling | SimpleScaling) and policy.alarm:
            policy = replace(policy, alarm=replace(policy.alarm, name=f"{policy.name}-alarm"))
        named.append(policy)
    return replace(group, policies=tuple(named))


GROUPS = groups().map(without_shared_alarms)
