"""One answer to one question, with everything needed to grade it again some day."""

from dataclasses import dataclass
from datetime import datetime, timedelta

RULE_VERSION = 1
"""Raised when grading changes, so that old scores can be told from new ones."""

SITTING = timedelta(hours=12)
"""Tries of one question closer together than this are made with the feedback still in mind."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """`answer` holds numbers that the kind knows how to read; `at` is UTC; `token` names the submission."""

    learner: str
    item: str
    kind: str
    content_hash: str
    try_no: int
    seed: int
    order: tuple[int, ...]
    answer: tuple[float, ...]
    score: float
    correct: bool
    hints_used: int
    at: datetime
    token: str
    rule_version: int = RULE_VERSION

    def repeats(self, earlier: "Attempt") -> bool:
        """Whether this says again what was answered to the same question in the same sitting."""
        same = (self.item, self.content_hash, self.answer) == (earlier.item, earlier.content_hash, earlier.answer)
        return same and abs(self.at - earlier.at) < SITTING
