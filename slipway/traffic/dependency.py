"""Something that the service calls for every request: a database, a payment provider; slow or failing at times."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slipway.traffic.balancer import Floats

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Incident:
    """A time in which calls take `slowdown` times as long, and of those that would have succeeded so many fail."""

    since_s: float
    until_s: float
    slowdown: float = 1.0
    error_rate: float = 0.0

    def __post_init__(self) -> None:
        if not self.since_s < self.until_s:
            raise ValueError(f"an incident must end after it began, got {self.since_s} s to {self.until_s} s")
        if not self.slowdown > 0:
            raise ValueError(f"slowdown must be more than 0, got {self.slowdown}")
        if not 0 <= self.error_rate <= 1:
            raise ValueError(f"error_rate must be a share from 0 to 1, got {self.error_rate}")


@dataclass(frozen=True, slots=True)
class Dependency:
    """What is called; a call that takes longer than `timeout_s` is given up and failed.

    Where calls are `synchronous` an instance does nothing else meanwhile; otherwise it serves others.
    """

    mean_s: float
    error_rate: float = 0.0
    timeout_s: float = float("inf")
    synchronous: bool = False
    incidents: tuple[Incident, ...] = ()

    def __post_init__(self) -> None:
        if not self.mean_s >= 0 or not self.timeout_s > 0:
            raise ValueError(f"times of a dependency must be positive, got {self.mean_s} s, {self.timeout_s} s")
        if not 0 <= self.error_rate <= 1:
            raise ValueError(f"error_rate must be a share from 0 to 1, got {self.error_rate}")


@dataclass(frozen=True, slots=True)
class Calls:
    """How long each call took, and which failed."""

    took_s: Floats
    failed: Flags


def calls(dependency: Dependency, at_s: Floats, unit: Floats, luck: Floats) -> Calls:
    """A call for each request; `unit` are draws of mean 1, `luck` uniforms.

    What counts is the state of the dependency when the request comes, not when its turn has come.
    """
    took_s = unit * dependency.mean_s
    succeeding = np.full(len(at_s), 1 - dependency.error_rate)
    for incident in dependency.incidents:
        during = (at_s >= incident.since_s) & (at_s < incident.until_s)
        took_s[during] *= incident.slowdown
        succeeding[during] *= 1 - incident.error_rate
    late = took_s > dependency.timeout_s
    return Calls(np.minimum(took_s, dependency.timeout_s), (luck >= succeeding) | late)


def instance_s(dependency: Dependency, sizes_s: Floats, called: Calls) -> Floats:
    """How long each request takes an instance, the call included where it is synchronous."""
    return sizes_s + called.took_s if dependency.synchronous else sizes_s


def latency_s(waits_s: Floats, sizes_s: Floats, called: Calls) -> Floats:
    """How long each requester waits for an answer; `sizes_s` without the call."""
    return waits_s + sizes_s + called.took_s
