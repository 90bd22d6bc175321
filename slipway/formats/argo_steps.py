"""The steps of a canary as files have them, in and out."""

from dataclasses import replace
from typing import Any

from slipway.content.typed import one_of
from slipway.delivery.argo_settings import (
    AnalysisStep,
    ExperimentStep,
    Pause,
    RouteStep,
    SetCanaryScale,
    SetWeight,
    Step,
)
from slipway.formats.argo_analysis import analysis_fields, read_dry_run, read_ref, read_refs, ref_fields
from slipway.formats.argo_args import read_args
from slipway.formats.duration import written
from slipway.formats.fields import Group

MOST_STEPS = 200
MOST_SCALE_PCT = 1000
KNOWN = ("setWeight", "pause", "setCanaryScale", "analysis", "experiment", "setHeaderRoute", "setMirrorRoute")
_NOT_SIMULATED = ("plugin", "replicaProgressThreshold")


def read_steps(group: Group) -> tuple[Step, ...]:
    """The steps in order; one that is none is a problem, one that is not simulated is left over."""
    return tuple(step for entry in group.groups("steps", MOST_STEPS) if (step := _read_step(entry)))


def _read_step(group: Group) -> Step | None:
    given = [name for name in group.names if name in KNOWN]
    others = [name for name in group.names if name in _NOT_SIMULATED]
    if len(given) > 1 or not (given or others):
        name = next((name for name in group.names if name not in given), "step")
        group.wrong(name, "is no step" if len(given) < 2 else f"has {' and '.join(given)}", one_of(list(KNOWN)), KNOWN)
        return None
    return _READERS[given[0]](group, given[0]) if given else None


def _read_weight(group: Group, name: str) -> Step:
    return SetWeight(group.whole(name, most=100))


def _read_pause(group: Group, name: str) -> Step:
    pause = group.group(name)
    return Pause(pause.seconds("duration", plain=True) if pause else None)


def _read_scale(group: Group, name: str) -> Step:
    scale = group.group(name)
    if not scale:
        return SetCanaryScale()
    return SetCanaryScale(
        scale.whole("replicas", most=1000) if "replicas" in scale.names else None,
        scale.whole("weight", most=MOST_SCALE_PCT) if "weight" in scale.names else None,
        scale.flag("matchTrafficWeight"),
    )


def _read_analysis(group: Group, name: str) -> Step:
    return AnalysisStep(read_refs(group.group(name)))


def _read_experiment(group: Group, name: str) -> Step:
    experiment = group.group(name)
    if not experiment:
        return ExperimentStep()
    for template in experiment.groups("templates"):
        template.ignore("name", "specRef")
    analyses = experiment.groups("analyses")
    for analysis in analyses:
        analysis.ignore("name")
    duration_s = experiment.seconds("duration")
    dry = read_dry_run(experiment)
    refs = tuple(replace(read_ref(each), args=read_args(each), dry_run=dry) for each in analyses)
    required = [analysis.flag("requiredForCompletion") for analysis in analyses]
    if duration_s is None and refs and not any(required):
        experiment.wrong("duration", "is missing, and no analysis is requiredForCompletion", "a duration such as 5m")
    return ExperimentStep(duration_s, refs)


def _read_header_route(group: Group, name: str) -> Step:
    return RouteStep(_route_name(group, name))


def _read_mirror_route(group: Group, name: str) -> Step:
    return RouteStep(_route_name(group, name), "setMirrorRoute")


def _route_name(group: Group, name: str) -> str:
    route = group.group(name)
    return route.text("name", needed=True) if route else ""


_READERS = {
    "setWeight": _read_weight,
    "pause": _read_pause,
    "setCanaryScale": _read_scale,
    "analysis": _read_analysis,
    "experiment": _read_experiment,
    "setHeaderRoute": _read_header_route,
    "setMirrorRoute": _read_mirror_route,
}


def step_fields(step: Step) -> dict[str, Any]:
    """A step as the fields of a file."""
    match step:
        case SetWeight(weight_pct=weight_pct):
            return {"setWeight": weight_pct}
        case Pause(duration_s=duration_s):
            return {"pause": {} if duration_s is None else {"duration": written(duration_s)}}
        case SetCanaryScale():
            scale = {"replicas": step.replicas, "weight": step.weight_pct}
            given: dict[str, Any] = {name: value for name, value in scale.items() if value is not None}
            return {"setCanaryScale": given | ({"matchTrafficWeight": True} if step.match_traffic_weight else {})}
        case AnalysisStep(templates=refs):
            return {"analysis": analysis_fields(refs)}
        case ExperimentStep():
            return {"experiment": _experiment_fields(step)}
        case RouteStep(name=name, kind=kind):
            return {kind: {"name": name}}


def _experiment_fields(step: ExperimentStep) -> dict[str, Any]:
    fields: dict[str, Any] = {"templates": [{"name": "canary", "specRef": "canary"}]}
    if step.duration_s is not None:
        fields["duration"] = written(step.duration_s)
    required = {"requiredForCompletion": True} if step.duration_s is None else {}
    named = [{"name": ref["templateName"], **ref, **required} for ref in ref_fields(step.templates)]
    dry = analysis_fields(step.templates).get("dryRun")
    return fields | ({"analyses": named} if named else {}) | ({"dryRun": dry} if dry else {})
