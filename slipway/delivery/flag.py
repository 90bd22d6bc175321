"""A feature flag: the code goes to everybody dark, users get it in steps, and a switch takes it away at once."""

from dataclasses import dataclass

from slipway.delivery.controller import Layout
from slipway.delivery.service import Service
from slipway.delivery.staged import Stage, Staged
from slipway.delivery.watched import Watched

_WHOLE_PCT = 100.0
_FLAGGED = Layout(flagged=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagSettings(Watched):
    """The new code is on every instance and nobody has it on for `dark_s`; then shares of users, each baked.

    Alarms look at users with the flag on and at the whole service. The switch turns the flag off and leaves the code.
    """

    ramp_pct: tuple[float, ...] = (1.0, 10.0, 50.0, 100.0)
    dark_s: float = 120.0
    bake_s: float = 300.0

    def __post_init__(self) -> None:
        Watched.__post_init__(self)
        shares = (0.0, *self.ramp_pct)
        if len(shares) == 1 or shares[-1] > _WHOLE_PCT or any(b <= a for a, b in zip(shares, shares[1:], strict=False)):
            raise ValueError(f"ramp_pct must grow from above 0 to at most 100, got {self.ramp_pct}")
        if self.dark_s < 0 or self.bake_s < 0:
            raise ValueError("dark_s and bake_s must not be below 0")


def flag(settings: FlagSettings, service: Service) -> Staged:
    """A controller for one release; the deployment takes as long as an instance to boot."""
    ramp = (Stage("ramp", pct, settings.bake_s, settings.min_requests, _FLAGGED) for pct in settings.ramp_pct)
    stages = (
        Stage("deploy", 0.0, service.boot_s),
        Stage("dark", 0.0, settings.dark_s, layout=_FLAGGED),
        *ramp,
    )
    return Staged(stages, settings.watch("new", "service"), back="kill_switch")
