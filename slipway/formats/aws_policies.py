"""Scaling policies of EC2 Auto Scaling and Application Auto Scaling, as the command line and templates both say them.

What a policy says and Slipway does not simulate is told field by field; nothing is dropped in silence.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from slipway.formats.aws_metrics import (
    EC2_PAIRS,
    EC2_TRACKED,
    ECS_PAIRS,
    OTHER_TRACKED,
    OUR_NAMESPACE,
    of_cloudwatch,
    of_type,
    pair_type,
    tracked_type,
    typed,
)
from slipway.formats.fields import Group as Fields
from slipway.scaling.adjustment import ADJUSTMENT_TYPES, AdjustmentType
from slipway.scaling.policies import Policy
from slipway.scaling.predictive import BUFFER_S, MODES, Mode, Predictive
from slipway.scaling.simple_scaling import SimpleScaling
from slipway.scaling.step_scaling import Step, StepScaling
from slipway.scaling.target_tracking import TargetTracking
from slipway.traffic.alarm import Alarm
from slipway.words import say

KINDS = ("TargetTrackingScaling", "StepScaling", "SimpleScaling", "PredictiveScaling")
_OTHER_KINDS = tuple(kind for kind in KINDS if kind != "SimpleScaling")
_MOST_STEPS = 20
_MOST_S = 86_400
_MOST_CHANGE = 10_000
_HONOR, _INCREASE = "HonorMaxCapacity", "IncreaseMaxCapacity"
_AGGREGATION = "Average"
_ALONE = {
    "TargetValue": "TargetTrackingScaling",
    "MetricSpecifications": "PredictiveScaling",
    "StepAdjustments": "StepScaling",
}
Made = TypeVar("Made")


def read_policy(fields: Fields, name: str, alarm: Alarm | None, dimension: str) -> Policy | None:
    """A policy, or None where it cannot be one; Application Auto Scaling's have a `dimension`."""
    default, kinds = ("StepScaling", _OTHER_KINDS) if dimension else ("SimpleScaling", KINDS)
    alone = alone_kind(fields)
    kind = alone or (fields.choice("PolicyType", kinds) if "PolicyType" in fields.names else default)
    if kind not in kinds:
        return None
    inner = fields if alone else _configuration(fields, kind, dimension)
    if inner is None:
        return None
    match kind:
        case "TargetTrackingScaling":
            return _tracking(fields, inner, name, dimension)
        case "PredictiveScaling":
            return _predictive(inner, name, dimension)
        case "StepScaling":
            return _step(inner, name, alarm, dimension)
        case _:
            return _simple(inner, name, alarm)


def alone_kind(fields: Fields) -> str:
    """What a configuration without its policy is, as the guides' config.json files have it; else ""."""
    if "PolicyType" in fields.names or "PolicyName" in fields.names:
        return ""
    return next((kind for name, kind in _ALONE.items() if name in fields.names), "")


def of_application(fields: Fields) -> bool:
    """Whether such a configuration is Application Auto Scaling's, by its cooldowns or its metric."""
    inner = fields.aside("PredefinedMetricSpecification")
    metric = inner.peek("PredefinedMetricType") if inner else ""
    own = {"ScaleOutCooldown", "ScaleInCooldown", "Cooldown"} & {*fields.names}
    return bool(own) or (metric in OTHER_TRACKED and metric not in EC2_TRACKED)


def _configuration(fields: Fields, kind: str, dimension: str) -> Fields | None:
    """Where the settings of a kind stand; those of EC2's own kinds stand in the open."""
    if not dimension and kind in ("StepScaling", "SimpleScaling"):
        return fields
    name = f"{kind}PolicyConfiguration" if dimension else kind.removesuffix("Scaling") + "Configuration"
    if kind == "PredictiveScaling" and not dimension:
        name = "PredictiveScalingConfiguration"
    found = fields.group(name)
    if found is None:
        fields.wrong(name, "is missing", say("formats.scaling_settings", kind=kind))
    return found


def _tried(fields: Fields, name: str, make: Callable[[], Made]) -> Made | None:
    """What the settings make, or a problem where they refuse."""
    try:
        return make()
    except ValueError as error:
        fields.wrong(name, str(error))
        return None


def _tracking(outer: Fields, fields: Fields, name: str, dimension: str) -> Policy | None:
    metric = _tracked_metric(fields, dimension)
    target = fields.number("TargetValue", least=0)
    if "TargetValue" not in fields.names:
        fields.wrong("TargetValue", "is missing", "a number above 0")
        return None
    scale_in = not fields.flag("DisableScaleIn")
    warmup = None if dimension else _optional(outer, "EstimatedInstanceWarmup")
    out, back = (_optional(fields, f"Scale{way}Cooldown") if dimension else None for way in ("Out", "In"))
    if not metric:
        return None
    return _tried(fields, "TargetValue", lambda: TargetTracking(name, target, metric, scale_in, warmup, out, back))


def _tracked_metric(fields: Fields, dimension: str) -> str:
    predefined, own = fields.group("PredefinedMetricSpecification"), fields.group("CustomizedMetricSpecification")
    if (predefined is None) == (own is None):
        fields.wrong("PredefinedMetricSpecification", "must be given, or CustomizedMetricSpecification: one of the two")
        return ""
    if predefined:
        predefined.ignore("ResourceLabel")
        return of_type(predefined.choice("PredefinedMetricType", OTHER_TRACKED if dimension else EC2_TRACKED))
    assert own is not None
    metric = own.text("MetricName", needed=True)
    _usual(own, "Statistic", _AGGREGATION)
    ours = of_cloudwatch(own.peek("Namespace"), metric)
    if ours:
        own.ignore("Namespace", "Dimensions")
    return ours or metric


def _step(fields: Fields, name: str, alarm: Alarm | None, dimension: str) -> Policy | None:
    kind = _kind(fields)
    steps = tuple(step for each in fields.groups("StepAdjustments", _MOST_STEPS) if (step := _one_step(each)))
    least = fields.whole("MinAdjustmentMagnitude", 0, most=_MOST_CHANGE)
    _usual(fields, "MetricAggregationType", _AGGREGATION)
    warmup = None if dimension else _optional(fields, "EstimatedInstanceWarmup")
    cooldown = _optional(fields, "Cooldown") if dimension else None
    if kind is None:
        return None
    return _tried(fields, "StepAdjustments", lambda: StepScaling(name, steps, alarm, kind, least, warmup, cooldown))


def _one_step(fields: Fields) -> Step | None:
    bounds = (_bound(fields, "MetricIntervalLowerBound"), _bound(fields, "MetricIntervalUpperBound"))
    adjustment = fields.whole("ScalingAdjustment", 0, least=-_MOST_CHANGE, most=_MOST_CHANGE)
    if "ScalingAdjustment" not in fields.names:
        fields.wrong("ScalingAdjustment", "is missing", "a whole number")
        return None
    return _tried(fields, "MetricIntervalLowerBound", lambda: Step(*bounds, adjustment))


def _bound(fields: Fields, name: str) -> float | None:
    return fields.number(name) if fields.text(name) not in ("", "null") else None


def _usual(fields: Fields, name: str, value: str) -> None:
    """A field that says what holds anyway; saying something else it is left over, and so told."""
    if fields.peek(name) == value:
        fields.ignore(name)


def _simple(fields: Fields, name: str, alarm: Alarm | None) -> Policy | None:
    kind = _kind(fields)
    adjustment = fields.whole("ScalingAdjustment", 0, least=-_MOST_CHANGE, most=_MOST_CHANGE)
    if "ScalingAdjustment" not in fields.names:
        fields.wrong("ScalingAdjustment", "is missing", "a whole number")
    least = fields.whole("MinAdjustmentMagnitude", 0, most=_MOST_CHANGE)
    cooldown = _optional(fields, "Cooldown")
    if kind is None:
        return None
    return _tried(fields, "ScalingAdjustment", lambda: SimpleScaling(name, adjustment, alarm, kind, least, cooldown))


def _kind(fields: Fields) -> AdjustmentType | None:
    given = fields.choice("AdjustmentType", ADJUSTMENT_TYPES)
    return next((each for each in ADJUSTMENT_TYPES if each == given), None)


def _optional(fields: Fields, name: str) -> float | None:
    """Seconds, or None where nothing is said."""
    return float(fields.whole(name, 0, most=_MOST_S)) if name in fields.names else None


def _predictive(fields: Fields, name: str, dimension: str) -> Policy | None:
    specifications = fields.groups("MetricSpecifications", 1)
    if not specifications:
        fields.wrong("MetricSpecifications", "is missing or not one", say("formats.scaling_pair"))
        return None
    metric, target = _pair(specifications[0], dimension), specifications[0].number("TargetValue", least=0)
    given = fields.choice("Mode", MODES) if "Mode" in fields.names else MODES[0]
    mode: Mode = next((each for each in MODES if each == given), MODES[0])
    buffer_s = fields.whole("SchedulingBufferTime", round(BUFFER_S), most=3600)
    most = _max_buffer(fields)
    if not metric:
        return None
    return _tried(
        specifications[0],
        "TargetValue",
        lambda: Predictive(name, target, metric, mode, float(buffer_s), most),
    )


def _pair(fields: Fields, dimension: str) -> str:
    """The pair, or the metric that scales, of the two that may be named one by one."""
    pair = fields.group("PredefinedMetricPairSpecification")
    if pair:
        pair.ignore("ResourceLabel")
        return of_type(pair.choice("PredefinedMetricType", ECS_PAIRS if dimension else EC2_PAIRS))
    scaling, load = (fields.group(f"Predefined{which}MetricSpecification") for which in ("Scaling", "Load"))
    if scaling and load:
        for each in (scaling, load):
            each.ignore("ResourceLabel")
        load.ignore("PredefinedMetricType")
        return of_type(scaling.choice("PredefinedMetricType", OTHER_TRACKED if dimension else EC2_TRACKED))
    fields.wrong("PredefinedMetricPairSpecification", "is missing", say("formats.scaling_pair"))
    return ""


def _max_buffer(fields: Fields) -> int | None:
    name = "MaxCapacityBreachBehavior"
    behavior = fields.choice(name, (_HONOR, _INCREASE)) if name in fields.names else _HONOR
    given = "MaxCapacityBuffer" in fields.names
    if given != (behavior == _INCREASE):
        fields.wrong("MaxCapacityBuffer", "is given with that alone, and always", f"{name}: {_INCREASE}")
    buffer = fields.whole("MaxCapacityBuffer", 0, most=100)
    return buffer if behavior == _INCREASE else None


def policy_fields(policy: Policy, dimension: str) -> dict[str, Any]:
    """What a policy says of itself, without its name and its group."""
    match policy:
        case TargetTracking():
            return _tracking_fields(policy, dimension)
        case StepScaling():
            return _step_fields(policy, dimension)
        case SimpleScaling():
            return _simple_fields(policy)
        case _:
            name = "PredictiveScalingPolicyConfiguration" if dimension else "PredictiveScalingConfiguration"
            return {"PolicyType": "PredictiveScaling", name: _predictive_fields(policy, dimension)}


def cannot_say(policy: Policy, dimension: str) -> str:
    """Why a policy cannot be written for this kind of target, or ""."""
    if dimension and isinstance(policy, SimpleScaling):
        return say("formats.scaling_no_simple", name=policy.name)
    if isinstance(policy, Predictive) and not pair_type(policy.metric, dimension):
        return say("formats.scaling_no_pair", name=policy.name, metric=policy.metric)
    return ""


def _tracking_fields(policy: TargetTracking, dimension: str) -> dict[str, Any]:
    found: dict[str, Any] = {"TargetValue": policy.target}
    if predefined := tracked_type(policy.metric, dimension):
        found["PredefinedMetricSpecification"] = typed(predefined)
    else:
        own = {"MetricName": policy.metric, "Namespace": OUR_NAMESPACE, "Statistic": _AGGREGATION}
        found["CustomizedMetricSpecification"] = own
    found["DisableScaleIn"] = not policy.scale_in
    kind = {"PolicyType": "TargetTrackingScaling"}
    if not dimension:
        warmup = _given("EstimatedInstanceWarmup", policy.warmup_s)
        return {**kind, **warmup, "TargetTrackingConfiguration": found}
    found |= _given("ScaleOutCooldown", policy.out_cooldown_s) | _given("ScaleInCooldown", policy.in_cooldown_s)
    return {**kind, "TargetTrackingScalingPolicyConfiguration": found}


def _step_fields(policy: StepScaling, dimension: str) -> dict[str, Any]:
    found: dict[str, Any] = {"AdjustmentType": policy.kind, "StepAdjustments": [_step_said(x) for x in policy.steps]}
    if policy.least_change:
        found["MinAdjustmentMagnitude"] = policy.least_change
    kind = {"PolicyType": "StepScaling"}
    if not dimension:
        return {**kind, **found, **_given("EstimatedInstanceWarmup", policy.warmup_s)}
    return {**kind, "StepScalingPolicyConfiguration": {**found, **_given("Cooldown", policy.cooldown_s)}}


def _step_said(step: Step) -> dict[str, Any]:
    found: dict[str, Any] = {} if step.lower is None else {"MetricIntervalLowerBound": step.lower}
    if step.upper is not None:
        found["MetricIntervalUpperBound"] = step.upper
    return {**found, "ScalingAdjustment": step.adjustment}


def _simple_fields(policy: SimpleScaling) -> dict[str, Any]:
    found: dict[str, Any] = {"PolicyType": "SimpleScaling", "AdjustmentType": policy.kind}
    found["ScalingAdjustment"] = policy.adjustment
    if policy.least_change:
        found["MinAdjustmentMagnitude"] = policy.least_change
    return found | _given("Cooldown", policy.cooldown_s)


def _predictive_fields(policy: Predictive, dimension: str) -> dict[str, Any]:
    pair = typed(pair_type(policy.metric, dimension))
    found: dict[str, Any] = {
        "MetricSpecifications": [{"TargetValue": policy.target, "PredefinedMetricPairSpecification": pair}],
        "Mode": policy.mode,
        "SchedulingBufferTime": round(policy.buffer_s),
    }
    if policy.max_buffer_pct is not None:
        found |= {"MaxCapacityBreachBehavior": _INCREASE, "MaxCapacityBuffer": policy.max_buffer_pct}
    return found


def _given(name: str, seconds: float | None) -> dict[str, Any]:
    return {} if seconds is None else {name: round(seconds)}
