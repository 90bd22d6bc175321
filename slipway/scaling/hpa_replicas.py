"""How many replicas a metric asks for: the replica calculator of Kubernetes' HorizontalPodAutoscaler (autoscaling/v2).

After its documentation and the rules of pkg/controller/podautoscaler/replica_calculator.go.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import ceil

from slipway.scaling.pod import Groups, Pod, grouped, ready_count


class NoReplicas(ValueError):
    """Why a metric cannot say anything."""


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far a ratio may be from 1, downwards and upwards, before anything is done; both ends still do nothing."""

    down: float = 0.1
    up: float = 0.1

    def holds(self, ratio: float) -> bool:
        """Whether so much is let pass."""
        return 1 - self.down <= ratio <= 1 + self.up


@dataclass(frozen=True, slots=True)
class Again:
    """The second look, with pods in doubt: how many have no value and what each is taken to use, how many are idle."""

    ratio: float
    missing: int
    fill: float
    idle: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Replicas wanted, from which usage against which target: both in the metric's unit.

    The ratio, that of the second look where there was one, is multiplied with `pods`; `within` is a ratio that is let
    pass.
    """

    replicas: int
    usage: int
    ratio: float
    pods: int
    within: bool = False
    again: Again | None = None


def of_resource(
    pods: tuple[Pod, ...], current: int, target_pct: int, tolerance: Tolerance, *, cpu: bool = True
) -> Wanted:
    """For a share of what pods have requested, in whole per cent; raises NoReplicas where nothing can be said."""
    if any(not pod.request for pod in pods if not pod.deleted and pod.phase != "Failed"):
        raise NoReplicas("missing request")
    fallback = max(100, target_pct) / 100

    def fill(pod: Pod, ratio: float) -> float | None:
        return fallback * _asked(pod) if ratio < 1 else 0.0 if ratio > 1 else None

    return _counted(grouped(pods, cpu=cpu), current, target_pct, tolerance, _per_cent, fill)


def of_pods(pods: tuple[Pod, ...], current: int, target: float, tolerance: Tolerance, *, cpu: bool = False) -> Wanted:
    """For an average over the pods; raises NoReplicas where no pod has a sample."""
    groups = grouped(pods, cpu=cpu)
    return _counted(groups, current, target, tolerance, _average, lambda _, ratio: target if ratio < 1 else 0.0)


def _counted(
    groups: Groups,
    current: int,
    target: float,
    tolerance: Tolerance,
    usage_of: Callable[[Sequence[Pod]], int],
    fill: Callable[[Pod, float], float | None],
) -> Wanted:
    """Pods without a sample are taken to be busy when that speaks against scaling down, and idle against scaling up.

    Pods that are not ready are idle when scaling up, and do not count when scaling down. If these doubts turn the
    decision around or bring it within tolerance, nothing is done. Exactly on target, pods without a sample are left out
    for a resource and idle for any other metric, as upstream has it.
    """
    if not groups.counted:
        raise NoReplicas("no metrics returned")
    usage = usage_of(groups.counted)
    ratio = usage / target
    idle = groups.unready if ratio > 1 else ()
    if not idle and not groups.missing:
        return _sure(current, usage, ratio, len(groups.counted), tolerance)
    filled = [replace(pod, usage=used) for pod in groups.missing if (used := fill(pod, ratio)) is not None]
    every = [*groups.counted, *filled, *(replace(pod, usage=0.0) for pod in idle)]
    doubtful = usage_of(every) / target
    again = Again(doubtful, len(filled), fill(groups.missing[0], ratio) or 0.0 if filled else 0.0, len(idle))
    wanted = ceil(doubtful * len(every))
    turned = (ratio - 1) * (doubtful - 1) < 0
    against = (doubtful - 1) * (wanted - current) < 0
    stays = tolerance.holds(doubtful) or turned or against
    return Wanted(current if stays else wanted, usage, ratio, len(every), stays, again)


def _sure(current: int, usage: int, ratio: float, pods: int, tolerance: Tolerance) -> Wanted:
    """Where nothing is in doubt."""
    within = tolerance.holds(ratio)
    return Wanted(current if within else ceil(ratio * pods), usage, ratio, pods, within)


def of_value(pods: tuple[Pod, ...], current: int, target: float, value: float, tolerance: Tolerance) -> Wanted:
    """For one value of the whole; the ratio is multiplied with the pods that are ready, not with those wanted."""
    ratio = value / target
    if not current:
        return Wanted(ceil(ratio), int(value), ratio, 1)
    return _sure(current, int(value), ratio, ready_count(pods), tolerance)


def of_value_per_pod(current: int, target: float, value: float, tolerance: Tolerance) -> Wanted:
    """For one value that is shared out over the replicas there are."""
    if not current:
        return Wanted(ceil(value / target), int(value), value / target, 1)
    ratio = value / (target * current)
    within = tolerance.holds(ratio)
    return Wanted(current if within else ceil(value / target), ceil(value / current), ratio, current, within)


def _asked(pod: Pod) -> float:
    return pod.request or 0.0


def _per_cent(pods: Sequence[Pod]) -> int:
    """The share of all requests that is used, in whole per cent."""
    return int(sum(pod.usage or 0 for pod in pods) * 100 / sum(map(_asked, pods)))


def _average(pods: Sequence[Pod]) -> int:
    return int(sum(pod.usage or 0 for pod in pods) / len(pods))
