from slipway.questions.kind import Remark, Unreadable
from slipway.questions.single import KIND
from tests.questions.samples import STRAIGHT, single


def test_the_right_option_earns_everything_and_any_other_nothing():
    scores = [KIND.grade(single("B"), (n,)).score for n in range(5)]
    assert scores == [0, 1, 0, 0, 0]


def test_a_wrong_choice_is_remarked_on_and_so_is_the_one_that_was_missed():
    remarks = KIND.grade(single("B"), (2,)).remarks
    assert remarks == (Remark(1, "missed", "about B"), Remark(2, "wrong", "about C"))


def test_choosing_nothing_asks_for_a_choice():
    complaint = KIND.parse(single(), STRAIGHT, None)
    assert isinstance(complaint, Unreadable)
    assert "Choose one" in complaint.message


def test_two_right_options_are_the_authors_mistake():
    assert [what for _, what, _ in single("AB").problems()] == ["more than one option is correct"]
