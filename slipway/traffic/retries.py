"""Requesters who try again: what failed comes back later, as a request like any other."""

from dataclasses import dataclass

import numpy as np

from slipway.luck import generator
from slipway.traffic.balancer import Floats, Indices
from slipway.traffic.stream import Period


@dataclass(frozen=True, slots=True)
class BackOff:
    """How long somebody waits before trying again, and how often.

    After the k-th attempt failed: `first_s · factor^(k - 1)`, at most `most_s`; with `jitter` any share of that,
    each as likely (“full jitter”).
    """

    attempts: int = 3
    first_s: float = 0.1
    factor: float = 2.0
    most_s: float = 20.0
    jitter: bool = True

    def __post_init__(self) -> None:
        if self.attempts < 1:
            raise ValueError(f"attempts must be 1 or more, got {self.attempts}")
        if not self.first_s >= 0 or not self.most_s >= 0 or not self.factor >= 1:
            raise ValueError(
                f"back-off must not shrink, got {self.first_s} s times {self.factor}, at most {self.most_s} s"
            )

    def delay_s(self, attempt: Indices, luck: Floats) -> Floats:
        """The pause after each failed attempt, counted from 1; `luck` are uniforms."""
        # An exponent without an end would overflow long after the cap has been reached.
        pause_s = np.minimum(self.first_s * self.factor ** np.minimum(attempt - 1, 60), self.most_s)
        delay: Floats = pause_s * luck if self.jitter else pause_s
        return delay


@dataclass(frozen=True, slots=True)
class Attempts:
    """Requests and repeated ones: when each comes, its size, which request it is, and for the how many-th time."""

    at_s: Floats
    sizes_s: Floats
    request: Indices
    attempt: Indices

    def only(self, which: Indices) -> "Attempts":
        """These of them."""
        return Attempts(self.at_s[which], self.sizes_s[which], self.request[which], self.attempt[which])

    def and_also(self, others: "Attempts") -> "Attempts":
        """Both, in order of time."""
        both = Attempts(
            np.concatenate([self.at_s, others.at_s]),
            np.concatenate([self.sizes_s, others.sizes_s]),
            np.concatenate([self.request, others.request]),
            np.concatenate([self.attempt, others.attempt]),
        )
        return both.only(np.argsort(both.at_s, kind="stable"))


class Retries:
    """Keeps failed attempts until their time has come.

    A period's requests are served together, so that what fails in one comes back in the next at the earliest: at
    its beginning if the pause is over by then.
    """

    def __init__(self, back_off: BackOff, seed: int) -> None:
        self._back_off = back_off
        self._luck = generator(seed, "retries")
        nobody = np.empty(0, dtype=np.intp)
        self._later = Attempts(np.empty(0), np.empty(0), nobody, nobody)
        self._requests = 0

    def join(self, period: Period) -> Attempts:
        """The period's own requests, numbered on, and those that come again in it."""
        due = np.flatnonzero(self._later.at_s < period.ends_s)
        again, self._later = self._later.only(due), self._later.only(np.flatnonzero(self._later.at_s >= period.ends_s))
        count = len(period.at_s)
        number = self._requests + np.arange(count)
        self._requests += count
        fresh = Attempts(period.at_s, period.sizes_s, number, np.ones(count, dtype=np.intp))
        if not len(due):
            return fresh
        in_time = np.maximum(again.at_s, period.begins_s)
        return fresh.and_also(Attempts(in_time, again.sizes_s, again.request, again.attempt))

    def failed(self, attempts: Attempts, known_s: Floats) -> None:
        """These failed, and their requesters know since then; who has attempts left will try again."""
        luck = self._luck.random(len(attempts.at_s))
        again = np.flatnonzero(attempts.attempt < self._back_off.attempts)
        at_s = (known_s + self._back_off.delay_s(attempts.attempt, luck))[again]
        left = attempts.only(again)
        self._later = self._later.and_also(Attempts(at_s, left.sizes_s, left.request, left.attempt + 1))
