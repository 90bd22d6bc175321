"""Times of a run as people read them."""

from slipway.words import say

_MINUTE_S, _HOUR_S, _DAY_S = 60, 3600, 86_400


def since_beginning(at_s: float) -> str:
    """Hours, minutes and seconds."""
    hours, rest_s = divmod(round(at_s), _HOUR_S)
    return f"{hours}:{rest_s // _MINUTE_S:02}:{rest_s % _MINUTE_S:02}"


def day_and_time(at_s: float) -> str:
    """Day and time of day, days from 1 on."""
    day, rest_s = divmod(round(at_s), _DAY_S)
    return say("operate.clock", day=day + 1, time=f"{rest_s // _HOUR_S:02}:{rest_s // _MINUTE_S % 60:02}")
