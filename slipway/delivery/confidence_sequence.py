"""An interval that holds at every look at once: look as often as you like, stop when it leaves zero."""

from math import log, sqrt


def tuning(expected_n: float, alpha: float = 0.05) -> float:
    """ρ = √((−2 ln α + ln(−2 ln α + 1)) / N*): makes the sequence tightest at N*, about when one expects to decide."""
    return sqrt((-2 * log(alpha) + log(-2 * log(alpha) + 1)) / expected_n)


def multiplier(n: float, expected_n: float, alpha: float = 0.05) -> float:
    """How many standard errors to either side: √N·√(2(Nρ² + 1)/(N²ρ²)·ln(√(Nρ² + 1)/α)).

    About 3.04 at N = N* for 5 %, where one fixed look needs 1.96: the price of looking. (Waudby-Smith and others,
    asymptotic confidence sequences, as GrowthBook uses them.)
    """
    scaled = n * tuning(expected_n, alpha) ** 2
    return sqrt(2 * (scaled + 1) / scaled * log(sqrt(scaled + 1) / alpha))


def interval(
    difference: float, standard_error: float, n: float, expected_n: float, alpha: float = 0.05
) -> tuple[float, float]:
    """Where the true difference lies, with the n requests of both sides so far."""
    reach = multiplier(n, expected_n, alpha) * standard_error
    return difference - reach, difference + reach
