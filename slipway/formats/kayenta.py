"""Canary configurations of Spinnaker Kayenta (JSON) in and out, and series to judge."""

import json
from collections.abc import Sequence
from math import nan
from typing import Any, cast

from slipway.content.problem import nearest
from slipway.content.source import Loc, Text
from slipway.content.typed import one_of
from slipway.delivery.canary_config import (
    CanaryConfig,
    Direction,
    EffectSize,
    Measure,
    MetricConfig,
    NanStrategy,
    OutlierStrategy,
)
from slipway.delivery.canary_metric import LARGEST, Series
from slipway.formats.imported import Imported
from slipway.formats.json_fields import Fields, Findings, kind_of
from slipway.formats.json_text import parse_json

JUDGE = "NetflixACAJudge-v1.0"
_VERSIONS = (None, 1, "1", "1.0")
_DIRECTIONS = {"increase": "increase", "decrease": "decrease", "either": "either"}
_NAN = {"remove": "remove", "replace": "replace", "none": "remove"}
_OUTLIERS = {"keep": "keep", "remove": "remove", "none": "keep"}
_MEASURES = {"meanRatio": "meanRatio", "cles": "cles"}
_LIMITS = {
    "allowedIncrease": "allowed_increase",
    "allowedDecrease": "allowed_decrease",
    "criticalIncrease": "critical_increase",
    "criticalDecrease": "critical_decrease",
}
_MOST_FACTOR = 1e6


def import_config(text: Text) -> Imported[CanaryConfig]:
    """The configuration as settings for the judge.

    Where metrics come from (queries, scopes, templates) is left out and told: series are given to the judge here.
    """
    document, problems = parse_json(text)
    if document is None:
        return Imported(None, (), tuple(problems))
    findings = Findings(document, problems)
    return findings.imported(_config(Fields(findings), findings))


def _config(fields: Fields, findings: Findings) -> CanaryConfig:
    version = fields.any("configVersion")
    if version not in _VERSIONS:
        findings.leave_out(("configVersion",), f"version {version!r} is read as version 1")
    _judge(fields, findings)
    fields.leave_out("templates", "templates belong to queries, which are not run here")
    metrics = _metrics(fields, findings)
    weights, pass_score, marginal = _classifier(fields)
    name, description = fields.text("name", "canary"), fields.text("description")
    fields.end()
    return CanaryConfig(name, metrics, weights, pass_score, marginal, description)


def _judge(fields: Fields, findings: Findings) -> None:
    judge = fields.group("judge")
    if judge is None:
        return
    name = judge.text("name", JUDGE)
    if name != JUDGE:
        findings.leave_out(judge.loc("name"), f"the judge {name!r} is not known here; {JUDGE} judges instead")
    if judge.any("judgeConfigurations") not in (None, {}):
        judge.leave_out("judgeConfigurations", "this judge has no configurations of its own")
    judge.end()


def _metrics(fields: Fields, findings: Findings) -> tuple[MetricConfig, ...]:
    found: dict[str, MetricConfig] = {}
    for each in fields.groups("metrics"):
        metric = _metric(each)
        if metric.name in found:
            findings.wrong(each.loc("name"), f"there are two metrics {metric.name!r}", "a name of its own")
        found[metric.name] = metric
    return tuple(found.values())


def _metric(fields: Fields) -> MetricConfig:
    name, groups = fields.needed_text("name"), fields.texts("groups")
    fields.leave_out("query", "the query is not run here: give the judge its series")
    fields.leave_out("scopeName", "scopes belong to queries, which are not run here")
    analysis = fields.group("analysisConfigurations")
    canary = analysis.group("canary") if analysis else None
    fields.end()
    if analysis:
        analysis.end()
    return MetricConfig(name, groups, **_analysis(canary)) if canary else MetricConfig(name, groups)


def _analysis(fields: Fields) -> dict[str, Any]:
    found: dict[str, Any] = {
        "direction": cast(Direction, fields.choice("direction", _DIRECTIONS, "either")),
        "nan_strategy": cast(NanStrategy, fields.choice("nanStrategy", _NAN, "remove")),
        "critical": fields.flag("critical"),
        "must_have_data": fields.flag("mustHaveData"),
        "muted": fields.flag("muted"),
    }
    if outliers := fields.group("outliers"):
        found["outlier_strategy"] = cast(OutlierStrategy, outliers.choice("strategy", _OUTLIERS, "keep"))
        found["outlier_factor"] = outliers.number("outlierFactor", 3.0, 0, _MOST_FACTOR)
        outliers.end()
    if effect := fields.group("effectSize"):
        measure = cast(Measure, effect.choice("measure", _MEASURES, "meanRatio"))
        limits = {ours: effect.optional_number(theirs, 0, _MOST_FACTOR) for theirs, ours in _LIMITS.items()}
        found["effect_size"] = EffectSize(measure, **limits)
        effect.end()
    fields.end()
    return found


def _classifier(fields: Fields) -> tuple[tuple[tuple[str, float], ...], float, float]:
    weights: tuple[tuple[str, float], ...] = ()
    pass_score, marginal = CanaryConfig("", ()).pass_score, CanaryConfig("", ()).marginal_score
    classifier = fields.group("classifier")
    if classifier is None:
        return weights, pass_score, marginal
    if given := classifier.group("groupWeights"):
        weights = tuple((name, given.number(name, 0.0, 0, 100)) for name in given.names())
    if scores := classifier.group("scoreThresholds"):
        pass_score, marginal = scores.number("pass", 95.0, 0, 100), scores.number("marginal", 75.0, 0, 100)
        scores.end()
    classifier.end()
    return weights, pass_score, marginal


def export_config(config: CanaryConfig) -> str:
    """The settings as a file that Kayenta reads once its queries are filled in."""
    file = {
        "name": config.name,
        "description": config.description,
        "configVersion": "1",
        "judge": {"name": JUDGE, "judgeConfigurations": {}},
        "metrics": [_exported(metric) for metric in config.metrics],
        "classifier": {
            "groupWeights": dict(config.group_weights),
            "scoreThresholds": {"pass": config.pass_score, "marginal": config.marginal_score},
        },
    }
    return json.dumps(file, indent=2, allow_nan=False) + "\n"


def _exported(metric: MetricConfig) -> dict[str, Any]:
    sizes = metric.effect_size
    limits = {theirs: getattr(sizes, ours) for theirs, ours in _LIMITS.items() if getattr(sizes, ours) is not None}
    canary = {
        "direction": metric.direction,
        "nanStrategy": metric.nan_strategy,
        "critical": metric.critical,
        "mustHaveData": metric.must_have_data,
        "muted": metric.muted,
        "outliers": {"strategy": metric.outlier_strategy, "outlierFactor": metric.outlier_factor},
        "effectSize": {"measure": sizes.measure, **limits},
    }
    return {"name": metric.name, "groups": list(metric.groups), "analysisConfigurations": {"canary": canary}}


def import_series(text: Text, metrics: Sequence[str] | None = None) -> Imported[dict[str, Series]]:
    """Series by metric: `{"errors": {"control": [1, 2, null], "experiment": [2, 3, 4]}}`, null or "NaN" for a gap.

    A list of pairs as Kayenta stores them, `[{"name": "errors", "values": {…}}]`, is read as well. Where `metrics` are
    given, series of any other are a fault.
    """
    document, problems = parse_json(text)
    if document is None:
        return Imported(None, (), tuple(problems))
    findings = Findings(document, problems)
    if isinstance(document.value, list):
        return findings.imported(_pairs(findings, metrics))
    fields = Fields(findings)
    for name in fields.names():
        _check_name(name, fields.loc(name), metrics, findings)
    found = {name: _series(Fields(findings, fields.loc(name)), findings) for name in fields.names()}
    return findings.imported(found)


def _check_name(name: str, loc: Loc, metrics: Sequence[str] | None, findings: Findings) -> None:
    if metrics is not None and name not in metrics:
        expected = one_of(list(metrics)) if metrics else "no series, since the configuration has no metrics"
        findings.wrong(loc, f"there is no metric {name[:60]!r}", expected, nearest(name, metrics), key=True)


def _pairs(findings: Findings, metrics: Sequence[str] | None) -> dict[str, Series]:
    found: dict[str, Series] = {}
    for at in range(len(findings.document.value)):
        pair = Fields(findings, (at,))
        name, values = pair.needed_text("name"), pair.group("values")
        if values is None and pair.readable:
            findings.wrong(pair.loc("values"), "'values' is missing", "a control and an experiment")
        if pair.readable and name:
            _check_name(name, pair.loc("name"), metrics, findings)
        if name in found:
            findings.wrong(pair.loc("name"), f"there are two series of {name!r}", "one pair for each metric")
        for field in ("id", "tags", "scopes", "attributes"):
            pair.leave_out(field, f"{field!r} changes nothing here")
        pair.end()
        found[name] = _series(values, findings) if values else Series()
    return found


def _series(fields: Fields, findings: Findings) -> Series:
    control, experiment = (_points(fields, side, findings) for side in ("control", "experiment"))
    fields.end()
    return Series(control, experiment)


def _points(fields: Fields, side: str, findings: Findings) -> tuple[float, ...]:
    values = fields.any(side)
    if not isinstance(values, list):
        findings.wrong(fields.loc(side), f"{side!r} is {kind_of(values)}", "a list of numbers, null for a gap")
        return ()
    points: list[float] = []
    for at, value in enumerate(values):
        if value is None or value == "NaN":
            points.append(nan)
        elif isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > LARGEST:
            findings.wrong((*fields.loc(side), at), "this is no point", f"a number up to {LARGEST:g}, null for a gap")
        else:
            points.append(float(value))
    return tuple(points)
