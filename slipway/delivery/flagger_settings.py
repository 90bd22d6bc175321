"""What a Flagger `Canary` says: how traffic goes over, and what is checked on the way."""

from dataclasses import dataclass

from slipway.delivery.flagger_hook import Hook

LEAST_INTERVAL_S = 10.0
PROGRESS_DEADLINE_S = 600
SUCCESS_RATE, DURATION = "request-success-rate", "request-duration"
BUILT_IN = (SUCCESS_RATE, DURATION)
WHOLE = 100.0


@dataclass(frozen=True, slots=True)
class Check:
    """A metric over the last `interval_s` against a range; Flagger's own, one of a template, or by its own `query`.

    The success rate is in per cent, the duration the 99th percentile in milliseconds.
    """

    name: str
    least: float | None = None
    most: float | None = None
    interval_s: float = 60.0
    template: str = ""
    query: str = ""

    def __post_init__(self) -> None:
        if self.interval_s <= 0:
            raise ValueError(f"interval_s must be above 0, got {self.interval_s:g}")
        if self.name not in BUILT_IN and not (self.template or self.query):
            raise ValueError(f"{self.name!r} is none of Flagger's own metrics and has no template and no query")


@dataclass(frozen=True, slots=True)
class Gates:
    """Where a person is asked before it goes on."""

    before_rollout: bool = False
    before_more_traffic: bool = False
    before_promotion: bool = False


@dataclass(frozen=True, slots=True)
class Flagger:
    """One `Canary` resource; weights in per cent.

    With `iterations` there are no steps of weight: so many checks at no traffic, or where `matched` at that of users
    who match (`MATCHED_PCT`, an assumption). `threshold` failed checks end it, whenever they were. A canary that is not
    ready for longer than `progress_deadline_s` ends it too. Where `splits` is false no traffic can be split, and the
    canary is checked without any. A `suspended` one does nothing. Defaults are Flagger's.
    """

    name: str
    checks: tuple[Check, ...] = ()
    interval_s: float = 60.0
    threshold: int = 1
    max_weight: float = WHOLE
    step_weight: float = 0.0
    step_weights: tuple[float, ...] = ()
    step_weight_promotion: float = 0.0
    iterations: int = 0
    matched: bool = False
    gates: Gates = Gates()
    skip_analysis: bool = False
    hooks: tuple[Hook, ...] = ()
    progress_deadline_s: int = PROGRESS_DEADLINE_S
    splits: bool = True
    suspended: bool = False

    def __post_init__(self) -> None:
        if not self.skip_analysis and not (self.step_weight or self.step_weights or self.iterations):
            raise ValueError("an analysis needs stepWeight, stepWeights or iterations")

    @property
    def every_s(self) -> float:
        """Between two ticks."""
        return max(self.interval_s, LEAST_INTERVAL_S)

    @property
    def last_weight(self) -> float:
        """The weight from which it promotes."""
        return min(WHOLE, self.step_weights[-1]) if self.step_weights else self.max_weight

    def next_weight(self, weight_pct: float) -> float:
        """The step after this weight; the last one may overshoot. Equal steps go before given ones."""
        if self.step_weight:
            return min(WHOLE, weight_pct + self.step_weight)
        return min(WHOLE, next((each for each in self.step_weights if each > weight_pct), WHOLE))


MATCHED_PCT = 10.0
