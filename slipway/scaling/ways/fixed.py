"""No scaling at all: as many instances all day, to hold everything else against."""

from dataclasses import dataclass

from slipway.knob import Knob
from slipway.scaling.scaler import Decision, Seen
from slipway.scaling.way import Way


@dataclass(frozen=True, slots=True)
class Fixed:
    """How many."""

    instances: int = 8

    def __post_init__(self) -> None:
        if self.instances < 1:
            raise ValueError(f"instances must be 1 or more, got {self.instances}")


class FixedScaler:
    """Brings the fleet to its size once."""

    every_s = 60.0

    def __init__(self, settings: Fixed) -> None:
        self._settings = settings

    def decide(self, seen: Seen) -> Decision:
        return Decision(seen.at_s, self._settings.instances, ())


WAY = Way("fixed", Fixed(), (Knob("instances", "whole", least=1, most=200),), lambda settings, _: FixedScaler(settings))
