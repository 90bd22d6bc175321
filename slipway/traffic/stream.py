"""Requests of a long run period by period, so that a day of them never lies in memory at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, count

import numpy as np

from slipway.luck import generator
from slipway.traffic.arrivals import Profile, blocks
from slipway.traffic.balancer import Floats
from slipway.traffic.distribution import Distribution, Exponential


@dataclass(frozen=True, slots=True)
class Period:
    """The requests of a control period: when each comes and how long it takes an instance."""

    begins_s: float
    ends_s: float
    at_s: Floats
    sizes_s: Floats


def stream(
    profile: Profile, seed: int, period_s: float, sizes: Distribution | None = None, mean_size_s: float = 1.0
) -> Iterator[Period]:
    """Every period of the profile, empty ones too; the last may be shorter.

    However long the periods are, together they hold the times that `arrivals` draws, to the bit, and the
    same sizes. Whatever else a request needs of luck can be drawn alike: by one generator, so many per period.
    """
    if not period_s > 0:
        raise ValueError(f"period_s must be more than 0, got {period_s}")
    sizes = sizes or Exponential()
    luck = generator(seed, "sizes")
    never = np.array([np.inf])
    following = chain(blocks(profile, seed), [never])
    coming = np.empty(0)
    for number in count():
        begins_s, ends_s = number * period_s, min((number + 1) * period_s, profile.lasts_s)
        if begins_s >= profile.lasts_s:
            return
        while not len(coming) or coming[-1] <= ends_s:
            coming = np.concatenate([coming, next(following)])
        # Who comes at the very end still belongs to the last period.
        here = int(np.searchsorted(coming, ends_s, side="right" if ends_s == profile.lasts_s else "left"))
        at_s, coming = coming[:here], coming[here:]
        yield Period(begins_s, ends_s, at_s, sizes.draw(luck, here) * mean_size_s)
