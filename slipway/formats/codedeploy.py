"""AWS CodeDeploy's settings: a predefined name, what its interface takes and prints, and CloudFormation templates."""

import re
from collections.abc import Mapping
from typing import Any, cast

import yaml

from slipway.content.problem import Problem, nearest, portion
from slipway.content.source import Text, Tree
from slipway.content.typed import one_of
from slipway.delivery.codedeploy_predefined import PREDEFINED, PREFIX, predefined
from slipway.delivery.codedeploy_settings import (
    HOOK_EVENTS,
    MOST_ALARMS,
    MOST_HOSTS,
    MOST_INTERVAL_MIN,
    MOST_TERMINATION_MIN,
    ONE_AT_A_TIME,
    ROLLBACK_EVENTS,
    AllAtOnce,
    Config,
    Deployment,
    HealthyKind,
    Hook,
    MinimumHealthy,
    Platform,
    RollbackEvent,
    Routing,
    TimeBasedCanary,
    TimeBasedLinear,
    Zonal,
)
from slipway.formats.cloudformation import Resource, Spell, as_api, as_template, left_over, read_tree, resources
from slipway.formats.cloudwatch import KIND as ALARM
from slipway.formats.cloudwatch import alarm_resource, named, read_alarms, remark
from slipway.formats.fields import Group, Notes
from slipway.formats.imported import Imported
from slipway.traffic.alarm import Alarm

CONFIG = "AWS::CodeDeploy::DeploymentConfig"
GROUP = "AWS::CodeDeploy::DeploymentGroup"
APPLICATION = "AWS::CodeDeploy::Application"
_NAME = re.compile(r"[A-Za-z0-9_.-]{1,100}")
_PLATFORMS = {"lambda": "Lambda", "ecs": "ECS", "server": "Server"}
_DAY_S = 86_400
_ROUTINGS = ("AllAtOnce", "TimeBasedCanary", "TimeBasedLinear")
_OF_GROUP = ("deploymentConfigName", "alarmConfiguration", "autoRollbackConfiguration")
_WHAT = "a deployment configuration or a deployment group of CodeDeploy, or a predefined name"


def import_deployment(text: Text) -> Imported[Deployment]:
    """The settings in a text, with what of it is not simulated."""
    word = text.content.strip()
    if _NAME.fullmatch(word):
        return _of_name(text, word)
    read = read_tree(text)
    if read.tree is None or not isinstance(read.tree.node, yaml.MappingNode):
        problems = read.problems or [text.problem(1, 1, "there are no settings in here", _WHAT)]
        return Imported(None, (), tuple(problems))
    notes = Notes(read.problems)
    deployment, told = _deployment(read.tree, notes)
    return finished(notes, deployment, [*read.remarks, *told])


def finished(notes: Notes, settings: Any, told: list[Problem]) -> Imported[Any]:
    """The settings unless something is wrong, and all that is told, in the order of the file."""
    unsupported = tuple(portion(sorted({*notes.unsupported(), *told})))
    problems = tuple(portion(sorted(notes.problems)))
    return Imported(None if problems else settings, unsupported, problems)


def _of_name(text: Text, word: str) -> Imported[Deployment]:
    config = predefined(word)
    if config:
        return Imported(Deployment(config))
    near = nearest(word, PREDEFINED) or nearest(PREFIX + word, PREDEFINED)
    return Imported(
        None, (), (text.problem(1, 1, f"there is no predefined configuration {word!r}", "a predefined name", near),)
    )


def _deployment(tree: Tree, notes: Notes) -> tuple[Deployment | None, list[Problem]]:
    if "Resources" in tree.fields:
        return _template(tree, notes)
    whole = Group(tree, "file", notes)
    info = whole.group("deploymentConfigInfo")
    if info or {"trafficRoutingConfig", "minimumHealthyHosts"} & set(tree.fields):
        config = read_config(info or whole, as_api, "mine")
        return (Deployment(config) if config else None), []
    group = whole.group("deploymentGroupInfo") or (whole if set(_OF_GROUP) & set(tree.fields) else None)
    if group is None:
        notes.problems.append(tree.problem((), "there are no settings of CodeDeploy in here", _WHAT))
        return None, []
    deployment = _group(group, as_api, {}, {}, ())
    return deployment, _alarm_remarks(tree, deployment)


def _template(tree: Tree, notes: Notes) -> tuple[Deployment | None, list[Problem]]:
    found = resources(tree)
    configs = configs_of(found, notes)
    groups = [each for each in found if each.kind == GROUP]
    taken = {each.id for each in found if each.kind in (CONFIG, ALARM, APPLICATION)} | {each.id for each in groups[:1]}
    alarms = read_alarms(found, notes)
    told = left_over(tree, taken)
    if groups:
        outer = Group(groups[0].whole, groups[0].id, notes)
        outer.ignore("Type", "DependsOn")
        hooks = _hooks(outer.group("Metadata"))
        properties = outer.group("Properties")
        deployment = _group(properties, as_template, configs, alarms, hooks) if properties else None
        if not properties:
            outer.wrong("Properties", "is missing", "a DeploymentConfigName")
        return deployment, told + _alarm_remarks(tree, deployment)
    if configs:
        return Deployment(next(iter(configs.values()))), told
    if not notes.problems:
        notes.problems.append(tree.problem(("Resources",), f"there is no {CONFIG} and no {GROUP} in here", _WHAT))
    return None, told


def configs_of(found: list[Resource], notes: Notes) -> dict[str, Config]:
    """The deployment configurations of a template by logical id, and by name too."""
    configs: dict[str, Config] = {}
    for each in found:
        if each.kind == CONFIG and (config := read_config(each.group(notes), as_template, each.id)):
            configs |= {each.id: config, config.name: config}
    return configs


def _alarm_remarks(tree: Tree, deployment: Deployment | None) -> list[Problem]:
    alarms = deployment.alarms if deployment else ()
    return [tree.problem((), remark(alarm)) for alarm in alarms if not alarm.metric]


def read_config(fields: Group, spell: Spell, default_name: str) -> Config | None:
    """A deployment configuration; None where it is not whole."""
    fields.ignore(spell("deploymentConfigId"), spell("createTime"))
    name = fields.text(spell("deploymentConfigName"), default_name)
    word = fields.text(spell("computePlatform"), "Server")
    if word.lower() not in _PLATFORMS:
        fields.wrong(spell("computePlatform"), f"is {word!r}", one_of(list(_PLATFORMS.values())))
        return None
    platform = cast(Platform, _PLATFORMS[word.lower()])
    routing = _routing(fields, spell) if platform != "Server" else None
    minimum = _minimum(fields, spell("minimumHealthyHosts"), spell, name) if platform == "Server" else None
    if (routing or minimum) is None:
        return None
    zonal = fields.group(spell("zonalConfig")) if platform == "Server" else None
    config = Config(name, platform, routing, minimum, _zonal(zonal, spell) if zonal else None)
    return _checked(fields, spell, config)


def _checked(fields: Group, spell: Spell, config: Config) -> Config | None:
    """The names with CodeDeploy's prefix are its own."""
    own = PREDEFINED.get(config.name)
    if config.name == ONE_AT_A_TIME or not config.name.startswith(PREFIX) or own == config:
        return own or config
    what = "is a predefined name, and its values are others" if own else "is no predefined name"
    fields.wrong(spell("deploymentConfigName"), f"{config.name!r} {what}", f"a name that does not begin with {PREFIX}")
    return None


def _routing(fields: Group, spell: Spell) -> Routing | None:
    group = fields.group(spell("trafficRoutingConfig"))
    if group is None:
        fields.wrong(spell("trafficRoutingConfig"), "is missing", "how traffic is shifted")
        return None
    kind = group.choice(spell("type"), _ROUTINGS)
    if kind not in _ROUTINGS[1:]:
        return AllAtOnce() if kind == "AllAtOnce" else None
    shift = group.group(spell(kind[0].lower() + kind[1:]))
    if shift is None:
        group.wrong(spell(kind[0].lower() + kind[1:]), "is missing", "a percentage and an interval")
        return None
    make, word = (TimeBasedCanary, "canary") if kind == "TimeBasedCanary" else (TimeBasedLinear, "linear")
    percentage = shift.whole(spell(f"{word}Percentage"), 0, least=1, most=99)
    interval_min = shift.whole(spell(f"{word}Interval"), 0, least=1, most=MOST_INTERVAL_MIN)
    if not percentage or not interval_min:
        shift.wrong(spell(f"{word}Percentage"), "and the interval are both needed", "a percentage and minutes")
        return None
    return make(percentage, interval_min)


def _minimum(fields: Group, field: str, spell: Spell, name: str) -> MinimumHealthy | None:
    group = fields.group(field)
    if group is None:
        fields.wrong(field, "is missing", "a type and a value")
        return None
    kinds = ("HOST_COUNT", "FLEET_PERCENT", *(("MOST_CONCURRENCY",) if name == ONE_AT_A_TIME else ()))
    kind = group.choice(spell("type"), kinds)
    value = group.whole(spell("value"), most=100 if kind == "FLEET_PERCENT" else MOST_HOSTS)
    if kind == "MOST_CONCURRENCY" and not value:
        group.wrong(spell("value"), "is 0", "1")
        return None
    return MinimumHealthy(cast(HealthyKind, kind), value) if kind in kinds else None


def _zonal(group: Group, spell: Spell) -> Zonal:
    first, other = spell("firstZoneMonitorDurationInSeconds"), spell("monitorDurationInSeconds")
    minimum = spell("minimumHealthyHostsPerZone")
    return Zonal(
        group.whole(first, most=_DAY_S) if first in group.names else None,
        group.whole(other, most=_DAY_S) if other in group.names else None,
        _minimum(group, minimum, spell, "") if minimum in group.names else None,
    )


def _group(
    fields: Group, spell: Spell, configs: Mapping[str, Config], alarms: dict[str, Alarm], hooks: tuple[Hook, ...]
) -> Deployment | None:
    fields.ignore(*(spell(name) for name in ("applicationName", "serviceRoleArn", "computePlatform")))
    if spell is as_api:
        fields.ignore("deploymentGroupId", "deploymentGroupName")
    name = fields.text(spell("deploymentConfigName"), ONE_AT_A_TIME)
    config = configs.get(name) or predefined(name)
    if config is None:
        known = [*configs, *PREDEFINED]
        fields.wrong(spell("deploymentConfigName"), f"{name!r} is not in here", "a predefined name", tuple(known))
        return None
    watch, back = fields.group(spell("alarmConfiguration")), fields.group(spell("autoRollbackConfiguration"))
    names = (
        [each.text(spell("name"), needed=True) for each in watch.groups(spell("alarms"), MOST_ALARMS)] if watch else []
    )
    green = fields.group(spell("blueGreenDeploymentConfiguration")) if config.platform == "ECS" else None
    if config.platform != "Server":
        fields.ignore(spell("deploymentStyle"))
    return Deployment(
        config,
        named(names, alarms),
        watch.flag(spell("enabled"), bool(names)) if watch else True,
        watch.flag(spell("ignorePollAlarmFailure")) if watch else False,
        _events(back, spell) if back else (),
        back.flag(spell("enabled"), True) if back else True,
        tuple(_fitting(hooks, config, fields)),
        _ready(green, spell) if green else None,
        _termination(green, spell) if green else 0,
    )


def _fitting(hooks: tuple[Hook, ...], config: Config, fields: Group) -> list[Hook]:
    events = HOOK_EVENTS[config.platform]
    for hook in hooks:
        if hook.event not in events:
            fields.wrong("Metadata", f"has a hook {hook.event!r}", one_of(list(events)), events)
    return [hook for hook in hooks if hook.event in events]


def _events(back: Group, spell: Spell) -> tuple[RollbackEvent, ...]:
    given = back.texts(spell("events"), len(ROLLBACK_EVENTS))
    for event in given:
        if event not in ROLLBACK_EVENTS:
            back.wrong(spell("events"), f"has {event!r}", one_of(list(ROLLBACK_EVENTS)), ROLLBACK_EVENTS)
    return tuple(event for event in ROLLBACK_EVENTS if event in given)


def _ready(green: Group, spell: Spell) -> int | None:
    ready = green.group(spell("deploymentReadyOption"))
    if ready is None or ready.text(spell("actionOnTimeout"), "CONTINUE_DEPLOYMENT") != "STOP_DEPLOYMENT":
        if ready:
            ready.ignore(spell("waitTimeInMinutes"))
        return None
    return ready.whole(spell("waitTimeInMinutes"), most=MOST_TERMINATION_MIN)


def _termination(green: Group, spell: Spell) -> int:
    terminate = green.group(spell("terminateBlueInstancesOnDeploymentSuccess"))
    if terminate is None:
        return 0
    if terminate.text(spell("action"), "TERMINATE") != "TERMINATE":
        terminate.wrong(spell("action"), "is not TERMINATE", "TERMINATE, which is all that ECS knows")
    return terminate.whole(spell("terminationWaitTimeInMinutes"), most=MOST_TERMINATION_MIN)


def _hooks(metadata: Group | None) -> tuple[Hook, ...]:
    """Hooks stand in an AppSpec file; a template written by Slipway carries them as metadata."""
    app_spec = metadata.group("AppSpec") if metadata else None
    listed = app_spec.groups("Hooks", 50) if app_spec else []
    return tuple(Hook(name, each.text(name)) for each in listed for name in each.names)


def export_deployment(deployment: Deployment) -> str:
    """The settings as a CloudFormation template; hooks, which belong into an AppSpec file, stand in its metadata."""
    made: dict[str, Any] = {
        "Application": {"Type": APPLICATION, "Properties": {"ComputePlatform": deployment.config.platform}}
    }
    own = deployment.config.name not in PREDEFINED
    if own:
        made["DeploymentConfig"] = {"Type": CONFIG, "Properties": config_fields(deployment.config)}
    made |= {f"Alarm{n}": alarm_resource(alarm) for n, alarm in enumerate(deployment.alarms, 1) if alarm.metric}
    made["DeploymentGroup"] = _group_resource(deployment, own)
    parameters = {"ServiceRole": {"Type": "String"}}
    if any(alarm.of_new_version for alarm in deployment.alarms if alarm.metric):
        parameters["NewVersion"] = {"Type": "String"}
    template = {"AWSTemplateFormatVersion": "2010-09-09", "Parameters": parameters, "Resources": made}
    return yaml.safe_dump(template, sort_keys=False, width=110, allow_unicode=True)


def config_fields(config: Config) -> dict[str, Any]:
    """The properties of a configuration as a resource."""
    fields: dict[str, Any] = {"DeploymentConfigName": config.name, "ComputePlatform": config.platform}
    routing, zonal = config.routing, config.zonal
    if isinstance(routing, AllAtOnce):
        fields["TrafficRoutingConfig"] = {"Type": routing.kind}
    elif routing:
        word = "Canary" if isinstance(routing, TimeBasedCanary) else "Linear"
        shift = {f"{word}Percentage": routing.percentage, f"{word}Interval": routing.interval_min}
        fields["TrafficRoutingConfig"] = {"Type": routing.kind, routing.kind: shift}
    if config.minimum:
        fields["MinimumHealthyHosts"] = _minimum_fields(config.minimum)
    if zonal:
        waits = {
            "FirstZoneMonitorDurationInSeconds": zonal.first_monitor_s,
            "MonitorDurationInSeconds": zonal.monitor_s,
        }
        fields["ZonalConfig"] = {name: wait_s for name, wait_s in waits.items() if wait_s is not None}
        if zonal.minimum:
            fields["ZonalConfig"]["MinimumHealthyHostsPerZone"] = _minimum_fields(zonal.minimum)
    return fields


def _minimum_fields(minimum: MinimumHealthy) -> dict[str, Any]:
    return {"Type": minimum.kind, "Value": minimum.value}


def _group_resource(deployment: Deployment, own: bool) -> dict[str, Any]:
    alarms = [
        {"Name": {"Ref": f"Alarm{number}"} if alarm.metric else alarm.name}
        for number, alarm in enumerate(deployment.alarms, 1)
    ]
    properties: dict[str, Any] = {
        "ApplicationName": {"Ref": "Application"},
        "DeploymentConfigName": {"Ref": "DeploymentConfig"} if own else deployment.config.name,
        "ServiceRoleArn": {"Ref": "ServiceRole"},
        "AlarmConfiguration": {
            "Enabled": deployment.alarms_enabled,
            "IgnorePollAlarmFailure": deployment.ignore_poll_failure,
            "Alarms": alarms,
        },
        "AutoRollbackConfiguration": {
            "Enabled": deployment.rollback_enabled,
            "Events": list(deployment.rollback_events),
        },
    }
    if deployment.config.platform != "Server":
        style = {"DeploymentType": "BLUE_GREEN", "DeploymentOption": "WITH_TRAFFIC_CONTROL"}
        properties["DeploymentStyle"] = style
    if deployment.config.platform == "ECS":
        properties["BlueGreenDeploymentConfiguration"] = _blue_green_fields(deployment)
    hooks = [{hook.event: hook.function} for hook in deployment.hooks]
    metadata = {"Metadata": {"AppSpec": {"Hooks": hooks}}} if hooks else {}
    return {"Type": GROUP, **metadata, "Properties": properties}


def _blue_green_fields(deployment: Deployment) -> dict[str, Any]:
    ready: dict[str, Any] = {"ActionOnTimeout": "CONTINUE_DEPLOYMENT"}
    if deployment.ready_wait_min is not None:
        ready = {"ActionOnTimeout": "STOP_DEPLOYMENT", "WaitTimeInMinutes": deployment.ready_wait_min}
    wait_min = deployment.termination_wait_min
    blue = {"Action": "TERMINATE", "TerminationWaitTimeInMinutes": wait_min}
    return {"DeploymentReadyOption": ready, "TerminateBlueInstancesOnDeploymentSuccess": blue}
