"""Strategies, one per file, and nobody else's rules: a strategy exists because its file does."""

from typing import Any

from slipway.delivery.strategy import Strategy
from slipway.listing import offered

STRATEGIES: dict[str, Strategy[Any]] = offered(__name__, list(__path__), "STRATEGY")


def strategy_of(settings: object) -> Strategy[Any]:
    """The strategy that these are the settings of."""
    return next(each for each in STRATEGIES.values() if isinstance(settings, type(each.settings)))
