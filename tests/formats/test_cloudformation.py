"""What is taken home as CloudFormation, under all of cfn-lint's rules; the schemas alone are in each format's tests."""

import pytest

from slipway.alerting.alarm import Actions, MetricAlarm
from slipway.alerting.composite import Composite, In, Joined, Not
from slipway.delivery.codedeploy_predefined import PREDEFINED
from slipway.delivery.codedeploy_settings import (
    HOOK_EVENTS,
    ROLLBACK_EVENTS,
    Config,
    Deployment,
    Hook,
    MinimumHealthy,
    TimeBasedCanary,
    TimeBasedLinear,
    Zonal,
)
from slipway.delivery.pipeline_conditions_settings import Action, Condition, OnFailure, Pipeline, Rule, Stage
from slipway.formats.aws_scaling_template import write_template
from slipway.formats.cloudwatch_alarms import Alarms, write_watched
from slipway.formats.codedeploy import export_deployment
from slipway.formats.pipeline_conditions import export_pipeline
from slipway.formats.sam import export_preference
from slipway.scaling.policies import ECS, Group
from slipway.scaling.predictive import Predictive
from slipway.scaling.scheduled import Scheduled
from slipway.scaling.simple_scaling import SimpleScaling
from slipway.scaling.step_scaling import Step, StepScaling
from slipway.scaling.target_tracking import TargetTracking
from slipway.traffic.alarm import Alarm
from tests.formats.cloudformation import complaints, faults

ALARM = Alarm("high-errors", "Errors", "Sum", threshold=5, evaluation_periods=3, datapoints=2, namespace="AWS/Lambda")
NEW = Alarm("new-errors", "Errors", "p99", namespace="AWS/Lambda", of_new_version=True)
HOOKS = tuple(Hook(event, "Check") for event in HOOK_EVENTS["Lambda"])
DEPLOYMENTS = {
    "a predefined name": Deployment(PREDEFINED["CodeDeployDefault.LambdaCanary10Percent5Minutes"]),
    "Lambda": Deployment(
        Config("mine", "Lambda", TimeBasedCanary(10, 7)), (ALARM, NEW), True, True, ROLLBACK_EVENTS, hooks=HOOKS
    ),
    "ECS": Deployment(Config("mine", "ECS", TimeBasedLinear(10, 2)), ready_wait_min=60, termination_wait_min=120),
    "hosts by zone": Deployment(
        Config(
            *("mine", "Server", None, MinimumHealthy("FLEET_PERCENT", 75)),
            Zonal(300, 60, MinimumHealthy("HOST_COUNT", 1)),
        ),
        (ALARM,),
    ),
}


@pytest.mark.parametrize("name", DEPLOYMENTS)
def test_a_codedeploy_template_is_clean(name):
    assert faults(export_deployment(DEPLOYMENTS[name])) == []


@pytest.mark.parametrize("name", ["a predefined name", "Lambda"])
def test_a_sam_template_is_clean(name):
    assert faults(export_preference(DEPLOYMENTS[name])) == []


def test_a_pipeline_with_every_kind_of_condition_is_clean():
    watch = Rule("Watch", "CloudWatchAlarm", (("AlarmName", "high-errors"), ("WaitTime", "30")))
    window = Rule("Window", "DeploymentWindow", (("Cron", "* * 9-17 ? * MON-THU *"), ("TimeZone", "UTC")))
    run = Rule("Run", "Commands", commands=("make smoke",))
    prod = (Action("Approve", "Approval", "Manual"), Action("Deploy", "Deploy", "CodeDeploy", 2))
    pipeline = Pipeline(
        "shop",
        (
            Stage("Source", (Action("Code", "Source", "S3"),)),
            Stage("Build", (Action("Build", "Build", "CodeBuild"),), on_failure=OnFailure("RETRY", "ALL_ACTIONS")),
            Stage(
                "Prod",
                prod,
                Condition("FAIL", (window,)),
                Condition("ROLLBACK", (watch, run)),
                OnFailure("ROLLBACK", rules=(watch,)),
            ),
        ),
        "QUEUED",
        (ALARM, NEW),
    )
    assert faults(export_pipeline(pipeline)) == []


POLICIES = (
    TargetTracking("Track", 50),
    StepScaling("Step", (Step(0, 20, 1), Step(20, None, 3)), Alarm("high", "cpu_pct", threshold=60)),
    SimpleScaling("Simple", 1, Alarm("waits", "waiting", threshold=10)),
    Predictive("Ahead", 40),
)


def test_a_scaling_template_of_a_group_and_of_tasks_is_clean():
    mornings = (Scheduled("Morning", least=4, cron="0 8 * * 1-5"),)
    assert faults(write_template(Group("shop", 1, 9, policies=POLICIES, scheduled=mornings))) == []
    tasks = Group("service/default/shop", 1, 9, policies=POLICIES[:2], scheduled=mornings, dimension=ECS)
    assert faults(write_template(tasks)) == []


def test_a_template_of_alarms_is_clean():
    actions: Actions = (("ALARM", ("arn:aws:sns:us-east-1:111122223333:page",)),)
    watched = MetricAlarm(ALARM, (("FunctionName", "shop"),), actions)
    rule = Joined("AND", (In("high-errors", "ALARM"), Not(In("new-errors", "OK"))))
    written = write_watched(Alarms((watched, MetricAlarm(NEW)), (Composite("both", rule, actions),)))
    assert faults(written) == complaints(written) == []


def test_what_is_wrong_is_found():
    broken = export_deployment(DEPLOYMENTS["a predefined name"]).replace("DeploymentConfigName", "DeploymentConfigNme")
    assert "DeploymentConfigNme" in faults(broken)[0]
    assert "DeploymentConfigNme" in complaints(broken)[0]
