"""How long requests take: draws with a mean of 1, to be multiplied by the mean that a service has.

Each draw uses its stream from left to right, so that two short draws are the same as one long one.
"""

from dataclasses import dataclass
from math import exp, log, log1p, sqrt
from typing import Protocol

import numpy as np

from slipway.traffic.balancer import Floats


class Distribution(Protocol):
    """A distribution of mean 1; `cv` is its standard deviation, which for mean 1 is its coefficient of variation."""

    @property
    def cv(self) -> float:
        """0 for requests that all take the same time, 1 for exponential ones."""

    def draw(self, luck: np.random.Generator, count: int) -> Floats:
        """So many of them."""


@dataclass(frozen=True, slots=True)
class Exponential:
    """Many short ones, few long ones: the textbook’s request."""

    @property
    def cv(self) -> float:
        return 1.0

    def draw(self, luck: np.random.Generator, count: int) -> Floats:
        return luck.standard_exponential(count)


@dataclass(frozen=True, slots=True)
class Constant:
    """All take the same time."""

    @property
    def cv(self) -> float:
        return 0.0

    def draw(self, luck: np.random.Generator, count: int) -> Floats:
        return np.ones(count)


@dataclass(frozen=True, slots=True)
class Erlang:
    """So many exponential phases one after the other: more even than one phase."""

    phases: int

    def __post_init__(self) -> None:
        if self.phases < 1:
            raise ValueError(f"phases must be 1 or more, got {self.phases}")

    @property
    def cv(self) -> float:
        return 1 / sqrt(self.phases)

    def draw(self, luck: np.random.Generator, count: int) -> Floats:
        drawn: Floats = luck.standard_gamma(self.phases, count) / self.phases
        return drawn


@dataclass(frozen=True, slots=True)
class Lognormal:
    """What response times measured in the field often look like."""

    cv: float

    def __post_init__(self) -> None:
        if not self.cv > 0:
            raise ValueError(f"the cv of a lognormal must be more than 0, got {self.cv}")

    def draw(self, luck: np.random.Generator, count: int) -> Floats:
        variance = log1p(self.cv**2)
        return luck.lognormal(-variance / 2, sqrt(variance), count)


@dataclass(frozen=True, slots=True)
class Hyperexponential:
    """Two kinds of exponential requests, quick and slow, each kind half of the work (“balanced means”)."""

    cv: float

    def __post_init__(self) -> None:
        if not self.cv > 1:
            raise ValueError(f"the cv of a hyperexponential must be more than 1, got {self.cv}")

    def draw(self, luck: np.random.Generator, count: int) -> Floats:
        quick = (1 + sqrt((self.cv**2 - 1) / (self.cv**2 + 1))) / 2
        kind = luck.random(count)
        is_quick = kind < quick
        share = np.where(is_quick, quick, 1 - quick)
        # Which kind it is leaves the uniform uniform within that kind.
        within = np.where(is_quick, kind, kind - quick) / share
        drawn: Floats = -np.log1p(-within) / (2 * share)
        return drawn


@dataclass(frozen=True, slots=True)
class BoundedPareto:
    """A heavy tail with an end: the longest takes `ratio` times as long as the shortest."""

    alpha: float
    ratio: float

    def __post_init__(self) -> None:
        if not self.alpha > 0:
            raise ValueError(f"alpha must be more than 0, got {self.alpha}")
        if not self.ratio > 1:
            raise ValueError(f"ratio must be more than 1, got {self.ratio}")

    @property
    def cv(self) -> float:
        return sqrt(self._moment(2) / self._moment(1) ** 2 - 1)

    def draw(self, luck: np.random.Generator, count: int) -> Floats:
        within = luck.random(count) * (1 - self.ratio**-self.alpha)
        drawn: Floats = (1 - within) ** (-1 / self.alpha) / self._moment(1)
        return drawn

    def _moment(self, power: int) -> float:
        """The mean of X^power where the shortest is 1; the integral of power·x^(power - 1 - alpha) up to the ratio."""
        short = power - self.alpha
        grown = log(self.ratio) if short == 0 else (exp(short * log(self.ratio)) - 1) / short
        return float(self.alpha * grown / (1 - self.ratio**-self.alpha))
