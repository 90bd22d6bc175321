"""Traffic as it comes about: even, in steps, in a spike, as a flash crowd, by the hour of the day."""

from math import cos, exp, pi

from slipway.traffic.arrivals import Profile

_HOUR_S, _DAY_H = 3600.0, 24
_QUARTERS = 4
_WEEKEND = (5, 6)
_FADES, _POINTS_PER_FADE = 12, 10


def constant(per_s: float, lasts_s: float) -> Profile:
    """The same rate throughout."""
    return Profile((0.0, lasts_s), (per_s, per_s))


def step(per_s: float, then_per_s: float, at_s: float, lasts_s: float, over_s: float = 1.0) -> Profile:
    """One rate until `at_s`, another from then on; the change takes `over_s`."""
    _in_order(at_s=at_s, change_ends_s=at_s + over_s, lasts_s=lasts_s)
    return Profile((0.0, at_s, at_s + over_s, lasts_s), (per_s, per_s, then_per_s, then_per_s))


def spike(
    per_s: float, peak_per_s: float, at_s: float, holds_s: float, lasts_s: float, over_s: float = 60.0
) -> Profile:
    """A peak that begins to rise at `at_s`, holds, and is gone; rise and fall take `over_s` each."""
    up_s, down_s = at_s + over_s, at_s + over_s + holds_s
    _in_order(at_s=at_s, risen_s=up_s, falls_s=down_s, fallen_s=down_s + over_s, lasts_s=lasts_s)
    return Profile(
        (0.0, at_s, up_s, down_s, down_s + over_s, lasts_s), (per_s, per_s, peak_per_s, peak_per_s, per_s, per_s)
    )


def flash_crowd(
    per_s: float, peak_per_s: float, at_s: float, fades_s: float, lasts_s: float, over_s: float = 10.0
) -> Profile:
    """A crowd that is there within `over_s` and loses interest: of what it adds, 1/e is left after `fades_s`.

    The fall is drawn with straight lines that lie at most 1/8 % of the crowd above the curve.
    """
    top_s = at_s + over_s
    _in_order(at_s=at_s, risen_s=top_s, lasts_s=lasts_s)
    if fades_s <= 0:
        raise ValueError(f"fades_s must be more than 0, got {fades_s}")
    into_s = [number * fades_s / _POINTS_PER_FADE for number in range(1, _FADES * _POINTS_PER_FADE + 1)]
    into_s = [*(after for after in into_s if top_s + after < lasts_s), lasts_s - top_s]
    falling = [per_s + (peak_per_s - per_s) * exp(-after / fades_s) for after in into_s]
    return Profile((0.0, at_s, top_s, *(top_s + after for after in into_s)), (per_s, per_s, peak_per_s, *falling))


def diurnal(
    low_per_s: float,
    peak_per_s: float,
    low_h: float = 4.0,
    peak_h: float = 20.0,
    days: int = 1,
    weekend: float = 1.0,
) -> Profile:
    """Days from midnight to midnight, with a low at night and a peak hour, half a cosine from each to the other.

    `weekend` times the usual rate come on the sixth and seventh day of a week. A point every quarter of an hour.
    """
    if low_h % _DAY_H == peak_h % _DAY_H:
        raise ValueError(f"the low and the peak cannot both be at {peak_h} h")
    if days < 1:
        raise ValueError(f"days must be 1 or more, got {days}")
    hours = [number / _QUARTERS for number in range(days * _DAY_H * _QUARTERS + 1)]
    rates = [low_per_s + (peak_per_s - low_per_s) * _height(hour % _DAY_H, low_h, peak_h) for hour in hours]
    share = [weekend if hour // _DAY_H % 7 in _WEEKEND else 1.0 for hour in hours]
    return Profile(
        tuple(hour * _HOUR_S for hour in hours), tuple(rate * part for rate, part in zip(rates, share, strict=True))
    )


def _height(hour: float, low_h: float, peak_h: float) -> float:
    """0 at the low hour, 1 at the peak hour."""
    rise_h = (peak_h - low_h) % _DAY_H
    since_low_h = (hour - low_h) % _DAY_H
    if since_low_h <= rise_h:
        return (1 - cos(pi * since_low_h / rise_h)) / 2
    return (1 + cos(pi * (since_low_h - rise_h) / (_DAY_H - rise_h))) / 2


def _in_order(**times_s: float) -> None:
    """Each time comes after the one before."""
    before, last_s = "the beginning", 0.0
    for name, at_s in times_s.items():
        if not at_s > last_s:
            raise ValueError(f"{name} ({at_s:g} s) must come after {before} ({last_s:g} s)")
        before, last_s = name, at_s
