"""What the course claims, played a little at a time, so that an author sees how far it is and nobody waits long."""

import pickle
from hashlib import blake2b
from threading import Lock
from time import monotonic

from slipway.content.library import Library
from slipway.content.problem import Problem, in_order
from slipway.content.prove import Proof
from slipway.proofs import outcome, proofs

Outcomes = dict[bytes, list[Problem]]


class Proving:
    """One for everybody. After an edit only those claims are played again that are not, to the byte, what they were."""

    def __init__(self) -> None:
        self.total = 0
        self._library: Library | None = None
        self._left: list[Proof] = []
        self._outcomes: Outcomes = {}
        self._before: Outcomes = {}
        self._lock = Lock()

    @property
    def done(self) -> int:
        """How many claims have been played."""
        return self.total - len(self._left)

    @property
    def problems(self) -> list[Problem]:
        """What has been found so far, with what could not even be read."""
        read = self._library.problems if self._library else ()
        return in_order([*read, *(problem for found in list(self._outcomes.values()) for problem in found)])

    def go_on(self, library: Library, budget_s: float) -> None:
        """Play until the time is over, one claim at the least; where somebody else is at it, nothing."""
        if not self._lock.acquire(blocking=False):
            return
        try:
            self._look_at(library)
            ends_s = monotonic() + budget_s
            while self._left:
                self._play(self._left[-1])
                self._left.pop()
                if monotonic() >= ends_s:
                    return
        finally:
            self._lock.release()

    def _look_at(self, library: Library) -> None:
        """Begin anew where a file has changed."""
        if library is self._library:
            return
        self._left = [*proofs(library)][::-1]
        self.total = len(self._left)
        self._before |= self._outcomes
        self._outcomes, self._library = {}, library

    def _play(self, proof: Proof) -> None:
        mark = blake2b(pickle.dumps(proof), digest_size=16).digest()
        self._outcomes[mark] = self._before[mark] if mark in self._before else outcome(proof)
