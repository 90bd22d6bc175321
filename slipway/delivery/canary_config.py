"""What Kayenta's judge is told: metrics, their groups and weights, and the scores to reach."""

from dataclasses import dataclass
from typing import Literal

Direction = Literal["increase", "decrease", "either"]
NanStrategy = Literal["remove", "replace"]
OutlierStrategy = Literal["keep", "remove"]
Measure = Literal["meanRatio", "cles"]
NO_EFFECT: dict[Measure, float] = {"meanRatio": 1.0, "cles": 0.5}
"""The effect size at which both sides are alike, by measure."""


@dataclass(frozen=True, slots=True)
class EffectSize:
    """How much of a difference is let pass. A limit of None is the measure's value for no difference.

    `meanRatio` is mean(experiment) / mean(control); `cles` the share of pairs in which the experiment is the larger.
    """

    measure: Measure = "meanRatio"
    allowed_increase: float | None = None
    allowed_decrease: float | None = None
    critical_increase: float | None = None
    critical_decrease: float | None = None

    def limit(self, given: float | None) -> float:
        """The limit as a number."""
        return NO_EFFECT[self.measure] if given is None else given


@dataclass(frozen=True, slots=True)
class MetricConfig:
    """One metric: which way it may not go, and what is done with gaps and outliers."""

    name: str
    groups: tuple[str, ...] = ()
    direction: Direction = "either"
    critical: bool = False
    must_have_data: bool = False
    muted: bool = False
    nan_strategy: NanStrategy = "remove"
    outlier_strategy: OutlierStrategy = "keep"
    outlier_factor: float = 3.0
    effect_size: EffectSize = EffectSize()


@dataclass(frozen=True, slots=True)
class CanaryConfig:
    """All of it; weights are per cent, and a group without one shares what the others leave of 100."""

    name: str
    metrics: tuple[MetricConfig, ...]
    group_weights: tuple[tuple[str, float], ...] = ()
    pass_score: float = 95.0
    marginal_score: float = 75.0
    description: str = ""

    def metric(self, name: str) -> MetricConfig:
        """The metric of this name; ValueError for one that nobody configured."""
        found = next((metric for metric in self.metrics if metric.name == name), None)
        if found is None:
            raise ValueError(f"there is no metric {name!r} in the canary configuration")
        return found
