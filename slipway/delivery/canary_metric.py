"""One metric of a canary judged as NetflixACAJudge-v1.0 does, with the arithmetic."""

from dataclasses import dataclass
from math import isnan, nan
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from slipway.delivery.canary_config import MetricConfig
from slipway.delivery.mann_whitney import AllTied, Shift, excess, shift
from slipway.luck import generator
from slipway.verdict import Verdict
from slipway.words import say
from slipway.words.figure import figure

Floats = NDArray[np.float64]
Label = Literal["Pass", "High", "Low", "Nodata", "NodataFailMetric", "Error"]
CONFIDENCE = 0.98
BOUND_SHARE = 0.25
NOISE_SHARE = 1e-5
ENOUGH_POINTS = 50
LARGEST = 1e15


@dataclass(frozen=True, slots=True)
class Series:
    """A metric's points on both sides; a gap is NaN."""

    control: tuple[float, ...] = ()
    experiment: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if any(abs(value) > LARGEST for side in (self.control, self.experiment) for value in side):
            raise ValueError(f"a point is a number up to {LARGEST:g}, or NaN for a gap")


@dataclass(frozen=True, slots=True)
class MetricResult:
    """What the judge made of a metric; `critical` when this result alone decides the canary.

    `shift` and `effect` are None where no test was made; `effect` is NaN where it cannot be computed. `points` is how
    many the smaller side had.
    """

    name: str
    label: Label
    critical: bool
    groups: tuple[str, ...]
    points: int
    verdict: Verdict
    shift: Shift | None = None
    effect: float | None = None

    @property
    def warning(self) -> str:
        """What to tell of a metric that was tested on fewer than 50 points a side, as Kayenta does; else nothing."""
        few = self.shift is not None and self.points < ENOUGH_POINTS
        return say("kayenta.few", points=self.points, enough=ENOUGH_POINTS) if few else ""


def judge_metric(config: MetricConfig, series: Series, seed: int = 0) -> MetricResult:
    """Compare the two sides: gaps, outliers, equality, then ranks and the size of the difference.

    `seed` is for the noise that parts two constant sides, and decides nothing else.
    """
    control, experiment = _cleaned(config, series.control), _cleaned(config, series.experiment)
    points = min(len(control), len(experiment))
    untested = _untested(config, control, experiment)
    if untested:
        label, critical, verdict = untested
        return MetricResult(config.name, label, critical, config.groups, points, verdict)
    control, experiment = _parted(control, experiment, seed)
    try:
        found = shift(control, experiment, CONFIDENCE)
    except AllTied:
        # As in Kayenta a judge that fails forgets `critical`: the metric neither fails the canary nor counts.
        error = Verdict("metric_error", False, _sizes(control, experiment), None, say("kayenta.tied"))
        return MetricResult(config.name, "Error", False, config.groups, points, error)
    effect = effect_of(config, control, experiment)
    label, verdict = _compared(config, found, effect)
    critical = config.critical and _past_critical(config, label, effect)
    return MetricResult(config.name, label, critical, config.groups, points, verdict, found, effect)


def _cleaned(config: MetricConfig, points: tuple[float, ...]) -> Floats:
    values = np.array(points, dtype=np.float64)
    gaps = np.isnan(values)
    values = values[~gaps] if config.nan_strategy == "remove" else np.where(gaps, 0.0, values)
    if config.outlier_strategy == "remove" and len(values):
        values = without_outliers(values, config.outlier_factor)
    return values


def without_outliers(values: Floats, factor: float) -> Floats:
    """The values inside the fences min(P1, Q1 − f·IQR) and max(P99, Q3 + f·IQR); percentiles of type R-7."""
    p1, q1, q3, p99 = np.percentile(values, [1, 25, 75, 99])
    low, high = min(p1, q1 - factor * (q3 - q1)), max(p99, q3 + factor * (q3 - q1))
    kept: Floats = values[(values >= low) & (values <= high)]
    return kept


def _untested(config: MetricConfig, control: Floats, experiment: Floats) -> tuple[Label, bool, Verdict] | None:
    """The result where there is nothing to compare: a side without data, or both sides alike."""
    sizes = _sizes(control, experiment)
    if not len(control) or not len(experiment):
        return _without_data(config, sizes)
    if np.array_equal(np.sort(control), np.sort(experiment)):
        return "Pass", False, Verdict("metric_equal", True, sizes, None, say("kayenta.equal"))
    if len(np.unique(np.concatenate([control, experiment]))) == 1:
        same = say("kayenta.one_value", value=figure(control[0]))
        return "Pass", False, Verdict("metric_equal", True, sizes, None, same)
    return None


def _without_data(config: MetricConfig, sizes: tuple[tuple[str, int], ...]) -> tuple[Label, bool, Verdict]:
    if config.nan_strategy == "replace":
        return "Pass", False, Verdict("metric_data", True, sizes, None, say("kayenta.no_data_replaced"))
    if config.must_have_data and not config.critical:
        must = Verdict("metric_data", False, sizes, 1, say("kayenta.no_data_required"))
        return "NodataFailMetric", False, must
    return "Nodata", config.critical, Verdict("metric_data", False, sizes, 1, say("kayenta.no_data"))


def _sizes(control: Floats, experiment: Floats) -> tuple[tuple[str, int], ...]:
    return ("control_points", len(control)), ("experiment_points", len(experiment))


def _parted(control: Floats, experiment: Floats, seed: int) -> tuple[Floats, Floats]:
    """Two constant sides with a little noise, N(0, (1e-5·value)²), so that ranks can be given."""
    if len(np.unique(control)) > 1 or len(np.unique(experiment)) > 1:
        return control, experiment
    luck = generator(seed, "kayenta/noise")
    sides = [side + luck.standard_normal(len(side)) * NOISE_SHARE * abs(side[0]) for side in (control, experiment)]
    return sides[0], sides[1]


def effect_of(config: MetricConfig, control: Floats, experiment: Floats) -> float:
    """The size of the difference by the metric's measure; NaN where a mean of 0 leaves no ratio."""
    if config.effect_size.measure == "cles":
        pairs = len(control) * len(experiment)
        return excess(control, experiment)[0] / pairs + 0.5
    below, above = float(control.mean()), float(experiment.mean())
    return above / below if below and above else nan


def _compared(config: MetricConfig, found: Shift, effect: float) -> tuple[Label, Verdict]:
    """High or Low when the whole interval lies beyond a quarter of the estimate and the effect is large enough."""
    bound = BOUND_SHARE * abs(found.estimate)
    sizes = config.effect_size
    up, down = sizes.limit(sizes.allowed_increase), sizes.limit(sizes.allowed_decrease)
    shifted_up = config.direction != "decrease" and found.low > bound
    shifted_down = config.direction != "increase" and found.high < -bound
    label: Label = "Pass"
    if shifted_up and (isnan(effect) or effect >= up):
        label = "High"
    elif shifted_down and (isnan(effect) or effect <= down):
        label = "Low"
    inputs = (
        ("interval_low", found.low),
        ("interval_high", found.high),
        ("estimate", found.estimate),
        ("effect", "none" if isnan(effect) else effect),
        ("allowed_increase", up),
        ("allowed_decrease", down),
    )
    parts = {"low": figure(found.low), "high": figure(found.high), "bound": figure(bound)}
    if label == "High":
        told = say("kayenta.high", **parts, effect=_effect_told(effect, "≥", up))
    elif label == "Low":
        told = say("kayenta.low", **parts, effect=_effect_told(effect, "≤", down))
    elif shifted_up:
        told = say("kayenta.small_increase", **parts, effect=_effect_told(effect, "<", up))
    elif shifted_down:
        told = say("kayenta.small_decrease", **parts, effect=_effect_told(effect, ">", down))
    else:
        told = say("kayenta.inside", **parts, direction=say(f"kayenta.direction_{config.direction}"))
    return label, Verdict("metric_shift", label == "Pass", inputs, bound, told)


def _effect_told(effect: float, sign: str, limit: float) -> str:
    if isnan(effect):
        return say("kayenta.effect_none")
    return say("kayenta.effect", effect=figure(effect), sign=sign, limit=figure(limit))


def _past_critical(config: MetricConfig, label: Label, effect: float) -> bool:
    sizes = config.effect_size
    if label == "High":
        return isnan(effect) or effect >= sizes.limit(sizes.critical_increase)
    return label == "Low" and (isnan(effect) or effect <= sizes.limit(sizes.critical_decrease))
