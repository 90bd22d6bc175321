"""Bad and good releases by the thousand, all rules on the same ones."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from slipway.delivery.canary_rules import Ends
from slipway.delivery.canary_runs import Errors, Setup, draw_errors
from slipway.labs.sight.canary import Canary
from slipway.labs.sight.rules import RULES

RUNS = 3_000
MAP_RUNS = 1_000


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """How the runs of a bad and of a good release ended by one rule."""

    bad: Ends
    good: Ends
    per_minute: int
    minutes: int

    @property
    def caught(self) -> float:
        """The share of bad releases that go back."""
        return self.bad.share

    @property
    def thrown_away(self) -> float:
        """The share of good releases that go back."""
        return self.good.share

    @property
    def exposed(self) -> int:
        """Requests that meet the bad version until the rule has decided, on average."""
        return round(self.per_minute * self.bad.mean_step)

    def by_minute(self) -> tuple[list[float], list[float]]:
        """Minute by minute, the shares of bad and of good releases gone back so far."""
        return _so_far(self.bad, self.minutes), _so_far(self.good, self.minutes)


def _so_far(ends: Ends, steps: int) -> list[float]:
    gone = np.bincount(ends.at_step[ends.rolled_back], minlength=steps + 1)[1:]
    shares: list[float] = (np.cumsum(gone) / len(ends.at_step)).tolist()
    return shares


@dataclass(frozen=True, slots=True, eq=False)
class _Side:
    """The runs of one build."""

    setup: Setup
    errors: Errors

    def until(self, minutes: int) -> "_Side":
        """The same runs, cut off."""
        cut = Errors(self.errors.canary_errors[:minutes], self.errors.baseline_errors[:minutes])
        return _Side(replace(self.setup, steps=minutes), cut)


def _side(canary: Canary, seed: int, runs: int, *, bad: bool, equal_sides: bool) -> _Side:
    setup = canary.setup(bad=bad, equal_sides=equal_sides, runs=runs)
    return _Side(setup, draw_errors(setup, seed))


def try_out(canary: Canary, rules: Iterable[str], seed: int, runs: int = RUNS) -> dict[str, Trial]:
    """The chances of this canary by each rule."""
    sides = {
        (bad, equal): _side(canary, seed, runs, bad=bad, equal_sides=equal)
        for equal in {RULES[rule].equal_sides for rule in rules}
        for bad in (True, False)
    }
    return {rule: _judged(rule, canary, sides) for rule in rules}


def _judged(rule: str, canary: Canary, sides: Mapping[tuple[bool, bool], _Side]) -> Trial:
    equal, judge = RULES[rule].equal_sides, RULES[rule].judge
    bad, good = (judge(side.errors, side.setup, canary) for side in (sides[True, equal], sides[False, equal]))
    return Trial(bad, good, canary.canary_per_minute, canary.minutes)


@dataclass(frozen=True, slots=True)
class Chance:
    """Shares of bad and of good releases that go back."""

    caught: float
    thrown_away: float


def chance_map(
    canary: Canary, rule: str, shares_pct: Sequence[int], minutes: Sequence[int], seed: int
) -> dict[tuple[int, int], Chance]:
    """The chances of the same rule for other shares and bake times."""
    found: dict[tuple[int, int], Chance] = {}
    for share in shares_pct:
        longest = replace(canary, share_pct=share, minutes=max(minutes))
        bad, good = (_gone(longest, rule, minutes, seed, bad=bad) for bad in (True, False))
        found |= {(share, bake): Chance(bad[bake], good[bake]) for bake in minutes}
    return found


def _gone(canary: Canary, rule: str, minutes: Sequence[int], seed: int, *, bad: bool) -> dict[int, float]:
    """The share that goes back for each bake time: one look at the whole where that tells all."""
    kind = RULES[rule]
    side = _side(canary, seed, MAP_RUNS, bad=bad, equal_sides=kind.equal_sides)
    if kind.stepwise:
        shares = _so_far(kind.judge(side.errors, side.setup, canary), canary.minutes)
        return {bake: shares[bake - 1] for bake in minutes}
    cuts = {bake: side.until(bake) for bake in minutes}
    return {bake: kind.judge(cut.errors, cut.setup, canary).share for bake, cut in cuts.items()}
