"""A way to watch as a learner sets it: a name, settings with defaults, knobs, and the alerting that they make."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from slipway.alerting.days import Watching
from slipway.knob import Knob

Settings = TypeVar("Settings")


@dataclass(frozen=True, slots=True)
class Way(Generic[Settings]):
    """`watching` is the whole of the alerting, but for who is called, which is the situation's."""

    name: str
    settings: Settings
    knobs: tuple[Knob, ...]
    watching: Callable[[Settings], Watching]
