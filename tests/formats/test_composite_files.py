"""Composite alarms of templates: what stands for an alarm's name, and alarms that are left out."""

import pytest

from slipway.alerting.composite import In, Joined
from slipway.content.source import Text
from slipway.formats.cloudwatch_alarms import read_watched

TEMPLATE = """
Resources:
  High:
    Type: AWS::CloudWatch::Alarm
    Properties: {AlarmName: high, MetricName: m, Threshold: 1, EvaluationPeriods: 1}
  Low:
    Type: AWS::CloudWatch::Alarm
    Properties: {MetricName: m, Threshold: 1, EvaluationPeriods: 1}
  Ratio:
    Type: AWS::CloudWatch::Alarm
    Properties: {Threshold: 1, EvaluationPeriods: 1, Metrics: [{Id: e, Expression: a / b}]}
  Both:
    Type: AWS::CloudWatch::CompositeAlarm
    Properties:
      AlarmRule: RULE
"""
BOTH = Joined("AND", (In("high", "ALARM"), In("Low", "OK")))


@pytest.mark.parametrize(
    "rule",
    [
        "ALARM(high) AND OK(Low)",
        '!Sub "ALARM(${High}) AND OK(${Low})"',
        '{Fn::Sub: \'ALARM("${High.Arn}") AND OK("${Low}")\'}',
        '!Join [" AND ", ["ALARM(high)", !Sub "OK(${Low})"]]',
        "{Fn::Join: ['', ['ALARM(', {Ref: High}, ') AND OK(', !GetAtt Low.Arn, ')']]}",
        'ALARM("arn:aws:cloudwatch:eu-west-1:1:alarm:high") AND OK(Low)',
    ],
)
def test_a_rule_names_alarms_in_every_way_of_a_template(rule):
    imported = read_watched(Text("file", TEMPLATE.replace("RULE", rule)))
    assert imported.settings, imported.problems
    (composite,) = imported.settings.composite
    assert composite.rule == BOTH


def test_an_alarm_on_metric_math_is_left_out_and_told():
    imported = read_watched(Text("file", TEMPLATE.replace("RULE", "ALARM(high) OR INSUFFICIENT_DATA(Ratio)")))
    assert imported.settings, imported.problems
    assert [each.name for each in imported.settings.metric] == ["high", "Low"]
    assert [("metric math" in each.what, each.line) for each in imported.unsupported] == [(True, 11)]


def test_a_rule_that_cannot_be_read_hides_no_fault_of_another():
    second = TEMPLATE.replace("RULE", "ALARM(") + "  Other:\n    Type: AWS::CloudWatch::CompositeAlarm\n"
    imported = read_watched(Text("file", second + "    Properties: {AlarmRule: ALARM(nobody)}\n"))
    assert [(each.line, "nobody" in each.what) for each in imported.problems] == [(15, False), (18, True)]
