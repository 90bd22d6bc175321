"""JSON with positions: the same values as any reader, places that are right, and an end to every hostile file."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.content.source import Text
from slipway.formats.json_text import parse_json

LETTERS = st.text(st.characters(exclude_categories=["Cs"]))
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**15), 10**15)
    | st.floats(allow_nan=False, allow_infinity=False)
    | LETTERS,
    lambda inner: st.lists(inner) | st.dictionaries(LETTERS, inner),
)


@given(JSON, st.sampled_from([None, 1, "\t"]), st.booleans())
def test_values_are_those_of_any_json_reader(value: Any, indent: int | str | None, ascii_only: bool) -> None:
    document, problems = parse_json(Text("f.json", json.dumps(value, indent=indent, ensure_ascii=ascii_only)))
    assert document is not None
    assert (document.value, problems) == (value, [])


@given(st.text())
def test_any_text_is_read_as_json_reads_it_or_refused_with_a_line(content: str) -> None:
    document, problems = parse_json(Text("f.json", content))
    try:
        json.loads(content)
    except ValueError:
        assert document is None
    if document is None:
        assert str(problems[0]).startswith("f.json:")


def test_places_of_values_and_names() -> None:
    document, _ = parse_json(Text("f.json", '{\n  "a": [1,\n    {"b": true}]\n}'))
    assert document is not None
    problem = document.problem(("a", 1, "b"), "wrong")
    assert (problem.line, problem.column) == (3, 11)
    named = document.problem(("a", 1, "b"), "wrong", key=True)
    assert (named.line, named.column) == (3, 6)
    around = document.problem(("a", 7, "x"), "wrong")
    assert (around.line, around.column) == (2, 8)


@pytest.mark.parametrize(
    ("content", "line", "column", "what"),
    [
        ("", 1, 1, "ends here"),
        ('{"a" 1}', 1, 6, "not JSON: '1}'"),
        ('{"a": 1,\n}', 2, 1, "not JSON: '}'"),
        ('["open\n"]', 1, 2, "not JSON"),
        ("[1] 2", 1, 5, "more after the end"),
        ("[NaN]", 1, 2, "not JSON"),
        ("[1e999]", 1, 2, "too large"),
        (f"[{'9' * 5000}]", 1, 2, "too long"),
        ('["\\ud800"]', 1, 2, "half a character"),
        ("[" * 100_000, 1, 42, "nested too deeply"),
        ("[" + "1," * 30_000 + "1]", 1, 40000, "too many values"),
        ("[1", 1, 2, "ends here"),
    ],
)
def test_what_is_no_json_gets_an_error_line(content: str, line: int, column: int, what: str) -> None:
    document, [problem] = parse_json(Text("f.json", content))
    assert document is None
    assert (problem.line, problem.column) == (line, column)
    assert what in problem.what


def test_a_name_given_twice_is_told_and_the_first_counts() -> None:
    document, [problem] = parse_json(Text("f.json", '{"a": 1,\n "a": 2}'))
    assert document is not None
    assert document.value == {"a": 1}
    assert (problem.line, problem.what) == (2, "'a' is given twice")


def test_a_flood_of_doubled_names_is_told_in_a_portion() -> None:
    content = "{" + ",".join(['"a":1'] * 100_000) + "}"
    _, problems = parse_json(Text("f.json", content))
    assert len(problems) < 600
