"""CodePipeline V2 as a dialect: everybody at once, and a condition that watches afterwards."""

from dataclasses import replace
from math import ceil
from typing import Any

from slipway.delivery.all_at_once import AllAtOnceSettings
from slipway.delivery.canary import CanarySettings
from slipway.delivery.controller import Controller
from slipway.delivery.dialects.codedeploy import alarms_of, checks_left_out
from slipway.delivery.pipeline_conditions import StageRun, Surroundings
from slipway.delivery.pipeline_conditions_settings import Action, Condition, OnFailure, Pipeline, Rule, Stage
from slipway.delivery.service import Service
from slipway.delivery.strategy import Dialect, Expressed
from slipway.traffic.alarm import Alarm
from slipway.words import say

_SOURCE = Stage("Source", (Action("Source", "Source", "CodeStarSourceConnection"),))
_DEPLOY = Action("Deploy", "Deploy", "CodeDeploy")


def express(settings: Any) -> Expressed[Pipeline] | None:
    """A canary's checks as alarms of a condition after the deployment; its shares of traffic cannot be said."""
    if isinstance(settings, AllAtOnceSettings):
        return Expressed(_pipeline(Stage("Prod", (_DEPLOY,)), ()))
    if not isinstance(settings, CanarySettings):
        return None
    alarms = tuple(replace(alarm, of_new_version=False) for alarm in alarms_of(settings))
    wait_min = ceil(settings.bake_s * len(settings.weights_pct) / 60)
    rules = tuple(_rule(number, alarm, wait_min) for number, alarm in enumerate(alarms, 1))
    stage = Stage("Prod", (_DEPLOY,), None, Condition("ROLLBACK", rules), OnFailure("ROLLBACK"))
    left_out = (say("express.weights"), say("express.whole_service"), *checks_left_out(settings))
    return Expressed(_pipeline(stage, alarms), left_out)


def _rule(number: int, alarm: Alarm, wait_min: int) -> Rule:
    return Rule(f"Watch{number}", "CloudWatchAlarm", (("AlarmName", alarm.name), ("WaitTime", str(wait_min))))


def _pipeline(stage: Stage, alarms: tuple[Alarm, ...]) -> Pipeline:
    return Pipeline("shop", (_SOURCE, stage), alarms=alarms)


def _start(pipeline: Pipeline, service: Service) -> Controller:
    return StageRun(pipeline, Surroundings(deploy_s=service.new_boot_s))


DIALECT = Dialect("codepipeline", express, _start)
