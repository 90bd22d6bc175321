"""What of a plan is set otherwise than usual, as a learner reads it."""

from typing import Any

from slipway.delivery.shipment import split_plan
from slipway.delivery.strategies import STRATEGIES
from slipway.knob import Knob
from slipway.settings_text import from_text
from slipway.words import say


def told_settings(plan: str) -> str:
    """The changed settings with their units, empty where all are the usual ones; raises ValueError as reading does."""
    _, name, text = split_plan(plan)
    strategy = STRATEGIES[name]
    settings = from_text(strategy, text)
    changed = [
        knob for knob in strategy.knobs if getattr(settings, knob.field) != getattr(strategy.settings, knob.field)
    ]
    return "; ".join(_told(knob, getattr(settings, knob.field)) for knob in changed)


def _told(knob: Knob, value: Any) -> str:
    label = say(f"strategy.knob_{knob.field}").partition(" (")[0]
    return f"{label} {_shown(knob, value)}{f' {knob.unit}' if knob.unit else ''}"


def _shown(knob: Knob, value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(_shown(knob, each) for each in value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return f"{value / knob.factor:.10g}"
