"""What Kubernetes' metrics interfaces would say of a fleet: pods with their usage, objects with their values."""

from collections.abc import Sequence
from functools import lru_cache

from slipway.scaling.meaning import meaning_of
from slipway.scaling.metric import Metric, Sample
from slipway.scaling.pod import Pod
from slipway.scaling.scaler import Instance, Seen

CPU_INITIALIZATION_S = 300.0
"""The controller's default: so long after its launch a pod's CPU counts only once it is all from after its start."""
_MILLI = 1000.0
_MILLI_PER_PCT = 10.0
_DIGITS = 6
"""Of thousandths, so that 0.57 CPU are 570 and not a trace less, of which the whole per cent would be 56."""


def sample_of(seen: Seen, metrics: Sequence[Metric], every_s: float) -> Sample:
    """What is known in a round. A pod requests 1 CPU, and one that is fully busy uses it."""
    pods: dict[str, tuple[Pod, ...]] = {}
    values: dict[str, float] = {}
    for metric in metrics:
        if metric.is_resource:
            pods[metric.key] = _using(seen, metric, every_s)
        elif metric.source == "Pods":
            pods[metric.name] = _shared(seen, metric.name)
        elif metric.source in ("Object", "External") and (value := _value(seen, metric.name)) is not None:
            values[metric.name] = round(_MILLI * value, _DIGITS)
    if not any(metric.target_kind == "Value" for metric in metrics):
        return Sample(pods, values)
    every = tuple(Pod(0.0, ready=each.ready_s < seen.at_s, deleted=each.is_leaving) for each in seen.instances)
    return Sample(pods, values, every)


def _using(seen: Seen, metric: Metric, every_s: float) -> tuple[Pod, ...]:
    """Pods by what they use of a resource; a container is all of its pod where none was measured by itself."""
    measured = (_usages(seen, metric.key) or _usages(seen, metric.name)) if seen.each else []
    if not measured and metric.name == "cpu":
        return tuple(_pod(each, each.cpu_pct, _MILLI, seen.at_s, every_s) for each in seen.instances)
    return tuple(
        _pod(each, share, request, seen.at_s, every_s)
        for each, (share, request) in zip(seen.instances, measured, strict=False)
    )


def _usages(seen: Seen, name: str) -> list[tuple[float | None, float | None]]:
    """What each instance uses, in per cent of a CPU, and requests, where that was recorded.

    An amount is in thousandths, a share in per cent of what is requested.
    """
    nothing = (None,) * len(seen.instances)
    requests = seen.each.get(f"{name}_request_m", nothing)
    if f"{name}_m" in seen.each:
        usual = _MILLI if name.startswith("cpu") else None
        used = zip(seen.each[f"{name}_m"], requests, strict=True)
        return [
            (None if usage is None else round(usage, _DIGITS) / _MILLI_PER_PCT, usual if request is None else request)
            for usage, request in used
        ]
    if f"{name}_pct" in seen.each:
        asked = [_MILLI if request is None else request for request in requests]
        shares = zip(seen.each[f"{name}_pct"], asked, strict=True)
        return [(None if share is None else share * request / _MILLI, request) for share, request in shares]
    return []


def _pod(instance: Instance, used_pct: float | None, request: float | None, at_s: float, every_s: float) -> Pod:
    """A pod that is not ready and has no value is still starting: it is set aside and not missing."""
    ready = instance.ready_s < at_s
    is_young = at_s - instance.launched_s < CPU_INITIALIZATION_S
    hot = ready and is_young and instance.ready_s > max(at_s - every_s, instance.launched_s)
    usage = None if used_pct is None and ready else _MILLI_PER_PCT * (used_pct or 0.0)
    return _alike(usage, request, ready, hot, instance.is_leaving)


@lru_cache(maxsize=256)
def _alike(usage: float | None, request: float | None, ready: bool, hot: bool, deleted: bool) -> Pod:
    """One pod for all that are alike: of most of a fleet monitoring says the same."""
    return Pod(usage, request, ready=ready, hot=hot, deleted=deleted)


def _shared(seen: Seen, name: str) -> tuple[Pod, ...]:
    """A metric of all pods together, each with its even part."""
    ready = [each.ready_s < seen.at_s and not each.is_leaving for each in seen.instances]
    if name in seen.each:
        usages = [None if usage is None else round(_MILLI * usage, _DIGITS) for usage in seen.each[name]]
        return tuple(Pod(usage, ready=is_ready) for usage, is_ready in zip(usages, ready, strict=True))
    value = _value(seen, name)
    if value is None or not any(ready):
        return ()
    each_has = _MILLI * value / sum(ready)
    return tuple(Pod(each_has if is_ready else 0.0, ready=is_ready) for is_ready in ready)


def _value(seen: Seen, name: str) -> float | None:
    if name in seen.values:
        return seen.values[name]
    meaning = meaning_of(name)
    if meaning is None or meaning[0] not in seen.values:
        return None
    return seen.values[meaning[0]] * meaning[1]
