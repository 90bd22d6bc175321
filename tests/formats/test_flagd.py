"""Flag definition files in and out, and evaluated."""

import json
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.content.source import Text
from slipway.delivery.flags.flagd import Flag, FlagFile, evaluate
from slipway.formats.flagd import export_flags, import_flags

# Composed for this project in the shape that flagd's documentation describes.
FILE = """{
  "$schema": "https://flagd.dev/schema/v0/flags.json",
  "flags": {
    "new-search": {
      "state": "ENABLED",
      "variants": {"on": true, "off": false},
      "defaultVariant": "off",
      "owner": "search team",
      "targeting": {
        "if": [{"$ref": "in-europe"}, {"fractional": [["on", 20], ["off", 80]]}, null]
      },
      "metadata": {"version": 3}
    },
    "banner": {"state": "DISABLED", "variants": {"text": "hello"}, "defaultVariant": "text"}
  },
  "$evaluators": {"in-europe": {"starts_with": [{"var": "region"}, "eu-"]}},
  "comment": "why"
}"""


def read(value: Any) -> Any:
    return import_flags(Text("flags.json", value if isinstance(value, str) else json.dumps(value, indent=1)))


def flag(**fields: Any) -> dict[str, Any]:
    return {"flags": {"f": {"state": "ENABLED", "variants": {"on": 1}, "defaultVariant": "on", **fields}}}


def test_a_file_becomes_flags_that_can_be_asked() -> None:
    found = read(FILE)
    assert found.problems == ()
    ask = [
        evaluate(found.settings, "new-search", {"targetingKey": "anna", "region": r}).reason for r in ("eu-1", "us-1")
    ]
    assert ask == ["TARGETING_MATCH", "DEFAULT"]
    assert evaluate(found.settings, "banner", {}, "bye").reason == "DISABLED"


def test_nothing_is_dropped_in_silence() -> None:
    assert [(problem.line, problem.what[:20]) for problem in read(FILE).unsupported] == [
        (8, "the field 'owner' is"),
        (17, "the field 'comment' "),
    ]


def test_operations_that_are_not_evaluated_are_told_and_kept() -> None:
    rule = {"if": [{"log": [{"var": "id"}]}, "on", {"<": [{"var": "$flagd.timestamp"}, 9]}]}
    found = read(flag(targeting=rule))
    assert len(found.unsupported) == 2
    assert found.settings.flags[0].targeting == rule
    assert evaluate(found.settings, "f", {"id": 1}, "mine").error == "PARSE_ERROR"


@pytest.mark.parametrize("rule", [{"<": [{"var": "$flagd.timestamp"}, 9]}, {"rollout": [0, 9, "on"]}])
def test_where_there_is_a_clock_nothing_is_said_of_it(rule: Any) -> None:
    text = Text("flags.json", json.dumps(flag(targeting={"if": [rule, "on"]})))
    assert [len(import_flags(text, has_clock).unsupported) for has_clock in (False, True)] == [1, 0]


@pytest.mark.parametrize("name", ["gone", ["gone"]])
def test_a_shared_rule_that_is_not_there_is_told_and_spoils_its_own_flag_only(name: Any) -> None:
    file = flag(targeting={"if": [{"$ref": name}, "on"]})
    file["flags"]["other"] = {"state": "ENABLED", "variants": {"on": 2}, "defaultVariant": "on"}
    found = read(file)
    assert "no evaluator" in found.unsupported[0].what
    assert evaluate(found.settings, "f", {}, "mine").error == "PARSE_ERROR"
    assert evaluate(found.settings, "other", {}).value == 2


def test_flags_may_be_listed_with_their_keys() -> None:
    each = {"key": "f", "state": "ENABLED", "variants": {"on": 1}, "defaultVariant": "on"}
    found = read({"flags": [each, {**each, "key": "g"}]})
    assert [flag.key for flag in found.settings.flags] == ["f", "g"]
    assert read(export_flags(found.settings)).settings == found.settings
    assert "given twice" in read({"flags": [each, each]}).problems[0].what
    assert "'key' is missing" in read({"flags": [{"state": "ENABLED", "variants": {"on": 1}}]}).problems[0].what


@pytest.mark.parametrize(
    ("value", "what", "near"),
    [
        ({}, "'flags' is missing", ""),
        ([], "this is a list", ""),
        ({"flags": [3]}, "this is 3", ""),
        ({"flags": {"f": 3}}, "this is 3", ""),
        (flag(state="ENABLD"), "'state' is 'ENABLD'", "ENABLED"),
        (flag(variants={}), "has no variants", ""),
        (flag(defaultVariant="onn"), "'onn' is not a variant", "on"),
        (flag(defaultVariant=1), "'defaultVariant' is 1", ""),
        (flag(targeting="on"), "no rule", ""),
        (flag(metadata=[1]), "a list of 1", ""),
    ],
)
def test_a_fault_is_told(value: Any, what: str, near: str) -> None:
    found = read(value)
    assert found.settings is None
    problem = next(problem for problem in found.problems if what in problem.what)
    assert problem.nearest == near
    assert str(problem).startswith("flags.json:")


def test_the_place_of_what_is_told_deep_in_a_rule() -> None:
    [problem] = read(
        '{"flags": {"f": {"state": "ENABLED", "variants": {"on": 1},\n "targeting": {"!": {"$ref": "x"}}}}}'
    ).unsupported
    assert (problem.line, problem.column) == (2, 22)


LETTERS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=6)
VALUES = st.recursive(
    st.booleans() | st.integers(-(10**9), 10**9) | st.floats(-1e9, 1e9) | LETTERS,
    lambda inner: st.dictionaries(LETTERS, inner, max_size=3),
    max_leaves=4,
)
RULES = st.recursive(
    st.none() | st.booleans() | st.integers(0, 99) | LETTERS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["if", "==", "in", "var", "and", "fractional", "unknown"]), inner, max_size=1)
    ),
    max_leaves=8,
)


def pairs(values: st.SearchStrategy[Any], least: int = 0) -> st.SearchStrategy[tuple[tuple[str, Any], ...]]:
    return st.dictionaries(LETTERS, values, min_size=least, max_size=3).map(lambda found: tuple(found.items()))


@st.composite
def flags(draw: st.DrawFn, key: str) -> Flag:
    variants = draw(pairs(VALUES, least=1))
    default = draw(st.none() | st.sampled_from([name for name, _ in variants]))
    rule = draw(st.none() | st.dictionaries(st.sampled_from(["if", "var", "cat"]), RULES, max_size=1))
    return Flag(key, variants, default, draw(st.sampled_from(["ENABLED", "DISABLED"])), rule, draw(pairs(VALUES)))


FILES = st.builds(
    FlagFile,
    st.lists(LETTERS, unique=True, max_size=3).flatmap(lambda keys: st.tuples(*(flags(key) for key in keys))),
    pairs(RULES),
    pairs(VALUES),
    st.sampled_from(["", "https://flagd.dev/schema/v0/flags.json"]),
)


@given(FILES)
def test_what_goes_out_comes_in_again(file: FlagFile) -> None:
    found = read(export_flags(file))
    assert (found.settings, found.problems) == (file, ())


def test_rules_that_multiply_are_stopped() -> None:
    shared = {f"r{n}": {"cat": [{"$ref": f"r{n + 1}"}] * 8} for n in range(30)} | {"r30": "x" * 100}
    found = read({**flag(targeting={"$ref": "r0"}), "$evaluators": shared})
    start = perf_counter()
    assert evaluate(found.settings, "f", {}, "mine").reason == "ERROR"
    assert perf_counter() - start < 5


@given(RULES, st.sampled_from(["flags", "state", "variants", "targeting", "$evaluators", "metadata"]))
def test_any_json_is_settings_or_problems(value: Any, place: str) -> None:
    for whole in ({"flags": {"f": {place: value}}}, {place: value}, value, flag(**{place: value})):
        found = read(whole)
        assert (found.settings is None) == bool(found.problems)
