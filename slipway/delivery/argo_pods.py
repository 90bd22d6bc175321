"""How many pods of each version make a weight, where no router shares out traffic."""

from fractions import Fraction
from math import ceil, floor

from slipway.delivery.pods import Pods


def for_weight(replicas: int, weight_pct: int, surge: int) -> Pods:
    """The pods that come nearest to a weight without a router; on a tie no surge, and else more canaries.

    With two pods or more, one that may be surged included, neither version is without a pod at 1 to 99 %.
    """
    if not replicas:
        return Pods(0, 0)
    may_be_all = weight_pct in (0, 100) or (replicas == 1 and not surge)
    options: list[Pods] = []
    for total in (replicas, replicas + 1) if surge else (replicas,):
        more, less = ceil(total * weight_pct / 100), floor(total * weight_pct / 100)
        if more < total or may_be_all:
            options.append(Pods(more, total - more))
        if less or may_be_all:
            options.append(Pods(less, total - less))
    return min(options, key=lambda pods: abs(Fraction(pods.canary, pods.total) - Fraction(weight_pct, 100)))
