"""What Argo's controllers tell of what they do: happenings with their verdicts."""

from slipway.delivery.argo_metric import Measurement, Metric, measured
from slipway.delivery.argo_run import Judged, Take
from slipway.delivery.controller import Happening, Measure, Query
from slipway.delivery.meaning import in_unit_of, meaning_of
from slipway.delivery.pods import Pods
from slipway.verdict import Verdict
from slipway.words import say

_FAILING_RATE = 0.5
"""An assumption of ours, as for the hooks of CodeDeploy: nobody knows what a job does."""
_KINDS = {"measurement": "measurement", "metric": "metric", "run": "analysis"}


def taker(measure: Measure) -> Take:
    """Measures the canary as a metric asks; a job tries the new version, and succeeds unless half of it fails."""

    def take(metric: Metric, at_s: float) -> Measurement:
        if metric.provider.kind == "job":
            tried = measure(Query("error_rate", "canary", max(0.0, at_s - metric.window_s), at_s)).value
            return Measurement(tried is None or tried < _FAILING_RATE)
        asked = in_unit_of(_asked(metric), metric.limits)
        reading = measure(Query(asked, "canary", max(0.0, at_s - metric.window_s), at_s))
        return measured(metric, reading.value, reading.error)

    return take


def _asked(metric: Metric) -> str:
    """The metric's name, or what its query says where the name says nothing."""
    said = None if meaning_of(metric.name) else meaning_of(metric.provider.query)
    return said.metric if said and said.metric != "requests" else metric.name


def decided(rule: str, arithmetic: str, *, passed: bool = True, **inputs: str | float) -> Verdict:
    """The verdict of a rule; an input named `threshold` is what the others are held against."""
    threshold = inputs.pop("threshold", None)
    return Verdict(f"argo.{rule}", passed, tuple(inputs.items()), threshold, arithmetic)


def of_analysis(judged: Judged, weight_pct: float) -> Happening:
    """A measurement, a metric's verdict or a run's, as something that happened."""
    return Happening(judged.at_s, _KINDS[judged.of], weight_pct, judged.verdict)


def pods_verdict(pods: Pods, weight_pct: float) -> Verdict:
    """The arithmetic from pods to weight."""
    weight = f"{weight_pct:.4g}"
    arithmetic = say("argo.pods", canary=pods.canary, stable=pods.stable, old=pods.old, weight=weight)
    return decided("pods", arithmetic, canary=pods.canary, stable=pods.stable, old=pods.old)
