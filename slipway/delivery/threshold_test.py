"""A plain threshold, as Flagger has it, seen as the test that it is."""

from math import floor

from slipway.delivery.binomial import at_least


def check_fails(true_rate: float, requests: int, min_success_pct: float) -> float:
    """The chance that one check finds the success rate below its minimum: q = P(Binom(n, p)/n > 1 − min)."""
    return at_least(requests, true_rate, allowed_errors(requests, min_success_pct) + 1)


def allowed_errors(requests: int, min_success_pct: float) -> int:
    """The most errors that a check lets pass; a rate exactly at the minimum passes."""
    return floor(requests * (100 - min_success_pct) / 100 + 1e-9)


def rolls_back(
    true_rate: float, requests: int, min_success_pct: float = 99.0, good_needed: int = 10, threshold: int = 1
) -> float:
    """The chance that `threshold` checks fail before `good_needed` are good: P(Binom(K + t − 1, q) ≥ t)."""
    q = check_fails(true_rate, requests, min_success_pct)
    return at_least(good_needed + threshold - 1, q, threshold)
