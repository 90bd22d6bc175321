"""One answer to one question, with everything needed to grade it again some day."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

RULE_VERSION = 1
"""Raised when grading changes, so that old scores can be told from new ones."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """`answer` holds option numbers as in the author's file; `at` is UTC; `token` names the submission."""

    learner: str
    item: str
    kind: str
    content_hash: str
    try_no: int
    seed: int
    order: tuple[int, ...]
    answer: tuple[int, ...]
    score: float
    correct: bool
    hints_used: int
    at: datetime
    token: str
    rule_version: int = RULE_VERSION

    def as_dict(self) -> dict[str, Any]:
        """Plain values for an export, without whose it is."""
        return {
            "item": self.item,
            "kind": self.kind,
            "content_hash": self.content_hash,
            "try_no": self.try_no,
            "seed": self.seed,
            "order": list(self.order),
            "answer": list(self.answer),
            "score": self.score,
            "correct": self.correct,
            "hints_used": self.hints_used,
            "at": self.at.isoformat(),
            "token": self.token,
            "rule_version": self.rule_version,
        }
