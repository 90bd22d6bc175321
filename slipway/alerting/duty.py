"""A way to be on call in a drill: a name, settings with defaults, knobs, and the moves that they lead to."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from slipway.alerting.drill import Evening, Move
from slipway.knob import Knob

Settings = TypeVar("Settings")


@dataclass(frozen=True, slots=True)
class Duty(Generic[Settings]):
    """`moves` are what somebody does on an evening."""

    name: str
    settings: Settings
    knobs: tuple[Knob, ...]
    moves: Callable[[Settings, Evening], tuple[Move, ...]]
