"""What a policy measures: one value of the whole group, made of what is seen in a round."""

from statistics import fmean

from slipway.scaling.capacity import serving
from slipway.scaling.scaler import Seen
from slipway.verdict import Verdict
from slipway.words import say

CPU, PER_INSTANCE = "cpu_pct", "requests_per_instance"
NOT_PROPORTIONAL = ("requests_per_s", "waiting", "p95_ms", "error_rate")
"""Metrics that more instances do not bring down in proportion; AWS' guide names their like as unfit for tracking."""
_MINUTE_S = 60


def value_of(metric: str, seen: Seen, warmup_s: float) -> float | None:
    """The metric in this round; None where there is none.

    `cpu_pct` is the mean of the instances that count, `requests_per_instance` requests per minute for each that is
    ready, as a load balancer counts them, unless it was measured itself. Any other name is looked up in what was seen.
    """
    if metric == CPU:
        return _cpu(seen, warmup_s)
    if metric == PER_INSTANCE and metric not in seen.values:
        return _per_instance(seen)
    return seen.values.get(metric)


def load_of(metric: str, seen: Seen) -> float | None:
    """What all instances have to do together: the sum of their CPU in per cent, requests per minute, or the value."""
    if metric == PER_INSTANCE:
        rate = seen.values.get("requests_per_s")
        return None if rate is None else rate * _MINUTE_S
    if metric != CPU:
        return seen.values.get(metric)
    measured = [each.cpu_pct for each in seen.instances if each.cpu_pct is not None]
    if measured:
        return sum(measured)
    mean = seen.values.get(CPU)
    return None if mean is None else mean * (len(seen.instances) or seen.desired)


def unfit(metric: str) -> Verdict | None:
    """A warning where a metric does not fall as capacity rises; it is simulated all the same."""
    if metric not in NOT_PROPORTIONAL:
        return None
    told = say(f"autoscaling.unfit_{metric}")
    return Verdict("scaling.metric", False, (("metric", metric),), None, told)


def _cpu(seen: Seen, warmup_s: float) -> float | None:
    measured = [each.cpu_pct for each in serving(seen, warmup_s) if each.cpu_pct is not None]
    if measured:
        return fmean(measured)
    is_known = any(each.cpu_pct is not None for each in seen.instances)
    return None if is_known else seen.values.get(CPU)


def _per_instance(seen: Seen) -> float | None:
    rate = seen.values.get("requests_per_s")
    ready = sum(not each.is_leaving and each.ready_s <= seen.at_s for each in seen.instances)
    count = ready if seen.instances else seen.desired
    return None if rate is None or not count else rate * _MINUTE_S / count
