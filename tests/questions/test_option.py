import pytest

from slipway.questions.kind import Unreadable, Variant
from slipway.questions.option import MOST_OPTIONS, Option, choices, key_of, numbers_of, option_faults
from tests.questions.samples import options

VARIANT = Variant(seed=1, order=(2, 0, 1))


def test_options_are_offered_in_the_variants_order():
    assert [choice.label for choice in choices(options("A", 3), VARIANT)] == ["C", "A", "B"]


def test_keys_say_nothing_of_the_option_and_change_with_the_variant():
    ours = {key_of(n, VARIANT) for n in range(3)}
    theirs = {key_of(n, Variant(seed=2, order=(2, 0, 1))) for n in range(3)}
    assert len(ours) == len(theirs) == 3
    assert not ours & theirs


def test_a_page_left_open_cannot_answer_for_the_next_try():
    stale = key_of(0, VARIANT)
    assert isinstance(numbers_of([stale], Variant(seed=2, order=(0, 1, 2))), Unreadable)


def test_keys_are_read_in_any_order_and_a_doubled_one_counts_once():
    keys = [key_of(n, VARIANT) for n in (2, 0, 2)]
    assert numbers_of(keys, VARIANT) == (0, 2)


@pytest.mark.parametrize("garbage", [None, 0, "a", {"a": 1}, [0], [None], [["a"]], ["a" * 10**6], [float("nan")]])
def test_anything_that_is_no_key_is_unreadable(garbage):
    assert isinstance(numbers_of(garbage, VARIANT), Unreadable)


def faults_of(*found: Option) -> list[tuple[tuple[str | int, ...], str]]:
    return [(loc, what) for loc, what, _ in option_faults(found)]


RIGHT, WRONG = Option("yes", True, "why"), Option("no", False, "why not")


def test_good_options_have_no_faults():
    assert faults_of(RIGHT, WRONG) == []


def test_too_few_and_too_many_options_are_faults():
    many = [Option(str(n), n == 0, "because") for n in range(MOST_OPTIONS + 1)]
    assert faults_of(RIGHT) == [(("options",), "there are 1 options")]
    assert faults_of(*many) == [(("options",), "there are 13 options")]


def test_no_right_option_is_a_fault():
    assert faults_of(WRONG, Option("maybe", False, "no")) == [(("options",), "no option is correct")]


def test_the_same_text_twice_is_a_fault_whatever_its_case_and_spaces():
    assert faults_of(RIGHT, WRONG, Option(" No ", False, "x")) == [
        (("options", 2, "text"), "this option is there twice")
    ]


def test_an_option_without_words_is_a_fault():
    assert faults_of(RIGHT, Option(" ", False, "x")) == [(("options", 1, "text"), "the option is empty")]
    assert faults_of(RIGHT, Option("no", False, " ")) == [(("options", 1, "feedback"), "the option has no feedback")]
