"""CodeDeploy's files: names, printed configurations and templates read with everything told, written, read again."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slipway.content.source import Text, decode
from slipway.delivery.codedeploy_predefined import PREDEFINED
from slipway.delivery.codedeploy_settings import (
    ROLLBACK_EVENTS,
    Config,
    Deployment,
    Hook,
    MinimumHealthy,
    TimeBasedCanary,
    TimeBasedLinear,
    Zonal,
)
from slipway.formats.codedeploy import export_deployment, import_deployment
from slipway.traffic.alarm import Alarm
from tests.formats.aws_settings import HOSTILE, deployments, format_name
from tests.formats.cloudformation import complaints


def read(content):
    return import_deployment(Text("deploy", content))


def told(imported):
    return [str(each) for each in (*imported.problems, *imported.unsupported)]


@pytest.mark.parametrize("name", PREDEFINED)
def test_a_predefined_name_is_a_whole_file(name):
    assert read(f"{name}\n").settings == Deployment(PREDEFINED[name])
    assert format_name(f"{name}\n") == "codedeploy"


def test_a_misspelt_name_is_told_with_the_one_that_was_meant():
    (line,) = told(read("CodeDeployDefault.LambdaCanary10Percent6Minutes"))
    assert "did you mean 'CodeDeployDefault.LambdaCanary10Percent" in line


def printed(**fields):
    info = {"deploymentConfigId": "00000000-0000", "deploymentConfigName": "mine", "createTime": 1761818131.0}
    return json.dumps({"deploymentConfigInfo": info | fields}, indent="\t")


def test_what_get_deployment_config_prints_is_read():
    canary = {"type": "TimeBasedCanary", "timeBasedCanary": {"canaryPercentage": 25, "canaryInterval": 7}}
    found = read(printed(computePlatform="Lambda", trafficRoutingConfig=canary))
    assert (found.settings, told(found)) == (Deployment(Config("mine", "Lambda", TimeBasedCanary(25, 7))), [])
    linear = {"type": "TimeBasedLinear", "timeBasedLinear": {"linearPercentage": 30, "linearInterval": 2}}
    found = read(printed(computePlatform="ECS", trafficRoutingConfig=linear))
    assert found.settings == Deployment(Config("mine", "ECS", TimeBasedLinear(30, 2)))


def test_hosts_and_zones_are_read():
    minimum = {"type": "FLEET_PERCENT", "value": 75}
    zonal = {"firstZoneMonitorDurationInSeconds": 600, "minimumHealthyHostsPerZone": {"type": "HOST_COUNT", "value": 1}}
    found = read(printed(computePlatform="Server", minimumHealthyHosts=minimum, zonalConfig=zonal))
    zones = Zonal(600, None, MinimumHealthy("HOST_COUNT", 1))
    config = Config("mine", "Server", minimum=MinimumHealthy("FLEET_PERCENT", 75), zonal=zones)
    assert (found.settings, told(found)) == (Deployment(config), [])


def test_the_service_tells_of_one_at_a_time_as_most_concurrency():
    name = "CodeDeployDefault.OneAtATime"
    content = printed(deploymentConfigName=name, minimumHealthyHosts={"type": "MOST_CONCURRENCY", "value": 1})
    assert read(content).settings == Deployment(PREDEFINED[name])


# After the documentation of AWS::CodeDeploy::DeploymentGroup and AWS::CloudWatch::Alarm; names are ours.
TEMPLATE = """AWSTemplateFormatVersion: '2010-09-09'
Parameters:
  Role: {Type: String}
Resources:
  Slow:
    Type: AWS::CodeDeploy::DeploymentConfig
    Properties:
      ComputePlatform: ECS
      TrafficRoutingConfig:
        Type: TimeBasedLinear
        TimeBasedLinear: {LinearPercentage: 20, LinearInterval: 5}
  HighErrors:
    Type: AWS::CloudWatch::Alarm
    Properties:
      AlarmDescription: too many errors
      MetricName: HTTPCode_Target_5XX_Count
      Namespace: AWS/ApplicationELB
      Statistic: Sum
      ComparisonOperator: GreaterThanOrEqualToThreshold
      Threshold: 10
      EvaluationPeriods: 3
      DatapointsToAlarm: 2
      Dimensions: [{Name: TargetGroup, Value: !GetAtt Green.TargetGroupFullName}]
  Group:
    Type: AWS::CodeDeploy::DeploymentGroup
    DependsOn: Slow
    Properties:
      ApplicationName: !Ref App
      ServiceRoleArn: !GetAtt Role.Arn
      DeploymentConfigName: !Ref Slow
      AlarmConfiguration:
        Alarms: [{Name: !Ref HighErrors}, {Name: latency-p99}, {Name: pages}]
        Enabled: true
      AutoRollbackConfiguration: {Enabled: true, Events: [DEPLOYMENT_STOP_ON_ALARM, DEPLOYMENT_FAILURE]}
      BlueGreenDeploymentConfiguration:
        DeploymentReadyOption: {ActionOnTimeout: STOP_DEPLOYMENT, WaitTimeInMinutes: 15}
        TerminateBlueInstancesOnDeploymentSuccess: {Action: TERMINATE, TerminationWaitTimeInMinutes: 60}
      LoadBalancerInfo: {TargetGroupPairInfoList: []}
  App:
    Type: AWS::CodeDeploy::Application
  Bucket:
    Type: AWS::S3::Bucket
"""


def test_a_template_is_read_with_its_alarms_and_short_tags():
    found = read(TEMPLATE)
    errors = Alarm(
        "HighErrors",
        "HTTPCode_Target_5XX_Count",
        "Sum",
        "GreaterThanOrEqualToThreshold",
        10.0,
        evaluation_periods=3,
        datapoints=2,
        namespace="AWS/ApplicationELB",
    )
    assert found.problems == ()
    assert found.settings == Deployment(
        Config("Slow", "ECS", TimeBasedLinear(20, 5)),
        (errors, Alarm("latency-p99"), Alarm("pages")),
        rollback_events=ROLLBACK_EVENTS[:2],
        ready_wait_min=15,
        termination_wait_min=60,
    )


def test_what_is_not_simulated_is_told_with_its_place_and_nothing_else():
    here = "deploy:1:1:"
    assert told(read(TEMPLATE)) == [
        f"{here} the alarm latency-p99 is not in here; it is taken to watch p99_ms with the limit 1000 over a minute",
        f"{here} the alarm pages is not in here, and its name does not say what it measures: it never goes off",
        "deploy:2:1: of the section Parameters the defaults are taken",
        "deploy:15:7: HighErrors.Properties.AlarmDescription is not simulated",
        "deploy:23:40: HighErrors.Properties.Dimensions[0].Value is not simulated",
        "deploy:38:7: Group.Properties.LoadBalancerInfo is not simulated",
        "deploy:41:3: Bucket, AWS::S3::Bucket, is not simulated",
    ]


def test_an_if_is_never_evaluated_and_the_branch_that_is_taken_is_told():
    content = TEMPLATE.replace("!Ref Slow\n      Alarm", "!If [IsProd, !Ref Slow, !Ref Fast]\n      Alarm")
    found = read(content)
    assert found.settings.config.name == "Slow"
    assert any("a branch of this If is taken without looking" in line for line in told(found))


def test_hooks_stand_in_the_metadata():
    metadata = "DependsOn: Slow\n    Metadata: {AppSpec: {Hooks: [{AfterInstall: smoke}]}}"
    assert read(TEMPLATE.replace("DependsOn: Slow", metadata)).settings.hooks == (Hook("AfterInstall", "smoke"),)


def test_what_get_deployment_group_prints_is_read():
    group = {
        "deploymentConfigName": "CodeDeployDefault.LambdaAllAtOnce",
        "alarmConfiguration": {"enabled": True, "ignorePollAlarmFailure": True, "alarms": [{"name": "errors"}]},
        "autoRollbackConfiguration": {"enabled": False, "events": ["DEPLOYMENT_FAILURE"]},
        "targetRevision": {"revisionType": "S3"},
    }
    found = read(json.dumps({"deploymentGroupInfo": group}))
    config = PREDEFINED["CodeDeployDefault.LambdaAllAtOnce"]
    assert found.settings == Deployment(config, (Alarm("errors"),), True, True, ("DEPLOYMENT_FAILURE",), False)
    assert any("targetRevision is not simulated" in line for line in told(found))


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("LinearPercentage: 20", "LinearPercentage: 120", "is '120'; expected a whole number from 1 to 99"),
        ("LinearInterval: 5", "LinearInterval: 99999", "LinearInterval is '99999'"),
        ("LinearPercentage: 20", "LinearPercentage: .nan", "LinearPercentage is '.nan'"),
        ("Threshold: 10", "Threshold: .inf", "Threshold is '.inf'; expected a number"),
        ("Threshold: 10", "Threshold: 1e999", "Threshold is '1e999'"),
        ("Threshold: 10", "Threshold: [10]", "Threshold is no single value"),
        ("Type: TimeBasedLinear", "Type: TimeBasedLinaer", "did you mean 'TimeBasedLinear'"),
        ("        TimeBasedLinear: {LinearPercentage: 20, LinearInterval: 5}\n", "", "TimeBasedLinear is missing"),
        ("ComputePlatform: ECS", "ComputePlatform: Fargate", "is 'Fargate'; expected one of Lambda, ECS, Server"),
        ("Statistic: Sum", "Statistic: tm90", "Statistic is 'tm90'"),
        ("GreaterThanOrEqualToThreshold", "AtLeast", "ComparisonOperator is 'AtLeast'"),
        ("DatapointsToAlarm: 2", "DatapointsToAlarm: 4", "DatapointsToAlarm is '4'"),
        ("!Ref Slow\n      Alarm", "!Ref Fast\n      Alarm", "'Fast' is not in here; expected a predefined name"),
        ("DEPLOYMENT_FAILURE]", "DEPLOYMENT_FAIL]", "has 'DEPLOYMENT_FAIL'; expected"),
        ("WaitTimeInMinutes: 60", "WaitTimeInMinutes: 3000", "is '3000'; expected a whole number from 0 to 2880"),
        ("{Name: pages}]", "{Name: pages}, " + "{Name: x}, " * 8 + "]", "is a list of 11; expected at most 10"),
        ("{Name: pages}", "{Nmae: pages}", "Alarms[2].Name is missing"),
        ("Enabled: true\n", "Enabled: perhaps\n", "Enabled is 'perhaps'; expected true or false"),
        ("    DependsOn: Slow\n", "    Type: x\n", "'Type' is given twice"),
        ("DependsOn: Slow", "Metadata: {AppSpec: {Hooks: [{ApplicationStop: x}]}}", "has a hook 'ApplicationStop'"),
    ],
)
def test_a_fault_is_said_plainly_where_it_is(old, new, complaint):
    assert old in TEMPLATE
    found = read(TEMPLATE.replace(old, new, 1))
    assert found.settings is None
    assert any(complaint in str(line) for line in found.problems), found.problems


ONE = {"type": "HOST_COUNT", "value": 1}


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"computePlatform": "Lambda"}, "trafficRoutingConfig is missing"),
        ({"computePlatform": "Server"}, "minimumHealthyHosts is missing"),
        ({"minimumHealthyHosts": {"type": "FLEET_PERCENT", "value": 101}}, "value is '101'; expected a whole"),
        (
            {"minimumHealthyHosts": {"type": "MOST_CONCURRENCY", "value": 1}},
            "expected one of HOST_COUNT, FLEET_PERCENT",
        ),
        ({"deploymentConfigName": "CodeDeployDefault.Mine", "minimumHealthyHosts": ONE}, "is no predefined name"),
        ({"deploymentConfigName": "CodeDeployDefault.AllAtOnce", "minimumHealthyHosts": ONE}, "its values are others"),
    ],
)
def test_a_configuration_that_is_not_whole_is_refused(fields, complaint):
    found = read(printed(**fields))
    assert found.settings is None
    assert any(complaint in str(line) for line in found.problems), found.problems


@pytest.mark.parametrize("content", HOSTILE, ids=lambda content: repr(content[:20]))
def test_a_hostile_text_gets_a_line(content):
    found = read(content)
    assert found.settings is None
    assert found.problems
    assert all(line.startswith("deploy:") and "\n" not in line for line in told(found))


@settings(deadline=None)
@given(st.lists(st.sampled_from(TEMPLATE.split("\n")), max_size=40))
def test_any_lines_are_read_or_refused(lines):
    found = read("\n".join(lines))
    assert (found.settings is None) == bool(found.problems)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data):
    text = decode(data, "deploy")
    if isinstance(text, Text):
        found = import_deployment(text)
        assert (found.settings is None) == bool(found.problems)


CREATE_GROUP = """{
 "applicationName": "shop", "deploymentGroupName": "prod", "serviceRoleArn": "arn:aws:iam::111122223333:role/deploy",
 "deploymentConfigName": "CodeDeployDefault.ECSLinear10PercentEvery1Minutes",
 "deploymentStyle": {"deploymentType": "BLUE_GREEN", "deploymentOption": "WITH_TRAFFIC_CONTROL"},
 "alarmConfiguration": {"enabled": true, "alarms": [{"name": "HighErrors"}]},
 "autoRollbackConfiguration": {"enabled": true, "events": ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"]},
 "ecsServices": [{"serviceName": "shop", "clusterName": "main"}]
}"""


def test_what_create_deployment_group_takes_is_read_too():
    found = read(CREATE_GROUP)
    assert found.problems == ()
    assert found.settings == Deployment(
        PREDEFINED["CodeDeployDefault.ECSLinear10PercentEvery1Minutes"],
        (Alarm("HighErrors"),),
        rollback_events=("DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"),
    )
    assert sum("ecsServices" in problem.what for problem in found.unsupported) == 1
    assert format_name(CREATE_GROUP) == "codedeploy"


@settings(deadline=None, max_examples=80)
@given(deployments())
def test_what_is_written_is_read_as_it_was_and_fits_the_published_schemas(deployment):
    content = export_deployment(deployment)
    found = read(content)
    assert (found.settings, found.problems) == (deployment, ())
    assert complaints(content) == []
    assert format_name(content) == "codedeploy"
