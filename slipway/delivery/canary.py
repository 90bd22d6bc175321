"""A plain canary: steps of weight, a bake time at each, checks against fixed limits, back to 0 when one fails."""

from dataclasses import dataclass

from slipway.delivery.controller import BESIDE, Happening, Measure, Phase, Query, Reading
from slipway.verdict import Verdict
from slipway.words import say

_WHOLE_PCT = 100.0


@dataclass(frozen=True, slots=True)
class CanarySettings:
    """Weights in per cent of traffic, each baked for `bake_s` and at least `min_requests` canary requests.

    Every `check_every_s` the canary's error rate since the step began is held against
    `max_error_rate`, and its p95 against `max_p95_ms` if there is one; a check before
    `min_requests` says nothing. The release goes back at failed check number `failure_limit` + 1.
    """

    weights_pct: tuple[float, ...] = (5.0, 25.0, 50.0)
    bake_s: float = 300.0
    check_every_s: float = 60.0
    max_error_rate: float = 0.01
    max_p95_ms: float | None = None
    min_requests: int = 100
    failure_limit: int = 0

    def __post_init__(self) -> None:
        if not self.weights_pct or any(not 0 < weight <= _WHOLE_PCT for weight in self.weights_pct):
            raise ValueError(f"weights must be above 0 and at most 100 per cent, got {self.weights_pct}")
        if any(b <= a for a, b in zip(self.weights_pct, self.weights_pct[1:], strict=False)):
            raise ValueError(f"weights must grow from step to step, got {self.weights_pct}")
        if self.check_every_s <= 0 or self.bake_s < 0:
            raise ValueError("check_every_s must be above 0 and bake_s not below 0")
        if self.failure_limit < 0 or self.min_requests < 0:
            raise ValueError("failure_limit and min_requests must not be below 0")


class Canary:
    """One release under these settings; begins at second 0."""

    def __init__(self, settings: CanarySettings) -> None:
        self.settings = settings
        self.phase: Phase = "waiting"
        self.weight_pct = 0.0
        self.layout = BESIDE
        self.next_at_s: float | None = 0.0
        self._step = -1
        self._began_s = 0.0
        self._failures = 0

    def step(self, at_s: float, measure: Measure) -> tuple[Happening, ...]:
        """Begin, check, or go on to the next weight."""
        if self._step < 0:
            return (self._advance(at_s),)
        verdicts, enough = self._check(at_s, measure)
        happenings = [Happening(at_s, "check", self.weight_pct, verdict) for verdict in verdicts]
        self._failures += any(not verdict.passed for verdict in verdicts)
        if self._failures > self.settings.failure_limit:
            return (*happenings, self._end(at_s, "rolled_back"))
        self.next_at_s = at_s + self.settings.check_every_s
        if enough and at_s - self._began_s >= self.settings.bake_s:
            happenings.append(self._advance(at_s))
        return tuple(happenings)

    def _advance(self, at_s: float) -> Happening:
        self._step += 1
        self._began_s = at_s
        if self._step == len(self.settings.weights_pct):
            return self._end(at_s, "promoted")
        self.phase, self.weight_pct = "progressing", self.settings.weights_pct[self._step]
        self.next_at_s = at_s + self.settings.check_every_s
        return Happening(at_s, "set_weight", self.weight_pct)

    def _end(self, at_s: float, phase: Phase) -> Happening:
        self.phase, self.next_at_s = phase, None
        self.weight_pct = _WHOLE_PCT if phase == "promoted" else 0.0
        return Happening(at_s, "promote" if phase == "promoted" else "roll_back", self.weight_pct)

    def _check(self, at_s: float, measure: Measure) -> tuple[list[Verdict], bool]:
        """The verdicts that can be given now, and whether there were requests enough to give any."""

        def read(metric: str) -> Reading:
            return measure(Query(metric, "canary", self._began_s, at_s))

        errors = read("error_rate")
        if errors.value is None or errors.count < self.settings.min_requests:
            return [], False
        verdicts = [_held("error_rate", errors, 100 * errors.value, 100 * self.settings.max_error_rate)]
        if self.settings.max_p95_ms is not None:
            p95 = read("p95_ms")
            verdicts.append(_held("p95_ms", p95, p95.value or 0.0, self.settings.max_p95_ms))
        return verdicts, True


def _held(metric: str, reading: Reading, value: float, limit: float) -> Verdict:
    """A value against the most it may be, in per cent or milliseconds."""
    passed = value <= limit
    return Verdict(
        rule=f"max_{metric}",
        passed=passed,
        inputs=((metric, round(value, 4)), ("requests", reading.count)),
        threshold=limit,
        arithmetic=say(
            f"delivery.{metric}_{'within' if passed else 'beyond'}",
            value=f"{value:.2f}",
            limit=f"{limit:g}",
            count=reading.count,
        ),
    )
