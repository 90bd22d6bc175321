"""Everybody at once, as a strategy to choose."""

from slipway.delivery.all_at_once import AllAtOnce, AllAtOnceSettings
from slipway.delivery.strategy import Strategy

STRATEGY = Strategy("all_at_once", AllAtOnceSettings(), (), lambda _, __: AllAtOnce())
