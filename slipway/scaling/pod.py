"""Pods as an auto-scaler sees them: what they use, what they asked for, and whether they count."""

from dataclasses import dataclass
from typing import Literal

Phase = Literal["Running", "Pending", "Failed"]


@dataclass(frozen=True, slots=True)
class Pod:
    """One pod; `usage` is its metric in thousandths and None where there is no sample, `request` what it asked for.

    `hot` is a pod that has started so recently that its CPU says nothing yet; `deleted` one that is on its way out.
    """

    usage: float | None = None
    request: float | None = 1000.0
    ready: bool = True
    hot: bool = False
    phase: Phase = "Running"
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Groups:
    """Pods by how they count: with a sample, without one, and set aside because they are not ready."""

    counted: tuple[Pod, ...]
    missing: tuple[Pod, ...]
    unready: tuple[Pod, ...]


def grouped(pods: tuple[Pod, ...], *, cpu: bool) -> Groups:
    """Failed pods and those being deleted do not count at all; only for CPU a pod that is not ready is set aside."""
    counted, missing, pending, aside = [], [], [], []
    for pod in pods:
        if pod.deleted or pod.phase == "Failed":
            continue
        if pod.phase == "Pending":
            pending.append(pod)
        elif pod.usage is None:
            missing.append(pod)
        elif cpu and (pod.hot or not pod.ready):
            aside.append(pod)
        else:
            counted.append(pod)
    return Groups(tuple(counted), tuple(missing), (*pending, *aside))


def ready_count(pods: tuple[Pod, ...]) -> int:
    """How many run and are ready, whatever they use."""
    return sum(pod.ready and pod.phase == "Running" and not pod.deleted for pod in pods)
