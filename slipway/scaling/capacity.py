"""Which instances count: warming ones do not when a group grows, leaving ones do when it shrinks.

After Amazon EC2 Auto Scaling's user guide. Warm-up is counted from launch: an instance is in service then, unless a
lifecycle hook holds it back, which is not simulated. So a warm-up that is shorter than the boot takes idle instances
for capacity. What is there at second 0 has been there for long.
"""

from slipway.scaling.scaler import Instance, Seen


def is_warming(instance: Instance, at_s: float, warmup_s: float) -> bool:
    """Whether it is too young for its measurements to count."""
    return instance.launched_s > 0 and at_s < instance.launched_s + warmup_s


def serving(seen: Seen, warmup_s: float) -> list[Instance]:
    """Those that count: neither warming nor leaving."""
    return [each for each in seen.instances if not each.is_leaving and not is_warming(each, seen.at_s, warmup_s)]


def capacity_out(seen: Seen, warmup_s: float) -> int:
    """What growth is reckoned from; where no instance is known it is what was wanted."""
    return len(serving(seen, warmup_s)) if seen.instances else seen.desired


def capacity_in(seen: Seen) -> int:
    """What shrinking is reckoned from: instances that are terminating are still there."""
    return len(seen.instances) or seen.desired


def is_growing(seen: Seen, warmup_s: float) -> bool:
    """Whether a scale-out is under way, during which no scale-in starts."""
    coming = (each for each in seen.instances if not each.is_leaving)
    return any(seen.at_s < each.ready_s or is_warming(each, seen.at_s, warmup_s) for each in coming)
