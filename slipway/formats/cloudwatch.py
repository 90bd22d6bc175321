"""CloudWatch alarms of CloudFormation templates, in and out."""

from collections.abc import Iterable
from typing import Any, cast

from slipway.delivery.codedeploy_alarm import assumed
from slipway.formats.cloudformation import Resource
from slipway.formats.fields import Group, Notes
from slipway.traffic.alarm import COMPARISONS, MISSING, MOST_PERIODS, STATISTIC, Alarm, Comparison, Missing
from slipway.words import say
from slipway.words.figure import figure

KIND = "AWS::CloudWatch::Alarm"
_OF_VERSION = "ExecutedVersion"
_DAY_S = 86_400


def read_alarms(found: Iterable[Resource], notes: Notes) -> dict[str, Alarm]:
    """The alarms of a template by logical id, and by name too."""
    alarms: dict[str, Alarm] = {}
    for resource in found:
        if resource.kind == KIND:
            alarm = read_alarm(resource.group(notes), resource.id)
            alarms |= {resource.id: alarm, alarm.name: alarm}
    return alarms


def read_alarm(fields: Group, default_name: str, implied: Iterable[str] = ()) -> Alarm:
    """An alarm from its properties; without a metric only its name is known. `implied` dimensions go unsaid."""
    name = fields.text("AlarmName", default_name)
    metric = fields.text("MetricName")
    periods = fields.whole("EvaluationPeriods", 1, least=1, most=MOST_PERIODS)
    found = Alarm(
        name,
        metric,
        _statistic(fields),
        cast(Comparison, _choice(fields, "ComparisonOperator", COMPARISONS)),
        fields.number("Threshold"),
        fields.whole("Period", 60, least=1, most=_DAY_S),
        periods,
        fields.whole("DatapointsToAlarm", periods, least=1, most=periods)
        if "DatapointsToAlarm" in fields.names
        else None,
        cast(Missing, _choice(fields, "TreatMissingData", MISSING)),
        fields.text("Namespace"),
        _of_new_version(fields, implied),
    )
    return found if metric else Alarm(name)


def _choice(fields: Group, name: str, valid: tuple[str, ...]) -> str:
    return fields.choice(name, valid) if name in fields.names else valid[0]


def _statistic(fields: Group) -> str:
    name = "ExtendedStatistic" if "ExtendedStatistic" in fields.names else "Statistic"
    given = fields.text(name, "Average")
    if not STATISTIC.fullmatch(given):
        fields.wrong(name, f"is {given!r}", "Average, Sum, Minimum, Maximum or a percentile such as p99")
        return "Average"
    return given


def _of_new_version(fields: Group, implied: Iterable[str]) -> bool:
    """Whether a dimension narrows the alarm to the version that is being deployed; other dimensions stay left over."""
    found = False
    for dimension in fields.groups("Dimensions"):
        name = dimension.text("Name")
        if name == _OF_VERSION or name in implied:
            dimension.ignore("Value")
        found = found or name == _OF_VERSION
    return found


def named(names: Iterable[str], alarms: dict[str, Alarm]) -> tuple[Alarm, ...]:
    """The alarms of these names; of one that is not in the file only its name is known."""
    return tuple(alarms.get(name) or Alarm(name) for name in names)


def remark(alarm: Alarm) -> str:
    """What is assumed of an alarm that is not in the file."""
    known = assumed(alarm)
    if known is None:
        return say("codedeploy.alarm_never", name=alarm.name)
    return say("codedeploy.alarm_assumed", name=alarm.name, metric=known.metric, limit=figure(known.threshold))


def alarm_resource(alarm: Alarm) -> dict[str, Any]:
    """An alarm as a resource."""
    percentile = alarm.statistic.startswith("p")
    properties: dict[str, Any] = {
        "AlarmName": alarm.name,
        "MetricName": alarm.metric,
        "ExtendedStatistic" if percentile else "Statistic": alarm.statistic,
        "ComparisonOperator": alarm.comparison,
        "Threshold": alarm.threshold,
        "Period": alarm.period_s,
        "EvaluationPeriods": alarm.evaluation_periods,
    }
    if alarm.datapoints is not None:
        properties["DatapointsToAlarm"] = alarm.datapoints
    if alarm.missing != "missing":
        properties["TreatMissingData"] = alarm.missing
    if alarm.namespace:
        properties["Namespace"] = alarm.namespace
    if alarm.of_new_version:
        properties["Dimensions"] = [{"Name": _OF_VERSION, "Value": {"Ref": "NewVersion"}}]
    return {"Type": KIND, "Properties": properties}
