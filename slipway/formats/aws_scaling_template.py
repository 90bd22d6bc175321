"""Scaling in CloudFormation templates, in and out: a group with its policies, scheduled actions and alarms.

Of EC2 Auto Scaling `AWS::AutoScaling::AutoScalingGroup`, `ScalingPolicy` and `ScheduledAction`, of Application Auto
Scaling `AWS::ApplicationAutoScaling::ScalableTarget` and `ScalingPolicy`; alarms are `AWS::CloudWatch::Alarm`.
"""

import re
from collections.abc import Iterable
from typing import Any

from slipway.content.problem import portion
from slipway.content.source import Text
from slipway.formats.aws_group import Part, Parts, left_out, put_together, sayable
from slipway.formats.aws_metrics import alarm_fields
from slipway.formats.aws_policies import policy_fields
from slipway.formats.aws_schedule import ec2_action_fields, target_action_fields
from slipway.formats.cloudformation import Resource, left_over, read_tree, resources
from slipway.formats.cloudwatch import KIND as ALARM
from slipway.formats.cloudwatch import alarm_resource
from slipway.formats.fields import Group as Fields
from slipway.formats.fields import Notes
from slipway.formats.imported import Imported
from slipway.formats.prometheus_rules import dumped
from slipway.scaling.policies import ECS, Group
from slipway.scaling.simple_scaling import SimpleScaling
from slipway.scaling.step_scaling import StepScaling
from slipway.words import say

GROUP = "AWS::AutoScaling::AutoScalingGroup"
POLICY = "AWS::AutoScaling::ScalingPolicy"
ACTION = "AWS::AutoScaling::ScheduledAction"
TARGET = "AWS::ApplicationAutoScaling::ScalableTarget"
TARGET_POLICY = "AWS::ApplicationAutoScaling::ScalingPolicy"
_KINDS = (GROUP, POLICY, ACTION, TARGET, TARGET_POLICY)
_EC2_SAID = ("LaunchTemplate", "LaunchConfigurationName", "VPCZoneIdentifier", "AvailabilityZones", "TargetGroupARNs")
_LOGICAL = re.compile(r"[A-Za-z0-9]{1,64}")


def reads(text: Text) -> bool:
    """Whether it seems to be such a template."""
    return any(kind in text.content for kind in _KINDS)


def read_template(text: Text) -> Imported[Group]:
    """The group of the template with all its policies."""
    read = read_tree(text)
    if read.tree is None:
        return Imported(None, (), tuple(portion(sorted(read.problems))))
    notes, found = Notes(read.problems), resources(read.tree)
    parts = Parts(ECS if any(each.kind in (TARGET, TARGET_POLICY) for each in found) else "")
    kinds = (TARGET, TARGET_POLICY) if parts.dimension else (GROUP, POLICY, ACTION)
    taken = [each for each in found if each.kind in (*kinds, ALARM)]
    for each in taken:
        _sort(each, each.group(notes), parts)
    if parts.is_empty:
        notes.problems.append(text.problem(1, 1, say("formats.scaling_nothing"), ", ".join(_KINDS)))
        return Imported(None, (), tuple(portion(sorted(notes.problems))))
    group = put_together(parts)
    if notes.problems:
        return Imported(None, (), tuple(portion(sorted(notes.problems))))
    rest = left_over(read.tree, {each.id for each in taken})
    return Imported(group, tuple(portion(sorted([*notes.unsupported(), *parts.told, *read.remarks, *rest]))))


def _sort(resource: Resource, fields: Fields, parts: Parts) -> None:
    match resource.kind:
        case "AWS::CloudWatch::Alarm":
            parts.alarms.append(Part(fields, fields.text("AlarmName", resource.id)))
        case "AWS::AutoScaling::AutoScalingGroup":
            fields.ignore(*_EC2_SAID)
            parts.groups.append(Part(fields, fields.text("AutoScalingGroupName", resource.id)))
            parts.owners[resource.id] = parts.groups[-1].name
        case "AWS::ApplicationAutoScaling::ScalableTarget":
            _sort_target(resource, fields, parts)
        case "AWS::ApplicationAutoScaling::ScalingPolicy":
            name = fields.text("PolicyName", resource.id)
            fields.ignore("ServiceNamespace", "ScalableDimension")
            if not parts.groups:
                parts.dimension = fields.peek("ScalableDimension") or parts.dimension
            group = fields.text("ScalingTargetId") or fields.text("ResourceId")
            fields.ignore("ResourceId")
            parts.policies.append(Part(fields, name, group, resource.id))
        case _:
            group = fields.text("AutoScalingGroupName", needed=True)
            listed = parts.policies if resource.kind == POLICY else parts.actions
            listed.append(Part(fields, resource.id, group, resource.id))


def _sort_target(resource: Resource, fields: Fields, parts: Parts) -> None:
    """Its actions stand inside it."""
    fields.ignore("RoleARN", "ServiceNamespace")
    name = fields.text("ResourceId", resource.id)
    if not parts.groups:
        parts.dimension = fields.text("ScalableDimension", ECS)
    fields.ignore("ScalableDimension")
    parts.groups.append(Part(fields, name))
    parts.owners[resource.id] = name
    for each in fields.groups("ScheduledActions"):
        parts.actions.append(Part(each, each.text("ScheduledActionName", needed=True), name))


def write_template(group: Group) -> str:
    """A template that reads back as the same group, without what its kind of target cannot have."""
    group = sayable(group)
    if group.dimension:
        return dumped({"Resources": _target_resources(group)})
    return dumped({"Resources": _group_resources(group)})


def not_written(group: Group) -> tuple[str, ...]:
    """What a template cannot say of the group, a sentence each; EC2's policies are called by their logical ids."""
    names = [] if group.dimension else [each.name for each in (*group.policies, *group.scheduled)]
    renamed = [(name, new) for name, new in zip(names, _ids(names), strict=True) if name != new]
    told = [say("formats.scaling_renamed", name=name, new=new) for name, new in renamed]
    return (*left_out(group), *told)


def _group_resources(group: Group) -> dict[str, Any]:
    names = [each.name for each in (*group.policies, *group.scheduled)]
    ids = _ids([*names, "Group"])
    made: dict[str, Any] = {ids[-1]: {"Type": GROUP, "Properties": _group_fields(group)}}
    for policy, key in zip(group.policies, ids, strict=False):
        made[key] = {"Type": POLICY, "Properties": {**_of(ids[-1]), **_as_template(policy_fields(policy, ""))}}
    for action, key in zip(group.scheduled, ids[len(group.policies) :], strict=False):
        made[key] = {"Type": ACTION, "Properties": {**_of(ids[-1]), **ec2_action_fields(action)}}
    return made | _alarm_resources(group, ids)


def _of(group: str) -> dict[str, Any]:
    """Made anew each time: CloudFormation refuses YAML's aliases."""
    return {"AutoScalingGroupName": {"Ref": group}}


def _group_fields(group: Group) -> dict[str, Any]:
    """Sizes are texts in templates."""
    found: dict[str, Any] = {"AutoScalingGroupName": group.name}
    found |= {"MinSize": str(group.least), "MaxSize": str(group.most)}
    if group.desired is not None:
        found["DesiredCapacity"] = str(group.desired)
    found["Cooldown"] = str(round(group.cooldown_s))
    if group.warmup_s is not None:
        found["DefaultInstanceWarmup"] = round(group.warmup_s)
    found["LaunchTemplate"] = {"LaunchTemplateName": group.name, "Version": "1"}
    found["AvailabilityZones"] = {"Fn::GetAZs": ""}
    return found


def _as_template(said: dict[str, Any]) -> dict[str, Any]:
    """A simple policy's cooldown is a text in templates."""
    return {name: str(value) if name == "Cooldown" else value for name, value in said.items()}


def _target_resources(group: Group) -> dict[str, Any]:
    ids = _ids([*(each.name for each in group.policies), "Target"])
    service = group.dimension.split(":")[0]
    properties: dict[str, Any] = {"ServiceNamespace": service, "ResourceId": group.name}
    properties |= {"ScalableDimension": group.dimension, "MinCapacity": group.least, "MaxCapacity": group.most}
    if group.scheduled:
        properties["ScheduledActions"] = [
            {"ScheduledActionName": each.name, **target_action_fields(each)} for each in group.scheduled
        ]
    made: dict[str, Any] = {ids[-1]: {"Type": TARGET, "Properties": properties}}
    for policy, key in zip(group.policies, ids, strict=False):
        said = {"PolicyName": policy.name, "ScalingTargetId": {"Ref": ids[-1]}}
        made[key] = {"Type": TARGET_POLICY, "Properties": {**said, **policy_fields(policy, group.dimension)}}
    return made | _alarm_resources(group, ids)


def _alarm_resources(group: Group, ids: list[str]) -> dict[str, Any]:
    """An alarm for each policy that has one."""
    pairs = zip(group.policies, ids, strict=False)
    asked = [(each, key) for each, key in pairs if isinstance(each, StepScaling | SimpleScaling) and each.alarm]
    made = {}
    for (policy, key), new in zip(asked, _ids((f"{key}Alarm" for _, key in asked), ids), strict=True):
        assert policy.alarm
        document = alarm_resource(policy.alarm)
        document["Properties"] |= alarm_fields(policy.alarm, group.name, group.dimension)
        document["Properties"]["AlarmActions"] = [{"Ref": key}]
        made[new] = document
    return made


def _ids(names: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """Logical ids: letters and digits, each once; a name that is one stays."""
    found: list[str] = []
    used = set(taken)
    for name in names:
        plain = name if _LOGICAL.fullmatch(name) else "".join(re.findall(r"[A-Za-z0-9]+", name.title()))[:60] or "Part"
        number, new = 1, plain
        while new in used:
            number += 1
            new = f"{plain}{number}"
        used.add(new)
        found.append(new)
    return found
