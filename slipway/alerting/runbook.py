"""What to do about an alert: steps for a person, and what a machine may do by itself."""

from dataclasses import dataclass, replace
from typing import Literal

from slipway.alerting.incidents import Harm, Incident

Deed = Literal["restart", "scale_out", "roll_back", "fail_over"]
CURES: dict[Deed, tuple[Harm, ...]] = {
    "restart": ("leak",),
    "scale_out": ("saturation",),
    "roll_back": ("error_burst",),
    "fail_over": ("region",),
}
"""What each deed mends; an assumption of ours. A slow dependency and traffic that stays away nobody mends here."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """A deed that is done when the alert begins to fire and takes `takes_s`; again no sooner than `pause_s` later."""

    deed: Deed
    takes_s: float = 120.0
    pause_s: float = 1800.0


@dataclass(frozen=True, slots=True)
class Runbook:
    """What belongs to an alert, by its name."""

    alert: str
    steps: tuple[str, ...] = ()
    remedy: Remedy | None = None


def mended(incidents: tuple[Incident, ...], remedy: Remedy, at_s: float) -> tuple[Incident, ...]:
    """The incidents, those shortened that the deed mends; what comes later comes all the same."""
    done_s = at_s + remedy.takes_s
    return tuple(
        replace(each, until_s=done_s)
        if each.kind in CURES[remedy.deed] and each.since_s <= at_s and done_s < each.until_s
        else each
        for each in incidents
    )
