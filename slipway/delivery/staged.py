"""A release in stages: a share each, a bake time with alarms, and back to nobody when one rings."""

from collections.abc import Sequence
from dataclasses import dataclass

from slipway.delivery.alarm import Watch
from slipway.delivery.controller import BESIDE, Happening, Layout, Measure, Phase, Query
from slipway.verdict import Verdict
from slipway.words import say

_WHOLE_PCT = 100.0


@dataclass(frozen=True, slots=True)
class Stage:
    """A share of traffic, baked for `bake_s` and until the new version has had `min_requests` in it.

    `kind` is the word for entering it.
    """

    kind: str
    weight_pct: float
    bake_s: float
    min_requests: int = 0
    layout: Layout = BESIDE


class Staged:
    """One release through these stages; begins at second 0.

    The layout of a stage stays when a release goes back, which is said as `back`.
    """

    def __init__(self, stages: Sequence[Stage], watch: Watch, back: str = "roll_back") -> None:
        self.phase: Phase = "waiting"
        self.weight_pct = 0.0
        self.layout = BESIDE
        self._stages = stages
        self._watch = watch
        self._back = back
        self._at = -1
        self._began_s = 0.0
        self._asks_s: float | None = 0.0

    @property
    def next_at_s(self) -> float | None:
        """The next look, or the end of the bake time."""
        times = (self._asks_s, self._watch.next_at_s)
        return min((time for time in times if time is not None), default=None)

    def step(self, at_s: float, measure: Measure) -> tuple[Happening, ...]:
        """Look at the alarms if it is time, then go on if the bake time is over."""
        verdicts = self._watch.look(at_s, measure)
        told = [Happening(at_s, "check", self.weight_pct, verdict) for verdict in verdicts]
        if not all(verdict.passed for verdict in verdicts):
            return (*told, self._end(at_s, "rolled_back"))
        while moved := self._move(at_s, measure):
            told += moved
        return tuple(told)

    def _move(self, at_s: float, measure: Measure) -> tuple[Happening, ...]:
        """Begin, bake on, or enter the next stage; nothing where nothing is due."""
        if self._asks_s is None or at_s < self._asks_s:
            return ()
        if self._at < 0:
            self._watch.begin(at_s)
            return (self._enter(at_s),)
        stage = self._stages[self._at]
        count = measure(Query("requests", "canary", self._began_s, at_s)).count if stage.min_requests else 0
        baked = Happening(at_s, "bake", self.weight_pct, _baked(stage, at_s - self._began_s, count))
        if count < stage.min_requests:
            self._asks_s = at_s + self._watch.every_s
            return (baked,)
        return (baked, self._enter(at_s))

    def _enter(self, at_s: float) -> Happening:
        """The next stage, or the end after the last."""
        self._at += 1
        if self._at == len(self._stages):
            return self._end(at_s, "promoted")
        stage = self._stages[self._at]
        self.phase, self.weight_pct, self.layout = "progressing", stage.weight_pct, stage.layout
        self._began_s, self._asks_s = at_s, at_s + stage.bake_s
        return Happening(at_s, stage.kind, self.weight_pct)

    def _end(self, at_s: float, phase: Phase) -> Happening:
        self._watch.end()
        self.phase, self._asks_s = phase, None
        self.weight_pct = _WHOLE_PCT if phase == "promoted" else 0.0
        return Happening(at_s, "promote" if phase == "promoted" else self._back, self.weight_pct)


def _baked(stage: Stage, lasted_s: float, count: int) -> Verdict:
    """Whether a stage has baked for long enough and on enough requests; one that has not has not failed."""
    times = {"lasted": f"{lasted_s:g}", "time": f"{stage.bake_s:g}"}
    counts = {"count": count, "least": stage.min_requests}
    if not stage.min_requests:
        told = say("delivery.bake_timed", **times)
    elif count >= stage.min_requests:
        told = say("delivery.bake_over", **times, **counts)
    else:
        told = say("delivery.bake_goes_on", **times, **counts)
    return Verdict("bake", True, (("lasted_s", lasted_s), ("requests", count)), stage.bake_s, told)
