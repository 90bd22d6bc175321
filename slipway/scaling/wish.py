"""What one policy of a group asks for in a round, before the group hears all of them."""

from dataclasses import dataclass
from typing import Protocol

from slipway.scaling.scaler import Seen
from slipway.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Wish:
    """How many instances a policy wants, or None where it asks for nothing.

    A wish that `agrees` is of target tracking with scale-in on: the group shrinks for such policies only if all of them
    want it. One that is a `floor` never makes the group smaller. `ceiling` lets the group pass its maximum up to there.
    """

    desired: int | None
    verdicts: tuple[Verdict, ...] = ()
    agrees: bool = False
    floor: bool = False
    ceiling: int = 0


class PolicyRun(Protocol):
    """A policy under way."""

    def ask(self, seen: Seen) -> Wish:
        """One round; calls come in order of time."""

    def moved(self, at_s: float, before: int, after: int, own: bool) -> None:
        """The group has changed its size, by this policy's wish or another's."""
