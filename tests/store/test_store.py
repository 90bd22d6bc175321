from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy.exc import StatementError

from slipway.assessment.trace import HintShown, Mark
from slipway.store import Store
from tests.assessment.attempts import MONDAY, attempt


def test_answers_hints_and_marks_survive_a_restart(opened):
    before = opened()
    before.submit(attempt())
    before.show_hint("ann", "q", 1, 1)
    before.mark("ann", "lesson:build", "opened")
    before.close()
    after = opened()
    assert after.attempts("ann") == (attempt(),)
    assert after.hints("ann") == (HintShown("q", 1, 1, MONDAY),)
    assert after.marks("ann") == (Mark("lesson:build", "opened", {}, MONDAY),)


def test_a_submission_that_comes_twice_counts_once(store):
    first = attempt()
    again = replace(first, try_no=2, answer=(1,), score=0.0, correct=False)
    assert store.submit(first) == first
    assert store.submit(again) == first
    assert store.attempts("ann") == (first,)


def test_a_try_once_answered_keeps_its_answer(store):
    first = store.submit(attempt())
    assert store.submit(attempt(answer=(1,), score=0, named="another")) == first
    assert store.attempts("ann") == (first,)


def test_the_same_answer_again_is_no_new_try(store):
    first = store.submit(attempt())
    assert store.submit(attempt(try_no=2, hours=1)) == first
    assert store.submit(attempt(try_no=2, hours=1, answer=(1,), score=0)).try_no == 2


def test_the_same_answer_on_another_day_is_a_new_try(store):
    store.submit(attempt())
    store.submit(attempt(try_no=2, hours=24))
    assert [a.try_no for a in store.attempts("ann")] == [1, 2]


def test_a_token_belongs_to_one_learner(store):
    store.submit(attempt(named="t"))
    assert store.submit(attempt(named="t", learner="bob")).learner == "bob"


def test_attempts_come_oldest_first_and_one_question_can_be_asked_for(store):
    for made in (attempt("a", hours=2), attempt("b", hours=1), attempt("a", 2, hours=30)):
        store.submit(made)
    assert [(a.item, a.try_no) for a in store.attempts("ann")] == [("b", 1), ("a", 1), ("a", 2)]
    assert [a.try_no for a in store.attempts("ann", "a")] == [1, 2]
    assert store.attempts("bob") == ()


@pytest.mark.parametrize("same_token", [True, False])
def test_twenty_clicks_at_once_count_once(store, same_token):
    clicks = [attempt(answer=(n % 3,), named="t" if same_token else f"t{n}") for n in range(20)]
    with ThreadPoolExecutor(20) as pool:
        stored = set(pool.map(store.submit, clicks))
    assert len(stored) == 1
    assert set(store.attempts("ann")) == stored


def test_two_stores_on_one_database_agree_about_who_was_first(opened: Callable[[], Store]):
    stores = [opened() for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        stored = set(pool.map(lambda n: stores[n].submit(attempt(answer=(n % 3,), named=f"t{n}")), range(4)))
    assert len(stored) == 1


def test_a_hint_shown_twice_counts_once(store):
    for hint_no in (1, 1, 2):
        store.show_hint("ann", "q", 1, hint_no)
    assert store.hints_shown("ann", "q", 1) == 2
    assert store.hints_shown("ann", "q", 2) == store.hints_shown("bob", "q", 1) == 0


def test_many_at_once_may_note_the_same_mark(store):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: store.mark("ann", "lesson:build", "opened", {"n": n}), range(8)))
    assert len(store.marks("ann")) == 1


def test_the_first_time_of_a_mark_stays_and_its_newest_detail_counts(store, clock):
    store.mark("ann", "replay:paulo", "opened", {"at": 1})
    clock.pass_time(hours=1)
    store.mark("ann", "replay:paulo", "opened", {"at": 2})
    store.mark("ann", "replay:paulo", "opened")
    assert store.marks("ann") == (Mark("replay:paulo", "opened", {"at": 2}, MONDAY),)


def test_forgetting_a_learner_takes_everything_of_theirs_and_nothing_of_others(store):
    for learner in ("ann", "bob"):
        store.submit(attempt(learner=learner))
        store.show_hint(learner, "q", 1, 1)
        store.mark(learner, "lesson:build", "opened")
    store.forget("ann")
    assert store.attempts("ann") == store.hints("ann") == store.marks("ann") == ()
    assert len(store.attempts("bob")) == len(store.hints("bob")) == len(store.marks("bob")) == 1


def test_a_time_without_a_zone_is_refused(store):
    with pytest.raises(StatementError, match="needs a zone"):
        store.submit(replace(attempt(), at=datetime(2026, 3, 2)))  # noqa: DTZ001
    assert store.attempts("ann") == ()


def test_merging_keeps_what_is_here_and_numbers_on(store):
    here = store.submit(attempt(answer=(1,), score=0, named="here"))
    elsewhere = [attempt(try_no=2, hours=30, named="there 2"), attempt(hours=2, named="there 1")]
    new = store.merge("ann", elsewhere, [], [])
    assert [(a.token, a.try_no) for a in new] == [("there 1", 2), ("there 2", 3)]
    assert store.attempts("ann") == (here, *new)
    assert store.merge("ann", elsewhere, [], []) == ()


def test_a_merge_that_fails_leaves_nothing_behind(store):
    naive = HintShown("q", 1, 1, datetime(2026, 3, 2))  # noqa: DTZ001
    with pytest.raises(StatementError):
        store.merge("ann", [attempt()], [naive], [])
    assert store.attempts("ann") == ()
