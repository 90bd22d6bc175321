from dataclasses import replace

import pytest

from slipway.assessment.attempt import SITTING
from tests.assessment.attempts import attempt

FIRST = attempt()


def test_the_same_answer_again_in_one_sitting_repeats():
    assert attempt(try_no=2, hours=1).repeats(FIRST)


def test_the_same_answer_another_day_is_a_new_try():
    later = replace(FIRST, try_no=2, at=FIRST.at + SITTING)
    assert not later.repeats(FIRST)


@pytest.mark.parametrize("change", [{"answer": (1,)}, {"content_hash": "def"}, {"item": "p"}])
def test_another_answer_question_or_wording_does_not_repeat(change):
    assert not replace(FIRST, try_no=2, **change).repeats(FIRST)
