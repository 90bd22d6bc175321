"""What a placement leads to on average, in closed form."""

from dataclasses import dataclass

import numpy as np

from slipway.pipeline.placement.model import Floats, Line, Model, Placement, line_of
from slipway.pipeline.placement.prices import COST_PARTS, FIGURES, CostPart, Figure, prices_of


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a placement leads to, per change: a mean, exact or of sample runs.

    `caught[d, k]` is the chance that the change carries hazard d and the k-th test in line is the
    first to find it, `escaped[d]` that it carries it and none does; `figures` as in `prices`.
    """

    line: Line
    caught: Floats
    escaped: Floats
    figures: Floats

    def figure(self, name: Figure) -> float:
        """One figure: minutes of cost for a cost part, or what its name says."""
        return float(self.figures[FIGURES.index(name)])

    @property
    def cost(self) -> float:
        """Developer minutes per change, all parts."""
        return float(self.figures[: len(COST_PARTS)].sum())

    @property
    def costs(self) -> dict[CostPart, float]:
        """The cost by part."""
        return dict(zip(COST_PARTS, map(float, self.figures), strict=False))

    @property
    def feedback(self) -> float:
        """Mean minutes from the change being written until a test tells of a defect; 0 where none does."""
        caught = float(self.caught.sum())
        return self.figure("feedback_minutes") / caught if caught else 0.0

    @property
    def escapes(self) -> float:
        """Defects per change that no test catches."""
        return float(self.escaped.sum())


def escapes(finds: Floats, blind_spot: float) -> Floats:
    """The chance to get past the first 0, 1, … K tests, per hazard; D × K+1.

    (1 - ρ)·Π(1 - q) + ρ·(1 - max q): in the share ρ of cases all tests overlook the same thing,
    and only the strongest of them counts.
    """
    none = np.ones((len(finds), 1))
    alone = np.hstack([none, np.cumprod(1 - finds, axis=1)])
    together = np.hstack([none, 1 - np.maximum.accumulate(finds, axis=1)])
    return (1 - blind_spot) * alone + blind_spot * together


def expect(model: Model, placement: Placement) -> Estimate:
    """The exact means; raises ValueError for names that do not exist."""
    return expect_line(model, line_of(model, placement))


def expect_line(model: Model, line: Line) -> Estimate:
    """The exact means for checks in running order."""
    prices = prices_of(model, line)
    chance = model.vector("hazards", "chance")[:, None]
    past = chance * escapes(prices.finds, model.grounds.assumptions.blind_spot)
    caught, escaped = past[:, :-1] - past[:, 1:], past[:, -1]
    fates = np.hstack([caught, escaped[:, None]])
    passes = 1 + prices.passes @ fates.sum(axis=0)
    figures = prices.base + np.tensordot(prices.catch, fates, 2) + prices.stop @ (prices.red * passes)
    return Estimate(line, caught, escaped, figures)
