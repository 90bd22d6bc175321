"""One box first, then regions in waves, each baked before the next: how Amazon's teams release."""

from dataclasses import dataclass
from typing import Literal

from slipway.delivery.controller import Layout
from slipway.delivery.staged import Stage, Staged
from slipway.delivery.watched import Watched

_WHOLE_PCT = 100.0
_MOST_ONE_BOX_PCT = 10.0
_REGIONS = Layout(split="regions")


@dataclass(frozen=True, slots=True, kw_only=True)
class WavesSettings(Watched):
    """One box of at most 10 %, then waves up to shares of all regions; bake times in hours as real ones are.

    Amazon's builders bake at least 1 hour after each one-box, 12 after the first wave and 2 to 4 after later ones, and
    wait for some number of requests (Amazon Builders' Library, Automating safe, hands-off deployments). `shortened` is
    how many times shorter the simulated ones are. Alarms look at the new version's own metrics and at the service's.
    """

    one_box_pct: float = 5.0
    waves_pct: tuple[float, ...] = (20.0, 50.0, 100.0)
    one_box_bake_h: float = 1.0
    first_bake_h: float = 12.0
    later_bake_h: float = 2.0
    shortened: float = 60.0

    def __post_init__(self) -> None:
        Watched.__post_init__(self)
        if not 0 < self.one_box_pct <= _MOST_ONE_BOX_PCT:
            raise ValueError(f"one_box_pct must be above 0 and at most 10, got {self.one_box_pct:g}")
        shares = (self.one_box_pct, *self.waves_pct)
        if shares[-1] != _WHOLE_PCT or any(b <= a for a, b in zip(shares, shares[1:], strict=False)):
            raise ValueError(f"waves_pct must grow from the one box to 100, got {self.waves_pct}")
        if min(self.one_box_bake_h, self.first_bake_h, self.later_bake_h) < 0 or self.shortened <= 0:
            raise ValueError("bake times must not be below 0, and shortened must be above 0")


def waves(settings: WavesSettings) -> Staged:
    """A controller for one release."""
    first, *later = settings.waves_pct
    stages = [
        _stage(settings, "one_box", settings.one_box_pct, settings.one_box_bake_h),
        _stage(settings, "wave", first, settings.first_bake_h),
        *(_stage(settings, "wave", share_pct, settings.later_bake_h) for share_pct in later),
    ]
    return Staged(stages, settings.watch("new", "service"))


def _stage(settings: WavesSettings, kind: Literal["one_box", "wave"], share_pct: float, bake_h: float) -> Stage:
    return Stage(kind, share_pct, 3600 * bake_h / settings.shortened, settings.min_requests, _REGIONS)
