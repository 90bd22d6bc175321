"""The beta distribution's tail, from the standard library alone."""

from math import exp, lgamma, log, log1p

_ENOUGH = 1e-14
_MOST_TERMS = 10_000
_TINY = 1e-300


def chance_above(x: float, a: float, b: float) -> float:
    """P(p > x) for p ~ Beta(a, b); a and b must be above 0 and x between 0 and 1."""
    return 1 - regularised(x, a, b)


def regularised(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function I_x(a, b)."""
    if not (0 <= x <= 1 and a > 0 and b > 0):
        raise ValueError(f"need 0 <= x <= 1, a > 0 and b > 0, got x={x}, a={a}, b={b}")
    if x in (0, 1):
        return float(x)
    if x > (a + 1) / (a + b + 2):  # the fraction converges fast only below the mean
        return 1 - _lower(1 - x, b, a)
    return _lower(x, a, b)


def _lower(x: float, a: float, b: float) -> float:
    front = exp(a * log(x) + b * log1p(-x) + lgamma(a + b) - lgamma(a) - lgamma(b)) / a
    return front * _fraction(x, a, b)


def _fraction(x: float, a: float, b: float) -> float:
    """The continued fraction 1/(1 + d1/(1 + d2/(1 + ...))) of I_x, by Lentz's method."""
    value, c, d = 1.0, 1.0, 0.0
    for term in range(1, _MOST_TERMS):
        step = _coefficient(term, x, a, b)
        d = 1 / _away_from_zero(1 + step * d)
        c = _away_from_zero(1 + step / c)
        value *= c * d
        if abs(c * d - 1) < _ENOUGH:
            return 1 / value
    raise ArithmeticError(f"no convergence for x={x}, a={a}, b={b}")


def _coefficient(term: int, x: float, a: float, b: float) -> float:
    m = term // 2
    if term % 2:
        return -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
    return m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))


def _away_from_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
