"""Scaling in CloudFormation templates: read by references, written so that the published schemas accept it."""

import pytest
import yaml
from hypothesis import given

from slipway.content.source import Text
from slipway.formats.aws_scaling_template import not_written, read_template, reads, write_template
from slipway.scaling.policies import ECS, Group
from slipway.scaling.scheduled import Scheduled
from slipway.scaling.simple_scaling import SimpleScaling
from slipway.scaling.step_scaling import Step, StepScaling
from slipway.scaling.target_tracking import TargetTracking
from slipway.traffic.alarm import Alarm
from tests.formats.aws_scaling import GROUPS
from tests.formats.aws_settings import HOSTILE
from tests.formats.cloudformation import complaints
from tests.formats.spoilt import spoilt

EC2 = """Parameters:
  Subnets: {Type: List<AWS::EC2::Subnet::Id>}
Resources:
  Web:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties:
      MinSize: "2"
      MaxSize: "8"
      HealthCheckGracePeriod: 90
      VPCZoneIdentifier: !Ref Subnets
      LaunchTemplate: {LaunchTemplateId: !Ref Template, Version: "1"}
  Cpu:
    Type: AWS::AutoScaling::ScalingPolicy
    Properties:
      AutoScalingGroupName: !Ref Web
      PolicyType: TargetTrackingScaling
      TargetTrackingConfiguration:
        TargetValue: 60
        PredefinedMetricSpecification: {PredefinedMetricType: ASGAverageCPUUtilization}
  Add:
    Type: AWS::AutoScaling::ScalingPolicy
    Properties:
      AutoScalingGroupName: {Ref: Web}
      AdjustmentType: ChangeInCapacity
      ScalingAdjustment: "1"
      Cooldown: "60"
  Busy:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Namespace: AWS/ApplicationELB
      MetricName: RequestCountPerTarget
      Statistic: Sum
      Period: 60
      EvaluationPeriods: 3
      Threshold: 900
      ComparisonOperator: GreaterThanThreshold
      AlarmActions: [!Ref Add]
  Morning:
    Type: AWS::AutoScaling::ScheduledAction
    Properties:
      AutoScalingGroupName: !Ref Web
      MinSize: 4
      Recurrence: 0 8 * * 1-5
  Other:
    Type: AWS::AutoScaling::ScalingPolicy
    Properties:
      AutoScalingGroupName: !Ref Batch
      AdjustmentType: ChangeInCapacity
      ScalingAdjustment: 1
  Bucket:
    Type: AWS::S3::Bucket
"""
ECS_TARGET = """Resources:
  Target:
    Type: AWS::ApplicationAutoScaling::ScalableTarget
    Properties:
      ServiceNamespace: ecs
      ResourceId: !Sub service/${Cluster}/shop
      ScalableDimension: ecs:service:DesiredCount
      MinCapacity: 1
      MaxCapacity: 9
      ScheduledActions:
      - ScheduledActionName: night
        Schedule: cron(0 22 * * ? *)
        ScalableTargetAction: {MinCapacity: 0, MaxCapacity: 2}
  Policy:
    Type: AWS::ApplicationAutoScaling::ScalingPolicy
    Properties:
      PolicyName: steps
      PolicyType: StepScaling
      ScalingTargetId: !Ref Target
      StepScalingPolicyConfiguration:
        AdjustmentType: ChangeInCapacity
        Cooldown: 30
        StepAdjustments: [{MetricIntervalLowerBound: 0, ScalingAdjustment: 2}]
  Alarm:
    Type: AWS::CloudWatch::Alarm
    Properties:
      AlarmName: hot
      Namespace: AWS/ECS
      MetricName: CPUUtilization
      Statistic: Average
      EvaluationPeriods: 1
      Period: 60
      Threshold: 75
      ComparisonOperator: GreaterThanOrEqualToThreshold
      AlarmActions: [!Ref Policy]
"""


def read(content):
    return read_template(Text("template.yaml", content))


def told(imported):
    return [(each.line, each.what) for each in imported.unsupported]


def test_a_group_is_read_with_what_refers_to_it():
    imported = read(EC2)
    alarm = Alarm("Busy", "requests_per_instance", "Sum", "GreaterThanThreshold", 900, 60, 3)
    assert imported.problems == ()
    assert imported.settings == Group(
        "Web",
        2,
        8,
        None,
        (TargetTracking("Cpu", 60), SimpleScaling("Add", 1, alarm, cooldown_s=60)),
        (Scheduled("Morning", least=4, cron="0 8 * * 1-5"),),
    )


def test_what_is_not_simulated_is_told_with_its_line():
    found = told(read(EC2))
    assert (9, "Web.Properties.HealthCheckGracePeriod is not simulated") in found
    assert any("Other belongs to another group" in what for _, what in found)
    assert any("Bucket, AWS::S3::Bucket" in what for _, what in found)
    assert any("the section Parameters" in what for _, what in found)
    assert len(found) == 4


def test_a_scalable_target_is_read_with_the_actions_inside_it():
    imported = read(ECS_TARGET)
    alarm = Alarm("hot", "cpu_pct", "Average", "GreaterThanOrEqualToThreshold", 75)
    assert imported.settings == Group(
        "service/${Cluster}/shop",
        1,
        9,
        None,
        (StepScaling("steps", (Step(0, None, 2),), alarm, cooldown_s=30),),
        (Scheduled("night", least=0, most=2, cron="0 22 * * *"),),
        dimension=ECS,
    )
    assert told(imported) == []


@pytest.mark.parametrize(
    ("content", "old", "new", "line", "says"),
    [
        (EC2, 'MinSize: "2"', 'MinSize: "20"', 7, "at most MaxSize, 8"),
        (EC2, '      MaxSize: "8"\n', "", 7, "MaxSize is missing"),
        (EC2, "TargetValue: 60", "TargetValue: lots", 18, "a number"),
        (EC2, "0 8 * * 1-5", "0 8 * *", 43, "five fields"),
        (EC2, 'Cooldown: "60"', "Cooldown: long", 26, "a whole number"),
        (EC2, "AdjustmentType: ChangeInCapacity", "AdjustmentType: Change", 24, "ChangeInCapacity"),
        (ECS_TARGET, "PolicyType: StepScaling", "PolicyType: SimpleScaling", 18, "StepScaling"),
        (ECS_TARGET, "ScalingAdjustment: 2", "ScalingAdjustment: two", 23, "a whole number"),
        (ECS_TARGET, "MinCapacity: 0, MaxCapacity: 2", "MinCapacity: 3, MaxCapacity: 2", 12, "above the maximum"),
    ],
)
def test_a_fault_is_told_with_its_line(content, old, new, line, says):
    assert old in content
    imported = read(content.replace(old, new, 1))
    assert imported.settings is None
    found = [(each.line, str(each)) for each in imported.problems]
    assert any(at == line and says in each for at, each in found), found


@pytest.mark.parametrize("content", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_get_a_line(content):
    imported = read(content)
    assert imported.settings is None
    assert imported.problems


@given(spoilt([EC2, ECS_TARGET]))
def test_a_spoilt_file_gets_lines_or_a_group_and_never_an_exception(content):
    imported = read(content)
    assert (imported.settings is None) == bool(imported.problems)


def test_it_is_known_from_other_templates():
    assert reads(Text("x", EC2)) and reads(Text("x", ECS_TARGET))
    assert not reads(Text("x", "Resources: {A: {Type: AWS::CloudWatch::Alarm}}"))


def test_a_name_that_templates_cannot_have_is_changed_aloud():
    alarm = Alarm("high", "cpu_pct", threshold=50)
    group = Group("shop", 1, 5, policies=(SimpleScaling("cpu-high", 1, alarm), SimpleScaling("cpu.high", 2, alarm)))
    assert not_written(group) == (
        "cpu-high is called CpuHigh in a template",
        "cpu.high is called CpuHigh2 in a template",
    )
    settings = read(write_template(group)).settings
    assert settings and [each.name for each in settings.policies] == ["CpuHigh", "CpuHigh2"]


def test_a_policy_called_like_a_resource_of_ours_keeps_its_name():
    group = Group("shop", 1, 5, policies=(TargetTracking("Group", 50), TargetTracking("GroupAlarm", 40, "waiting")))
    assert read(write_template(group)).settings == group


@given(GROUPS)
def test_what_is_written_is_read_again_and_fits_the_schemas(group):
    written = write_template(group)
    imported = read(written)
    assert (imported.settings, imported.problems) == (group, ())
    assert all("never acts" in what for _, what in told(imported))
    assert not_written(group) == ()
    assert complaints(written) == []


@given(GROUPS)
def test_a_template_has_no_aliases_which_cloudformation_refuses(group):
    assert not any(isinstance(token, yaml.AliasToken) for token in yaml.scan(write_template(group)))


def test_a_parameter_stands_for_its_default():
    template = """
Parameters:
  Most: {Type: Number, Default: 12}
  Open: {Type: Number}
Resources:
  Group:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties: {MinSize: "1", MaxSize: !Ref Most, DesiredCapacity: {Ref: Most}}
  Policy:
    Type: AWS::AutoScaling::ScalingPolicy
    Properties: {AutoScalingGroupName: !Ref Group, AdjustmentType: ChangeInCapacity, ScalingAdjustment: 1}
"""
    group = read_template(Text("t.yaml", template)).settings
    assert group and (group.most, group.desired) == (12, 12)
    without = read_template(Text("t.yaml", template.replace("!Ref Most", "!Ref Open")))
    assert "MaxSize is 'Open'" in str(without.problems)
