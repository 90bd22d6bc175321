"""flagd as a dialect: a flag with a share of people, as a file says it at one moment."""

from math import ceil
from typing import Any

from slipway.delivery.flag import FlagSettings
from slipway.delivery.flagd_release import FlagdRelease, FlagdSettings
from slipway.delivery.flags.flagd import Flag, FlagFile
from slipway.delivery.strategy import Dialect, Expressed
from slipway.words import say

_KEY = "new-version"
_VARIANTS = (("on", True), ("off", False))
_WEIGHTS = 1000
"""Weights in tenths of a per cent."""


def express(settings: Any) -> Expressed[FlagdSettings] | None:
    """The first step of a flag's ramp; the later steps are later versions of the file."""
    if not isinstance(settings, FlagSettings):
        return None
    first, *later = settings.ramp_pct
    left_out = []
    if later:
        left_out.append(say("express.flag_steps", steps=", ".join(f"{pct:g}" for pct in later)))
    if settings.has_alarms:
        left_out.append(say("express.flag_alarms"))
    return Expressed(FlagdSettings(FlagFile((_flag(first),)), _KEY), tuple(left_out))


def _flag(share_pct: float) -> Flag:
    if share_pct == 100:
        return Flag(_KEY, _VARIANTS, "on")
    on = ceil(share_pct * _WEIGHTS / 100)
    return Flag(_KEY, _VARIANTS, "off", targeting={"fractional": [["on", on], ["off", _WEIGHTS - on]]})


DIALECT = Dialect("flagd", express, FlagdRelease)
