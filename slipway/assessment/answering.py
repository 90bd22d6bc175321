"""From what was submitted to an attempt worth keeping, or a gentle complaint that costs nothing."""

from datetime import datetime
from typing import Any

from slipway.assessment.attempt import Attempt
from slipway.questions.kind import Kind, Unreadable, Variant


def answer(
    kind: Kind,
    question: Any,
    variant: Variant,
    raw: Any,
    *,
    learner: str,
    content_hash: str,
    try_no: int,
    hints_used: int,
    at: datetime,
    token: str,
) -> Attempt | Unreadable:
    """Read and grade a submission; `at` must know its zone.

    An answer that only repeats the last one is graded like any other: the store keeps the earlier
    attempt instead, where no second submission can slip in between.
    """
    if at.tzinfo is None:
        raise ValueError(f"at must be a time with a zone, got {at!r}")
    read = kind.parse(question, variant, raw)
    if isinstance(read, Unreadable):
        return read
    grade = kind.grade(question, variant, read)
    return Attempt(
        learner=learner,
        item=question.id,
        kind=kind.name,
        content_hash=content_hash,
        try_no=try_no,
        seed=variant.seed,
        order=variant.order,
        answer=read,
        score=grade.score,
        correct=grade.correct,
        hints_used=hints_used,
        at=at,
        token=token,
    )
