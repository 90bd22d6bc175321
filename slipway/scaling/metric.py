"""What an autoscaler of Kubernetes looks at, and what is known of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from slipway.scaling.pod import Pod

Source = Literal["Resource", "Pods", "Object", "External"]
Target = Literal["Utilization", "AverageValue", "Value"]


@dataclass(frozen=True, slots=True)
class Metric:
    """What is looked at, and where it should be: per cent of requests, or thousandths of the metric's unit."""

    source: Source
    name: str
    target_kind: Target
    target: float

    def __post_init__(self) -> None:
        fits = {
            "Resource": ("Utilization", "AverageValue"),
            "Pods": ("AverageValue",),
            "Object": ("Value", "AverageValue"),
            "External": ("Value", "AverageValue"),
        }
        if self.target_kind not in fits[self.source]:
            raise ValueError(f"a metric of {self.source} has a target of {' or '.join(fits[self.source])}")
        if self.target <= 0:
            raise ValueError(f"the target of {self.name} must be above 0, got {self.target:g}")


@dataclass(frozen=True, slots=True)
class Sample:
    """What is known at a time: every pod by metric, and the values of objects and external things, in thousandths."""

    pods: Mapping[str, tuple[Pod, ...]] = field(default_factory=dict)
    values: Mapping[str, float] = field(default_factory=dict)
