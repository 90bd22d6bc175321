"""Everybody gets the new version at once, and nobody looks."""

from dataclasses import dataclass

from slipway.delivery.controller import BESIDE, Happening, Measure, Phase

_WHOLE_PCT = 100.0


@dataclass(frozen=True, slots=True)
class AllAtOnceSettings:
    """There is nothing to set."""


class AllAtOnce:
    """One release to everybody; begins at second 0."""

    def __init__(self) -> None:
        self.phase: Phase = "waiting"
        self.weight_pct = 0.0
        self.layout = BESIDE
        self.next_at_s: float | None = 0.0

    def step(self, at_s: float, measure: Measure) -> tuple[Happening, ...]:
        """Promote."""
        self.phase, self.weight_pct, self.next_at_s = "promoted", _WHOLE_PCT, None
        return (Happening(at_s, "promote", _WHOLE_PCT),)
