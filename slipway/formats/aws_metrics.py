"""AWS' names of the metrics that policies look at, and ours; a metric that Slipway does not measure keeps AWS' name."""

from dataclasses import replace
from typing import Any

from slipway.formats.cloudwatch import read_alarm
from slipway.formats.fields import Group
from slipway.scaling.reading import CPU, NOT_PROPORTIONAL, PER_INSTANCE
from slipway.traffic.alarm import Alarm

OUR_NAMESPACE = "Slipway"
"""The namespace of metrics that AWS has no name for."""
EC2_TRACKED = ("ASGAverageCPUUtilization", "ASGAverageNetworkIn", "ASGAverageNetworkOut", "ALBRequestCountPerTarget")
OTHER_TRACKED = (
    "ALBRequestCountPerTarget",
    "AppStreamAverageCapacityUtilization",
    "CassandraReadCapacityUtilization",
    "CassandraWriteCapacityUtilization",
    "ComprehendInferenceUtilization",
    "DynamoDBReadCapacityUtilization",
    "DynamoDBWriteCapacityUtilization",
    "EC2SpotFleetRequestAverageCPUUtilization",
    "EC2SpotFleetRequestAverageNetworkIn",
    "EC2SpotFleetRequestAverageNetworkOut",
    "ECSServiceAverageCPUUtilization",
    "ECSServiceAverageMemoryUtilization",
    "ElastiCacheDatabaseMemoryUsageCountedForEvictPercentage",
    "ElastiCachePrimaryEngineCPUUtilization",
    "ElastiCacheReplicaEngineCPUUtilization",
    "KafkaBrokerStorageUtilization",
    "LambdaProvisionedConcurrencyUtilization",
    "NeptuneReaderAverageCPUUtilization",
    "RDSReaderAverageCPUUtilization",
    "RDSReaderAverageDatabaseConnections",
    "SageMakerVariantInvocationsPerInstance",
)
EC2_PAIRS = ("ASGCPUUtilization", "ASGNetworkIn", "ASGNetworkOut", "ALBRequestCount")
ECS_PAIRS = ("ECSServiceCPUUtilization", "ECSServiceMemoryUtilization", "ALBRequestCount")
IMPLIED = ("AutoScalingGroupName", "ClusterName", "ServiceName", "TargetGroup", "LoadBalancer")
"""Dimensions that say which group or service is meant, which the policy says already."""
_MEASURED = (CPU, PER_INSTANCE, *NOT_PROPORTIONAL)
_CPU_TYPES = (
    "ASGAverageCPUUtilization",
    "ECSServiceAverageCPUUtilization",
    "EC2SpotFleetRequestAverageCPUUtilization",
    "ASGCPUUtilization",
    "ECSServiceCPUUtilization",
)
_REQUEST_TYPES = ("ALBRequestCountPerTarget", "ALBRequestCount")
_SPOT = "ec2:"
_MINUTE_S, _HIGH_RESOLUTION_S = 60, (10, 20, 30)
_NO_LABEL = "app/load-balancer/0000000000000000/targetgroup/targets/0000000000000000"


def is_measured(metric: str) -> bool:
    """Whether the simulator knows it."""
    return metric in _MEASURED


def of_type(name: str) -> str:
    """What a predefined metric, or pair of metrics, is here."""
    if name in _CPU_TYPES:
        return CPU
    return PER_INSTANCE if name in _REQUEST_TYPES else name


def tracked_type(metric: str, dimension: str) -> str:
    """The predefined metric of a target, or "" where there is none."""
    if metric == PER_INSTANCE:
        return "ALBRequestCountPerTarget"
    if metric == CPU and dimension:
        spot = dimension.startswith(_SPOT)
        return "EC2SpotFleetRequestAverageCPUUtilization" if spot else "ECSServiceAverageCPUUtilization"
    if metric == CPU:
        return "ASGAverageCPUUtilization"
    return metric if metric in (OTHER_TRACKED if dimension else EC2_TRACKED) else ""


def pair_type(metric: str, dimension: str) -> str:
    """The predefined pair of metrics of a forecast, or "" where there is none."""
    if metric == PER_INSTANCE:
        return "ALBRequestCount"
    if metric == CPU:
        return "ECSServiceCPUUtilization" if dimension else "ASGCPUUtilization"
    return metric if metric in (ECS_PAIRS if dimension else EC2_PAIRS) else ""


def typed(name: str) -> dict[str, Any]:
    """A predefined metric with the label that some need, to be put in."""
    label = {"ResourceLabel": _NO_LABEL} if name in _REQUEST_TYPES else {}
    return {"PredefinedMetricType": name, **label}


def of_cloudwatch(namespace: str, metric: str) -> str:
    """What a metric of CloudWatch is here, or "" where it is none of ours."""
    if namespace == OUR_NAMESPACE:
        return metric
    if namespace.startswith("AWS/"):
        return {"CPUUtilization": CPU, "RequestCountPerTarget": PER_INSTANCE}.get(metric, "")
    return ""


def read_group_alarm(fields: Group, default_name: str) -> Alarm:
    """An alarm of a group's policy, its metric by our name."""
    alarm = read_alarm(fields, default_name, IMPLIED)
    if alarm.period_s % _MINUTE_S and alarm.period_s not in _HIGH_RESOLUTION_S:
        fields.wrong("Period", f"is {alarm.period_s}", "10, 20, 30 or a multiple of 60")
    ours = of_cloudwatch(alarm.namespace, alarm.metric)
    return replace(alarm, metric=ours, namespace="") if ours else alarm


def alarm_fields(alarm: Alarm, name: str, dimension: str) -> dict[str, Any]:
    """Metric and dimensions by which CloudWatch knows what the alarm looks at."""
    if alarm.metric == PER_INSTANCE and not alarm.namespace:
        found = [{"Name": "TargetGroup", "Value": "targetgroup/targets/0000000000000000"}]
        return {"MetricName": "RequestCountPerTarget", "Namespace": "AWS/ApplicationELB", "Dimensions": found}
    if alarm.metric == CPU and not alarm.namespace:
        of_ecs = dimension.startswith("ecs:")
        said = _service(name) if of_ecs else {"AutoScalingGroupName": name}
        found = [{"Name": key, "Value": value} for key, value in said.items()]
        namespace = "AWS/ECS" if of_ecs else "AWS/EC2"
        return {"MetricName": "CPUUtilization", "Namespace": namespace, "Dimensions": found}
    return {"MetricName": alarm.metric, "Namespace": alarm.namespace or OUR_NAMESPACE}


def _service(name: str) -> dict[str, str]:
    """Cluster and service of an ECS resource such as service/default/shop."""
    parts = name.split("/")
    return {"ClusterName": parts[1] if len(parts) > 2 else "default", "ServiceName": parts[-1]}
