"""Scaling on the AWS command line: inputs and descriptions are read, the rest is told, and all is written again."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given

from slipway.content.source import Text
from slipway.formats.aws_group import left_out
from slipway.formats.aws_scaling_cli import commands, read_commands, reads, write_commands
from slipway.scaling.policies import ECS, Group
from slipway.scaling.predictive import Predictive
from slipway.scaling.scheduled import Scheduled
from slipway.scaling.simple_scaling import SimpleScaling
from slipway.scaling.step_scaling import Step, StepScaling
from slipway.scaling.target_tracking import Shape, TargetTracking
from slipway.traffic.alarm import Alarm
from tests.formats.aws_scaling import GROUPS
from tests.formats.aws_settings import HOSTILE
from tests.formats.spoilt import spoilt

# After the examples of the AWS command line's reference for put-scaling-policy, with names of ours.
TRACKING = """{
  "AutoScalingGroupName": "shop",
  "PolicyName": "cpu40",
  "PolicyType": "TargetTrackingScaling",
  "EstimatedInstanceWarmup": 120,
  "TargetTrackingConfiguration": {
    "TargetValue": 40.0,
    "PredefinedMetricSpecification": {"PredefinedMetricType": "ASGAverageCPUUtilization"},
    "DisableScaleIn": true
  }
}
"""
# After what describe-policies and describe-alarms print.
DESCRIBED = """[
{"ScalingPolicies": [{
  "AutoScalingGroupName": "shop",
  "PolicyName": "add",
  "PolicyARN": "arn:aws:autoscaling:us-east-1:111122223333:scalingPolicy:0:autoScalingGroupName/shop:policyName/add",
  "PolicyType": "StepScaling",
  "AdjustmentType": "PercentChangeInCapacity",
  "MinAdjustmentMagnitude": 2,
  "MetricAggregationType": "Average",
  "StepAdjustments": [
    {"MetricIntervalLowerBound": 10.0, "ScalingAdjustment": 30},
    {"MetricIntervalLowerBound": 0.0, "MetricIntervalUpperBound": 10.0, "ScalingAdjustment": 10}
  ],
  "Alarms": [{"AlarmName": "busy", "AlarmARN": "arn:aws:cloudwatch:us-east-1:111122223333:alarm:busy"}],
  "Enabled": true
}]},
{"MetricAlarms": [{
  "AlarmName": "busy", "Namespace": "AWS/EC2", "MetricName": "CPUUtilization", "Statistic": "Average",
  "Dimensions": [{"Name": "AutoScalingGroupName", "Value": "shop"}],
  "Period": 60, "EvaluationPeriods": 2, "Threshold": 60.0, "ComparisonOperator": "GreaterThanThreshold"
}]}
]
"""
TARGET = """[
{"ServiceNamespace": "ecs", "ResourceId": "service/default/shop", "ScalableDimension": "ecs:service:DesiredCount",
 "MinCapacity": 2, "MaxCapacity": 12},
{"PolicyName": "requests", "ServiceNamespace": "ecs", "ResourceId": "service/default/shop",
 "ScalableDimension": "ecs:service:DesiredCount", "PolicyType": "TargetTrackingScaling",
 "TargetTrackingScalingPolicyConfiguration": {
   "TargetValue": 1000,
   "PredefinedMetricSpecification": {"PredefinedMetricType": "ALBRequestCountPerTarget", "ResourceLabel": "x/y"},
   "ScaleOutCooldown": 60, "ScaleInCooldown": 120}},
{"ScheduledActionName": "morning", "ServiceNamespace": "ecs", "ResourceId": "service/default/shop",
 "ScalableDimension": "ecs:service:DesiredCount", "Schedule": "cron(30 7 ? * 2-6 *)", "Timezone": "Europe/Berlin",
 "ScalableTargetAction": {"MinCapacity": 6}}
]
"""


def read(content):
    return read_commands(Text("aws.json", content))


def told(imported):
    return [each.what for each in imported.unsupported]


def test_an_input_of_target_tracking_is_read_and_bounds_are_assumed_aloud():
    imported = read(TRACKING)
    assert imported.problems == ()
    assert imported.settings == Group("shop", 1, 10, None, (TargetTracking("cpu40", 40, scale_in=False, warmup_s=120),))
    assert told(imported) == ["how few and how many there may be is not said: 1 to 10 is assumed"]


def test_what_was_described_finds_its_alarm():
    imported = read(DESCRIBED)
    steps = (Step(10, None, 30), Step(0, 10, 10))
    alarm = Alarm("busy", "cpu_pct", "Average", "GreaterThanThreshold", 60, 60, 2)
    assert imported.settings and imported.settings.policies == (
        StepScaling("add", steps, alarm, "PercentChangeInCapacity", 2),
    )


def test_a_scalable_target_is_read_with_its_cooldowns_and_its_cron():
    imported = read(TARGET)
    policy = TargetTracking("requests", 1000, "requests_per_instance", out_cooldown_s=60, in_cooldown_s=120)
    action = Scheduled("morning", least=6, cron="30 7 * * 1-5", zone="Europe/Berlin")
    assert imported.settings == Group("service/default/shop", 2, 12, None, (policy,), (action,), dimension=ECS)
    assert told(imported) == []


def test_a_policy_without_its_alarm_is_read_and_said_to_be_idle():
    imported = read(DESCRIBED.split('{"MetricAlarms"')[0].rstrip().rstrip(",") + "]")
    assert imported.settings and imported.settings.policies[0].alarm is None
    assert "no alarm in the file asks add, so it never acts" in told(imported)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            '"Average",\n  "StepAdjustments"',
            '"Maximum",\n  "StepAdjustments"',
            "MetricAggregationType is not simulated",
        ),
        ('"Period": 60', '"Unit": "Percent", "Period": 60', "Unit is not simulated"),
        ('"Enabled": true', '"Enabled": false', "add is switched off"),
        ('"CPUUtilization"', '"DiskReadOps"', "DiskReadOps is not measured here"),
        ('"Period": 60', '"ActionsEnabled": false, "Period": 60', "busy has its actions switched off"),
        ('"Period": 60', '"AlarmActions": ["arn:aws:sns:us-east-1:1:ops"], "Period": 60', "arn:aws:sns"),
        ('"AlarmName": "busy", "Namespace"', '"AlarmName": "other", "Namespace"', "the alarm other asks no policy"),
    ],
)
def test_what_is_not_simulated_is_told(old, new, says):
    assert old in DESCRIBED
    imported = read(DESCRIBED.replace(old, new, 1))
    assert imported.problems == ()
    assert any(says in each for each in told(imported)), told(imported)


@pytest.mark.parametrize(
    ("content", "old", "new", "line", "says"),
    [
        (TRACKING, "40.0", "0", 7, "must be above 0"),
        (TRACKING, "40.0", '"many"', 7, "a number"),
        (TRACKING, "ASGAverageCPUUtilization", "ASGAverageCPUUtilisation", 8, "ASGAverageCPUUtilization"),
        (TRACKING, '"TargetTrackingScaling"', '"TargetTracking"', 4, "TargetTrackingScaling"),
        (TRACKING, '"PolicyName": "cpu40"', '"PolicyName": ""', 3, "is missing"),
        (TRACKING, '"TargetTrackingConfiguration"', '"Configuration"', 1, "TargetTrackingConfiguration is missing"),
        (DESCRIBED, '"MetricIntervalUpperBound": 10.0', '"MetricIntervalUpperBound": 9.0', 10, "leave a gap"),
        (DESCRIBED, '"MetricIntervalLowerBound": 10.0, ', "", 11, "a lower or an upper bound"),
        (DESCRIBED, "PercentChangeInCapacity", "PercentChange", 7, "PercentChangeInCapacity"),
        (DESCRIBED, '"Threshold": 60.0', '"Threshold": "hot"', 20, "a number"),
        (DESCRIBED, '"Period": 60', '"Period": 45', 20, "10, 20, 30 or a multiple of 60"),
        (TARGET, '"MinCapacity": 2', '"MinCapacity": 20', 3, "at most MaxCapacity, 12"),
        (TARGET, "cron(30 7 ? * 2-6 *)", "cron(30 7 ? * 2-6)", 11, "has 5 fields"),
        (TARGET, "cron(30 7 ? * 2-6 *)", "cron(30 7 ? * 2-6 2026)", 11, "every year"),
        (TARGET, "cron(30 7 ? * 2-6 *)", "daily", 11, "cron(…), at(…) or rate(…)"),
        (TARGET, "cron(30 7 ? * 2-6 *)", "rate(0 minutes)", 11, "rate(5 minutes)"),
        (TARGET, "cron(30 7 ? * 2-6 *)", "at(tomorrow)", 11, "at(2026"),
        (TARGET, "cron(30 7 ? * 2-6 *)", "cron(99 7 ? * 2-6 *)", 11, "Bad minute"),
        (TARGET, "Europe/Berlin", "Europe/Bielefeld", 11, "no time zone"),
    ],
)
def test_a_fault_is_told_with_its_line(content, old, new, line, says):
    assert old in content
    imported = read(content.replace(old, new, 1))
    assert imported.settings is None
    found = [(each.line, str(each)) for each in imported.problems]
    assert any(at == line and says in each for at, each in found), found


@pytest.mark.parametrize(
    "content", [*HOSTILE, "{}", "[]", "[1]", '[{"PolicyName": {"a": 1}}]'], ids=range(len(HOSTILE) + 4)
)
def test_hostile_texts_get_a_line(content):
    imported = read(content)
    assert imported.settings is None
    assert imported.problems


@given(spoilt([TRACKING, DESCRIBED, TARGET]))
def test_a_spoilt_file_gets_lines_or_a_group_and_never_an_exception(content):
    imported = read(content)
    assert (imported.settings is None) == bool(imported.problems)


def test_it_is_known_from_other_files():
    assert [reads(Text("x", content)) for content in (TRACKING, DESCRIBED, TARGET)] == [True] * 3
    assert not reads(Text("x", '{"Resources": {"A": {"Properties": {"PolicyName": "x"}}}}'))
    assert not reads(Text("x", "apiVersion: autoscaling/v2"))


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        ("rate(5 minutes)", {"every_s": 300}),
        ("rate(1 hour)", {"every_s": 3600}),
        ("rate(2 days)", {"every_s": 172_800}),
        ("at(2026-05-12T08:00:00)", {"once": datetime(2026, 5, 12, 8)}),  # noqa: DTZ001
        ("cron(0/15 * * * ? *)", {"cron": "0/15 * * * *"}),
        ("cron(0 18 ? * MON-FRI *)", {"cron": "0 18 * * MON-FRI"}),
        ("cron(0 18 ? * 1,7 *)", {"cron": "0 18 * * 0,6"}),
        ("cron(0 8 1 * ? *)", {"cron": "0 8 1 * *"}),
        ("cron(0 8 ? * 2#1 *)", {"cron": "0 8 * * 1#1"}),
    ],
)
def test_each_form_of_a_schedule_is_read(schedule, expected):
    imported = read(TARGET.replace("cron(30 7 ? * 2-6 *)", schedule))
    assert imported.settings
    assert imported.settings.scheduled == (Scheduled("morning", least=6, zone="Europe/Berlin", **expected),)


ACTION = """{"AutoScalingGroupName": "shop", "ScheduledActionName": "x", "MinSize": 3,
"StartTime": "2026-05-12T10:00:00+02:00"}"""


def test_an_action_of_a_group_is_once_or_recurs():
    first = read(ACTION).settings
    second = read(ACTION.replace('"MinSize": 3', '"MinSize": 3, "Recurrence": "0 9 * * *"')).settings
    assert first and second
    assert first.scheduled == (Scheduled("x", least=3, once=datetime(2026, 5, 12, 8)),)  # noqa: DTZ001
    assert second.scheduled == (Scheduled("x", least=3, cron="0 9 * * *", since=datetime(2026, 5, 12, 8, tzinfo=UTC)),)


def test_what_a_target_cannot_have_is_left_out_and_said():
    group = Group(
        "service/default/shop",
        1,
        5,
        2,
        (
            SimpleScaling("simple", 1),
            Predictive("ahead", 5, "p95_ms"),
            TargetTracking("cpu", 50, high=Shape(60, 1, 1)),
        ),
        (Scheduled("only", desired=3, cron="0 8 * * *"), Scheduled("both", least=2, cron="0 8 1 * 1")),
        dimension=ECS,
    )
    said = " ".join(left_out(group))
    assert all(word in said for word in ("simple", "ahead", "only", "both", "at first", "AWS’ own"))
    assert [each.input.get("PolicyName") for each in commands(group)] == [None, "cpu"]


def test_a_group_cannot_have_intervals():
    group = Group("shop", 1, 5, scheduled=(Scheduled("often", least=2, every_s=600),))
    assert len(left_out(group)) == 1 and len(commands(group)) == 1


@given(GROUPS)
def test_what_is_written_is_read_again(group):
    imported = read(write_commands(group))
    assert (imported.settings, imported.problems) == (group, ())
    assert all("never acts" in each for each in told(imported))
    assert left_out(group) == ()


@given(GROUPS)
def test_each_command_says_for_what_it_is(group):
    owner = "ResourceId" if group.dimension else "AutoScalingGroupName"
    for command in commands(group):
        assert command.input.get(owner) == group.name or "AlarmActions" in command.input
        assert json.loads(json.dumps(command.input)) == command.input


@pytest.mark.parametrize(
    ("content", "dimension", "policy"),
    [
        (
            '{"TargetValue": 40.0, "PredefinedMetricSpecification":'
            ' {"PredefinedMetricType": "ASGAverageCPUUtilization"}}',
            "",
            TargetTracking("policy", 40),
        ),
        (
            '{"TargetValue": 75.0, "ScaleInCooldown": 60, "PredefinedMetricSpecification":'
            ' {"PredefinedMetricType": "ECSServiceAverageCPUUtilization"}}',
            "ecs:service:DesiredCount",
            TargetTracking("policy", 75, in_cooldown_s=60),
        ),
        (
            '{"AdjustmentType": "ChangeInCapacity", "Cooldown": 60, "StepAdjustments":'
            ' [{"MetricIntervalUpperBound": 0, "ScalingAdjustment": -1}]}',
            "ecs:service:DesiredCount",
            StepScaling("policy", (Step(None, 0, -1),), cooldown_s=60),
        ),
    ],
)
def test_a_configuration_without_its_policy_is_one(content, dimension, policy):
    imported = read_commands(Text("config.json", content))
    assert imported.problems == () and imported.settings
    assert (imported.settings.dimension, imported.settings.policies) == (dimension, (policy,))
