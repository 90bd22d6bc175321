from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.questions.choosing import key_of
from slipway.questions.classify import KIND, SortItem
from slipway.questions.kind import Remark, Unreadable
from tests.questions.samples import STRAIGHT, classify, straight

SOURCE, BUILD, TEST, NOWHERE = range(4)

# Open edX’s drag-and-drop: (items in one of their zones + decoys left out) / all of them. Three items and a decoy.
THREE_AND_A_DECOY = classify("s b t -")


@pytest.mark.parametrize(
    ("answer", "score"),
    [
        ((SOURCE, BUILD, SOURCE, BUILD), 0.5),
        ((SOURCE, BUILD, TEST, NOWHERE), 1.0),
        ((SOURCE, BUILD, TEST, TEST), 0.75),
        ((BUILD, TEST, SOURCE, NOWHERE), 0.25),
        ((BUILD, TEST, SOURCE, SOURCE), 0.0),
        ((NOWHERE, NOWHERE, NOWHERE, NOWHERE), 0.25),
    ],
)
def test_the_score_is_the_share_of_things_where_they_belong(answer, score):
    variant = straight(THREE_AND_A_DECOY)
    assert KIND.grade(THREE_AND_A_DECOY, variant, answer).score == score
    assert KIND.grade(replace(THREE_AND_A_DECOY, scoring="off"), variant, answer).score == int(score)


def test_a_thing_may_belong_in_several_places_and_any_of_them_is_right():
    question = classify("s/b t")
    scores = [KIND.grade(question, straight(question), (place, TEST)).score for place in range(4)]
    assert scores == [1, 1, 0.5, 0.5]


def test_the_arithmetic_shows_how_the_score_came_about():
    grade = KIND.grade(THREE_AND_A_DECOY, straight(THREE_AND_A_DECOY), (SOURCE, BUILD, TEST, TEST))
    assert grade.arithmetic == "3 of 4 where they belong = 0.75"
    assert not grade.correct


def test_a_wrong_pair_has_its_own_words_or_else_those_of_its_item():
    item = SortItem("A", ("source",), "why source", {"test": "not a test", "none": "it does belong"})
    question = replace(classify("s b"), items=(item, classify("s b").items[1]))

    def said_of_a(place: int) -> Remark:
        return KIND.grade(question, straight(question), (place, BUILD)).remarks[0]

    assert said_of_a(SOURCE) == Remark("right", "A", "Source", "why source")
    assert said_of_a(BUILD) == Remark("wrong", "A", "you said Build; right: Source", "why source")
    assert said_of_a(TEST).text == "not a test"
    assert said_of_a(NOWHERE).text == "it does belong"


def test_a_half_done_sorting_says_how_much_is_left_and_costs_nothing():
    question = classify("s b t -")
    variant = straight(question)
    raw = dict.fromkeys(key_of(n, variant) for n in range(4))
    complaint = KIND.parse(question, variant, raw)
    assert isinstance(complaint, Unreadable)
    assert "each of the 4; 4 still have none" in complaint.message


def test_faults_name_their_place():
    good = classify("s b/t -")
    broken = replace(
        good,
        categories=(*good.categories, replace(good.categories[0], text="Again")),
        items=(SortItem("A", ("sauce",), "f"), SortItem(" a ", ("build",), "f", {"build": "right", "beta": "?"})),
    )
    assert list(good.problems()) == []
    assert [loc for loc, _, _ in broken.problems()] == [
        ("categories",),
        ("items", 1, "text"),
        ("items", 0, "belongs", 0),
        ("items", 1, "instead", "build"),
        ("items", 1, "instead", "beta"),
    ]


@given(st.tuples(*[st.integers(0, 3)] * 5), st.integers(0, 4))
def test_putting_one_thing_right_never_lowers_the_score(answer, number):
    question = classify()
    right = (SOURCE, BUILD, TEST, BUILD, NOWHERE)
    better = (*answer[:number], right[number], *answer[number + 1 :])
    scores = [KIND.grade(question, STRAIGHT, each).score for each in (answer, better)]
    assert scores[0] <= scores[1]
