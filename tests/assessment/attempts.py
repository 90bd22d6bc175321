"""Attempts to test with."""

from datetime import UTC, datetime, timedelta

from slipway.assessment.attempt import Attempt

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def attempt(
    item: str = "q",
    try_no: int = 1,
    score: float = 1.0,
    *,
    hours: float = 0,
    named: str = "",
    answer: tuple[int, ...] = (0,),
    hints_used: int = 0,
    learner: str = "ann",
    content_hash: str = "abc",
) -> Attempt:
    """An attempt made `hours` after Monday morning; without a name, its token is its own."""
    return Attempt(
        learner=learner,
        item=item,
        kind="single",
        content_hash=content_hash,
        try_no=try_no,
        seed=5,
        order=(2, 0, 1),
        answer=answer,
        score=score,
        correct=score == 1,
        hints_used=hints_used,
        at=MONDAY + timedelta(hours=hours),
        token=named or f"{item}/{try_no}/{hours}",
    )
