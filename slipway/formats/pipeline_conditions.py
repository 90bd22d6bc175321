"""CodePipeline V2 pipelines with their conditions, in and out: what `get-pipeline` prints, CloudFormation templates."""

from collections.abc import Iterator
from itertools import count
from typing import Any, cast

import yaml

from slipway.content.problem import Problem
from slipway.content.source import Text, Tree
from slipway.content.typed import one_of
from slipway.delivery.codedeploy_alarm import STATES
from slipway.delivery.pipeline_conditions_settings import (
    CATEGORIES,
    MODES,
    MOST_RULES,
    MOST_WAIT_MIN,
    PROVIDERS,
    RESULTS,
    RETRY_MODES,
    SKIPPING,
    Action,
    Condition,
    Mode,
    OnFailure,
    Pipeline,
    Position,
    Result,
    RetryMode,
    Rule,
    Stage,
)
from slipway.formats.cloudformation import Spell, as_api, as_template, left_over, read_tree, resources
from slipway.formats.cloudwatch import KIND as ALARM
from slipway.formats.cloudwatch import alarm_resource, read_alarms, remark
from slipway.formats.codedeploy import finished
from slipway.formats.fields import Group, Notes
from slipway.formats.imported import Imported
from slipway.traffic.alarm import Alarm
from slipway.words import say

KIND = "AWS::CodePipeline::Pipeline"
_MOST_STAGES = 50
_MOST_ACTIONS = 50
_MOST_ORDER = 999
_ARTIFACT = "Source"
_WORKING = ("Build", "Test", "Deploy")


def import_pipeline(text: Text) -> Imported[Pipeline]:
    """The pipeline in a text, with what of it is not simulated."""
    read = read_tree(text)
    if read.tree is None or not isinstance(read.tree.node, yaml.MappingNode):
        problems = read.problems or [text.problem(1, 1, "there is no pipeline in here", "a pipeline with stages")]
        return Imported(None, (), tuple(problems))
    tree, notes = read.tree, Notes(read.problems)
    pipeline, told = _template(tree, notes) if "Resources" in tree.fields else _printed(tree, notes)
    remarks = _remarks(tree, pipeline) if pipeline else []
    return finished(notes, pipeline, [*read.remarks, *told, *remarks])


def _printed(tree: Tree, notes: Notes) -> tuple[Pipeline | None, list[Problem]]:
    whole = Group(tree, "file", notes)
    fields = whole.group("pipeline") if "pipeline" in tree.fields else whole
    return (_pipeline(fields, as_api, (), "") if fields else None), []


def _template(tree: Tree, notes: Notes) -> tuple[Pipeline | None, list[Problem]]:
    found = resources(tree)
    pipelines = [each for each in found if each.kind == KIND]
    if not pipelines:
        notes.problems.append(tree.problem(("Resources",), f"there is no {KIND} in here", "one of them"))
        return None, []
    alarms = tuple(dict.fromkeys(read_alarms(found, notes).values()))
    taken = {each.id for each in found if each.kind == ALARM} | {pipelines[0].id}
    fields = pipelines[0].group(notes)
    return _pipeline(fields, as_template, alarms, pipelines[0].id), left_over(tree, taken)


def _pipeline(fields: Group, spell: Spell, alarms: tuple[Alarm, ...], default_name: str) -> Pipeline | None:
    fields.ignore(*(spell(name) for name in ("roleArn", "artifactStore", "artifactStores", "version")))
    kind = fields.text(spell("pipelineType"), "V1")
    name = fields.text(spell("name"), default_name, needed=not default_name)
    mode = _one_of(fields, spell("executionMode"), MODES) if spell("executionMode") in fields.names else "SUPERSEDED"
    groups = fields.groups(spell("stages"), _MOST_STAGES)
    stages = tuple(_stage(each, spell) for each in groups)
    _check_names(groups, [stage.name for stage in stages], spell)
    if not any(stage.deploys for stage in stages):
        fields.wrong(spell("stages"), "has no stage that deploys anything", "an action of the category Deploy")
        return None
    conditions = any(stage.before_entry or stage.on_success or stage.on_failure for stage in stages)
    if kind != "V2" and conditions:
        fields.wrong(spell("pipelineType"), f"is {kind!r}, which has no conditions", "V2")
    return Pipeline(name, stages, cast(Mode, mode), alarms)


def _check_names(groups: list[Group], names: list[str], spell: Spell) -> None:
    """Note what has the name of another of its kind before it."""
    for number, group in enumerate(groups):
        if names[number] in names[:number]:
            group.wrong(spell("name"), f"{names[number]!r} is given twice", "a name of its own")


def _one_of(fields: Group, name: str, valid: tuple[str, ...]) -> str:
    """One of these words; the first where it is none of them, which is noted."""
    given = fields.choice(name, valid)
    return given if given in valid else valid[0]


def _stage(fields: Group, spell: Spell) -> Stage:
    groups = fields.groups(spell("actions"), _MOST_ACTIONS)
    actions = tuple(_action(each, spell) for each in groups)
    _check_names(groups, [action.name for action in actions], spell)
    if not actions:
        fields.wrong(spell("actions"), "is empty", "one action at least")
    entry, success = (_conditions(fields, position, spell) for position in ("beforeEntry", "onSuccess"))
    return Stage(fields.text(spell("name"), needed=True), actions, entry, success, _on_failure(fields, spell))


def _action(fields: Group, spell: Spell) -> Action:
    fields.ignore(*(spell(name) for name in ("inputArtifacts", "outputArtifacts", "configuration", "region")))
    kind = fields.group(spell("actionTypeId"))
    if kind is None:
        fields.wrong(spell("actionTypeId"), "is missing", "a category and a provider")
    else:
        kind.ignore(spell("owner"), spell("version"))
    return Action(
        fields.text(spell("name"), needed=True),
        _one_of(kind, spell("category"), CATEGORIES) if kind else CATEGORIES[0],
        kind.text(spell("provider"), needed=True) if kind else "",
        fields.whole(spell("runOrder"), 1, least=1, most=_MOST_ORDER),
    )


def _conditions(fields: Group, position: Position, spell: Spell) -> Condition | None:
    outer = fields.group(spell(position))
    return _condition(outer, position, spell) if outer else None


def _condition(outer: Group, position: Position, spell: Spell) -> Condition | None:
    found = outer.groups(spell("conditions"))
    if len(found) != 1:
        outer.wrong(spell("conditions"), f"has {len(found)} entries", "exactly one condition")
        return None
    result = cast(Result, _one_of(found[0], spell("result"), RESULTS[position]))
    groups = found[0].groups(spell("rules"), MOST_RULES)
    rules = tuple(_rule(each, spell) for each in groups)
    _check_names(groups, [rule.name for rule in rules], spell)
    if not rules:
        found[0].wrong(spell("rules"), "is empty", f"from 1 to {MOST_RULES} rules")
    wrong = [rule.provider for rule in rules if result == "SKIP" and rule.provider not in SKIPPING]
    if wrong:
        found[0].wrong(spell("result"), f"is SKIP with a {wrong[0]} rule", f"only {one_of(list(SKIPPING))} may skip")
    return Condition(result, rules)


def _on_failure(fields: Group, spell: Spell) -> OnFailure | None:
    outer = fields.group(spell("onFailure"))
    if outer is None:
        return None
    given = spell("conditions") in outer.names
    condition = _condition(outer, "onFailure", spell) if given else None
    result = condition.result if condition else "ROLLBACK"
    if not given or spell("result") in outer.names:
        result = cast(Result, _one_of(outer, spell("result"), RESULTS["onFailure"]))
    retry = outer.group(spell("retryConfiguration"))
    mode = cast(RetryMode, _one_of(retry, spell("retryMode"), RETRY_MODES)) if retry else RETRY_MODES[0]
    if condition and result == "RETRY":
        outer.wrong(spell("result"), "is RETRY with conditions", "ROLLBACK: a retry takes no conditions")
    return OnFailure(result, mode, condition.rules if condition else ())


def _rule(fields: Group, spell: Spell) -> Rule:
    fields.ignore(spell("inputArtifacts"), spell("region"), spell("roleArn"))
    kind = fields.group(spell("ruleTypeId"))
    if kind is None:
        fields.wrong(spell("ruleTypeId"), "is missing", "a provider")
    else:
        kind.ignore(spell("category"), spell("owner"), spell("version"))
    provider = _one_of(kind, spell("provider"), PROVIDERS) if kind else PROVIDERS[0]
    configuration = fields.group(spell("configuration"))
    names = configuration.names if configuration else []
    given = tuple((name, configuration.text(name)) for name in names) if configuration else ()
    if provider == "CloudWatchAlarm":
        _check_alarm(fields, configuration, spell)
    return Rule(fields.text(spell("name"), needed=True), provider, given, fields.texts(spell("commands"), 50))


def _check_alarm(rule: Group, configuration: Group | None, spell: Spell) -> None:
    if configuration is None:
        rule.wrong(spell("configuration"), "is missing", "an AlarmName")
        return
    configuration.text("AlarmName", needed=True)
    configuration.whole("WaitTime", most=MOST_WAIT_MIN)
    for state in filter(None, configuration.text("AlarmStates").split(",")):
        if state not in STATES:
            configuration.wrong("AlarmStates", f"has {state!r}", one_of(list(STATES)), STATES)


def _remarks(tree: Tree, pipeline: Pipeline) -> list[Problem]:
    """What is assumed of the stage that releases, and that the other stages are not played."""
    released = pipeline.released_by
    places = [each for each in (released.before_entry, released.on_success, released.on_failure) if each]
    rules = [rule for place in places for rule in place.rules]
    alarms = [pipeline.alarm(rule.field("AlarmName")) for rule in rules if rule.provider == "CloudWatchAlarm"]
    told = [remark(alarm) for alarm in alarms if not alarm.metric]
    told += [say("codepipeline.assumed", name=rule.name) for rule in rules if rule.provider != "CloudWatchAlarm"]
    if len(pipeline.stages) > 1:
        told.append(say("codepipeline.only_stage", stage=released.name))
    told += [
        say("codepipeline.sources_first", action=action.name, stage=stage.name)
        for number, stage in enumerate(pipeline.stages)
        for action in stage.actions
        if (action.category == "Source") != (number == 0)
    ]
    return [tree.problem((), each) for each in told]


def export_pipeline(pipeline: Pipeline) -> str:
    """The pipeline as a CloudFormation template; what each action is to do has to be filled in."""
    properties: dict[str, Any] = {
        "Name": pipeline.name,
        "PipelineType": "V2",
        "ExecutionMode": pipeline.mode,
        "RoleArn": {"Ref": "PipelineRole"},
        "ArtifactStore": {"Type": "S3", "Location": {"Ref": "ArtifactBucket"}},
        "Stages": _stages_fields(pipeline),
    }
    made: dict[str, Any] = {"Pipeline": {"Type": KIND, "Properties": properties}}
    made |= {f"Alarm{number}": alarm_resource(alarm) for number, alarm in enumerate(pipeline.alarms, 1)}
    parameters = {"PipelineRole": {"Type": "String"}, "ArtifactBucket": {"Type": "String"}}
    if any(alarm.of_new_version for alarm in pipeline.alarms):
        parameters["NewVersion"] = {"Type": "String"}
    template = {"AWSTemplateFormatVersion": "2010-09-09", "Parameters": parameters, "Resources": made}
    return yaml.safe_dump(template, sort_keys=False, width=110, allow_unicode=True)


def _stages_fields(pipeline: Pipeline) -> list[dict[str, Any]]:
    """The stages; each source has an artifact of its own, and what follows works on the first."""
    names = (_ARTIFACT if number == 1 else f"{_ARTIFACT}{number}" for number in count(1))
    return [_stage_fields(stage, names) for stage in pipeline.stages]


def _stage_fields(stage: Stage, artifacts: Iterator[str]) -> dict[str, Any]:
    actions = [_action_fields(action, artifacts) for action in stage.actions]
    fields: dict[str, Any] = {"Name": stage.name, "Actions": actions}
    if stage.before_entry:
        fields["BeforeEntry"] = _condition_fields(stage.before_entry.result, stage.before_entry.rules)
    if stage.on_success:
        fields["OnSuccess"] = _condition_fields(stage.on_success.result, stage.on_success.rules)
    failure = stage.on_failure
    if failure and failure.rules:
        fields["OnFailure"] = _condition_fields(failure.result, failure.rules)
    elif failure:
        retry = {"RetryConfiguration": {"RetryMode": failure.retry_mode}} if failure.result == "RETRY" else {}
        fields["OnFailure"] = {"Result": failure.result, **retry}
    return fields


def _action_fields(action: Action, artifacts: Iterator[str]) -> dict[str, Any]:
    kind = {"Category": action.category, "Owner": "AWS", "Provider": action.provider, "Version": "1"}
    given: dict[str, Any] = {}
    if action.category == "Source":
        given = {"OutputArtifacts": [{"Name": next(artifacts)}]}
    elif action.category in _WORKING:
        given = {"InputArtifacts": [{"Name": _ARTIFACT}]}
    return {"Name": action.name, "ActionTypeId": kind, "RunOrder": action.run_order, **given}


def _condition_fields(result: Result, rules: tuple[Rule, ...]) -> dict[str, Any]:
    return {"Conditions": [{"Result": result, "Rules": [_rule_fields(rule) for rule in rules]}]}


def _rule_fields(rule: Rule) -> dict[str, Any]:
    kind = {"Category": "Rule", "Owner": "AWS", "Provider": rule.provider, "Version": "1"}
    fields: dict[str, Any] = {"Name": rule.name, "RuleTypeId": kind}
    if rule.fields:
        fields["Configuration"] = dict(rule.fields)
    if rule.commands:
        fields["Commands"] = list(rule.commands)
    return fields
