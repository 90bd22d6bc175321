"""A group put together from the parts of a file, whichever way they are said, and what of a group cannot be said."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from slipway.content.problem import Problem
from slipway.formats.aws_metrics import is_measured, read_group_alarm
from slipway.formats.aws_policies import cannot_say, read_policy
from slipway.formats.aws_schedule import no_ec2_action, no_target_action, read_ec2_action, read_target_action
from slipway.formats.fields import Group as Fields
from slipway.scaling.policies import MOST_INSTANCES, Group, Policy
from slipway.scaling.predictive import Predictive
from slipway.scaling.scheduled import Scheduled
from slipway.scaling.simple_scaling import COOLDOWN_S, SimpleScaling
from slipway.scaling.step_scaling import StepScaling
from slipway.scaling.target_tracking import TargetTracking
from slipway.traffic.alarm import Alarm
from slipway.words import say

ASSUMED = (1, 10)
"""Minimum and maximum of a group of which only policies are known: an assumption of ours, and told."""
_WARMUPS = (0, 86_400)


@dataclass(frozen=True, slots=True)
class Part:
    """One thing in a file: its fields, its name, and the group that it is for, "" where it does not say.

    `id` is by what a template knows it, if not by its name.
    """

    fields: Fields
    name: str
    group: str = ""
    id: str = ""


@dataclass(slots=True)
class Parts:
    """What a file holds; `dimension` is "" for EC2 Auto Scaling, `owners` are groups by what a template calls them."""

    dimension: str = ""
    groups: list[Part] = field(default_factory=list)
    policies: list[Part] = field(default_factory=list)
    actions: list[Part] = field(default_factory=list)
    alarms: list[Part] = field(default_factory=list)
    told: list[Problem] = field(default_factory=list)
    owners: dict[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing that scales."""
        return not self.groups and not self.policies and not self.actions


def put_together(parts: Parts) -> Group | None:
    """The group of the file; whatever is for another is told as left out."""
    named = [part.group for part in (*parts.policies, *parts.actions) if part.group]
    first = parts.groups[0].name if parts.groups else next(iter(named), "group")
    for part in parts.groups[1:]:
        _aside(parts, part, say("formats.scaling_other_group", name=part.name))
    own = _of(parts, parts.policies, first)
    asked = [_alarms_of(parts, part) for part in own]
    policies = [made for part, alarms in zip(own, asked, strict=True) if (made := _policy(parts, part, alarms))]
    _others(parts, [alarm for alarms in asked for alarm in alarms])
    actions = [action for part in _of(parts, parts.actions, first) if (action := _action(parts, part))]
    return _group(parts, first, tuple(policies), tuple(actions))


def _aside(parts: Parts, part: Part, why: str) -> None:
    """Left out as a whole, and told once."""
    part.fields.ignore(*part.fields.names)
    parts.told.append(part.fields.remark("", why))


def _of(parts: Parts, listed: Sequence[Part], group: str) -> list[Part]:
    """Those of this group, or of no group that is named."""
    own = [part for part in listed if parts.owners.get(part.group, part.group) in ("", group)]
    for part in listed:
        if part not in own:
            _aside(parts, part, say("formats.scaling_other_group", name=part.name))
    return own


def _others(parts: Parts, asking: list[Part]) -> None:
    """Alarms that ask no policy, and what else those do that ask one."""
    for part in parts.alarms:
        if part not in asking:
            _aside(parts, part, say("formats.scaling_idle_alarm", name=part.name))
            continue
        for action in part.fields.texts("AlarmActions"):
            if not any(_is(action, policy) for policy in parts.policies):
                told = say("formats.scaling_other_action", action=action[:80])
                parts.told.append(part.fields.remark("AlarmActions", told))


def _policy(parts: Parts, part: Part, alarms: list[Part]) -> Policy | None:
    if not part.fields.flag("Enabled", True):
        parts.told.append(part.fields.remark("Enabled", say("formats.scaling_disabled", name=part.name)))
        return None
    alarm = _alarm(parts, alarms)
    policy = read_policy(part.fields, part.name, alarm, parts.dimension)
    metric = _metric_of(policy)
    if metric and not is_measured(metric):
        parts.told.append(part.fields.remark("PolicyType", say("formats.scaling_unmeasured", metric=metric)))
    if isinstance(policy, StepScaling | SimpleScaling) and alarm is None:
        parts.told.append(part.fields.remark("PolicyType", say("formats.scaling_no_alarm", name=part.name)))
    return policy


def _metric_of(policy: Policy | None) -> str:
    if isinstance(policy, TargetTracking | Predictive):
        return policy.metric
    return policy.alarm.metric if policy and policy.alarm else ""


def _alarms_of(parts: Parts, policy: Part) -> list[Part]:
    """The alarms that ask this policy, or that the policy names."""
    names = []
    for each in policy.fields.groups("Alarms"):
        each.ignore("AlarmARN")
        names.append(each.text("AlarmName"))
    return [
        part
        for part in parts.alarms
        if part.name in names or any(_is(action, policy) for action in part.fields.texts("AlarmActions"))
    ]


def _is(action: str, policy: Part) -> bool:
    """By the policy's logical id, its name, or its ARN, in which the name comes last or before who made it."""
    return action in (policy.id or policy.name, policy.name) or f":policyName/{policy.name}:" in f"{action}:"


def _alarm(parts: Parts, tied: list[Part]) -> Alarm | None:
    """The first of the alarms, unless it asks nobody or cannot be simulated."""
    for part in tied[1:]:
        _aside(parts, part, say("formats.scaling_second_alarm", name=part.name))
    if not tied:
        return None
    fields = tied[0].fields
    alarm = read_group_alarm(fields, tied[0].name)
    fields.ignore("AlarmDescription")
    if not fields.flag("ActionsEnabled", True):
        parts.told.append(fields.remark("ActionsEnabled", say("formats.scaling_silent", name=alarm.name)))
        return None
    if not alarm.metric:
        parts.told.append(fields.remark("", say("formats.alarm_metric")))
        return None
    return alarm


def _action(parts: Parts, part: Part) -> Scheduled | None:
    read = read_target_action if parts.dimension else read_ec2_action
    return read(part.fields, part.name)


def _group(parts: Parts, name: str, policies: tuple[Policy, ...], actions: tuple[Scheduled, ...]) -> Group | None:
    if not parts.groups:
        first = (parts.policies or parts.actions)[0].fields
        told = say("formats.scaling_assumed", least=ASSUMED[0], most=ASSUMED[1])
        parts.told.append(first.remark("", told))
        return _tried(first, Group(name, *ASSUMED, dimension=parts.dimension), policies, actions)
    fields = parts.groups[0].fields
    least_name, most_name = ("MinCapacity", "MaxCapacity") if parts.dimension else ("MinSize", "MaxSize")
    least, most = (fields.whole(each, 0, most=MOST_INSTANCES) for each in (least_name, most_name))
    missing = [each for each in (least_name, most_name) if each not in fields.names]
    for each in missing:
        fields.wrong(each, "is missing", f"a number from 0 to {MOST_INSTANCES}")
    if least > most and not missing:
        fields.wrong(least_name, f"is {least}", f"at most {most_name}, {most}")
    if least > most or missing:
        return None
    if parts.dimension:
        return _tried(fields, Group(name, least, most, dimension=parts.dimension), policies, actions)
    desired = fields.whole("DesiredCapacity", least, least=least, most=most) if fields.peek("DesiredCapacity") else None
    warmup = _seconds(fields, "DefaultInstanceWarmup")
    usual = _seconds(fields, "DefaultCooldown" if "DefaultCooldown" in fields.names else "Cooldown")
    bare = Group(name, least, most, desired, (), (), warmup, COOLDOWN_S if usual is None else usual)
    return _tried(fields, bare, policies, actions)


def _seconds(fields: Fields, name: str) -> float | None:
    """Seconds, or None where nothing is said or −1 is, which is the same."""
    if fields.peek(name) in ("", "-1"):
        fields.ignore(name)
        return None
    return float(fields.whole(name, 0, least=_WARMUPS[0], most=_WARMUPS[1]))


def _tried(fields: Fields, bare: Group, policies: tuple[Policy, ...], actions: tuple[Scheduled, ...]) -> Group | None:
    try:
        return replace(bare, policies=policies, scheduled=actions)
    except ValueError as error:
        fields.wrong("", str(error))
        return None


def sayable(group: Group) -> Group:
    """The group without what its kind of target cannot have."""
    no_action = no_target_action if group.dimension else no_ec2_action
    return replace(
        group,
        policies=tuple(each for each in group.policies if not cannot_say(each, group.dimension)),
        scheduled=tuple(each for each in group.scheduled if not no_action(each)),
    )


def left_out(group: Group) -> tuple[str, ...]:
    """What of a group its files cannot say, a sentence each."""
    no_action = no_target_action if group.dimension else no_ec2_action
    found = [cannot_say(each, group.dimension) for each in group.policies]
    found += [no_action(each) for each in group.scheduled]
    trackers = [each for each in group.policies if isinstance(each, TargetTracking)]
    usual = TargetTracking("usual", 1)
    if any((each.high, each.low, each.low_share) != (usual.high, usual.low, usual.low_share) for each in trackers):
        found.append(say("formats.scaling_own_alarms"))
    if group.dimension and (group.desired is not None or group.warmup_s is not None):
        found.append(say("formats.scaling_target_bounds"))
    if group.dimension and any(each.desired is not None and not no_action(each) for each in group.scheduled):
        found.append(say("formats.schedule_desired"))
    return tuple(each for each in found if each)
