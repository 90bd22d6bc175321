"""A serverless function's DeploymentPreference (AWS SAM), in and out.

SAM makes a deployment group of it that rolls back on failure, on an alarm and on request, whatever else is set.
"""

from collections.abc import Mapping
from typing import Any

import yaml

from slipway.content.problem import Problem
from slipway.content.source import Text, Tree
from slipway.delivery.codedeploy_predefined import PREDEFINED, SHORT, name_of
from slipway.delivery.codedeploy_settings import MOST_ALARMS, ROLLBACK_EVENTS, AllAtOnce, Config, Deployment, Hook
from slipway.formats.cloudformation import Resource, left_over, read_tree, resources
from slipway.formats.cloudwatch import KIND as ALARM
from slipway.formats.cloudwatch import alarm_resource, named, read_alarms, remark
from slipway.formats.codedeploy import CONFIG, config_fields, configs_of, finished
from slipway.formats.fields import Group, Notes
from slipway.formats.imported import Imported
from slipway.traffic.alarm import Alarm
from slipway.words import say

FUNCTION = "AWS::Serverless::Function"
PREFERENCE = "DeploymentPreference"
_HOOKS = {"PreTraffic": "BeforeAllowTraffic", "PostTraffic": "AfterAllowTraffic"}


def import_preference(text: Text) -> Imported[Deployment]:
    """The deployment preference of the first function that has one, or of the template's globals."""
    read = read_tree(text)
    if read.tree is None:
        return Imported(None, (), tuple(read.problems))
    tree, notes = read.tree, Notes(read.problems)
    found = resources(tree)
    function = _function(tree, found)
    if function is None:
        what = f"there is no {FUNCTION} with a {PREFERENCE} in here"
        return Imported(None, (), (*read.problems, text.problem(1, 1, what, "one function that has one")))
    configs, alarms = configs_of(found, notes), read_alarms(found, notes)
    taken = {function.id} | {each.id for each in found if each.kind in (CONFIG, ALARM)}
    deployment = _deployment(tree, function.group(notes), configs, alarms, notes)
    return finished(notes, deployment, [*read.remarks, *left_over(tree, taken), *_remarks(tree, deployment)])


def _function(tree: Tree, found: list[Resource]) -> Resource | None:
    functions = [each for each in found if each.kind == FUNCTION]
    with_one = [each for each in functions if each.whole.at("Properties", PREFERENCE)]
    of_all = functions if tree.at("Globals", "Function", PREFERENCE) else []
    return next(iter([*with_one, *of_all]), None)


def _remarks(tree: Tree, deployment: Deployment | None) -> list[Problem]:
    alarms = deployment.alarms if deployment else ()
    return [tree.problem((), remark(alarm)) for alarm in alarms if not alarm.metric]


def _deployment(
    tree: Tree, fields: Group, configs: Mapping[str, Config], alarms: dict[str, Alarm], notes: Notes
) -> Deployment | None:
    alias = fields.text("AutoPublishAlias")
    preference = fields.group(PREFERENCE)
    if "Globals" in tree.fields:
        everyone = Group(tree, "template", Notes(notes.problems)).group("Globals")
        shared = everyone.group("Function") if everyone else None
        alias = alias or (shared.text("AutoPublishAlias") if shared else "")
        preference = preference or (_noted(shared, notes) if shared else None)
    if preference is None:
        fields.wrong(PREFERENCE, "is empty", "a Type")
        return None
    if not alias:
        fields.wrong("AutoPublishAlias", f"is missing, and a {PREFERENCE} needs it", "the name of an alias")
    return _preference(preference, configs, alarms)


def _noted(shared: Group, notes: Notes) -> Group | None:
    """The preference of the globals; what is left over in it is told, the rest of the globals is not for us."""
    found = shared.group(PREFERENCE)
    if found:
        notes.groups.append(found)
    return found


def _preference(fields: Group, configs: Mapping[str, Config], alarms: dict[str, Alarm]) -> Deployment | None:
    if not fields.flag("Enabled", True):
        fields.wrong("Enabled", "is false, so that CodeDeploy has no part in this", "true")
        return None
    kind = fields.text("Type", needed=True)
    config = SHORT.get(kind) or configs.get(kind) or PREDEFINED.get(kind)
    if config is None or config.platform != "Lambda":
        if kind:
            fields.wrong("Type", f"is {kind!r}", "one of " + ", ".join(SHORT), tuple(SHORT))
        return None
    hooks = fields.group("Hooks")
    functions = {event: hooks.text(name) for name, event in _HOOKS.items()} if hooks else {}
    return Deployment(
        config,
        named(fields.texts("Alarms", MOST_ALARMS), alarms),
        rollback_events=ROLLBACK_EVENTS,
        hooks=tuple(Hook(event, function) for event, function in functions.items() if function),
    )


def left_out(deployment: Deployment) -> tuple[str, ...]:
    """What of a deployment a DeploymentPreference has no words for."""
    told = []
    if deployment.config.platform != "Lambda":
        told.append(say("express.sam_lambda_only", platform=deployment.config.platform))
    if deployment.rollback_events != ROLLBACK_EVENTS or not deployment.rollback_enabled:
        told.append(say("express.sam_rollback"))
    if deployment.ignore_poll_failure:
        told.append(say("express.sam_poll"))
    if not deployment.alarms_enabled and deployment.alarms:
        told.append(say("express.sam_alarms_off"))
    if gone := [hook.event for hook in deployment.hooks if hook.event not in _HOOKS.values()]:
        told.append(say("express.sam_hooks", events=", ".join(gone)))
    return tuple(told)


def _on_lambda(config: Config) -> Config:
    """The same shift of traffic for Lambda; hosts are no part of it, so that all change at once there."""
    if config.platform == "Lambda":
        return config
    routing = config.routing or AllAtOnce()
    return PREDEFINED.get(name_of("Lambda", routing)) or Config(config.name, "Lambda", routing)


def export_preference(deployment: Deployment) -> str:
    """A template with one function and its preference; what SAM cannot say stands in comments at its head."""
    config = _on_lambda(deployment.config)
    made: dict[str, Any] = {"Function": {"Type": FUNCTION, "Properties": _properties(deployment, config)}}
    if config.name not in PREDEFINED:
        made["DeploymentConfig"] = {"Type": CONFIG, "Properties": config_fields(config)}
    alarms = deployment.alarms if deployment.alarms_enabled else ()
    made |= {f"Alarm{number}": alarm_resource(alarm) for number, alarm in enumerate(alarms, 1) if alarm.metric}
    template: dict[str, Any] = {"AWSTemplateFormatVersion": "2010-09-09", "Transform": "AWS::Serverless-2016-10-31"}
    if any(alarm.of_new_version and alarm.metric for alarm in alarms):
        template["Parameters"] = {"NewVersion": {"Type": "String"}}
    comments = "".join(f"# {line}\n" for line in left_out(deployment))
    return comments + yaml.safe_dump(template | {"Resources": made}, sort_keys=False, width=110, allow_unicode=True)


def _properties(deployment: Deployment, config: Config) -> dict[str, Any]:
    alarms = deployment.alarms if deployment.alarms_enabled else ()
    refs = [{"Ref": f"Alarm{number}"} if alarm.metric else alarm.name for number, alarm in enumerate(alarms, 1)]
    names = {each.name: name for name, each in SHORT.items()}
    kind = names.get(config.name, {"Ref": "DeploymentConfig"})
    spelt = {event: name for name, event in _HOOKS.items()}
    hooks = {spelt[hook.event]: hook.function for hook in deployment.hooks if hook.event in spelt}
    preference = {"Type": kind, **({"Alarms": refs} if refs else {}), **({"Hooks": hooks} if hooks else {})}
    code = {"Handler": "app.handler", "Runtime": "python3.13", "CodeUri": "src/"}
    return {**code, "AutoPublishAlias": "live", PREFERENCE: preference}
