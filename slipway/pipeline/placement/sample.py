"""Sample runs: one change after another through a placement, with seeded luck.

Every draw of the issue is made up front, whatever it is needed for, so that two placements, and
two strengths of the same test, share their luck: a better test never finds less.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slipway.luck import uniforms
from slipway.pipeline.placement.expect import Estimate
from slipway.pipeline.placement.model import Bools, Floats, Line, Model, Placement, line_of
from slipway.pipeline.placement.prices import COST_PARTS, Prices, prices_of

CHUNK = 500
ABSENT = -1


@dataclass(frozen=True, slots=True)
class Luck:
    """The draws of n runs, by check and hazard and not by where a check stands."""

    present: Floats
    blind: Floats
    common: Floats
    own: Floats
    flakes: Floats


@dataclass(frozen=True, slots=True)
class Samples:
    """What happened in n runs: who caught what (K for nobody, ABSENT for not there), and the figures."""

    line: Line
    fates: NDArray[np.intp]
    figures: Floats

    @property
    def cost(self) -> Floats:
        """Developer minutes of each run."""
        total: Floats = self.figures[:, : len(COST_PARTS)].sum(axis=1)
        return total

    def mean(self) -> Estimate:
        """The means over all runs."""
        checks = len(self.line.checks)
        caught = np.stack([(self.fates == k).mean(axis=0) for k in range(checks + 1)], axis=1)
        return Estimate(self.line, caught[:, :-1], caught[:, -1], self.figures.mean(axis=0))


def draw(model: Model, runs: int, seed: int, chunk: int = 0) -> Luck:
    """The luck of a number of runs."""
    checks, _, hazards = model.shape

    def stream(name: str, *shape: int) -> Floats:
        return uniforms(seed, f"placement/{name}/{chunk}", (runs, *shape))

    return Luck(
        present=stream("present", hazards),
        blind=stream("blind", hazards),
        common=stream("common", hazards),
        own=stream("own", hazards, checks),
        flakes=stream("flakes", hazards + 1, checks),
    )


def sample(model: Model, placement: Placement, runs: int, seed: int) -> Samples:
    """Send changes through the placement; raises ValueError for names that do not exist."""
    line = line_of(model, placement)
    prices = prices_of(model, line)
    parts = []
    for chunk, start in enumerate(range(0, runs, CHUNK)):
        luck = draw(model, min(CHUNK, runs - start), seed, chunk)
        parts.append(_travel(model, line, prices, luck))
    fates, figures = zip(*parts, strict=True)
    return Samples(line, np.concatenate(fates), np.concatenate(figures))


def _travel(model: Model, line: Line, prices: Prices, luck: Luck) -> tuple[NDArray[np.intp], Floats]:
    fates = _fates(model, line, prices, luck)
    stops = _false_stops(line, prices, luck, fates)
    hazards = np.arange(fates.shape[1])
    there = fates != ABSENT
    paid = prices.catch[:, hazards, np.where(there, fates, 0)] * there
    return fates, prices.base + paid.sum(axis=2).T + stops @ prices.stop.T


def _fates(model: Model, line: Line, prices: Prices, luck: Luck) -> NDArray[np.intp]:
    """Who catches each hazard of each run; in a blind run all tests look through the same eyes."""
    blind = luck.blind < model.grounds.assumptions.blind_spot
    eyes = np.where(blind[:, :, None], luck.common[:, :, None], luck.own[:, :, line.checks])
    found = _with_nobody(eyes < prices.finds)
    present = luck.present < model.vector("hazards", "chance")
    return np.where(present, found.argmax(axis=2), ABSENT)


def _with_nobody(found: Bools) -> Bools:
    return np.concatenate([found, np.ones((*found.shape[:2], 1), dtype=bool)], axis=2)


def _false_stops(line: Line, prices: Prices, luck: Luck, fates: NDArray[np.intp]) -> Floats:
    """False stops per test: in the first pass, and in each pass that a catch makes necessary."""
    red = luck.flakes[:, :, line.checks] < prices.red
    there = fates != ABSENT
    again = prices.passes.T.astype(bool)[np.where(there, fates, 0)] & there[:, :, None]
    stops: Floats = red[:, 0].astype(float) + (red[:, 1:] & again).sum(axis=1)
    return stops
