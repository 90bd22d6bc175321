"""What Kubernetes' metrics interfaces would say of a fleet: pods with their usage, objects with their values."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from slipway.scaling.meaning import meaning_of
from slipway.scaling.metric import Metric, Sample
from slipway.scaling.pod import Pod
from slipway.scaling.scaler import Instance, Seen

CPU_INITIALIZATION_S = 300.0
"""The controller's default: so long after its launch a pod's CPU counts only once it is all from after its start."""
_MILLI = 1000.0
_MILLI_PER_PCT = 10.0


def sample_of(seen: Seen, metrics: Iterable[Metric], every_s: float) -> Sample:
    """What is known in a round. A pod requests 1 CPU, and one that is fully busy uses it."""
    pods: dict[str, tuple[Pod, ...]] = {}
    values: dict[str, float] = {}
    for metric in metrics:
        if metric.source == "Resource" and metric.name == "cpu":
            pods[metric.name] = tuple(_pods(seen, every_s))
        elif metric.source == "Pods":
            pods[metric.name] = _shared(seen, metric.name)
        elif metric.source in ("Object", "External") and (value := _value(seen, metric.name)) is not None:
            values[metric.name] = _MILLI * value
    return Sample(pods, values)


def _pods(seen: Seen, every_s: float) -> Iterator[Pod]:
    """Instances that came together are alike, and so are their pods."""
    for instance, alike in groupby(seen.instances):
        pod = _pod(instance, seen.at_s, every_s)
        yield from (pod for _ in alike)


def _pod(instance: Instance, at_s: float, every_s: float) -> Pod:
    """A pod by its CPU."""
    ready = instance.ready_s < at_s
    is_young = at_s - instance.launched_s < CPU_INITIALIZATION_S
    hot = ready and is_young and instance.ready_s > max(at_s - every_s, instance.launched_s)
    usage = None if instance.cpu_pct is None and ready else _MILLI_PER_PCT * (instance.cpu_pct or 0.0)
    return Pod(usage, ready=ready, hot=hot, deleted=instance.is_leaving)


def _shared(seen: Seen, name: str) -> tuple[Pod, ...]:
    """A metric of all pods together, each with its even part."""
    ready = [each.ready_s < seen.at_s and not each.is_leaving for each in seen.instances]
    if name in seen.each:
        usages = [None if usage is None else _MILLI * usage for usage in seen.each[name]]
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
