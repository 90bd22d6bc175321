"""What leaves for flagd is what its published schemas take.

flags.json and targeting.json of open-feature/flagd-schemas (Apache-2.0, as of 2026): what they say, written shorter.
"""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from slipway.content.source import Text
from slipway.delivery.dialects.flagd import express
from slipway.delivery.flag import FlagSettings
from slipway.delivery.flags.flagd import Flag, FlagFile
from slipway.formats.flagd import export_flags, import_flags

TEXT, NUMBER, WHOLE = {"type": "string"}, {"type": "number"}, {"type": "integer"}
PRIMITIVE = {"type": ["null", "boolean", "string", "number"]}
RULE, ARGUMENT = {"$ref": "#/definitions/rule"}, {"$ref": "#/definitions/argument"}
_SEMVER = r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z.-]+)?$"
VERSION = {"anyOf": [{**TEXT, "pattern": _SEMVER}, {"$ref": "#/definitions/var"}]}


def listed(least: int, most: int | None, items: Any = ARGUMENT) -> dict[str, Any]:
    return {"type": "array", "minItems": least, "items": items, **({} if most is None else {"maxItems": most})}


def row(*items: Any) -> dict[str, Any]:
    return {"type": "array", "minItems": len(items), "maxItems": len(items), "items": list(items)}


def operations(names: str, takes: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return dict.fromkeys(names.split(), takes)


SHARE = {"type": "array", "minItems": 1, "maxItems": 2, "items": [TEXT, NUMBER]}
TO = {"anyOf": [TEXT, RULE]}
OPERATIONS: dict[str, dict[str, Any]] = {
    "var": {
        "anyOf": [
            {**TEXT, "pattern": r"^\$flagd\.(timestamp|flagKey)$"},
            {**TEXT, "pattern": r"^(?!\$flagd\.)"},
            {"type": "array", "minItems": 1, "items": [TEXT], "additionalItems": PRIMITIVE},
        ]
    },
    "missing": listed(0, None, TEXT),
    "missing_some": row(NUMBER, listed(0, None, TEXT)),
    **operations("== === != !== > >= % / in map filter all none some", listed(2, 2)),
    **operations("< <= substr", listed(2, 3)),
    **operations("*", listed(2, None)),
    **operations("! !!", {"anyOf": [listed(1, 1), ARGUMENT]}),
    **operations("if or and + - max min merge cat", listed(1, None)),
    "reduce": listed(2, 3),
    **operations("starts_with ends_with", listed(2, 2, {"anyOf": [TEXT, RULE]})),
    "sem_ver": row(VERSION, {"enum": ["=", "!=", ">", "<", ">=", "<=", "~", "^"]}, VERSION),
    "fractional": {
        "oneOf": [
            {"type": "array", "minItems": 3, "items": [RULE], "additionalItems": SHARE},
            listed(2, None, SHARE),
        ]
    },
    "rollout": {
        "oneOf": [row(WHOLE, WHOLE, TO), row(WHOLE, WHOLE, TO, TO), row(RULE, WHOLE, WHOLE, TO, TO)],
    },
}


def single(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": False,
        "properties": properties,
    }


def named(values: Any) -> dict[str, Any]:
    return {"type": "object", "patternProperties": {"^.+$": values}, "additionalProperties": False}


_SAFE = {**NUMBER, "minimum": -(2**53) + 1, "maximum": 2**53 - 1}
METADATA = {"type": "object", "additionalProperties": {"type": ["string", "number", "boolean"]}}
TARGETING = {"anyOf": [{"type": "object", "maxProperties": 0}, RULE]}
SCHEMA = {
    "type": "object",
    "required": ["flags"],
    "properties": {
        "$evaluators": named(TARGETING),
        "metadata": METADATA,
        "flags": named(
            {
                "type": "object",
                "required": ["state", "variants"],
                "properties": {
                    "state": {"enum": ["ENABLED", "DISABLED"]},
                    "defaultVariant": {"type": ["string", "null"]},
                    "targeting": TARGETING,
                    "metadata": METADATA,
                    "variants": {
                        "minProperties": 1,
                        "anyOf": [named(kind) for kind in ({"type": "boolean"}, TEXT, _SAFE, {"type": "object"})],
                    },
                },
            }
        ),
    },
    "definitions": {
        "rule": single(OPERATIONS),
        "var": single({"var": OPERATIONS["var"]}),
        "argument": {"anyOf": [single({"$ref": TEXT}), RULE, PRIMITIVE, {"type": "array", "items": ARGUMENT}]},
    },
}
SCHEMA_OF = Draft7Validator(SCHEMA)


def complaints(content: str) -> list[str]:
    return [error.message for error in SCHEMA_OF.iter_errors(json.loads(content))]


@given(st.floats(0.001, 100).map(lambda share: round(share, 3)))
def test_a_learners_flag_is_taken(share):
    expressed = express(FlagSettings(ramp_pct=tuple(dict.fromkeys((share, 100.0)))))
    assert expressed is not None
    assert complaints(export_flags(expressed.settings.file)) == []


KEYS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=6)
VARIANTS = st.one_of(
    *(st.dictionaries(KEYS, kind, min_size=1, max_size=3) for kind in (st.booleans(), KEYS, st.integers(-9, 9)))
)
RULES = st.sampled_from(
    [
        None,
        {},
        {"if": [{"in": ["@faas.com", {"var": ["email"]}]}, "binet", None]},
        {"if": [{"$ref": "shared"}, {"fractional": [{"var": "email"}, ["red", 25], ["blue", 25]]}]},
        {"fractional": [["heads"], ["tails", 1]]},
        {"if": [{"sem_ver": [{"var": "version"}, ">=", "1.0.0"]}, "on"]},
        {"rollout": [{"var": "email"}, 1704067200, 1706745600, "old", "new"]},
        {"if": [{"reduce": [{"var": "n"}, {"+": [{"var": "current"}, {"var": "accumulator"}]}, 0]}, "on"]},
    ]
)


@st.composite
def flag_files(draw: Any) -> FlagFile:
    flags = []
    for key in draw(st.sets(KEYS, max_size=3)):
        variants = tuple(draw(VARIANTS).items())
        default = draw(st.none() | st.sampled_from([name for name, _ in variants]))
        state = draw(st.sampled_from(["ENABLED", "DISABLED"]))
        flags.append(Flag(key, variants, default, state, draw(RULES), (("owner", "search"),)))
    return FlagFile(tuple(flags), (("shared", {"==": [{"var": "email"}, "ada@example.com"]}),), (("version", 2),))


@settings(max_examples=50)
@given(flag_files())
def test_a_file_that_is_read_without_remarks_is_written_as_the_schema_wants_it(file):
    written = export_flags(file)
    assert import_flags(Text("flags.json", written), has_clock=True).unsupported == ()
    assert complaints(written) == []


def flagged(**fields: Any) -> str:
    flag = {"state": "ENABLED", "variants": {"on": True, "off": False}, **fields}
    return json.dumps({"flags": {"f": flag}})


@pytest.mark.parametrize(
    "content",
    [
        flagged(variants={"a": 1, "b": "x"}),
        flagged(variants={"a": [1]}),
        flagged(variants={"a": None}),
        flagged(variants={"a": 2**53}),
        flagged(metadata={"a": {"b": 1}}),
        flagged(targeting={"log": ["x"]}),
    ],
)
def test_what_the_schema_refuses_and_can_be_evaluated_is_told(content):
    assert complaints(content) != []
    found = import_flags(Text("flags.json", content))
    assert found.settings
    assert len(found.unsupported) == 1


@pytest.mark.parametrize(
    "content",
    [
        json.dumps({}),
        json.dumps({"flags": {"f": {"state": "ENABLED"}}}),
        flagged(state="ON"),
        flagged(variants={}),
        flagged(defaultVariant=3),
        flagged(targeting="on"),
    ],
)
def test_what_it_refuses_otherwise_is_refused_here_too(content):
    assert complaints(content) != []
    assert import_flags(Text("flags.json", content)).settings is None


def test_the_schema_itself_is_one():
    Draft7Validator.check_schema(SCHEMA)
    assert complaints(flagged(targeting={"var": "$flagd.nonsense"})) != []
    assert complaints(flagged(targeting={"fractional": ["x"]})) != []
