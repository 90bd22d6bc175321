from slipway.questions.kind import Remark, Unreadable, Variant
from slipway.questions.single import KIND
from tests.questions.samples import STRAIGHT, single

STRAIGHT_3 = Variant(seed=7, order=(0, 1, 2))


def test_the_right_option_earns_everything_and_any_other_nothing():
    scores = [KIND.grade(single("B"), STRAIGHT, (n,)).score for n in range(5)]
    assert scores == [0, 1, 0, 0, 0]


def test_a_wrong_choice_is_remarked_on_and_so_is_the_one_that_was_missed():
    remarks = KIND.grade(single("B", 3), STRAIGHT_3, (2,)).remarks
    assert remarks == (
        Remark("left", "A"),
        Remark("missed", "B", "not chosen", "about B"),
        Remark("wrong", "C", "your answer", "about C"),
    )


def test_remarks_come_in_the_order_shown():
    remarks = KIND.grade(single("B", 3), Variant(seed=1, order=(2, 0, 1)), (2,)).remarks
    assert [remark.about for remark in remarks] == ["C", "A", "B"]


def test_choosing_nothing_asks_for_a_choice():
    complaint = KIND.parse(single(), STRAIGHT, None)
    assert isinstance(complaint, Unreadable)
    assert "Choose one" in complaint.message


def test_two_right_options_are_the_authors_mistake():
    assert [what for _, what, _ in single("AB").problems()] == ["more than one option is correct"]
