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
    here = [pod for pod in pods if not pod.deleted and pod.phase != "Failed"]
    pending = [pod for pod in here if pod.phase == "Pending"]
    running = [pod for pod in here if pod.phase != "Pending"]
    missing = [pod for pod in running if pod.usage is None]
    sampled = [pod for pod in running if pod.usage is not None]
    aside = [pod for pod in sampled if cpu and (pod.hot or not pod.ready)]
    counted = [pod for pod in sampled if pod not in aside]
    return Groups(tuple(counted), tuple(missing), (*pending, *aside))


def ready_count(pods: tuple[Pod, ...]) -> int:
    """How many run and are ready, whatever they use."""
    return sum(pod.ready and pod.phase == "Running" and not pod.deleted for pod in pods)
