"""Conditions of Argo's analysis: the documented subset is evaluated, the rest refused."""

import math
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slipway.delivery.argo_condition import ConditionError, read
from slipway.delivery.argo_value import EvaluationError, Value

NAN = math.nan
INF = math.inf


@pytest.mark.parametrize(
    ("condition", "result", "holds"),
    [
        ("result[0] >= 0.95", (0.95,), True),
        ("result[0] >= 0.95", (0.94,), False),
        ("result[0] >= 0.95 && len(result) > 0", (0.99,), True),
        ("len(result) == 0 || result[0] >= 0.95", (), True),
        ("len(result) > 0 and result[0] >= 0.95", (), False),
        ("isNaN(result[0]) || result[0] >= 0.95", (NAN,), True),
        ("result[0] >= 0.95", (NAN,), False),
        ("isInf(result)", INF, True),
        ("default(result, 0) < 0.05", None, True),
        ("default(result, 0) < 0.05", 0.5, False),
        ("isNil(result)", None, True),
        ("result == nil", None, True),
        ("all(result, # > 1)", (2.0, 3.0), True),
        ("all(result, {# > 1})", (2.0, 1.0), False),
        ("any(result, # > 1)", (0.0, 2.0), True),
        ("none(result, # > 1)", (0.0, 1.0), True),
        ("one(result, # > 1)", (2.0, 3.0), False),
        ("count(result, # > 1) == 2", (2.0, 3.0, 0.0), True),
        ("len(filter(result, # > 1)) == 1", (2.0, 0.0), True),
        ("map(result, # * 100)[0] == 50", (0.5,), True),
        ("result[-1] == 3", (1.0, 3.0), True),
        ("asFloat('0.5') < result", 0.6, True),
        ('asInt("2") == result', 2.0, True),
        ("!(result > 1)", 1.0, True),
        ("not (result > 1)", 2.0, False),
        ("-result < 0", 1.0, True),
        ("result - 1 - 1 == 0", 2.0, True),
        ("1 + 2 * 3 == 7", None, True),
        ("(1 + 2) * 3 == 9", None, True),
        ("8 / 2 / 2 == 2", None, True),
        ("isInf(1 / 0) && isNaN(0 / 0)", None, True),
        ("true || false && false", None, True),
        ("1 < 2 == true", None, True),
        ("true == 1", None, False),
        ("'a' != \"b\"", None, True),
        ("1e3 == 1000", None, True),
    ],
)
def test_a_condition_is_true_or_false_of_a_result(condition: str, result: Value, holds: bool) -> None:
    assert read(condition).holds(result) is holds


@pytest.mark.parametrize(
    ("condition", "result", "complaint"),
    [
        ("result[0] >= 0.95", (), "there is no item 0: the result has 0"),
        ("result[0] >= 0.95", 0.95, "0.95 is not a list"),
        ("result >= 0.95", (0.95,), "[0.95] is not a number"),
        ("result >= 0.95", None, "nil is not a number"),
        ("result", 1.0, "1 is neither true nor false"),
        ("result && true", 1.0, "1 is neither true nor false"),
        ("!result > 1", 1.0, "1 is neither true nor false"),
        ("result < true", 1.0, "true is not a number"),
        ("result[0.5] > 1", (1.0,), "there is no item 0.5"),
        ("asFloat('x') > 1", None, "'x' is not a number"),
        ("asInt('1.5') > 1", None, "'1.5' is not a number"),
        ("asInt(result) > 1", 1.0, "1 is not a text"),
        ("all(result, #)", (1.0,), "1 is neither true nor false"),
    ],
)
def test_a_condition_without_an_answer_says_why(condition: str, result: Value, complaint: str) -> None:
    with pytest.raises(EvaluationError) as raised:
        read(condition).holds(result)
    assert complaint in str(raised.value)


def test_what_decides_first_spares_the_rest() -> None:
    assert not read("len(result) > 0 && result[0] > 1").holds(())
    assert not read("all(result, # > 1)").holds((0.0, None))


@pytest.mark.parametrize(
    ("condition", "index", "complaint"),
    [
        ("result[0] >= 0.95 ? true : false", 18, "? is not understood here"),
        ("result.success > 1", 6, ". is not understood here"),
        ("result % 2 == 0", 7, "% is not understood here"),
        ("sum(result) > 1", 0, "sum is not simulated here"),
        ("x > 1", 0, "x is not simulated here"),
        ("__import__('os')", 0, "__import__ is not simulated here"),
        ("len > 1", 0, "len is not simulated here"),
        ("# > 1", 0, "# is not understood here"),
        ("all(result, any(result, # > 1))", 12, "any inside another such function"),
        ("len(result, 1) > 0", 0, "len takes 1 inputs, got 2"),
        ("result[0", 8, "ends too early"),
        ("", 0, "ends too early"),
        ("result > 1 result", 11, "result is not understood here"),
        ("result > 1x", 9, "1 is not understood here"),
        ("'it", 0, "' is not understood here"),
        ("(" * 30 + "1", 24, "nested more than 24 levels"),
        ("!" * 300 + "true", 200, "more than 200 parts"),
    ],
)
def test_what_is_outside_the_subset_is_refused_where_it_stands(condition: str, index: int, complaint: str) -> None:
    with pytest.raises(ConditionError) as raised:
        read(condition)
    assert complaint in str(raised.value)
    assert raised.value.index == index


PARTS = ["result", "[", "]", "(", ")", "0", "0.95", ">=", "&&", "||", "!", "-", "len", "all", ",", "#", "nil", "'", "?"]
RESULTS: list[Any] = [None, 0.5, NAN, (), (0.5,), (0.5, NAN), True, "x"]


@settings(deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=30), st.sampled_from(RESULTS))
def test_any_text_is_read_and_answered_or_refused(parts: list[str], result: Value) -> None:
    with suppress(ConditionError, EvaluationError):
        assert read(" ".join(parts)).holds(result) in (True, False)
