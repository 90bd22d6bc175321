import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.questions.kind import Remark, Unreadable, Variant
from slipway.questions.numeral import LARGEST, read_number
from slipway.questions.numeric import KIND, Mistake, Numeric
from tests.questions.samples import numeric

PLAIN = Variant(seed=7, order=())
ONE = {"": 1.0}
TIMES = {"": 1.0, "min": 1.0, "h": 60.0, "working days": 480.0}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1500", 1500),
        (" 1500 ", 1500),
        ("+1500", 1500),
        ("-5", -5),
        ("−5", -5),
        ("1,500", 1500),
        ("1 500", 1500),
        ("1\u00a0500", 1500),
        ("1\u202f500", 1500),
        ("1'500", 1500),
        ("1 234 567", 1234567),
        ("1,234,567.5", 1234567.5),
        ("1.234.567", 1234567),
        ("1.234,5", 1234.5),
        ("1,5", 1.5),
        ("1.5", 1.5),
        ("1.500", 1.5),
        ("0,125", 0.125),
        (",5", 0.5),
        (".5", 0.5),
        ("5.", 5),
        ("1e3", 1000),
        ("1E3", 1000),
        ("2.5e-1", 0.25),
        ("1/3", 1 / 3),
        ("3 / 4", 0.75),
        ("٣", 3),
    ],
)
def test_a_number_is_read_in_any_common_spelling(text, number):
    assert read_number(text, ONE) == number


@pytest.mark.parametrize(
    "text",
    ["", " ", "?", "nan", "inf", "-inf", "1e999", "1e16", "1/0", "1/0.5", "1 2", "12 34", "1,2,3", "1.2.3", "1,50,000"]
    + ["1..5", "1 1/3", "--5", "5 min", "five", "0x10", "1_000", "2**3", "1" * 61, "²", "1e", "e3", "1,5,"],
)
def test_what_is_no_number_is_not_read(text):
    assert read_number(text, ONE) is None


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("90", 90), ("90 min", 90), ("90min", 90), ("1.5 h", 90), ("1,5 H", 90), ("1/2 h", 30), ("2 Working  days", 960)],
)
def test_a_unit_of_the_list_may_follow(text, minutes):
    assert read_number(text, TIMES) == minutes


def test_an_unknown_unit_is_complained_about_with_those_that_are_known():
    complaint = KIND.parse(numeric(90, unit="min", units={"h": 60}), PLAIN, "90 m")
    assert isinstance(complaint, Unreadable)
    assert "min, h" in complaint.message


def test_a_bare_number_may_be_typed_as_a_percentage_and_a_percentage_as_a_number():
    assert KIND.parse(numeric(0.36), PLAIN, "36 %") == (0.36,)
    assert KIND.parse(numeric(36, unit="%"), PLAIN, "36") == KIND.parse(numeric(36, unit="%"), PLAIN, "36%") == (36,)
    assert isinstance(KIND.parse(numeric(36, unit="min"), PLAIN, "36 %"), Unreadable)


def score(question: Numeric, value: float) -> float:
    return KIND.grade(question, PLAIN, (value,)).score


@pytest.mark.parametrize(
    ("more", "right", "wrong"),
    [
        ({}, [1500], [1499.999, 1501]),
        ({"tolerance": 10}, [1490, 1510], [1489.9, 1510.1]),
        ({"tolerance_pct": 1}, [1485, 1515], [1484.9, 1515.1]),
        ({"tolerance": 5, "tolerance_pct": 1}, [1480, 1520], [1479.9, 1520.1]),
    ],
)
def test_both_ends_of_the_tolerance_are_right_and_nothing_beyond(more, right, wrong):
    question = numeric(1500, **more)
    assert [score(question, value) for value in right] == [1] * len(right)
    assert [score(question, value) for value in wrong] == [0] * len(wrong)


def test_what_rounding_loses_is_forgiven():
    assert score(numeric(0.3), 0.1 + 0.2) == 1
    assert score(numeric(-0.3, tolerance=0.1), -0.1 - 0.1) == 1


def test_the_first_range_that_holds_gives_feedback_and_what_it_earns():
    half = Mistake(1822, 1826, "about then", 0.5)
    question = numeric(1820, tolerance=1, mistakes=(half, Mistake(1825, 1900, "much later")))
    assert [score(question, value) for value in (1821, 1822, 1826, 1827, 1901)] == [1, 0.5, 0.5, 0, 0]
    remarks = {value: KIND.grade(question, PLAIN, (value,)).remarks for value in (1820, 1825, 1890, 5000)}
    assert remarks[1820] == (Remark("right", "1,820", "your answer", "right"),)
    assert [remarks[value][0].text for value in (1825, 1890, 5000)] == ["about then", "much later", "no"]
    assert remarks[5000][1] == Remark("missed", "1,820", "the right answer", "right")


def test_the_arithmetic_shows_how_far_off_it_was():
    question = numeric(1500, tolerance=10, unit="requests")
    assert KIND.grade(question, PLAIN, (1495,)).arithmetic == "|1,495 − 1,500| = 5 ≤ 10, so 1"
    assert KIND.grade(question, PLAIN, (30000,)).arithmetic == "|30,000 − 1,500| = 28,500 > 10, so 0"


def test_the_rule_tells_the_tolerance_and_not_the_answer():
    assert KIND.rule(numeric(1500)) == "The exact number is right."
    near = numeric(1500, tolerance=5, tolerance_pct=1, unit="min")
    assert KIND.rule(near) == "Right if it is not off by more than 5 min + 1 % of it."


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ({"tolerance": -1}, ("tolerance",)),
        ({"tolerance_pct": -1}, ("tolerance_pct",)),
        ({"unit": "0"}, ("unit",)),
        ({"unit": "e3"}, ("unit",)),
        ({"units": {"/2": 1}}, ("units", "/2")),
        ({"units": {"h": 0}}, ("units", "h")),
        ({"mistakes": (Mistake(8, 1e13, "f"),), "answer": 5}, ("mistakes", 0, "at_most")),
        ({"mistakes": (Mistake(9, 8, "f"),)}, ("mistakes", 0, "at_most")),
        ({"mistakes": (Mistake(1400, 1600, "f"),)}, ("mistakes", 0, "at_least")),
        ({"tolerance": 10, "mistakes": (Mistake(1510, 1600, "f"),)}, ("mistakes", 0, "at_least")),
        ({"mistakes": (Mistake(8, 9, "f", 1),)}, ("mistakes", 0, "score")),
        ({"answer": 10**20}, ("answer",)),
    ],
)
def test_a_fault_names_its_place(more, place):
    assert [loc for loc, _, _ in numeric(**{"mistakes": (), **more}).problems()] == [place]


def test_a_good_question_has_no_faults():
    assert list(numeric(tolerance=10, units={"h": 60}).problems()) == []


@given(st.text(max_size=80))
def test_whatever_is_typed_is_read_as_a_number_that_can_be_kept_or_not_at_all(text):
    number = read_number(text, TIMES)
    assert number is None or abs(number) <= LARGEST


@given(st.floats(-1e12, 1e12).filter(lambda number: number == 0 or abs(number) > 1e-9))
def test_a_number_is_read_as_it_is_written(number):
    assert read_number(repr(number), ONE) == number
    assert read_number(f"{int(number):,}", ONE) == int(number)
    assert read_number(f"{int(number):,}".replace(",", " "), ONE) == int(number)


@given(st.floats(-1e6, 1e6), st.floats(0, 1e5), st.floats(0, 1), st.floats(-2e6, 2e6))
def test_being_closer_on_the_same_side_is_never_worse(answer, tolerance, share, value):
    question = numeric(answer, tolerance=tolerance, mistakes=())
    assert score(question, answer + (value - answer) * share) >= score(question, value)


def test_one_of_something_has_its_own_word():
    question = numeric(8, unit="requests", unit_of_one="request", tolerance=1)
    assert KIND.rule(question) == "Right if it is not off by more than 1 request."
    assert "1 request" in str(KIND.grade(question, PLAIN, (1.0,)))
    assert [KIND.parse(question, PLAIN, f"8 {unit}") for unit in ("request", "requests")] == [(8.0,), (8.0,)]


def test_a_word_for_one_that_cannot_be_told_from_a_number_is_a_fault():
    ((loc, what, _),) = numeric(unit="requests", unit_of_one="3").problems()
    assert (loc, what) == (("unit_of_one",), "'3' cannot be told from a number")
