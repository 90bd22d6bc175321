"""What is scaled: a service whose instances take their time to start, and what an instance costs."""

from dataclasses import dataclass

import numpy as np

from slipway.traffic.arrivals import Floats
from slipway.traffic.dependency import Dependency

_NEARLY = 1e-9


@dataclass(frozen=True, slots=True)
class Fleet:
    """Facts that no scaler changes; every default is an assumption of ours. Times in seconds.

    A request computes for `mean_size_s`, exponentially distributed, and calls `dependency` where there is one.
    Nobody waits longer than `timeout_s`: who has not begun to be served by then takes no service, and an answer that
    would come later has failed. One beyond `slow_ms` is slow. An instance is well used
    at `good_load`: as many as that are needed.
    """

    instances: int = 4
    mean_size_s: float = 0.05
    boot_s: float = 45.0
    timeout_s: float = 5.0
    slow_ms: float = 300.0
    good_load: float = 0.7
    error_rate: float = 0.0005
    instance_usd_per_h: float = 0.1
    dependency: Dependency | None = None

    def __post_init__(self) -> None:
        if self.instances < 0:
            raise ValueError(f"instances must be 0 or more, got {self.instances}")
        if not (self.mean_size_s > 0 and self.timeout_s > 0 and self.slow_ms > 0 and self.boot_s >= 0):
            raise ValueError("the times of a fleet must be positive")
        if not 0 < self.good_load <= 1 or not 0 <= self.error_rate <= 1:
            raise ValueError(f"good_load and error_rate are shares, got {self.good_load}, {self.error_rate}")

    @property
    def held_s(self) -> float:
        """How long a request takes an instance on a good day, a call that it waits for included."""
        waits = self.dependency is not None and self.dependency.synchronous
        return self.mean_size_s + (self.dependency.mean_s if waits and self.dependency else 0.0)

    def needed(self, per_s: Floats) -> Floats:
        """How many instances so many requests per second need at a good load; never fewer than one."""
        wanted: Floats = np.maximum(np.ceil(per_s * self.held_s / self.good_load - _NEARLY), 1.0)
        return wanted
