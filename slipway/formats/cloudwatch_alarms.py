"""Alarms of CloudFormation templates as alerting watches them, composite ones too, in and out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from slipway.alerting.alarm import Actions, MetricAlarm
from slipway.alerting.composite import Composite, RuleError, in_turn, named, read_rule, renamed, written
from slipway.alerting.event import Labels
from slipway.content.problem import portion
from slipway.content.source import Text
from slipway.formats.cloudformation import Resource, read_tree, resources
from slipway.formats.cloudwatch import KIND, alarm_resource, read_alarm
from slipway.formats.fields import Group, Notes
from slipway.formats.imported import Imported
from slipway.formats.prometheus_rules import dumped
from slipway.traffic.alarm import State
from slipway.words import say

COMPOSITE = "AWS::CloudWatch::CompositeAlarm"
_ACTIONS: dict[str, State] = {
    "AlarmActions": "ALARM",
    "OKActions": "OK",
    "InsufficientDataActions": "INSUFFICIENT_DATA",
}
_FEW = "EvaluateLowSampleCountPercentile"
_SNIPPET = 30
_MATH = "Metrics"
_OF_ARN = ":alarm:"


@dataclass(frozen=True, slots=True)
class Alarms:
    """The alarms of a template."""

    metric: tuple[MetricAlarm, ...]
    composite: tuple[Composite, ...] = ()


def reads(text: Text) -> bool:
    """Whether it seems to be such a template."""
    return KIND in text.content or COMPOSITE in text.content


def read_watched(text: Text) -> Imported[Alarms]:
    """Every alarm of the template."""
    read = read_tree(text)
    if read.tree is None:
        return Imported(None, (), tuple(read.problems))
    notes = Notes(read.problems)
    found = resources(read.tree)
    names = _names(found)
    metric = [made for each in found if each.kind == KIND and (made := _metric(each.group(notes), each))]
    groups = [each.group(notes) for each in found if each.kind == COMPOSITE]
    of_alarms = [each for each in found if each.kind == COMPOSITE]
    read_rules = [_composite(fields, each, names) for fields, each in zip(groups, of_alarms, strict=True)]
    composite = [each for each in read_rules if each]
    _known(set(names.values()), composite, [fields for fields, each in zip(groups, read_rules, strict=True) if each])
    if not metric and not composite and not notes.problems:
        notes.problems.append(text.problem(1, 1, say("formats.no_alarm"), KIND))
    if notes.problems:
        return Imported(None, (), tuple(portion(sorted(notes.problems))))
    left_out = [*notes.unsupported(), *read.remarks]
    return Imported(Alarms(tuple(metric), tuple(composite)), tuple(portion(sorted(left_out))))


def _names(found: list[Resource]) -> dict[str, str]:
    """What a rule may call each alarm: by its name, or by what stands for it in a template."""
    alarms = {
        each.id: each.whole.scalar("Properties", "AlarmName") or each.id
        for each in found
        if each.kind in (KIND, COMPOSITE)
    }
    forms = {form: name for id_, name in alarms.items() for form in (f"${{{id_}}}", f"${{{id_}.Arn}}", f"{id_}.Arn")}
    return forms | alarms | {name: name for name in alarms.values()}


def _metric(fields: Group, resource: Resource) -> MetricAlarm | None:
    alarm = read_alarm(fields, resource.id)
    if _MATH in fields.names:
        fields.ignore(_MATH)
        fields.tell(_MATH, say("formats.alarm_math", name=alarm.name))
        return None
    if not alarm.metric:
        fields.wrong("MetricName", "is missing", say("formats.alarm_metric"))
    judges_few = fields.text(_FEW, "evaluate") != "ignore"
    return MetricAlarm(alarm, _dimensions(fields), _actions(fields), judges_few)


def _dimensions(fields: Group) -> Labels:
    return tuple(sorted((each.text("Name"), each.text("Value")) for each in fields.groups("Dimensions")))


def _actions(fields: Group) -> Actions:
    given = {state: fields.texts(name) for name, state in _ACTIONS.items()}
    if not fields.flag("ActionsEnabled", True):
        return ()
    return tuple((state, told) for state, told in given.items() if told)


def _composite(fields: Group, resource: Resource, names: Mapping[str, str]) -> Composite | None:
    name, rule = fields.text("AlarmName", resource.id), fields.text("AlarmRule", needed=True)
    actions = _actions(fields)
    try:
        if not rule:
            return None
        read = read_rule(rule)
        by_arn = {each: each.partition(_OF_ARN)[2] for each in named(read) if _OF_ARN in each}
        return Composite(name, renamed(renamed(read, by_arn), names), actions)
    except RuleError as error:
        snippet = rule[error.at :].strip().split("\n")[0][:_SNIPPET] or rule.strip()[-8:]
        fields.wrong_at("AlarmRule", snippet, str(error), say("formats.alarm_rule"))
        return None


def _known(names: set[str], composite: list[Composite], fields: list[Group]) -> None:
    """Rules name alarms of the file, and no circle."""
    for each, group in zip(composite, fields, strict=True):
        for name in sorted(named(each.rule) - names):
            group.wrong("AlarmRule", f"names {name!r}", say("formats.alarm_known", names=", ".join(sorted(names))))
    try:
        in_turn(composite)
    except ValueError as error:
        fields[0].wrong("AlarmRule", str(error))


def write_watched(alarms: Alarms) -> str:
    """A template that reads back as the same alarms."""
    made = {f"Alarm{number}": _alarm_document(each) for number, each in enumerate(alarms.metric, 1)}
    made |= {f"Composite{number}": _composite_document(each) for number, each in enumerate(alarms.composite, 1)}
    refers = any(each.alarm.of_new_version and not each.dimensions for each in alarms.metric)
    parameters = {"Parameters": {"NewVersion": {"Type": "String"}}} if refers else {}
    return dumped({"AWSTemplateFormatVersion": "2010-09-09", **parameters, "Resources": made})


def _alarm_document(watched: MetricAlarm) -> dict[str, Any]:
    document = alarm_resource(watched.alarm)
    properties: dict[str, Any] = document["Properties"]
    if watched.dimensions:
        properties["Dimensions"] = [{"Name": name, "Value": value} for name, value in watched.dimensions]
    if not watched.judges_few:
        properties[_FEW] = "ignore"
    properties |= dict(_action_fields(watched.actions))
    return document


def _composite_document(composite: Composite) -> dict[str, Any]:
    properties = {"AlarmName": composite.name, "AlarmRule": written(composite.rule)}
    return {"Type": COMPOSITE, "Properties": properties | dict(_action_fields(composite.actions))}


def _action_fields(actions: Actions) -> Iterator[tuple[str, Any]]:
    told = dict(actions)
    for name, state in _ACTIONS.items():
        if told.get(state):
            yield name, list(told[state])
