"""Where a function changes its sign: Brent's method, as R's `uniroot` uses it."""

from collections.abc import Callable

_MOST_STEPS = 1000
_EPSILON = 2.0**-52


def brent(function: Callable[[float], float], low: float, high: float, tolerance: float) -> float:
    """A point within `tolerance` of a change of sign, or a zero, between two points of opposite signs.

    Brent, Algorithms for Minimization without Derivatives (1973), chapter 4. On a step function the point depends on
    the steps taken, so these are his: secant or inverse quadratic where that gains, else halving.
    """
    last, best, far = low, high, low
    f_last, f_best = function(low), function(high)
    f_far = f_last
    for _ in range(_MOST_STEPS):
        before = best - last
        if abs(f_far) < abs(f_best):
            last, best, far = best, far, best
            f_last, f_best, f_far = f_best, f_far, f_best
        enough = 2 * _EPSILON * abs(best) + tolerance / 2
        step = (far - best) / 2
        if abs(step) <= enough or f_best == 0:
            break
        if abs(before) >= enough and abs(f_last) > abs(f_best):
            step = _interpolated(step, before, enough, (last, best, far), (f_last, f_best, f_far))
        if abs(step) < enough:
            step = enough if step > 0 else -enough
        last, f_last = best, f_best
        best += step
        f_best = function(best)
        if f_best * f_far > 0:
            far, f_far = last, f_last
    return best


def _interpolated(
    half: float, before: float, enough: float, at: tuple[float, float, float], values: tuple[float, float, float]
) -> float:
    """The step to where a line or a parabola through the points crosses zero, or half the way where that is safer."""
    last, best, far = at
    f_last, f_best, f_far = values
    across, ratio = far - best, f_best / f_last
    if last == far:
        p, q = across * ratio, 1 - ratio
    else:
        q, to_far = f_last / f_far, f_best / f_far
        p = ratio * (across * q * (q - to_far) - (best - last) * (to_far - 1))
        q = (q - 1) * (to_far - 1) * (ratio - 1)
    p, q = (p, -q) if p > 0 else (-p, q)
    good = p < 0.75 * across * q - abs(enough * q) / 2 and p < abs(before * q / 2)
    return p / q if good else half
