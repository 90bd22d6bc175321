"""A canary as it is planned, and the traffic and the fault it will meet."""

from dataclasses import dataclass

from slipway.delivery.canary_runs import Setup

_WHOLE_PCT = 100.0


@dataclass(frozen=True, slots=True)
class Canary:
    """`per_minute` counts the requests of the whole service; rates are percentages of requests.

    The bad release fails `fault_pct` points more of its requests than the good one, which fails `base_pct`.
    """

    share_pct: int
    per_minute: int
    minutes: int
    base_pct: float
    fault_pct: float

    @property
    def canary_per_minute(self) -> int:
        """Requests a minute that the canary serves."""
        return round(self.per_minute * self.share_pct / _WHOLE_PCT)

    @property
    def requests(self) -> int:
        """All requests that the canary serves when it is left to the end."""
        return self.canary_per_minute * self.minutes

    @property
    def good_rate(self) -> float:
        """The share of requests that fail without the fault."""
        return self.base_pct / _WHOLE_PCT

    @property
    def bad_rate(self) -> float:
        """The share of requests that fail with it."""
        return (self.base_pct + self.fault_pct) / _WHOLE_PCT

    def setup(self, *, bad: bool, equal_sides: bool, runs: int) -> Setup:
        """Runs with a step a minute, against all other requests or against a baseline as large as the canary."""
        rest = self.per_minute - self.canary_per_minute
        return Setup(
            canary_rate=self.bad_rate if bad else self.good_rate,
            baseline_rate=self.good_rate,
            canary_requests=self.canary_per_minute,
            baseline_requests=self.canary_per_minute if equal_sides else rest,
            steps=self.minutes,
            runs=runs,
        )
