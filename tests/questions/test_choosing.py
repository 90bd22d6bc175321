import pytest

from slipway.questions.choosing import choices, key_of, numbers_of, twins
from slipway.questions.kind import Unreadable, Variant

VARIANT = Variant(seed=1, order=(2, 0, 1))


def test_options_are_offered_in_the_variants_order():
    assert [choice.label for choice in choices("ABC", VARIANT)] == ["C", "A", "B"]


def test_keys_say_nothing_of_the_option_and_change_with_the_variant():
    ours = {key_of(n, VARIANT) for n in range(3)}
    theirs = {key_of(n, Variant(seed=2, order=(2, 0, 1))) for n in range(3)}
    assert len(ours) == len(theirs) == 3
    assert not ours & theirs


def test_a_page_left_open_cannot_answer_for_the_next_try():
    stale = key_of(0, VARIANT)
    assert isinstance(numbers_of([stale], Variant(seed=2, order=(0, 1, 2))), Unreadable)


def test_keys_are_read_in_the_order_submitted_and_a_doubled_one_counts_once():
    keys = [key_of(n, VARIANT) for n in (2, 0, 2)]
    assert numbers_of(keys, VARIANT) == (2, 0)


@pytest.mark.parametrize("garbage", [None, 0, "a", {"a": 1}, [0], [None], [["a"]], ["a" * 10**6], [float("nan")]])
def test_anything_that_is_no_key_is_unreadable(garbage):
    assert isinstance(numbers_of(garbage, VARIANT), Unreadable)


def test_texts_are_twins_whatever_their_case_and_spaces():
    assert twins(["yes", "no", " No  ", "no!", ""]) == [2]
