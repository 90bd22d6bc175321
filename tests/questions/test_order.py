from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.questions.choosing import keys_of
from slipway.questions.kind import Remark, Unreadable, Variant
from slipway.questions.order import KIND, Ordering, before_each
from tests.questions.samples import STRAIGHT, ordering, straight

CHAIN = ordering("- a b c d")
DIAMOND = ordering("- a a bc")
"""a, then b and c in any order, then d."""


def numbers(letters: str) -> tuple[int, ...]:
    return tuple("abcdefghijkl".index(letter) for letter in letters)


def score(question: Ordering, letters: str) -> float:
    return KIND.grade(question, straight(question), numbers(letters)).score


# By hand: kept = longest part in a right order; dag = max(0, (5 - 2·(5 - kept))/5); pairs of 10; neighbours of 4.
WORKED: dict[str, dict[str, float]] = {
    "abcde": {"dag": 1, "pairs": 1, "adjacent": 1, "exact": 1},
    "acbde": {"dag": 3 / 5, "pairs": 9 / 10, "adjacent": 1 / 4, "exact": 0},
    "bcdea": {"dag": 3 / 5, "pairs": 6 / 10, "adjacent": 3 / 4, "exact": 0},
    "badce": {"dag": 1 / 5, "pairs": 8 / 10, "adjacent": 0, "exact": 0},
    "edcba": {"dag": 0, "pairs": 0, "adjacent": 0, "exact": 0},
}


@pytest.mark.parametrize("letters", WORKED)
def test_scores_are_those_worked_by_hand(letters):
    found = {mode: score(ordering("- a b c d", scoring=mode), letters) for mode in WORKED[letters]}
    assert found == pytest.approx(WORKED[letters])


def test_where_the_order_does_not_matter_both_orders_are_right():
    right = ["".join(each) for each in permutations("abcd") if score(DIAMOND, "".join(each)) == 1]
    assert right == ["abcd", "acbd"]


def test_a_partial_order_counts_only_the_pairs_that_matter():
    assert score(DIAMOND, "bacd") == (4 - 1 - 1) / 4
    assert score(replace(DIAMOND, scoring="pairs"), "bacd") == 4 / 5


@pytest.mark.parametrize(
    ("letters", "worth"),
    [("abcd", 1.0), ("abecd", 0.75), ("abc", 0.75), ("abec", 0.5), ("e", 0.0), ("dcba", 0.0), ("a", 0.25)],
)
def test_a_decoy_that_is_used_and_a_step_that_is_missing_cost_one_each(letters, worth):
    assert score(ordering("- a b c", decoys="x"), letters) == worth


def test_a_step_without_after_comes_after_the_one_written_before_it():
    steps = tuple(replace(step, after=None) for step in CHAIN.steps)
    assert before_each(steps) == before_each(CHAIN.steps) == tuple(frozenset(range(n)) for n in range(5))


def test_the_arithmetic_shows_how_the_score_came_about():
    def arithmetic(question: Ordering, letters: str) -> str:
        return KIND.grade(question, straight(question), numbers(letters)).arithmetic

    assert arithmetic(CHAIN, "acbde") == "1 to take out, 1 to put in: (5 − 1 − 1) ÷ 5 = 0.6"
    assert arithmetic(CHAIN, "edcba") == "4 to take out, 4 to put in: (5 − 4 − 4) ÷ 5 is below 0, so 0"
    assert arithmetic(replace(CHAIN, scoring="pairs"), "acbde") == "9 of 10 pairs the right way round = 0.9"


def test_a_step_that_comes_too_early_is_told_what_it_needs():
    remarks = KIND.grade(DIAMOND, straight(DIAMOND), numbers("bacd")).remarks
    assert remarks == (
        Remark("wrong", "b", "place 1, before “a”", "about b"),
        Remark("right", "a", "place 2"),
        Remark("right", "c", "place 3"),
        Remark("right", "d", "place 4"),
        Remark("missed", "A right order", text="a → b → c → d"),
    )


def test_what_is_left_out_is_remarked_on_if_it_was_needed():
    question = ordering("- a", decoys="x")
    remarks = KIND.grade(question, Variant(seed=1, order=(2, 1, 0)), (0,)).remarks
    assert remarks[:3] == (
        Remark("right", "a", "place 1"),
        Remark("left", "x"),
        Remark("missed", "b", "not used", "about b"),
    )


def test_the_order_shown_first_is_never_a_right_one():
    for order in permutations(range(4)):
        shown = KIND.form(DIAMOND, Variant(seed=1, order=order))
        assert score(DIAMOND, "".join(item.label for item in shown.items)) < 1  # type: ignore[union-attr]


def test_an_untouched_or_half_done_order_asks_for_the_rest():
    for raw in (None, [], keys_of((0, 1), STRAIGHT)):
        assert isinstance(KIND.parse(CHAIN, STRAIGHT, raw), Unreadable)
    some = ordering("- a b c", decoys="x")
    assert KIND.parse(some, STRAIGHT, keys_of((2,), STRAIGHT)) == (2,)


@pytest.mark.parametrize(
    ("question", "place"),
    [
        (ordering("- z"), ("steps", 1, "after", 0)),
        (ordering("b -"), ("steps", 0, "after", 0)),
        (ordering("- -"), ("steps",)),
        (ordering("- a", decoys="b"), ("decoys", 0, "text")),
        (ordering("- a", decoys="x", scoring="pairs"), ("scoring",)),
        (ordering("- a a", scoring="adjacent"), ("scoring",)),
        (ordering("- a b c d e f g h i j k", decoys="x"), ("steps",)),
    ],
)
def test_a_fault_names_its_place(question, place):
    assert place in [loc for loc, _, _ in question.problems()]


def test_good_questions_have_no_faults():
    assert list(CHAIN.problems()) == list(DIAMOND.problems()) == []
    assert list(ordering("- a b c", decoys="x").problems()) == []


@st.composite
def partial_orders(draw: st.DrawFn) -> Ordering:
    count = draw(st.integers(2, 6))
    after = [draw(st.sets(st.sampled_from("abcdef"[:n]))) if n else set() for n in range(count)]
    mode = draw(st.sampled_from(("dag", "pairs", "exact")))
    return ordering(" ".join("".join(sorted(names)) or "-" for names in after), scoring=mode)


@st.composite
def answered(draw: st.DrawFn) -> tuple[Ordering, tuple[int, ...]]:
    question = draw(partial_orders())
    return question, tuple(draw(st.permutations(range(len(question.steps)))))


@given(partial_orders(), st.randoms(use_true_random=False))
def test_any_order_in_which_nothing_comes_too_early_is_worth_everything(question, luck):
    earlier = before_each(question.steps)
    done: list[int] = []
    while len(done) < len(earlier):
        ready = [n for n in range(len(earlier)) if n not in done and earlier[n] <= set(done)]
        done.append(luck.choice(ready))
    grade = KIND.grade(question, straight(question), tuple(done))
    assert grade.correct
    assert grade.score == 1


@given(answered())
def test_an_order_is_correct_exactly_when_nothing_comes_too_early(pair):
    question, answer = pair
    earlier = before_each(question.steps)
    grade = KIND.grade(question, straight(question), answer)
    assert grade.correct == all(earlier[n] <= set(answer[:place]) for place, n in enumerate(answer))
    assert 0 <= grade.score <= 1
    assert grade.correct or grade.score < 1


@given(answered(), st.integers(0, 4))
def test_swapping_two_neighbours_into_their_right_order_never_lowers_the_score(pair, place):
    question, answer = pair
    place %= len(answer) - 1
    first, second = answer[place : place + 2]
    if second in before_each(question.steps)[first]:
        better = (*answer[:place], second, first, *answer[place + 2 :])
        scores = [KIND.grade(question, straight(question), each).score for each in (answer, better)]
        assert scores[0] <= scores[1]
