"""AnalysisTemplates as files have them: metrics in and out."""

import re
from dataclasses import replace
from typing import Any

from slipway.delivery.argo_condition import ConditionError, read
from slipway.delivery.argo_metric import DRY_RUN, MOST_STARS, Metric, Provider, is_dry
from slipway.delivery.argo_settings import Template, TemplateRef
from slipway.formats.argo_args import read_args, unfilled
from slipway.formats.duration import written
from slipway.formats.fields import Group

CLUSTER_KIND = "ClusterAnalysisTemplate"
PROVIDERS = (
    "prometheus",
    "job",
    "web",
    "datadog",
    "newRelic",
    "wavefront",
    "kayenta",
    "cloudWatch",
    "graphite",
    "influxdb",
    "skywalking",
    "plugin",
)
MOST_METRICS = 50
LEAST_INTERVAL_S = 1.0
_CONDITION = "a condition such as result[0] >= 0.95"


def read_template(document: Group, *, cluster_wide: bool) -> Template:
    """The template in a document; what does not fit is a problem noted there."""
    metadata, spec = document.group("metadata"), document.group("spec")
    name = metadata.text("name", needed=True) if metadata else ""
    if not metadata:
        document.wrong("metadata", "is missing", "a name")
    if not spec:
        document.wrong("spec", "is missing", "metrics")
        return Template(name, (), cluster_wide)
    read_args(spec)
    dry = read_dry_run(spec)
    groups = spec.groups("metrics", MOST_METRICS)
    others = [read_ref(each) for each in spec.groups("templates")]
    if not (groups or others):
        spec.wrong("metrics", "is empty", "one metric at least")
    metrics = tuple(_read_metric(group, dry) for group in groups)
    _note_names(metrics, groups, spec)
    return Template(name, metrics, cluster_wide)


def read_dry_run(group: Group) -> tuple[str, ...]:
    """The patterns of the metrics that do not count."""
    found = []
    for each in group.groups("dryRun"):
        pattern = each.text("metricName", needed=True)
        if not DRY_RUN.fullmatch(pattern) or sum(pattern.count(star) for star in "*+") > MOST_STARS:
            each.wrong("metricName", f"is {pattern[:60]!r}", "the name of a metric, or a part of it with .* in it")
        elif pattern:
            found.append(pattern)
    return tuple(found)


def _note_names(metrics: tuple[Metric, ...], groups: list[Group], spec: Group) -> None:
    """Names given twice, and dry runs of metrics that are not there."""
    names = [metric.name for metric in metrics]
    for index, group in enumerate(groups):
        if names[index] in names[:index]:
            group.wrong("name", f"{names[index]!r} is given twice", "a name of its own")
    for each in spec.groups("dryRun"):
        pattern = each.text("metricName")
        if DRY_RUN.fullmatch(pattern) and not any(is_dry(name, (pattern,)) for name in names):
            each.wrong("metricName", f"is {pattern!r}", "the name of a metric, or .* for all", tuple(names))


def _read_metric(group: Group, dry: tuple[str, ...]) -> Metric:
    name = group.text("name", needed=True)
    metric = Metric(
        name,
        _read_provider(group),
        group.seconds("interval", least_s=LEAST_INTERVAL_S),
        group.whole("count", most=100_000),
        group.seconds("initialDelay") or 0.0,
        _read_condition(group, "successCondition"),
        _read_condition(group, "failureCondition"),
        group.whole("failureLimit", least=-1),
        group.whole("inconclusiveLimit"),
        group.whole("consecutiveErrorLimit", 4),
        group.whole("consecutiveSuccessLimit"),
        is_dry(name, dry),
    )
    _note_limits(metric, group)
    return metric


def _note_limits(metric: Metric, group: Group) -> None:
    """What Argo refuses besides single values."""
    if metric.count > 1 and not metric.interval_s:
        group.wrong("interval", "is missing, with a count of more than 1", "a duration such as 60s")
    limits = {"failureLimit": metric.failure_limit, "inconclusiveLimit": metric.inconclusive_limit}
    for name, limit in limits.items():
        if 0 < metric.count < limit:
            group.wrong(name, f"is {limit}, more than the count of {metric.count}", "a limit that can be exceeded")


def _read_condition(group: Group, name: str) -> str:
    condition = group.text(name)
    if missing := unfilled(condition):
        group.wrong(name, f"needs the argument {missing}, which has no value", "a value of the argument")
        return ""
    try:
        if condition:
            read(condition)
    except ConditionError as error:
        group.wrong_at(name, condition[error.index :], str(error), _CONDITION)
        return ""
    return condition


def _read_provider(group: Group) -> Provider:
    provider = group.group("provider")
    kinds = [name for name in PROVIDERS if provider and name in provider.names]
    if not provider or len(kinds) != 1:
        group.wrong("provider", f"names {len(kinds)} systems", "one of " + ", ".join(PROVIDERS))
        return Provider()
    source = provider.group(kinds[0])
    if not source:
        return Provider(kinds[0])
    return Provider(kinds[0], source.text("query"), source.text("address"))


def read_refs(group: Group | None) -> tuple[TemplateRef, ...]:
    """The templates that an analysis asks for."""
    if not group:
        return ()
    args, dry = read_args(group), read_dry_run(group)
    refs = tuple(replace(read_ref(each), args=args, dry_run=dry) for each in group.groups("templates"))
    if not refs:
        group.wrong("templates", "is empty", "one template at least")
    return refs


def read_ref(group: Group) -> TemplateRef:
    """One template asked for by name."""
    return TemplateRef(group.text("templateName", needed=True), group.flag("clusterScope"))


def template_document(template: Template) -> dict[str, Any]:
    """A template as a document."""
    spec: dict[str, Any] = {"metrics": [_metric_fields(metric) for metric in template.metrics]}
    dry = [{"metricName": _pattern(metric.name)} for metric in template.metrics if metric.dry_run]
    return {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": CLUSTER_KIND if template.cluster_wide else "AnalysisTemplate",
        "metadata": {"name": template.name},
        "spec": spec | ({"dryRun": dry} if dry else {}),
    }


def _pattern(name: str) -> str:
    """What a dry run says to mean this metric and none whose name only begins or ends like it."""
    return "^" + re.sub(r"[^\w /:-]", ".", name) + "$"


def _metric_fields(metric: Metric) -> dict[str, Any]:
    provider = {"address": metric.provider.address, "query": metric.provider.query}
    fields: dict[str, tuple[Any, Any]] = {
        "initialDelay": (written(metric.initial_delay_s), "0s"),
        "interval": (written(metric.interval_s) if metric.interval_s is not None else None, None),
        "count": (metric.count, 0),
        "successCondition": (metric.success_condition, ""),
        "failureCondition": (metric.failure_condition, ""),
        "failureLimit": (metric.failure_limit, 0),
        "inconclusiveLimit": (metric.inconclusive_limit, 0),
        "consecutiveErrorLimit": (metric.consecutive_error_limit, 4),
        "consecutiveSuccessLimit": (metric.consecutive_success_limit, 0),
        "provider": ({metric.provider.kind: {name: text for name, text in provider.items() if text}}, None),
    }
    return {"name": metric.name, **{name: value for name, (value, default) in fields.items() if value != default}}


def analysis_fields(refs: tuple[TemplateRef, ...]) -> dict[str, Any]:
    """An analysis that asks for templates; arguments are in place already."""
    dry = list(dict.fromkeys(pattern for ref in refs for pattern in ref.dry_run))
    return {"templates": ref_fields(refs)} | ({"dryRun": [{"metricName": each} for each in dry]} if dry else {})


def ref_fields(refs: tuple[TemplateRef, ...]) -> list[dict[str, Any]]:
    """The templates that an analysis asks for, as a list of fields."""
    return [{"templateName": ref.name} | ({"clusterScope": True} if ref.cluster_wide else {}) for ref in refs]
