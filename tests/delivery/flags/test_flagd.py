"""flagd against its own tests (open-feature/flagd, Apache-2.0), values transcribed, and JSON Logic's rules."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.delivery.flags.evaluation import typed
from slipway.delivery.flags.flagd import Flag, FlagFile, evaluate
from slipway.delivery.flags.json_logic import Logic, operations
from slipway.delivery.flags.json_operators import LogicFault

COLOURS = (("red", "#FF0000"), ("blue", "#0000FF"), ("green", "#00FF00"), ("yellow", "#FFFF00"))
QUARTERS = [["red", 25], ["blue", 25], ["green", 25], ["yellow", 25]]
EMAIL = {"var": "email"}


def colours(targeting: Any, key: str = "headerColor", **fields: Any) -> FlagFile:
    return FlagFile((Flag(key, COLOURS, "red", targeting=targeting, **fields),))


def ask(file: FlagFile, context: dict[str, Any], key: str = "headerColor") -> tuple[Any, str | None, str]:
    found = evaluate(file, key, context, "caller's")
    return found.value, found.variant, found.reason


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [
        ({"var": "$flagd.flagKey"}, {"rachel": "blue", "monica": "yellow", "joey": "red", "ross": "blue"}),
        ("my-seed", {"rachel": "green", "monica": "red", "joey": "blue", "ross": "green"}),
    ],
)
def test_fractional_shares(prefix: Any, expected: dict[str, str]) -> None:
    shares = {"fractional": [{"cat": [prefix, EMAIL]}, *QUARTERS]}
    file = colours({"if": [{"in": ["@faas.com", EMAIL]}, shares, None]})
    found = {name: ask(file, {"email": f"{name}@faas.com"}) for name in expected}
    assert found == {name: (dict(COLOURS)[v], v, "TARGETING_MATCH") for name, v in expected.items()}
    assert ask(file, {"email": "x@other.com"}) == ("#FF0000", "red", "DEFAULT")


@pytest.mark.parametrize(
    ("shares", "context", "expected"),
    [
        ([EMAIL, *QUARTERS], {"email": "ross@faas.com"}, "red"),
        (["email", ["red", 50], ["blue", 25], ["green", 25]], {"email": "test4@faas.com"}, "green"),
        ([EMAIL, ["red", 25], ["blue", 25]], {"email": "foo@foo.com"}, "blue"),
        ([EMAIL, ["red"], ["blue"]], {"email": "foo@foo.com"}, "blue"),
        ([["blue", 50], ["green", 50]], {"targetingKey": "foo@foo.com"}, "green"),
        ([EMAIL, ["red", 50], ["blue", 50]], {"targetingKey": "foo@foo.com"}, "blue"),
    ],
)
def test_what_is_bucketed(shares: list[Any], context: dict[str, str], expected: str) -> None:
    assert ask(colours({"fractional": shares}), context)[1:] == (expected, "TARGETING_MATCH")


@pytest.mark.parametrize(("email", "expected"), [("foo@bar.com", "green"), ("foo@test.com", "red")])
def test_current_code_counts_where_the_printed_documentation_differs(email: str, expected: str) -> None:
    """flagd's documentation prints blue and green for this split; its code gives green and red."""
    by_email = {"cat": [{"var": "$flagd.flagKey"}, EMAIL]}
    shares = {"fractional": [by_email, ["red", 50], ["blue", 20], ["green", 30]]}
    assert ask(colours(shares), {"email": email})[1] == expected


def test_nobody_to_bucket_gets_the_default_variant() -> None:
    assert ask(colours({"fractional": [EMAIL, *QUARTERS]}), {}) == ("#FF0000", "red", "DEFAULT")


@pytest.mark.parametrize(
    ("shares", "why"),
    [
        (["x", "red"], "[variant, weight]"),
        (["x", ["red", 1.5], ["blue", 1]], "not 1.5"),
        (["x", ["red", "1"], ["blue", 1]], "not '1'"),
        (["x", ["red", 2**31 - 1], ["blue", 1]], "2,147,483,647"),
        (["x", []], "[variant, weight]"),
        (["x", ["red", 0], ["blue", 0]], "nothing"),
        ([["red", 1], ["blue", 1]], "no targeting key"),
        ([3, ["red", 1], ["blue", 1]], "[variant, weight]"),
        ([], "nothing"),
    ],
)
def test_malformed_shares_give_the_default_variant_and_say_why(shares: list[Any], why: str) -> None:
    found = evaluate(colours({"fractional": shares}), "headerColor", {}, "caller's")
    assert (found.variant, found.reason) == ("red", "DEFAULT")
    assert why in found.verdict.arithmetic


def test_a_weight_below_0_counts_as_0() -> None:
    assert ask(colours({"fractional": ["any-user", ["blue", -50], ["green", 100]]}), {})[1] == "green"


def test_a_single_share_needs_nobody_to_bucket() -> None:
    assert ask(colours({"fractional": [["blue", 1]]}), {})[1] == "blue"


JANUARY_S, FEBRUARY_S = 1_704_067_200, 1_706_745_600


class TestRollout:
    """Over January 2024, by the times of flagd's own tests."""

    @staticmethod
    def share(at_s: int | None, arguments: list[Any], **context: Any) -> str | None:
        found = evaluate(colours({"rollout": arguments}), "headerColor", context, at_s=at_s)
        assert found.error is None
        return found.variant

    @pytest.mark.parametrize(
        ("at_s", "arguments", "expected"),
        [
            (JANUARY_S - 1000, [JANUARY_S, FEBRUARY_S, "blue"], "red"),
            (JANUARY_S, [JANUARY_S, FEBRUARY_S, "green", "blue"], "green"),
            (FEBRUARY_S + 1000, [JANUARY_S, FEBRUARY_S, "blue"], "blue"),
            (FEBRUARY_S, [JANUARY_S, FEBRUARY_S, "green", "blue"], "blue"),
            (FEBRUARY_S, [EMAIL, JANUARY_S, FEBRUARY_S, "green", "blue"], "blue"),
            (FEBRUARY_S, [JANUARY_S, FEBRUARY_S, "green", {"if": [EMAIL, "yellow", "blue"]}], "yellow"),
            (FEBRUARY_S, ["a text", JANUARY_S, FEBRUARY_S, "green", "blue"], "red"),
            (FEBRUARY_S, [JANUARY_S, FEBRUARY_S], "red"),
            (FEBRUARY_S, [FEBRUARY_S, JANUARY_S, "blue"], "red"),
            (None, [JANUARY_S, FEBRUARY_S, "blue"], "red"),
        ],
    )
    def test_before_after_and_malformed(self, at_s: int | None, arguments: list[Any], expected: str) -> None:
        assert self.share(at_s, arguments, targetingKey="user123", email="test@example.com") == expected

    @pytest.mark.parametrize("quarter", [1, 2, 3])
    def test_as_many_are_in_as_time_has_passed(self, quarter: int) -> None:
        at_s = JANUARY_S + (FEBRUARY_S - JANUARY_S) * quarter // 4
        rule = [JANUARY_S, FEBRUARY_S, "green", "blue"]
        found = [self.share(at_s, rule, targetingKey=f"user-{number}") for number in range(2000)]
        assert found.count("blue") / len(found) == pytest.approx(quarter / 4, abs=0.05)

    def test_nobody_who_is_in_falls_out_again(self) -> None:
        rule = [JANUARY_S, FEBRUARY_S, "green", "blue"]
        for number in range(20):
            key = f"user-{number}"
            found = [self.share(at_s, rule, targetingKey=key) for at_s in range(JANUARY_S, FEBRUARY_S + 1, 99_200)]
            came_in = found.index("blue")
            assert set(found[:came_in]) == {"green"}
            assert set(found[came_in:]) == {"blue"}

    def test_the_arithmetic_is_shown(self) -> None:
        found = evaluate(
            colours({"rollout": [0, 100, "blue"]}), "headerColor", {"targetingKey": "ada"}, at_s=50
        ).verdict.arithmetic
        assert "of 100 s" in found


@pytest.mark.parametrize(("time_s", "expected"), [(1, "past"), (4133980802, "future")])
def test_targeting_may_ask_for_the_time(time_s: int, expected: str) -> None:
    rule = {"if": [{">": [{"var": "$flagd.timestamp"}, {"var": "time"}]}, "past", "future"]}
    file = FlagFile((Flag("f", (("past", -1), ("future", 1)), targeting=rule),))
    assert evaluate(file, "f", {"time": time_s}, at_s=1_795_000_000).variant == expected


class TestReasons:
    def test_no_targeting_is_static(self) -> None:
        assert ask(colours(None), {}) == ask(colours({}), {}) == ("#FF0000", "red", "STATIC")

    @pytest.mark.parametrize(
        ("value", "default", "error"),
        [
            (True, False, None),
            (True, "fallback", "TYPE_MISMATCH"),
            (True, 1, "TYPE_MISMATCH"),
            ("hi", 0.1, "TYPE_MISMATCH"),
            (10, 0.5, None),
            ({}, {"a": 1}, None),
            (0.5, None, None),
        ],
    )
    def test_a_value_of_another_type_than_the_callers(self, value: Any, default: Any, error: str | None) -> None:
        found = typed(evaluate(FlagFile((Flag("f", (("v", value),), "v"),)), "f", {}, default), default)
        assert (found.value, found.error) == (default if error else value, error)

    def test_the_kill_switch(self) -> None:
        assert ask(colours({"if": [True, "blue"]}, state="DISABLED"), {}) == ("caller's", None, "DISABLED")

    def test_an_unknown_flag(self) -> None:
        found = evaluate(FlagFile(()), "x", {}, 3)
        assert (found.value, found.reason, found.error) == (3, "ERROR", "FLAG_NOT_FOUND")

    @pytest.mark.parametrize(
        "targeting", ["purple", {"cat": ["re", "x"]}, {"var": ""}, {"no_such": []}, {"a": 1, "b": 2}]
    )
    def test_what_names_no_variant(self, targeting: Any) -> None:
        assert ask(colours(targeting), {"email": "x"}) == ("caller's", None, "ERROR")

    def test_truth_values_and_numbers_name_variants(self) -> None:
        flag = Flag("f", (("true", 1), ("false", 0), ("5", "five")), "false", targeting={"var": "pick"})
        assert ask(FlagFile((flag,)), {"pick": True}, "f")[1] == "true"
        assert ask(FlagFile((flag,)), {"pick": 5.0}, "f")[1] == "5"

    def test_without_a_default_variant_the_caller_decides(self) -> None:
        flag = Flag("f", (("on", 1),), targeting={"if": [False, "on"]})
        assert ask(FlagFile((flag,)), {}, "f") == ("caller's", None, "DEFAULT")

    def test_a_default_that_is_no_variant_is_refused(self) -> None:
        with pytest.raises(ValueError, match="not a variant"):
            Flag("f", (), "on")

    def test_targeting_by_user_and_region(self) -> None:
        rule = {
            "if": [
                {"===": [{"var": "targetingKey"}, "anna"]},
                "blue",
                {"starts_with": [{"var": "region"}, "eu"]},
                "green",
            ]
        }
        file = colours(rule)
        contexts: list[dict[str, Any]] = [{"targetingKey": "anna"}, {"region": "eu-west-1"}, {"region": "us"}]
        assert [ask(file, context)[1] for context in contexts] == ["blue", "green", "red"]

    def test_shared_rules(self) -> None:
        file = FlagFile(
            (Flag("f", COLOURS, "red", targeting={"if": [{"$ref": "eu"}, "blue"]}),), (("eu", {"var": "eu"}),)
        )
        assert [ask(file, {"eu": eu}, "f")[1] for eu in (True, False)] == ["blue", "red"]

    def test_a_shared_rule_that_names_itself_is_an_error(self) -> None:
        file = FlagFile((Flag("f", COLOURS, "red", targeting={"$ref": "a"}),), (("a", {"$ref": "a"}),))
        assert ask(file, {}, "f")[2] == "ERROR"
        assert ask(FlagFile(file.flags), {}, "f")[2] == "ERROR"


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        ({"==": [1, "1"]}, True),
        ({"===": [1, "1"]}, False),
        ({"===": [1, 1.0]}, True),
        ({"===": [1, True]}, False),
        ({"!=": [None, 0]}, True),
        ({"!==": ["a", "b"]}, True),
        ({"!": [[]]}, True),
        ({"!!": "0"}, True),
        ({"<": [1, 2, 3]}, True),
        ({"<": [1, 5, 3]}, False),
        ({"<=": ["2", 2]}, True),
        ({">": ["b", "a"]}, True),
        ({">=": [None, 0]}, False),
        ({"in": ["ell", "hello"]}, True),
        ({"in": [2, [1, 2]]}, True),
        ({"in": [1, 2]}, False),
        ({"cat": ["a", 1, None, True]}, "a1true"),
        ({"and": [1, 0, 3]}, 0),
        ({"or": [0, "", 3]}, 3),
        ({"if": [0, "a", 1, "b", "c"]}, "b"),
        ({"if": [0, "a", "c"]}, "c"),
        ({"if": []}, None),
        ({"if": [0, "a"]}, None),
        ({"?:": [1, "a", "b"]}, "a"),
        ({"+": [4, 2]}, 6),
        ({"+": [2, 2, 2, 2, 2]}, 10),
        ({"+": ["3.14"]}, 3.14),
        ({"+": [1, "x"]}, None),
        ({"-": [4, 2]}, 2),
        ({"-": 2}, -2),
        ({"*": [2, 2, 2, 2, 2]}, 32),
        ({"*": [1e300, 1e300]}, None),
        ({"/": [4, 2]}, 2),
        ({"/": [1, 0]}, None),
        ({"/": [1]}, None),
        ({"%": [101, 2]}, 1),
        ({"%": [-1, 3]}, -1),
        ({"%": [1, 0]}, None),
        ({"max": [1, 2, 3]}, 3),
        ({"min": {"var": "a.b"}}, 10),
        ({"max": []}, None),
        ({"merge": [[1, 2], [3, 4]]}, [1, 2, 3, 4]),
        ({"merge": [1, 2, [3, 4]]}, [1, 2, 3, 4]),
        ({"map": [{"var": "a.b"}, {"*": [{"var": ""}, 2]}]}, [20, 40]),
        ({"map": [{"var": "x"}, 1]}, []),
        ({"filter": [[1, 2, 3], {"%": [{"var": ""}, 2]}]}, [1, 3]),
        ({"reduce": [[1, 2, 3], {"+": [{"var": "current"}, {"var": "accumulator"}]}, 0]}, 6),
        ({"reduce": [{"var": "x"}, 1, 5]}, 5),
        ({"all": [[1, 2, 3], {">": [{"var": ""}, 0]}]}, True),
        ({"all": [[], {">": [{"var": ""}, 0]}]}, False),
        ({"some": [[-1, 0, 1], {">": [{"var": ""}, 0]}]}, True),
        ({"none": [[-3, -2, -1], {">": [{"var": ""}, 0]}]}, True),
        ({"some": [{"var": "pies"}, {"==": [{"var": "filling"}, "apple"]}]}, True),
        ({"missing": ["a", "z"]}, ["z"]),
        ({"missing": [["a", "a.b"]]}, []),
        ({"missing_some": [1, ["a", "z"]]}, []),
        ({"missing_some": [2, ["a", "y", "z"]]}, ["y", "z"]),
        ({"substr": ["jsonlogic", 4]}, "logic"),
        ({"substr": ["jsonlogic", -5]}, "logic"),
        ({"substr": ["jsonlogic", 1, 3]}, "son"),
        ({"substr": ["jsonlogic", 4, -2]}, "log"),
        ({"substr": ["jsonlogic", "4"]}, None),
        ({"lower": "HéLLO"}, "héllo"),
        ({"upper": ["us"]}, "US"),
        ({"upper": [3]}, None),
        ({"cat": [[1, 2], "x"]}, "1,2x"),
        ({"starts_with": ["abc"]}, None),
        ({"var": ["a.b.1"]}, 20),
        ({"var": ["a.x", 7]}, 7),
        ({"starts_with": ["abc", "ab"]}, True),
        ({"ends_with": ["abc", 1]}, None),
        ({"sem_ver": ["1.10.0", ">", "1.9.3"]}, True),
        ({"sem_ver": ["v1.0.0-rc.1", "<", "1.0.0"]}, True),
        ({"sem_ver": ["1.0.0-rc.10", ">", "1.0.0-rc.9"]}, True),
        ({"sem_ver": ["1.4.2", "^", "1.0"]}, True),
        ({"sem_ver": ["1.4.2", "~", "1.3.9"]}, False),
        ({"sem_ver": ["V1.0.0", "=", "v1.0.0"]}, True),
        ({"sem_ver": ["1.0.0+other", "=", "1.0.0+build"]}, True),
        ({"sem_ver": [1, "^", "1"]}, True),
        ({"sem_ver": [1.5, "=", "1.5.0"]}, True),
        ({"sem_ver": ["2.0.0-alpha", "<", "2.0.0"]}, True),
        ({"sem_ver": ["2.0.0.0", "=", "2.0.0"]}, None),
        ({"sem_ver": ["01.0.0", "=", "1.0.0"]}, None),
        ({"sem_ver": ["1.0-rc", "=", "1.0.0"]}, None),
        ({"sem_ver": ["1.0.0-01", "=", "1.0.0"]}, None),
        ({"sem_ver": ["1.0.0", "="]}, None),
        ({"sem_ver": ["nonsense", "=", "1.0.0"]}, None),
        ({"sem_ver": ["1.0.0", "?", "1.0.0"]}, None),
    ],
)
def test_json_logic(rule: Any, value: Any) -> None:
    assert Logic({"a": {"b": [10, 20]}, "pies": [{"filling": "apple"}]}).apply(rule) == value


def test_a_rule_nested_too_deeply_is_refused() -> None:
    rule: Any = 1
    for _ in range(300):
        rule = {"!": [rule]}
    with pytest.raises(LogicFault, match="deep"):
        Logic({}).apply(rule)


def test_operations_are_found_with_the_way_to_them() -> None:
    rule = {"if": [{"in": ["a", EMAIL]}, "x"]}
    assert [name for _, name in operations(rule)] == ["if", "in", "var"]
    assert operations(rule)[2][0] == ("if", 0, "in", 1, "var")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from(["red", "email", "", "1.0.0"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "if",
                    "var",
                    "==",
                    "<",
                    "in",
                    "cat",
                    "and",
                    "fractional",
                    "sem_ver",
                    "$ref",
                    "map",
                    "reduce",
                    "/",
                    "rollout",
                ]
            ),
            inner,
            max_size=1,
        )
    ),
    max_leaves=12,
)


@given(JSON, st.dictionaries(st.sampled_from(["email", "targetingKey"]), JSON))
def test_any_targeting_has_an_answer(targeting: Any, context: dict[str, Any]) -> None:
    found = evaluate(colours(targeting), "headerColor", context, "caller's", at_s=5)
    assert found.reason in ("STATIC", "DEFAULT", "TARGETING_MATCH", "ERROR")
    assert (found.reason == "ERROR") == (found.error is not None)
    if found.error:
        assert found.value == "caller's"
