import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.assessment.mastery import Mastery, mastery_by_objective, mastery_of
from tests.assessment.attempts import attempt

DAY = 24


def right(items: int, days: int = 1) -> Mastery:
    """Everything right: so many questions, once on each of so many days."""
    return mastery_of(attempt(f"q{n}", day + 1, hours=day * DAY) for n in range(items) for day in range(days))


def test_with_nothing_tried_only_the_prior_speaks():
    assert mastery_of([]).items == 0
    assert mastery_of([]).chance == pytest.approx(0.2)


def test_ten_right_answers_are_enough_and_nine_are_not():
    assert right(10).mastered
    assert right(10).chance == pytest.approx(1 - 0.8**11)
    assert not right(9).mastered


def test_two_questions_never_are_enough_however_often_they_are_answered():
    assert right(2, days=30).chance > 0.99
    assert not right(2, days=30).mastered


def test_coming_back_on_other_days_counts_as_much_as_other_questions():
    assert right(4, days=3).chance == pytest.approx(right(12).chance)


def test_trying_again_right_after_the_feedback_counts_for_nothing():
    wrong = [attempt(score=0)]
    assert mastery_of([*wrong, attempt(try_no=2, hours=0.1)]) == mastery_of(wrong)
    assert mastery_of([*wrong, attempt(try_no=2, hours=DAY)]).chance > mastery_of(wrong).chance


def test_hammering_away_all_day_is_one_sitting():
    tries = [attempt(try_no=n + 1, hours=n * 6) for n in range(10)]
    assert mastery_of(tries) == mastery_of(tries[:1])


def test_a_right_answer_with_hints_counts_as_half_right():
    assert mastery_of([attempt(hints_used=2)]) == mastery_of([attempt(score=0.5)])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20), st.data())
def test_a_better_score_never_lowers_mastery(scores, data):
    worse = [attempt(f"q{n}", score=score) for n, score in enumerate(scores)]
    chosen = data.draw(st.integers(0, len(scores) - 1))
    better = [attempt(f"q{n}", score=1 if n == chosen else score) for n, score in enumerate(scores)]
    assert mastery_of(better).chance >= mastery_of(worse).chance - 1e-12


def test_an_objective_is_judged_by_its_own_questions():
    found = mastery_by_objective({"a": ("x",), "b": ("x", "y"), "c": ("z",)}, [attempt("a"), attempt("b", score=0)])
    assert {name: mastery.items for name, mastery in found.items()} == {"x": 2, "y": 1, "z": 0}
    assert found["x"].chance > found["y"].chance
