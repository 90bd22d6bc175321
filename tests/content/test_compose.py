"""YAML in, nodes with positions out; what could hurt is refused by name."""

import time
from typing import Any

import pytest

from slipway.content.compose import MOST_NODES, Allowed, parse
from slipway.content.source import Text, plain
from tests.content.small import lines, tree_of


def problems_of(content: str, line_offset: int = 0) -> list[str]:
    return lines(parse(Text("a.yaml", content), None, line_offset)[1])


@pytest.mark.parametrize(
    ("written", "meant"), [("1.10", "1.10"), ("10:30", "10:30"), ("no", "no"), ("0x1F", "0x1F"), ("~", "~"), ("", "")]
)
def test_words_stay_as_they_are_written(written, meant):
    assert plain(tree_of(f"on: {written}").node) == {"on": meant}


def test_a_billion_laughs_are_not_laughed():
    bomb = "a: &a [lol]\n" + "".join(
        f"{c}: &{c} [{', '.join(['*' + b] * 9)}]\n" for b, c in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert problems_of(bomb) == [
        "a.yaml:1:4: an alias or anchor (* or &); expected the value itself, or quotes around the text"
    ]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_deep_nesting_is_refused_in_no_time(opening):
    started = time.perf_counter()
    (problem,) = problems_of(opening * (900_000 // len(opening)))
    assert "nested too deeply" in problem
    assert time.perf_counter() - started < 5


def test_sheer_number_is_refused():
    (problem,) = problems_of("[" + "a," * MOST_NODES + "]")
    assert "too many values" in problem


def test_tags_are_refused():
    (problem,) = problems_of("a: 1\nb: !!python/object/apply:os.system ['true']")
    assert problem == "a.yaml:2:4: a YAML tag (tag:yaml.org,2002:python/object/apply:os.system); expected a plain value"


def test_a_second_document_is_refused():
    assert problems_of("a: 1\n---\nb: 2")[0].startswith("a.yaml:2:1: a second document")


@pytest.mark.parametrize("content", ["", "\n\n", "# only a comment\n", "---\n"])
def test_nothing_is_not_enough(content):
    tree, problems = parse(Text("a.yaml", content))
    assert problems or (tree is not None and plain(tree.node) == "")


def test_every_doubled_key_is_told_with_its_first_line():
    assert problems_of("a: 1\nb: 2\na: 3\nc: {d: 1, d: 2}") == [
        "a.yaml:3:1: 'a' is given twice (first on line 1); expected each field once",
        "a.yaml:4:11: 'd' is given twice (first on line 4); expected each field once",
    ]


def test_a_key_that_is_a_list_is_told():
    assert problems_of("? [a]\n: b") == ["a.yaml:1:3: this key is not a word; expected a field name"]


@pytest.mark.parametrize(
    ("content", "place", "hint"),
    [
        ("a:\n\tb: c", "2:1", "spaces in front, not a tab"),
        ("a: `b`", "1:4", "quotes around a text that starts with `"),
        ("a: b: c", "1:5", "quotes around a text with a colon"),
        ("a: [b", "1:4", "closed quotes and brackets"),
        ('a: "b', "1:4", "closed quotes and brackets"),
    ],
)
def test_a_slip_in_the_syntax_comes_with_a_hint(content, place, hint):
    (problem,) = problems_of(content)
    assert problem.startswith(f"a.yaml:{place}: this is not YAML") and hint in problem


def test_lines_count_from_the_top_of_the_file_that_the_part_stands_in():
    assert problems_of("a: [", line_offset=41)[0].startswith("a.yaml:42:")
    tree, _ = parse(Text("a.yaml", ""), "a: b", 41)
    assert tree is not None and tree.position(("a",)) == (42, 4)


def test_columns_count_characters_not_bytes():
    assert tree_of("é𝄞: {b: c}").position(("é𝄞", "b")) == (1, 9)


OTHERS = Allowed(aliases=True, tags=frozenset({"!Ref"}), headers=frozenset({"spec"}))


def _others(content: str) -> tuple[Any, list[str]]:
    tree, problems = parse(Text("a.yaml", content), allowed=OTHERS)
    return tree and plain(tree.node), [str(problem) for problem in problems]


def test_where_aliases_are_allowed_they_stand_for_their_anchors_and_merges_bring_fields_in() -> None:
    content = "a: &a {x: 1, y: 2}\nb: &b {y: 3, z: 4}\nc: {<<: [*a, *b], x: 5}\nd: [*a]\n"
    found, problems = _others(content)
    assert problems == []
    assert (found["c"], found["d"]) == ({"x": "5", "y": "2", "z": "4"}, [{"x": "1", "y": "2"}])


def test_an_alias_counts_as_all_that_it_stands_for() -> None:
    long = ", ".join("x" * (MOST_NODES // 3))
    assert _others(f"a: &a [{long}]\nb: *a\n")[1] == []
    (problem,) = _others(f"a: &a [{long}]\nb: [*a, *a]\n")[1]
    assert problem.startswith("a.yaml:2:9: there are too many values")


def test_an_alias_is_as_deep_as_what_it_stands_for() -> None:
    deep = "[" * 25 + "]" * 25
    assert _others(f"a: &a {deep}\nb: {'[' * 10}*a{']' * 10}\n")[1] == []
    (problem,) = _others(f"a: &a {deep}\nb: {'[' * 20}*a{']' * 20}\n")[1]
    assert "nested too deeply" in problem


def test_an_alias_without_a_complete_anchor_is_refused() -> None:
    for content in ("a: *b\n", "a: &a [*a]\n"):
        assert "the alias *" in _others(content)[1][0]


def test_only_the_tags_and_the_header_that_are_allowed_are_read() -> None:
    assert _others("spec: {a: b}\n---\nc: !Ref d\n") == ({"c": "d"}, [])
    assert "a YAML tag (!Sub)" in _others("c: !Sub d\n")[1][0]
    assert "a second document" in _others("x: {a: b}\n---\nc: d\n")[1][0]
    assert "a second document" in _others("spec: {}\n---\na: b\n---\nc: d\n")[1][0]
