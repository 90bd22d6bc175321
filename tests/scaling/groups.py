"""Groups as a test needs them: instances that are in service, warming or leaving, and rounds of a metric."""

from slipway.scaling.scaler import Instance, Seen
from slipway.traffic.alarm import Alarm

LONG_AGO_S = -86_400.0


def old(count, cpu_pct=None):
    """Instances that have been there for long."""
    return (Instance(LONG_AGO_S, LONG_AGO_S, cpu_pct),) * count


def new(count, launched_s, ready_s=None, cpu_pct=None):
    """Instances launched at a time, ready at once unless said otherwise."""
    return (Instance(launched_s, launched_s if ready_s is None else ready_s, cpu_pct),) * count


def leaving(count, cpu_pct=None):
    """Instances that only finish what they have."""
    return (Instance(LONG_AGO_S, LONG_AGO_S, cpu_pct, is_leaving=True),) * count


def seen(at_s, desired, instances=None, **values):
    return Seen(at_s, desired, old(desired) if instances is None else instances, values)


def above(threshold=50.0, metric="load"):
    """An alarm that goes off at once."""
    return Alarm("high", metric, "Average", "GreaterThanOrEqualToThreshold", threshold)


def below(threshold=50.0, metric="load"):
    return Alarm("low", metric, "Average", "LessThanOrEqualToThreshold", threshold)
