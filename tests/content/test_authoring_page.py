"""docs/authoring.md explains all that can be written, and its examples are real."""

import re
from collections.abc import Iterator
from dataclasses import is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest

from slipway.content.bank import BankFile
from slipway.content.challenge import Challenge
from slipway.content.check import check
from slipway.content.course import CourseFile
from slipway.content.fence import fences
from slipway.content.lesson import DIRECTIVES
from slipway.content.level import Catalogue, LevelFile
from slipway.content.load import load
from slipway.content.scenario import PLACEHOLDERS, Scenario
from slipway.content.shape import alternatives, bare, hints, tag_of
from slipway.pipeline.events import EVENT_KINDS
from slipway.proofs import proven
from slipway.questions import MODELS

PAGE = (Path(__file__).parents[2] / "docs" / "authoring.md").read_text("utf-8")
ROOTS = (CourseFile, BankFile, Scenario, Catalogue, LevelFile, Challenge, *DIRECTIVES.values(), *MODELS.values())


@cache
def sections() -> dict[str, str]:
    """Heading to text, of the lowest level."""
    parts = re.split(r"^#{2,3} (.+)$", PAGE, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def reached(annotation: Any) -> Iterator[type]:
    """Every content class that the annotation leads to."""
    for option in alternatives(annotation):
        stripped = bare(option)
        if is_dataclass(stripped) and isinstance(stripped, type):
            yield stripped
            for hint in hints(stripped).values():
                yield from reached(hint)
        else:
            for inner in get_args(stripped):
                yield from reached(inner)


CLASSES = sorted({cls for root in ROOTS for cls in reached(root)}, key=lambda cls: (cls.__module__, cls.__name__))
TAGGED = [cls for cls in CLASSES if tag_of(cls)]
PLAIN = [cls for cls in CLASSES if not tag_of(cls)]


def in_words(cls: type) -> str:
    """`MissingTests` as its heading begins: missing tests; a directive's `Part` is left out."""
    name = cls.__name__.removesuffix("Part")
    return " ".join(re.findall(r"[A-Z][a-z]+", name)).lower()


def fields_in(section: str) -> set[str]:
    """The fields that have a row of their own."""
    return set(re.findall(r"^\| `([a-z_0-9]+)` \|", section, flags=re.MULTILINE))


@pytest.mark.parametrize("cls", PLAIN, ids=lambda cls: f"{cls.__module__}.{cls.__name__}")
def test_every_class_has_a_heading_and_every_field_a_row(cls):
    found = [text for heading, text in sections().items() if heading.lower().startswith(in_words(cls))]
    missing = [set(hints(cls)) - fields_in(text) for text in found]
    assert set() in missing, f"{in_words(cls)}: {missing or 'no heading'}"


@pytest.mark.parametrize("cls", TAGGED, ids=lambda cls: f"{cls.__module__}.{cls.__name__}")
def test_every_kind_has_a_row_and_its_fields_are_in_it_or_common_to_all(cls):
    rows = [
        (row, fields_in(text))
        for text in sections().values()
        for row in text.split("\n")
        if row.startswith(f"| `{tag_of(cls)}` |") and "| `kind` |" in text
    ]
    missing = [
        {name for name in hints(cls) if name != "kind" and name not in common and not re.search(rf"`{name}\b", row)}
        for row, common in rows
    ]
    assert set() in missing, f"{tag_of(cls)}: {missing or 'no row'}"


@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_every_event_has_a_row(kind):
    assert kind in fields_in(sections()["Events"])


def test_no_row_explains_an_event_that_is_gone():
    assert fields_in(sections()["Events"]) == set(EVENT_KINDS)


def test_every_word_to_choose_from_is_named():
    def literals(annotation: Any) -> Iterator[str]:
        for option in alternatives(annotation):
            args = get_args(bare(option))
            if get_origin(bare(option)) is Literal:
                yield from args
            else:
                for inner in args:
                    yield from literals(inner)

    words = {word for cls in CLASSES for hint in hints(cls).values() for word in literals(hint)}
    assert words and not [word for word in sorted(words) if f"`{word}`" not in PAGE]


def test_no_row_explains_a_field_that_is_gone():
    known = {name for cls in CLASSES for name in hints(cls)} | {tag_of(cls) for cls in TAGGED} | set(EVENT_KINDS)
    assert not {name for text in sections().values() for name in fields_in(text)} - known


def test_every_directive_and_placeholder_is_named():
    assert not [name for name in DIRECTIVES if f"`{{{name}}}`" not in PAGE]
    assert not [name for name in PLACEHOLDERS if f"`{{{name}}}`" not in PAGE]


def examples() -> dict[str, str]:
    """The worked examples by the file that each would be."""
    page = PAGE.split("\n")
    blocks = ["\n".join(page[fence.start + 1 : fence.end]) + "\n" for fence in fences(page)]
    begins = {
        "# ": "lessons/tiny.md",
        "topic:": "quiz_bank/tiny.yaml",
        "id:": "scenarios/tiny.yaml",
        "stores:": "scenarios/placement/catalogue.yaml",
        "title:": "scenarios/placement/two-tests.yaml",
        "subject:": "scenarios/operations/tiny.yaml",
    }
    return {path: block for start, path in begins.items() for block in blocks if block.startswith(start)}


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    """A course made of nothing but the examples on the page."""
    root: Path = tmp_path_factory.mktemp("page")
    lesson = "{id: tiny, file: tiny.md, minutes: 5, objectives: [early-bugs]}"
    order = f"title: T\nobjectives: [{{id: early-bugs, text: Find them early}}]\nlessons: [{lesson}]\n"
    for path, content in {**examples(), "lessons/course.yaml": order}.items():
        (root / path).parent.mkdir(exist_ok=True, parents=True)
        (root / path).write_text(content, "utf-8")
    return root


def test_the_examples_are_good_and_come_out_as_they_say(course):
    assert [str(problem) for problem in check([], course, MODELS, [proven])] == []


def test_the_examples_show_every_directive_and_every_kind_of_question(course):
    library = load(course, MODELS)
    (lesson,) = library.lessons
    assert set(DIRECTIVES.values()) <= {type(part) for part in lesson.parts}
    assert {item.question.kind for item in library.questions.values()} == set(MODELS)
    assert (list(library.scenarios), list(library.levels)) == (["tiny"], ["two-tests"])
    assert list(library.challenges) == ["tiny"]


def test_the_rows_of_a_table_fit_its_head():
    rows = [line for line in PAGE.split("\n") if line.startswith("|")]
    tables = re.findall(r"(?:^\|.*\n)+", PAGE, flags=re.MULTILINE)
    assert len(rows) > 100
    for table in tables:
        assert len({len(re.findall(r"(?<!\\)\|", row)) for row in table.strip().split("\n")}) == 1, table
