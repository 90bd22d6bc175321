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
        # argoproj/argo-rollouts utils/evaluate/evaluate_test.go and docs/analysis (Apache-2.0), values transcribed:
        (
            "all(result.apdex.values.values, {# > 1})",
            {"apdex": {"label": None, "values": {"values": (2.0, 2.0)}}},
            True,
        ),
        ("2 in result", (2.0, 2.0), True),
        ("asInt(result) == 1", "1", True),
        ("asInt(result) == 1", 1.0, True),
        ("asInt(result) == 1", 1.123, True),
        ("asFloat(result) >= 1.1", "1.1", True),
        ("asFloat(result) == 1.1", 1.1, True),
        ("result == true", True, True),
        ("result.ok && result.successPercent >= 0.90", {"ok": True, "successPercent": 0.95}, True),
        ("len(result[0].Values) >= 1 and all(result[0].Values, {# >= 1})", ({"Values": (1.0, 0.0)},), False),
        ("result == 'It worked!'", "It worked!", True),
        # Operators and functions of the expression language, from its definition.
        ("result[0] >= 0.95 ? true : false", (0.96,), True),
        ("result > 1 ? result > 2 : result < 1", 1.5, False),
        ("result % 2 == 0", 4.0, True),
        ("-7 % 3 == -1", None, True),
        ("2 ** 3 ** 2 == 512 && 2 ^ 2 == 4", None, True),
        ("-2 ** 2 == -4", None, True),
        ("isInf(10 ** 999) && isNaN((-8) ** 0.5)", None, True),
        ("2 not in result", (1.0,), True),
        ("'ok' in result", {"ok": False}, True),
        ("result in [1, 2, 3]", 2.0, True),
        ("[] == result", (), True),
        ("result contains 'work' && result startsWith 'it' && not (result endsWith 'it')", "it works", True),
        ("'a' < 'b' && 'a' + 'b' == 'ab'", None, True),
        ("(result ?? 0) < 5", None, True),
        ("result ?? 9 < 5", 4.0, True),
        ("result?.a?.b == nil", None, True),
        ("result.a == nil", {}, True),
        ("result['a-b'] == 1", {"a-b": 1.0}, True),
        ("any(result, .v > 2)", ({"v": 1.0}, {"v": 3.0}), True),
        ("sum(result) == 6 && mean(result) == 2 && median(result) == 2", (1.0, 2.0, 3.0), True),
        ("min(result) == 1 && max(result) == 3 && first(result) == 3 && last(result) == 1", (3.0, 1.0), True),
        ("first(result) == nil", (), True),
        ("round(2.5) == 3 && round(-2.5) == -3 && ceil(1.2) == 2 && floor(1.8) == 1 && abs(-1) == 1", None, True),
        ("int('2') == 2 && float('.5') == 0.5", None, True),
        ("isInf(ceil(result))", INF, True),
        ("result == 'x'", 1.0, False),
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
        ("asInt(result) == 1.1", "1.1", "'1.1' is not a number"),
        ("asInt(result) == 1", NAN, "nan is not a number"),
        ("asInt(result) == 1", True, "true is not a number"),
        ("asFloat(result) == 1.1", "NotANum", "'NotANum' is not a number"),
        ("asFloat(result) == 1", "1_0", "'1_0' is not a number"),
        ('asFloat(result) == "1.1"', "1.1", "a number is compared with a text"),
        ("true == 1", None, "a truth is compared with a number"),
        ("len(result) != 'a'", (), "a number is compared with a text"),
        ("result.a.b > 1", {}, "nil has no field b"),
        ("result.a > 1", 0.5, "0.5 has no field a"),
        ("result % 0 == 0", 4.0, "the second not 0"),
        ("result % 2 == 0", 4.5, "both must be whole numbers"),
        ("result contains 1", "a", "1 is not a text"),
        ("1 < 'a'", None, "'a' is not a number"),
        ("mean(result) > 1", (), "there is no item 0"),
        ("1 in result", 1.0, "1 is not a list"),
        ("result ? true : false", 1.0, "1 is neither true nor false"),
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
        ("result ? true", 13, "ends too early"),
        ("result.1 > 1", 7, "1 is not understood here"),
        ("result.Name() == 'hi'", 11, "( is not understood here"),
        ("result matches 'a'", 7, "matches is not understood here"),
        (".v > 1", 0, ". is not understood here"),
        ("split(result) > 1", 0, "split is not simulated here"),
        ("[1, 2", 5, "ends too early"),
        ("1" + " ** 1" * 30, 120, "nested more than 24 levels"),
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
PARTS += [":", ".", "a", "in", "%", "**", "??", "?.", "==", "'a'", "sum"]
RESULTS: list[Any] = [None, 0.5, NAN, (), (0.5,), (0.5, NAN), True, "x", {"a": 0.5}, ({"a": INF},)]


@settings(deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=30), st.sampled_from(RESULTS))
def test_any_text_is_read_and_answered_or_refused(parts: list[str], result: Value) -> None:
    with suppress(ConditionError, EvaluationError):
        assert read(" ".join(parts)).holds(result) in (True, False)
