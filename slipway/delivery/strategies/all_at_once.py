"""Everybody at once, as a strategy to choose."""

from slipway.delivery.all_at_once import AllAtOnce, AllAtOnceSettings
from slipway.delivery.strategy import Strategy
from slipway.delivery.unready import once_ready

STRATEGY = Strategy("all_at_once", AllAtOnceSettings(), (), once_ready(lambda _, __: AllAtOnce()))
