"""What a group will have to do, hour by hour, told from what it had to do: a plain seasonal model, and how good it is.

Two guesses are mixed. The one by the hour of the day is a mean of the days before, in which a day counts half as much
as one `HALF_LIFE_DAYS` later; the one by the hour of the week is the week before, once there is one. Whichever was
closer over the last week weighs more, by the inverse of its squared error. Growth from the week before last to the last
carries on, at most doubled or halved per week. AWS does not publish its model; how much history it takes and how far
ahead it looks are AWS' figures.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

HOUR_S = 3600.0
DAY_H, WEEK_H = 24, 168
LEAST_H, MOST_H, AHEAD_H = 24, 336, 48
HALF_LIFE_DAYS = 3.0
_GROWTH = (0.5, 2.0)
_TINY = 1e-12

Hours: TypeAlias = NDArray[np.float64]
Places: TypeAlias = NDArray[np.int64]


def forecast(history: Sequence[float]) -> tuple[float, ...]:
    """The 48 hours after the last of the history, or nothing where that is shorter than a day."""
    past: Hours = np.asarray(history[-MOST_H:], dtype=np.float64)
    if len(past) < LEAST_H:
        return ()
    weekly_growth = _growth(past)
    hours = np.arange(len(past), len(past) + AHEAD_H, dtype=np.int64)
    daily = _daily(past, hours, weekly_growth)
    if len(past) < WEEK_H + DAY_H:
        return tuple(daily.tolist())
    share = _share_of_weekly(past, weekly_growth)
    mixed = share * _weekly(past, hours, weekly_growth) + (1 - share) * daily
    return tuple(mixed.tolist())


def _growth(past: Hours) -> float:
    """The last week over the one before it, where both are known."""
    if len(past) < 2 * WEEK_H:
        return 1.0
    before, last = past[-2 * WEEK_H : -WEEK_H].sum(), past[-WEEK_H:].sum()
    return float(np.clip(last / before, *_GROWTH)) if before > 0 else 1.0


def _daily(past: Hours, hours: Places, weekly_growth: float) -> Hours:
    """For each hour the mean of the same hour of the days before it that are known."""
    total, weight = np.zeros(len(hours)), np.zeros(len(hours))
    for days in range(1, MOST_H // DAY_H + AHEAD_H // DAY_H):
        at = hours - DAY_H * days
        known = (at >= 0) & (at < len(past))
        share = 0.5 ** (days / HALF_LIFE_DAYS)
        value = past[np.where(known, at, 0)] * weekly_growth ** (days / 7)
        total += np.where(known, share * value, 0.0)
        weight += np.where(known, share, 0.0)
    return total / weight


def _weekly(past: Hours, hours: Places, weekly_growth: float) -> Hours:
    """The same hour one week before."""
    mean: Hours = past[hours - WEEK_H] * weekly_growth
    return mean


def _share_of_weekly(past: Hours, weekly_growth: float) -> float:
    """How much the hour of the week counts, from how well either would have told what is known."""
    hours = np.arange(WEEK_H, len(past), dtype=np.int64)
    truth = past[WEEK_H:]
    daily = np.array([_daily(past[:hour], np.array([hour]), weekly_growth)[0] for hour in hours])
    off_daily = float(np.mean((daily - truth) ** 2)) + _TINY
    off_weekly = float(np.mean((_weekly(past, hours, weekly_growth) - truth) ** 2)) + _TINY
    return off_daily / (off_daily + off_weekly)


@dataclass(frozen=True, slots=True)
class Backtest:
    """What would have been told each day for the next, beside what came; hours count from the history's first.

    `mape_pct` is the mean of how far off it was, in per cent of the truth, over hours in which there was any load;
    `under_pct` says in how many of all hours the forecast was too low.
    """

    first_h: int
    told: tuple[float, ...]
    truth: tuple[float, ...]

    @property
    def mape_pct(self) -> float:
        """0 is perfect; 0 too where nothing can be said."""
        off = [abs(told - truth) / truth for told, truth in self._pairs if truth > 0]
        return 100 * sum(off) / len(off) if off else 0.0

    @property
    def under_pct(self) -> float:
        """0 to 100."""
        low = [told < truth for told, truth in self._pairs]
        return 100 * sum(low) / len(low) if low else 0.0

    @property
    def _pairs(self) -> list[tuple[float, float]]:
        return list(zip(self.told, self.truth, strict=True))


def backtest(history: Sequence[float], days: int = 7) -> Backtest:
    """Of the last whole days, each told from what came before it; days without enough history are left out."""
    whole = len(history) - DAY_H * days
    starts = [hour for hour in range(whole, len(history), DAY_H) if hour >= LEAST_H]
    told = [value for hour in starts for value in forecast(history[:hour])[:DAY_H]]
    first = starts[0] if starts else len(history)
    return Backtest(first, tuple(told), tuple(float(value) for value in history[first:]))
