from datetime import timedelta

import pytest

from slipway.assessment.progress import ItemProgress, LessonProgress, by_objective, lesson_progress, progress_of
from slipway.assessment.trace import Mark
from tests.assessment.attempts import MONDAY, attempt


def test_progress_keeps_the_first_and_the_best_score_in_whatever_order_attempts_come():
    tried = [attempt(try_no=3, score=0.5, hours=3), attempt(try_no=1, score=0.25), attempt(try_no=2, score=1, hours=2)]
    assert progress_of(tried) == {"q": ItemProgress(tries=3, first_score=0.25, best_score=1, solved=True)}


def test_a_question_partly_right_is_not_solved():
    assert not progress_of([attempt(score=0.9)])["q"].solved


def test_an_objective_counts_its_questions_tried_and_solved():
    progress = progress_of([attempt("a"), attempt("b", score=0.5)])
    found = by_objective({"a": ("x", "y"), "b": ("x",), "c": ("x",)}, progress)
    assert (found["x"].questions, found["x"].tried, found["x"].solved) == (3, 2, 1)
    assert found["x"].first_score == pytest.approx(0.75)
    assert (found["y"].questions, found["y"].first_score) == (1, 1)


def test_an_objective_nobody_tried_has_no_score():
    assert by_objective({"a": ("x",)}, {})["x"].first_score is None


VISIT, BET, TASK = ("lesson:build", "opened"), ("predict:gate", "bet"), ("task:unblock", "done")


def marks(*deeds: tuple[str, str]) -> list[Mark]:
    return [Mark(subject, what, {}, MONDAY + timedelta(minutes=n)) for n, (subject, what) in enumerate(deeds)]


def test_a_lesson_is_finished_when_it_was_visited_and_everything_in_it_is_done():
    progress = progress_of([attempt("a")])
    found = lesson_progress(VISIT, [BET, TASK], ["a"], marks(VISIT, BET, TASK), progress)
    assert found == LessonProgress(visited=True, done=3, parts=3)
    assert found.finished


def test_a_lesson_with_a_question_unsolved_is_not_finished():
    progress = progress_of([attempt("a", score=0)])
    found = lesson_progress(VISIT, [BET], ["a"], marks(VISIT, BET), progress)
    assert (found.done, found.finished) == (1, False)


def test_a_lesson_without_anything_to_do_is_finished_by_visiting_it():
    assert not lesson_progress(VISIT, [], [], marks(), {}).finished
    assert lesson_progress(VISIT, [], [], marks(VISIT), {}).finished
