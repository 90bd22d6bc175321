"""Scaling as the AWS command line takes and prints it, JSON in and out.

Read are the inputs of `put-scaling-policy`, `put-scheduled-update-group-action`, `put-scheduled-action`,
`put-metric-alarm`, `create-auto-scaling-group` and `register-scalable-target` (one, or several in a list), what the
`describe-…` commands print, and a policy's configuration alone, which the guides call config.json. What is written is
such a list, each member the `--cli-input-json` of one command.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import yaml

from slipway.content.problem import portion
from slipway.content.source import Text, Tree
from slipway.formats.aws_group import Part, Parts, put_together, sayable
from slipway.formats.aws_metrics import alarm_fields
from slipway.formats.aws_policies import alone_kind, of_application, policy_fields
from slipway.formats.aws_schedule import ec2_action_fields, target_action_fields
from slipway.formats.cloudformation import read_tree
from slipway.formats.cloudwatch import alarm_resource
from slipway.formats.fields import Group as Fields
from slipway.formats.fields import Notes
from slipway.formats.imported import Imported
from slipway.scaling.policies import ECS, Group
from slipway.scaling.simple_scaling import SimpleScaling
from slipway.scaling.step_scaling import StepScaling
from slipway.traffic.alarm import Alarm
from slipway.words import say

_LISTS = (
    *("AutoScalingGroups", "ScalableTargets", "ScalingPolicies", "MetricAlarms"),
    *("ScheduledUpdateGroupActions", "ScheduledActions"),
)
_SAID_ANYWAY = ("ServiceNamespace", "ResourceId", "ScalableDimension", "AutoScalingGroupName", "RoleARN", "NextToken")
_ARNS = ("PolicyARN", "AutoScalingGroupARN", "ScalableTargetARN", "ScheduledActionARN", "AlarmArn", "CreationTime")
_WHERE = ("LaunchTemplate", "LaunchConfigurationName", "VPCZoneIdentifier", "AvailabilityZones", "TargetGroupARNs")
_ARN = "arn:aws:autoscaling:us-east-1:111122223333:scalingPolicy:00000000-0000-0000-0000-000000000000"
_SEEMS = re.compile(
    r'^\s*[\[{].*"(?:PolicyName|ScheduledActionName|AutoScalingGroupName|ScalableDimension'
    r'|TargetValue|StepAdjustments|MetricSpecifications)"',
    re.DOTALL,
)
_MOST_PARTS = 500


@dataclass(frozen=True, slots=True)
class Command:
    """A command, such as `autoscaling put-scaling-policy`, and its input."""

    name: str
    input: dict[str, Any]


def reads(text: Text) -> bool:
    """Whether it seems to be such a file."""
    return bool(_SEEMS.match(text.content)) and '"Resources"' not in text.content


def read_commands(text: Text) -> Imported[Group]:
    """The group that the commands make, or that was described."""
    read = read_tree(text)
    if read.tree is None:
        return Imported(None, (), tuple(portion(sorted(read.problems))))
    notes, parts = Notes(read.problems), Parts()
    found = list(_objects(read.tree, notes))
    if len(found) > _MOST_PARTS:
        return Imported(None, (), (text.problem(1, 1, f"there are {len(found)} parts", f"at most {_MOST_PARTS}"),))
    for fields in found:
        _sort(fields, parts)
    if parts.is_empty:
        notes.problems.append(text.problem(1, 1, say("formats.scaling_nothing"), say("formats.scaling_files")))
        return Imported(None, (), tuple(portion(sorted(notes.problems))))
    group = put_together(parts)
    if notes.problems:
        return Imported(None, (), tuple(portion(sorted(notes.problems))))
    return Imported(group, tuple(portion(sorted([*notes.unsupported(), *parts.told, *read.remarks]))))


def _objects(tree: Tree, notes: Notes) -> Iterator[Fields]:
    """Every object that is an input, or a member of what was described."""
    nodes = tree.node.value if isinstance(tree.node, yaml.SequenceNode) else [tree.node]
    for number, node in enumerate(nodes):
        if not isinstance(node, yaml.MappingNode):
            notes.problems.append(replace(tree, node=node).problem((), "this is no command’s input", "an object"))
            continue
        path = f"[{number}]" if len(nodes) > 1 else "input"
        fields = Fields(replace(tree, node=node), path, notes)
        listed = [name for name in _LISTS if name in fields.names]
        fields.ignore("NextToken", *listed)
        if not listed:
            yield fields
        for name in listed:
            yield from fields.groups(name)


def _sort(fields: Fields, parts: Parts) -> None:
    """What an object is shows in its fields; of Application Auto Scaling is what has a dimension."""
    names = set(fields.names)
    dimension = fields.peek("ScalableDimension") or (ECS if "ServiceNamespace" in names else "")
    group = fields.peek("ResourceId") if dimension else fields.peek("AutoScalingGroupName")
    if "AlarmName" in names:
        fields.ignore(*_ARNS)
        parts.alarms.append(Part(fields, fields.text("AlarmName")))
        return
    fields.ignore(*_SAID_ANYWAY, *_ARNS, *_WHERE)
    if alone_kind(fields):
        parts.dimension = parts.dimension or (ECS if of_application(fields) else "")
        parts.policies.append(Part(fields, "policy", ""))
        return
    parts.dimension = parts.dimension or dimension
    if "ScheduledActionName" in names:
        parts.actions.append(Part(fields, fields.text("ScheduledActionName", needed=True), group))
    elif "PolicyName" in names or "PolicyType" in names:
        parts.policies.append(Part(fields, fields.text("PolicyName", needed=True), group))
    else:
        parts.groups.append(Part(fields, group))


def commands(group: Group) -> tuple[Command, ...]:
    """The commands that make the group, in an order in which they can be run; what it cannot have is left out."""
    group = sayable(group)
    return (
        _made(group),
        *(_policy(group, each.name, policy_fields(each, group.dimension)) for each in group.policies),
        *(_alarm(group, each.name, alarm) for each, alarm in _alarms(group)),
        *(_action(group, each.name, _action_said(group, number)) for number, each in enumerate(group.scheduled)),
    )


def write_commands(group: Group) -> str:
    """Their inputs, one after the other in a list."""
    return json.dumps([each.input for each in commands(group)], indent=2, ensure_ascii=False) + "\n"


def _made(group: Group) -> Command:
    if group.dimension:
        bounds = {"MinCapacity": group.least, "MaxCapacity": group.most}
        return Command("application-autoscaling register-scalable-target", {**_target(group), **bounds})
    found: dict[str, Any] = {"AutoScalingGroupName": group.name, "MinSize": group.least, "MaxSize": group.most}
    if group.desired is not None:
        found["DesiredCapacity"] = group.desired
    found["DefaultCooldown"] = round(group.cooldown_s)
    if group.warmup_s is not None:
        found["DefaultInstanceWarmup"] = round(group.warmup_s)
    found["LaunchTemplate"] = {"LaunchTemplateName": group.name, "Version": "1"}
    found["AvailabilityZones"] = ["us-east-1a", "us-east-1b"]
    return Command("autoscaling create-auto-scaling-group", found)


def _target(group: Group) -> dict[str, Any]:
    service = group.dimension.split(":")[0]
    return {"ServiceNamespace": service, "ResourceId": group.name, "ScalableDimension": group.dimension}


def _policy(group: Group, name: str, said: dict[str, Any]) -> Command:
    if group.dimension:
        return Command("application-autoscaling put-scaling-policy", {"PolicyName": name, **_target(group), **said})
    return Command("autoscaling put-scaling-policy", {"AutoScalingGroupName": group.name, "PolicyName": name, **said})


def _action(group: Group, name: str, said: dict[str, Any]) -> Command:
    if group.dimension:
        whole = {"ScheduledActionName": name, **_target(group), **said}
        return Command("application-autoscaling put-scheduled-action", whole)
    whole = {"AutoScalingGroupName": group.name, "ScheduledActionName": name, **said}
    return Command("autoscaling put-scheduled-update-group-action", whole)


def _action_said(group: Group, number: int) -> dict[str, Any]:
    action = group.scheduled[number]
    return target_action_fields(action) if group.dimension else ec2_action_fields(action)


def _alarms(group: Group) -> list[tuple[StepScaling | SimpleScaling, Alarm]]:
    asked = [each for each in group.policies if isinstance(each, StepScaling | SimpleScaling)]
    return [(each, each.alarm) for each in asked if each.alarm]


def _alarm(group: Group, policy: str, alarm: Alarm) -> Command:
    """`put-scaling-policy` prints the policy's ARN; this one has the right end and a made-up middle."""
    owner = f"resource/{group.name}" if group.dimension else f"autoScalingGroupName/{group.name}"
    found = {**alarm_resource(alarm)["Properties"], **alarm_fields(alarm, group.name, group.dimension)}
    found["AlarmActions"] = [f"{_ARN}:{owner}:policyName/{policy}"]
    return Command("cloudwatch put-metric-alarm", found)
