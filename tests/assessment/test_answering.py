from datetime import datetime
from typing import Any

import pytest

from slipway.assessment.answering import answer
from slipway.assessment.attempt import Attempt
from slipway.questions import KINDS
from slipway.questions.choosing import keys_of
from slipway.questions.kind import Unreadable
from tests.assessment.attempts import MONDAY
from tests.questions.samples import STRAIGHT, multiple


def submit(raw: Any, at: datetime = MONDAY) -> Attempt | Unreadable:
    question = multiple("AB")
    return answer(
        KINDS["multiple"],
        question,
        STRAIGHT,
        raw,
        learner="ann",
        content_hash="abc",
        try_no=2,
        hints_used=1,
        at=at,
        token="t",
    )


def test_an_attempt_holds_all_that_is_needed_to_grade_it_again():
    made = submit(keys_of((0, 2), STRAIGHT))
    assert isinstance(made, Attempt)
    assert (made.answer, made.order, made.seed) == ((0, 2), STRAIGHT.order, STRAIGHT.seed)
    assert (made.item, made.kind, made.content_hash, made.try_no, made.hints_used) == ("q", "multiple", "abc", 2, 1)
    assert made.score == KINDS["multiple"].grade(multiple("AB"), STRAIGHT, made.answer).score


def test_what_cannot_be_read_makes_no_attempt():
    assert isinstance(submit([]), Unreadable)
    assert isinstance(submit(["no such key"]), Unreadable)


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        submit([], at=datetime(2026, 3, 2))  # noqa: DTZ001
