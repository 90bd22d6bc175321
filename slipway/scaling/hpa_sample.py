"""What Kubernetes' metrics interfaces would say of a fleet: pods with their usage, objects with their values."""

from collections.abc import Collection, Iterator
from itertools import groupby

from slipway.scaling.meaning import meaning_of
from slipway.scaling.metric import Metric, Sample
from slipway.scaling.pod import Pod
from slipway.scaling.scaler import Instance, Seen

CPU_INITIALIZATION_S = 300.0
"""The controller's default: so long after its launch a pod's CPU counts only once it is all from after its start."""
_WHOLE = ("Object", "External")
_MILLI = 1000.0
_MILLI_PER_PCT = 10.0
_DIGITS = 6
"""Of thousandths, so that 0.57 CPU are 570 and not a trace less, of which the whole per cent would be 56."""


def sample_of(seen: Seen, metrics: Collection[Metric], every_s: float) -> Sample:
    """What is known in a round. A pod requests 1 CPU, and one that is fully busy uses it."""
    pods: dict[str, tuple[Pod, ...]] = {}
    values: dict[str, float] = {}
    for metric in metrics:
        if metric.is_resource:
            pods[metric.key] = _using(seen, metric, every_s)
        elif metric.source == "Pods":
            pods[metric.name] = _shared(seen, metric.name)
        elif metric.source in _WHOLE and (value := _value(seen, metric.name)) is not None:
            values[metric.name] = round(_MILLI * value, _DIGITS)
    asks_for_the_whole = any(metric.source in _WHOLE for metric in metrics)
    return Sample(pods, values, _by_readiness(seen) if asks_for_the_whole else ())


def _by_readiness(seen: Seen) -> tuple[Pod, ...]:
    """Pods of which nothing else is known."""
    return tuple(Pod(0.0, ready=each.ready_s < seen.at_s, deleted=each.is_leaving) for each in seen.instances)


def _using(seen: Seen, metric: Metric, every_s: float) -> tuple[Pod, ...]:
    """Pods by what they use of a resource; a container is all of its pod where none was measured by itself."""
    for name in dict.fromkeys((metric.key, metric.name)):
        if usages := _usages(seen, name):
            break
    else:
        if metric.name != "cpu":
            return ()
        return tuple(_by_cpu(seen, every_s))
    measured = zip(seen.instances, usages, strict=True)
    return tuple(_pod(each, usage, request, seen.at_s, every_s) for each, (usage, request) in measured)


def _by_cpu(seen: Seen, every_s: float) -> Iterator[Pod]:
    """Instances that were launched together are alike, and so are their pods."""
    for each, alike in groupby(seen.instances):
        usage = None if each.cpu_pct is None else _MILLI_PER_PCT * each.cpu_pct
        pod = _pod(each, usage, _MILLI, seen.at_s, every_s)
        yield from (pod for _ in alike)


def _usages(seen: Seen, name: str) -> list[tuple[float | None, float | None]]:
    """What each instance uses and requests, where that was recorded: in thousandths, or as a share in per cent."""
    nothing = (None,) * len(seen.instances)
    requests = seen.each.get(f"{name}_request_m", nothing)
    if f"{name}_m" in seen.each:
        usual = _MILLI if name.startswith("cpu") else None
        used = zip(seen.each[f"{name}_m"], requests, strict=True)
        return [(usage, usual if request is None else request) for usage, request in used]
    if f"{name}_pct" in seen.each:
        asked = [_MILLI if request is None else request for request in requests]
        shares = zip(seen.each[f"{name}_pct"], asked, strict=True)
        return [(None if share is None else share / 100 * request, request) for share, request in shares]
    return []


def _pod(instance: Instance, usage: float | None, request: float | None, at_s: float, every_s: float) -> Pod:
    """A pod that is not ready and has no value is still starting: it is set aside and not missing."""
    ready = instance.ready_s < at_s
    is_young = at_s - instance.launched_s < CPU_INITIALIZATION_S
    hot = ready and is_young and instance.ready_s > max(at_s - every_s, instance.launched_s)
    known = None if usage is None and ready else round(usage or 0.0, _DIGITS)
    return Pod(known, request, ready=ready, hot=hot, deleted=instance.is_leaving)


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
