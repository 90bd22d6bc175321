"""SAM's DeploymentPreference: read with everything told, written with what it cannot say, read again."""

from dataclasses import replace

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from slipway.content.source import Text
from slipway.delivery.codedeploy_predefined import PREDEFINED, SHORT
from slipway.delivery.codedeploy_settings import ROLLBACK_EVENTS, Deployment, Hook, TimeBasedCanary
from slipway.formats.sam import export_preference, import_preference, left_out
from slipway.traffic.alarm import Alarm
from tests.formats.aws_settings import HOSTILE, deployments, format_name, preferences
from tests.formats.cloudformation import complaints

# After the example of the SAM developer guide ("Deploying serverless applications gradually"); names are ours.
TEMPLATE = """AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Shop:
    Type: AWS::Serverless::Function
    Properties:
      Handler: index.handler
      AutoPublishAlias: live
      DeploymentPreference:
        Type: Canary10Percent10Minutes
        Alarms:
          - !Ref AliasErrors
          - !Ref LatestVersionErrors
        Hooks:
          PreTraffic: !Ref BeforeShop
          PostTraffic: !Ref AfterShop
        Role: !GetAtt Deployer.Arn
  AliasErrors:
    Type: AWS::CloudWatch::Alarm
    Properties:
      MetricName: Errors
      Namespace: AWS/Lambda
      Statistic: Sum
      ComparisonOperator: GreaterThanThreshold
      Threshold: 0
      Period: 60
      EvaluationPeriods: 2
  LatestVersionErrors:
    Type: AWS::CloudWatch::Alarm
    Properties:
      AlarmName: version-errors
      MetricName: Errors
      Namespace: AWS/Lambda
      Statistic: Average
      ComparisonOperator: GreaterThanThreshold
      Threshold: 0.01
      EvaluationPeriods: 1
      Dimensions:
        - {Name: ExecutedVersion, Value: !GetAtt Shop.Version.Version}
"""
HOOKS = (Hook("BeforeAllowTraffic", "BeforeShop"), Hook("AfterAllowTraffic", "AfterShop"))


def read(content):
    return import_preference(Text("sam", content))


def told(imported):
    return [str(each) for each in (*imported.problems, *imported.unsupported)]


def test_a_preference_is_read_with_its_alarms_and_hooks_and_always_rolls_back():
    alias = Alarm("AliasErrors", "Errors", "Sum", evaluation_periods=2, namespace="AWS/Lambda")
    version = Alarm("version-errors", "Errors", threshold=0.01, namespace="AWS/Lambda", of_new_version=True)
    config = PREDEFINED["CodeDeployDefault.LambdaCanary10Percent10Minutes"]
    expected = Deployment(config, (alias, version), rollback_events=ROLLBACK_EVENTS, hooks=HOOKS)
    assert read(TEMPLATE).settings == expected
    assert format_name(TEMPLATE) == "sam"


def test_what_is_not_simulated_is_told_and_nothing_else():
    assert told(read(TEMPLATE)) == [
        "sam:7:7: Shop.Properties.Handler is not simulated",
        "sam:17:9: Shop.Properties.DeploymentPreference.Role is not simulated",
    ]


@pytest.mark.parametrize("name", SHORT)
def test_every_type_of_sams_is_the_lambda_configuration_of_that_name(name):
    found = read(TEMPLATE.replace("Canary10Percent10Minutes", name))
    assert found.settings.config == PREDEFINED[f"CodeDeployDefault.Lambda{name}"]


def test_a_type_may_be_a_configuration_of_the_template():
    config = """  Slow:
    Type: AWS::CodeDeploy::DeploymentConfig
    Properties:
      ComputePlatform: Lambda
      TrafficRoutingConfig: {Type: TimeBasedCanary, TimeBasedCanary: {CanaryPercentage: 5, CanaryInterval: 3}}
"""
    found = read(TEMPLATE.replace("Type: Canary10Percent10Minutes", "Type: !Ref Slow") + config)
    assert found.settings.config.routing == TimeBasedCanary(5, 3)


def test_the_preference_of_all_functions_counts_where_one_has_none():
    content = """Transform: AWS::Serverless-2016-10-31
Globals:
  Function:
    Timeout: 3
    AutoPublishAlias: live
    DeploymentPreference: {Type: AllAtOnce, Role: me}
Resources:
  Shop: {Type: AWS::Serverless::Function, Properties: {Handler: x}}
"""
    found = read(content)
    assert found.settings.config == SHORT["AllAtOnce"]
    assert any("DeploymentPreference.Role is not simulated" in line for line in told(found))


def test_alarms_behind_a_condition_are_taken_and_that_is_told():
    old = "Alarms:\n          - !Ref AliasErrors\n          - !Ref LatestVersionErrors\n"
    new = "Alarms: !If [IsProd, [!Ref AliasErrors], !Ref AWS::NoValue]\n"
    assert old in TEMPLATE
    found = read(TEMPLATE.replace(old, new))
    assert [alarm.name for alarm in found.settings.alarms] == ["AliasErrors"]
    assert any("a branch of this If is taken" in line for line in told(found))


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("Canary10Percent10Minutes", "Canary10Percent11Minutes", "did you mean 'Canary10Percent1"),
        ("Canary10Percent10Minutes", "CodeDeployDefault.ECSAllAtOnce", "is 'CodeDeployDefault.ECSAllAtOnce'; expected"),
        ("        Type: Canary10Percent10Minutes\n", "", "DeploymentPreference.Type is missing"),
        ("      AutoPublishAlias: live\n", "", "AutoPublishAlias is missing, and a DeploymentPreference needs it"),
        (
            "        Alarms:",
            "        Enabled: false\n        Alarms:",
            "Enabled is false, so that CodeDeploy has no part",
        ),
        ("- !Ref AliasErrors", "- {Name: x, Region: y}", "Alarms has an entry that is no single value"),
        ("PreTraffic: !Ref BeforeShop", "PreTraffic: [a]", "PreTraffic is no single value"),
        ("Hooks:\n", "Hooks: 3\n        X:\n", "Hooks is no group of fields"),
        ("Threshold: 0.01", "Threshold: NaN", "Threshold is 'NaN'"),
        (
            "AWS::Serverless::Function",
            "AWS::Lambda::Function",
            "there is no AWS::Serverless::Function with a Deployment",
        ),
    ],
)
def test_a_fault_is_said_plainly_where_it_is(old, new, complaint):
    assert old in TEMPLATE
    found = read(TEMPLATE.replace(old, new, 1))
    assert found.settings is None
    assert any(complaint in str(line) for line in found.problems), found.problems


@pytest.mark.parametrize("content", HOSTILE, ids=lambda content: repr(content[:20]))
def test_a_hostile_text_gets_a_line(content):
    found = read(content)
    assert found.settings is None
    assert found.problems
    assert all(line.startswith("sam:") and "\n" not in line for line in told(found))


@settings(deadline=None)
@given(st.lists(st.sampled_from(TEMPLATE.split("\n")), max_size=40))
def test_any_lines_are_read_or_refused(lines):
    found = read("\n".join(lines))
    assert (found.settings is None) == bool(found.problems)


@settings(deadline=None, max_examples=60)
@given(preferences())
def test_what_is_written_is_read_as_it_was(deployment):
    content = export_preference(deployment)
    found = read(content)
    assert (found.settings, found.problems) == (deployment, ())
    assert not content.startswith("#")
    assert complaints(content) == []


@settings(deadline=None, max_examples=60)
@given(deployments())
def test_what_cannot_be_said_stands_at_the_head_of_a_file_that_is_read_all_the_same(deployment):
    hooks = {hook.event: hook for hook in deployment.hooks}.values()
    deployment = replace(deployment, hooks=tuple(hooks))
    content = export_preference(deployment)
    comments = [line.removeprefix("# ") for line in content.split("\n") if line.startswith("# ")]
    assert comments == list(left_out(deployment))
    assert read(content).problems == ()
    function = yaml.safe_load(content)["Resources"]["Function"]["Properties"]
    assert set(function["DeploymentPreference"]) <= {"Type", "Alarms", "Hooks"}
