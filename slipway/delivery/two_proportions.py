"""Is the canary's error rate higher than the baseline's? The z test, its exact sister, sample size and power.

Everywhere p0 is the baseline's rate, p1 the canary's, n the canary's requests and k the baseline's requests per
request of the canary: (1 − w)/w for a canary share w against all the rest, 1 against a baseline of equal size.
"""

from math import ceil, exp, inf, lgamma, log1p, sqrt
from statistics import NormalDist
from typing import Literal

Test = Literal["z", "fisher"]
NORMAL = NormalDist()
FEW_ERRORS = 5
"""With fewer errors expected on a side the normal approximation is poor: use the exact test."""


def baseline_ratio(share: float) -> float:
    """k for a canary that gets this share of the traffic and is held against all the rest."""
    if not 0 < share < 1:
        raise ValueError(f"a canary's share is between 0 and 1, not {share}")
    return (1 - share) / share


def z_score(canary_errors: int, canary_n: int, baseline_errors: int, baseline_n: int) -> float:
    """(p̂1 − p̂0) / √(p̄(1 − p̄)(1/n1 + 1/n0)); 0 where neither side differs from the other at all."""
    pooled = (canary_errors + baseline_errors) / (canary_n + baseline_n)
    variance = pooled * (1 - pooled) * (1 / canary_n + 1 / baseline_n)
    difference = canary_errors / canary_n - baseline_errors / baseline_n
    return difference / sqrt(variance) if variance else 0.0


def p_value(z: float) -> float:
    """The chance of a z this high or higher when there is no difference: one-sided."""
    return NORMAL.cdf(-z)


def fisher_p_value(canary_errors: int, canary_n: int, baseline_errors: int, baseline_n: int) -> float:
    """The chance that of all the errors so many or more fall on the canary: Fisher's exact test, one-sided."""
    errors = canary_errors + baseline_errors
    least, most = max(0, errors - baseline_n), min(errors, canary_n)
    here, all_ways = (canary_n, baseline_n, errors), _log_comb(canary_n + baseline_n, errors)
    if canary_errors - least < most - canary_errors:
        fewer = sum(exp(_log_ways(k, *here) - all_ways) for k in range(least, canary_errors))
        return max(0.0, 1 - fewer)
    return min(1.0, sum(exp(_log_ways(k, *here) - all_ways) for k in range(canary_errors, most + 1)))


def _log_ways(k: int, canary_n: int, baseline_n: int, errors: int) -> float:
    """The logarithm of the number of ways to have k of the errors on the canary."""
    return _log_comb(canary_n, k) + _log_comb(baseline_n, errors - k)


def _log_comb(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def compared(canary_errors: int, canary_n: int, baseline_errors: int, baseline_n: int) -> tuple[float, Test]:
    """The one-sided p-value and by which test: the exact one where a side expects fewer than 5 errors."""
    counts = (canary_errors, canary_n, baseline_errors, baseline_n)
    pooled = (canary_errors + baseline_errors) / (canary_n + baseline_n)
    if pooled * min(canary_n, baseline_n) < FEW_ERRORS:
        return fisher_p_value(*counts), "fisher"
    return p_value(z_score(*counts)), "z"


def sample_size(p0: float, p1: float, k: float = 1.0, alpha: float = 0.05, power: float = 0.8) -> float:
    """Requests that the canary needs, one-sided: n = [z₁₋α√(p̄q̄(1+1/k)) + z_power√(p1q1 + p0q0/k)]² / (p1 − p0)².

    Not rounded; whoever plans rounds up. An approximation: at very low p0 the baseline expects hardly an error.
    """
    if p0 == p1:
        raise ValueError("equal rates cannot be told apart with any number of requests")
    alike, apart = _spreads(p0, p1, k)
    root = NORMAL.inv_cdf(1 - alpha) * alike + NORMAL.inv_cdf(power) * apart
    return (root / (p1 - p0)) ** 2


def power_of(n: float, p0: float, p1: float, k: float = 1.0, alpha: float = 0.05) -> float:
    """The chance to see the difference with n requests: Φ((|p1−p0|√n − z₁₋α√(p̄q̄(1+1/k))) / √(p1q1 + p0q0/k))."""
    alike, apart = _spreads(p0, p1, k)
    return NORMAL.cdf((abs(p1 - p0) * sqrt(n) - NORMAL.inv_cdf(1 - alpha) * alike) / apart)


def _spreads(p0: float, p1: float, k: float) -> tuple[float, float]:
    """The standard deviation per root of n when the rates are alike, and when they are p0 and p1."""
    pooled = (p1 + k * p0) / (1 + k)
    return sqrt(pooled * (1 - pooled) * (1 + 1 / k)), sqrt(p1 * (1 - p1) + p0 * (1 - p0) / k)


def minutes(n: float, share: float, requests_per_s: float) -> float:
    """How long a canary of this share takes to get n requests."""
    return n / (60 * share * requests_per_s) if share and requests_per_s else inf


def rule_of_three(n: int) -> float:
    """No error in n requests: the rate is below about this, at 95 %."""
    return 3 / n


def chance_of_an_error(rate: float, n: int) -> float:
    """The chance to see one error or more: 1 − (1 − p)ⁿ."""
    return 1 - (1 - rate) ** n


def requests_for_an_error(rate: float, chance: float = 0.95) -> int:
    """How many requests it takes to see an error with this chance."""
    return ceil(log1p(-chance) / log1p(-rate))
