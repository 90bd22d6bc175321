"""A new version as it really is: how it differs from the one before, which nobody knows yet."""

from dataclasses import dataclass, replace
from typing import Literal

from slipway.delivery.service import Service

FaultKind = Literal[
    "none", "crash", "errors", "leak", "region", "under_load", "migration", "behind_flag", "never_ready"
]


@dataclass(frozen=True, slots=True)
class Release:
    """A version and its fault; without one it behaves as the stable version does.

    `crash` fails every request, `errors` fails the share `error_rate` of them, `region` the same
    share but only for the share `region` of users. `leak` slows the version by `slowdown` per hour
    since it started, `under_load` by `slowdown` at full load and not at all below half. `migration`
    changes the shared database when the version first starts: from then on both versions fail the
    share `error_rate`, and going back does not mend it. `behind_flag` fails only users whose flag is on.
    Instances of one that is `never_ready` start and never pass their readiness check.
    """

    name: str
    fault: FaultKind = "none"
    error_rate: float = 0.0
    slowdown: float = 0.0
    region: float = 1.0
    flag_pct: float = 0.0

    def __post_init__(self) -> None:
        for field in ("error_rate", "region"):
            if not 0 <= getattr(self, field) <= 1:
                raise ValueError(f"{field} must be a share from 0 to 1, got {getattr(self, field)}")
        if self.slowdown < 0:
            raise ValueError(f"slowdown must be 0 or more, got {self.slowdown}")
        if not 0 <= self.flag_pct <= 100:
            raise ValueError(f"flag_pct must be from 0 to 100, got {self.flag_pct}")

    @property
    def is_bad(self) -> bool:
        """Whether there is a fault at all."""
        return self.fault != "none"

    def meets(self, service: Service) -> Service:
        """The service that this release finds: one in which the new instances become ready, or do not."""
        return replace(service, new_starts=self.fault != "never_ready")
