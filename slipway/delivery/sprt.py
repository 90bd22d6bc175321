"""Wald's sequential probability ratio test: weigh every request, and stop as soon as it is clear."""

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from math import log
from typing import Literal

import numpy as np

from slipway.delivery.binomial import at_least

Decision = Literal["roll_back", "pass", "go_on"]
_REST = 1e-12
"""Chance of still going on that is small enough to be left out."""


@dataclass(frozen=True)
class Sprt:
    """Good is an error rate of p0, bad of p1; alpha of the good are rolled back at most, beta of the bad pass."""

    p0: float
    p1: float
    alpha: float = 0.05
    beta: float = 0.2

    def __post_init__(self) -> None:
        if not 0 < self.p0 < self.p1 < 1 or not 0 < self.alpha < 1 - self.beta < 1:
            raise ValueError("0 < p0 < p1 < 1, and alpha and beta are chances that leave room for each other")

    @cached_property
    def error_weight(self) -> float:
        """What an error adds: ln(p1/p0)."""
        return log(self.p1 / self.p0)

    @cached_property
    def success_weight(self) -> float:
        """What a success adds, less than 0: ln((1 − p1)/(1 − p0))."""
        return log((1 - self.p1) / (1 - self.p0))

    @cached_property
    def upper(self) -> float:
        """Roll back from here: ln((1 − β)/α)."""
        return log((1 - self.beta) / self.alpha)

    @cached_property
    def lower(self) -> float:
        """Pass from here down: ln(β/(1 − α))."""
        return log(self.beta / (1 - self.alpha))

    def evidence(self, errors: int, successes: int) -> float:
        """The log of how much likelier the data are from a bad build than from a good one."""
        return errors * self.error_weight + successes * self.success_weight

    def decide(self, errors: int, successes: int) -> Decision:
        """What to do on this evidence."""
        evidence = self.evidence(errors, successes)
        if evidence >= self.upper:
            return "roll_back"
        return "pass" if evidence <= self.lower else "go_on"


@dataclass(frozen=True, slots=True)
class Course:
    """What a test does to builds of one true error rate: the chance to roll back, and requests until it decides."""

    rolls_back: float
    mean_requests: float


def course(test: Sprt, true_rate: float) -> Course:
    """The test's course exactly, request by request: the chances of every number of errors not yet decided."""
    most = int((test.upper - test.lower) / test.error_weight) + 2
    undecided = np.zeros(most + 1)
    undecided[0] = 1.0
    errors = np.arange(most + 1)
    base, rolls_back, mean, n = 0, 0.0, 0.0, 0
    while (left := float(undecided.sum())) > _REST:
        n += 1
        mean += left
        undecided[1:] = undecided[1:] * (1 - true_rate) + undecided[:-1] * true_rate
        undecided[0] *= 1 - true_rate
        evidence = (base + errors) * test.error_weight + (n - base - errors) * test.success_weight
        up, down = evidence >= test.upper, evidence <= test.lower
        rolls_back += float(undecided[up].sum())
        undecided[up | down] = 0.0
        if down[0]:
            base, undecided = base + 1, np.append(undecided[1:], 0.0)
    return Course(rolls_back, mean)


def fixed_plan(test: Sprt) -> tuple[int, int]:
    """The smallest number of requests, and the errors from which to roll back, that keep the same alpha and beta."""
    errors = 1
    while at_least(n := _enough(test.p1, errors, 1 - test.beta), test.p0, errors) > test.alpha:
        errors += 1
    return n, errors


def _enough(rate: float, errors: int, chance: float) -> int:
    """The fewest requests that bring so many errors with this chance; more requests never make it smaller."""
    high = errors
    while at_least(high, rate, errors) < chance:
        high *= 2
    return bisect_left(range(high), chance, key=lambda n: at_least(n, rate, errors))
