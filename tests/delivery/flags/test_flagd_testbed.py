"""flagd against the scenarios of open-feature/flagd-testbed (Apache-2.0), transcribed: its second way of bucketing."""

import json
from typing import Any

import pytest

from slipway.content.source import Text
from slipway.delivery.flags.flagd import FlagFile, evaluate
from slipway.formats.flagd import import_flags

CARDS = [[card, 25] for card in ("clubs", "diamonds", "hearts", "spades")]
BY_KEY = {"var": "targetingKey"}
IS_PREMIUM = {"==": [{"var": "tier"}, "premium"]}


def flag(targeting: Any, names: str, default: str | None, **variants: Any) -> dict[str, Any]:
    return {
        "state": "ENABLED",
        "variants": {**{name: name for name in names.split()}, **variants},
        "defaultVariant": default,
        "targeting": targeting,
    }


def version(operator: str, other: str) -> dict[str, Any]:
    return {"sem_ver": [{"var": "version"}, operator, other]}


FLAGS = {
    "fractional-flag": flag(
        {"fractional": [{"cat": [{"var": "$flagd.flagKey"}, {"var": "user.name"}]}, *CARDS]},
        "clubs diamonds hearts spades wild",
        "wild",
    ),
    "fractional-flag-shorthand": flag({"fractional": [["heads"], ["tails", 1]]}, "heads tails draw", "draw"),
    "shared-seed": flag(
        {"fractional": [{"cat": ["shared-seed", {"var": "user.name"}]}, *CARDS]},
        "clubs diamonds hearts spades wild",
        "wild",
    ),
    "hash-edge": flag({"fractional": [BY_KEY, ["lower", 50], ["upper", 50]]}, "lower upper", "lower"),
    "nested-if": flag(
        {"fractional": [BY_KEY, [{"if": [IS_PREMIUM, "premium", "standard"]}, 50], ["standard", 50]]},
        "premium standard fallback",
        "fallback",
    ),
    "nested-var": flag(
        {"fractional": [BY_KEY, [{"var": "color"}, 50], ["blue", 50]]}, "red green blue fallback", "fallback"
    ),
    "nested-weight": flag(
        {"fractional": [BY_KEY, ["red", {"if": [IS_PREMIUM, 100, 0]}], ["blue", 10]]}, "red blue fallback", "fallback"
    ),
    "condition": flag({"if": [{"fractional": [[False, 0], [True, 100]]}, "big", "small"]}, "big small", "small"),
    "condition-false": flag({"if": [{"fractional": [[False, 100], [True, 0]]}, "big", "small"]}, "big small", "big"),
    "single": flag({"fractional": [["single", 1]]}, "single fallback", "fallback"),
    "negative": flag({"fractional": [BY_KEY, ["one", -50], ["two", 100]]}, "one two fallback", "fallback"),
    "zero": flag({"fractional": [BY_KEY, ["one", 0], ["two", 0]]}, "one two fallback", "fallback"),
    "starts-ends": flag(
        {
            "if": [
                {"starts_with": [{"var": "id"}, "abc"]},
                "prefix",
                {
                    "if": [
                        {"ends_with": [{"var": "id"}, "xyz"]},
                        "postfix",
                        {"if": [{"ends_with": [{"var": "id"}, 3]}, "fail", "none"]},
                    ]
                },
            ]
        },
        "prefix postfix none",
        "none",
    ),
    "compared": flag(
        {
            "if": [
                version("=", "2.0.0"),
                "equal",
                {"if": [version(">", "2.0.0"), "greater", {"if": [version("<", "2.0.0"), "lesser", "none"]}]},
            ]
        },
        "equal greater lesser none",
        "none",
    ),
    "ranges": flag(
        {"if": [version("~", "3.0.0"), "minor", {"if": [version("^", "3.0.0"), "major", "none"]}]},
        "minor major none",
        "none",
    ),
    "v-prefix": flag({"if": [version("=", "v1.0.0"), "match", "no-match"]}, "match no-match", "no-match"),
    "partial": flag({"if": [version("^", "1"), "match", "no-match"]}, "match no-match", "no-match"),
    "build": flag({"if": [version("=", "1.0.0+build"), "match", "no-match"]}, "match no-match", "no-match"),
    "invalid-version": flag(version("=", "1.0.0"), "match fallback", "fallback"),
    "invalid-operator": flag(version("===", "1.0.0"), "match fallback", "fallback"),
    "null-variant": flag({"if": [True, None, "one"]}, "", "two", one=1, two=2),
    "invalid": flag({"invalid": ["this is not valid targeting"]}, "", "two", one=1, two=2),
    "missing-variant": flag({"if": [True, "three", "one"]}, "", "two", one=1, two=2),
    "truth": flag({"if": [True, True, False]}, "", "false", false=1, true=2),
    "empty": flag({}, "", "false", false=1, true=2),
    "no-default": flag({"if": [{"==": ["jobs@orange.com", {"var": ["email"]}]}, "special", None]}, "special", None),
    "no-else": flag({"if": [{"==": ["jobs@orange.com", {"var": ["email"]}]}, "special"]}, "special", None),
    "ballmer": flag({"if": [{"$ref": "is_ballmer"}, "hi", "bye"]}, "hi bye", None),
    "no-ballmer": flag({"if": [{"$ref": "nonexistent_evaluator"}, "hit", "miss"]}, "hit miss", None),
}
EVALUATORS = {"is_ballmer": {"==": ["ballmer@macrosoft.com", {"var": ["email"]}]}}
JON, USER = "jon@company.com", "user1"


@pytest.fixture(scope="module")
def file() -> FlagFile:
    found = import_flags(Text("testbed.json", json.dumps({"flags": FLAGS, "$evaluators": EVALUATORS})))
    assert found.settings
    return found.settings


def cases(key: str, attribute: str, expected: dict[Any, Any], **more: Any) -> list[tuple[str, dict[str, Any], Any]]:
    """The flag asked for several people who differ in one attribute."""
    return [(key, {attribute: value, **more}, answer) for value, answer in expected.items()]


def named(key: str, expected: dict[str, str]) -> list[tuple[str, dict[str, Any], Any]]:
    return [(key, {"user": {"name": name}}, answer) for name, answer in expected.items()]


@pytest.mark.parametrize(
    ("key", "context", "expected"),
    [
        *named(
            "fractional-flag", {"jack": "hearts", "queen": "spades", "ten": "clubs", "nine": "diamonds", "3": "clubs"}
        ),
        *named("shared-seed", {"seven": "hearts", "eight": "diamonds", "nine": "clubs", "two": "spades"}),
        *cases("fractional-flag-shorthand", "targetingKey", {JON: "heads", "jane@company.com": "tails"}),
        *cases(
            "hash-edge",
            "targetingKey",
            {"ejOoVL": "lower", "bY9fO-": "lower", "SI7p-": "lower", "6LvT0": "upper", "ceQdGm": "upper"},
        ),
        *cases("nested-if", "targetingKey", {JON: "premium", USER: "standard"}, tier="premium"),
        *cases("nested-if", "targetingKey", {JON: "standard", USER: "standard"}, tier="basic"),
        *cases("nested-var", "targetingKey", {JON: "red", USER: "blue"}, color="red"),
        *cases("nested-var", "color", {"green": "green", "yellow": "caller's", "": "caller's"}, targetingKey=JON),
        *cases("nested-weight", "targetingKey", {JON: "red", USER: "red"}, tier="premium"),
        *cases("nested-weight", "targetingKey", {JON: "blue", USER: "blue"}, tier="basic"),
        *cases("condition", "targetingKey", {"some-targeting-key": "big"}),
        *cases("condition-false", "targetingKey", {"some-targeting-key": "small"}),
        ("single", {}, "single"),
        *cases("negative", "targetingKey", {"any-user": "two"}),
        *cases("zero", "targetingKey", {"any-user": "fallback"}),
        *cases(
            "starts-ends",
            "id",
            {"abcdef": "prefix", "uvwxyz": "postfix", "abcxyz": "prefix", "lmnopq": "none", 3: "none"},
        ),
        *cases(
            "compared",
            "version",
            {"2.0.0": "equal", "2.1.0": "greater", "1.9.0": "lesser", "2.0.0-alpha": "lesser", "2.0.0.0": "none"},
        ),
        *cases("ranges", "version", {"3.0.1": "minor", "3.1.0": "major", "4.0.0": "none"}),
        *cases(
            "v-prefix",
            "version",
            {"1.0.0": "match", "v1.0.0": "match", "V1.0.0": "match", "2.0.0": "no-match"},
        ),
        *cases("partial", "version", {"1.5.0": "match", "1.0": "match", "1": "match", 1: "match", "2.0.0": "no-match"}),
        *cases("build", "version", {"1.0.0": "match", "1.0.0+other": "match", "2.0.0": "no-match"}),
        *cases("invalid-version", "version", {"not-a-version": "fallback"}),
        *cases("invalid-operator", "version", {"1.0.0": "fallback"}),
        ("null-variant", {}, 2),
        ("truth", {}, 2),
        ("empty", {}, 1),
        *cases("no-default", "email", {"wozniak@orange.com": "caller's", "jobs@orange.com": "special"}),
        *cases("no-else", "email", {"wozniak@orange.com": "caller's"}),
        *cases("ballmer", "email", {"ballmer@macrosoft.com": "hi", "user@example.com": "bye"}),
    ],
)
def test_a_scenario_gives_its_value(key: str, context: dict[str, Any], expected: Any, file: FlagFile) -> None:
    assert evaluate(file, key, context, "caller's").value == expected


@pytest.mark.parametrize(
    ("key", "code"), [("invalid", "PARSE_ERROR"), ("missing-variant", "GENERAL"), ("no-ballmer", "PARSE_ERROR")]
)
def test_a_scenario_of_an_error_gives_its_code_and_the_callers_default(key: str, code: str, file: FlagFile) -> None:
    found = evaluate(file, key, {}, 3)
    assert (found.value, found.error, found.reason) == (3, code, "ERROR")
