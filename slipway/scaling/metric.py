"""What an autoscaler of Kubernetes looks at, and what is known of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from slipway.scaling.pod import Pod

Source = Literal["Resource", "ContainerResource", "Pods", "Object", "External"]
Target = Literal["Utilization", "AverageValue", "Value"]


@dataclass(frozen=True, slots=True)
class Metric:
    """What is looked at, and where it should be: per cent of requests, or thousandths of the metric's unit.

    A `container` has a ContainerResource only: the one of each pod whose usage counts.
    """

    source: Source
    name: str
    target_kind: Target
    target: float
    container: str = ""

    def __post_init__(self) -> None:
        fits = {
            "Resource": ("Utilization", "AverageValue"),
            "ContainerResource": ("Utilization", "AverageValue"),
            "Pods": ("AverageValue",),
            "Object": ("Value", "AverageValue"),
            "External": ("Value", "AverageValue"),
        }
        if self.target_kind not in fits[self.source]:
            raise ValueError(f"a metric of {self.source} has a target of {' or '.join(fits[self.source])}")
        if self.target <= 0:
            raise ValueError(f"the target of {self.name} must be above 0, got {self.target:g}")
        if bool(self.container) != (self.source == "ContainerResource"):
            raise ValueError(f"a container belongs to a metric of ContainerResource, got {self.container!r}")

    @property
    def is_resource(self) -> bool:
        """Whether it is what pods use of what they request."""
        return self.source in ("Resource", "ContainerResource")

    @property
    def key(self) -> str:
        """Under which a sample has it."""
        return f"{self.name}/{self.container}" if self.container else self.name


@dataclass(frozen=True, slots=True)
class Sample:
    """What is known at a time: every pod by metric, and the values of objects and external things, in thousandths.

    `every` has the pods by whether they are ready; where it is empty those of any metric say so.
    """

    pods: Mapping[str, tuple[Pod, ...]] = field(default_factory=dict)
    values: Mapping[str, float] = field(default_factory=dict)
    every: tuple[Pod, ...] = ()

    @property
    def known_pods(self) -> tuple[Pod, ...]:
        """The pods, whatever they use."""
        return self.every or next(iter(self.pods.values()), ())
