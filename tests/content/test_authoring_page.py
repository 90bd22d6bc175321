"""docs/authoring.md: its example is a course, and no field, directive, effect or event is missing from it."""

import re
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any, cast, get_args

import pytest

from slipway.content.bank import BankHeader
from slipway.content.course import CourseFile
from slipway.content.lesson import DIRECTIVES
from slipway.content.load import load
from slipway.content.prove import prove
from slipway.content.scenario import Scenario
from slipway.content.shape import alternatives, bare, hints
from slipway.pipeline.effects import Effect
from slipway.pipeline.events import EVENT_KINDS
from slipway.questions import KINDS, MODELS
from tests.course import ROOT

PAGE = (ROOT / "docs" / "authoring.md").read_text("utf-8")
_FILE = re.compile(r"^`((?:scenarios|quiz_bank|lessons)/[\w.-]+)`\n(`{3,})\w+\n(.*?)^\2$", re.M | re.S)
_SECTION = re.compile(r"^#{2,4} (.+)$", re.M)


def _sections() -> dict[str, str]:
    parts = _SECTION.split(PAGE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def _classes(annotation: Any, seen: set[Any]) -> set[Any]:
    """Every content class that is reachable from an annotation."""
    for option in alternatives(annotation):
        found: Any = bare(option)
        if is_dataclass(found) and found not in seen:
            seen.add(found)
            for hint in hints(cast(type, found)).values():
                _classes(hint, seen)
        elif hasattr(found, "__args__"):
            for argument in found.__args__:
                _classes(argument, seen)
    return seen


def _expected() -> list[tuple[str, type]]:
    plain = [cls for root in (CourseFile, BankHeader, Scenario) for cls in sorted(_classes(root, set()), key=repr)]
    named = [(cls.__name__, cls) for cls in dict.fromkeys(plain)]
    named += [("{" + name + "}", cls) for name, cls in DIRECTIVES.items()]
    return named + [(name, kind.model) for name, kind in KINDS.items()]


@pytest.mark.parametrize(("heading", "cls"), _expected(), ids=lambda value: str(value)[:40])
def test_every_field_has_an_entry_in_the_section_of_its_type(heading: str, cls: type) -> None:
    section = _sections().get(heading)
    assert section is not None, f"docs/authoring.md has no section for {heading}"
    missing = [name for name in hints(cls) if f"`{name}`" not in section and not _tells_kind(name, cls, section)]
    assert missing == []


def _tells_kind(name: str, cls: type, section: str) -> bool:
    """A union's tag is told by naming its value."""
    values = get_args(hints(cls)[name])
    return name == "kind" and len(values) == 1 and str(values[0]) in section


def test_every_effect_has_a_section() -> None:
    assert [name for cls in _classes(Effect, set()) if (name := cls.__name__) not in _sections()] == []


def test_every_event_has_an_entry() -> None:
    assert [kind for kind in EVENT_KINDS if f"`{kind}`" not in _sections()["Events"]] == []


def test_options_of_questions_are_explained() -> None:
    from slipway.questions.option import Option

    section = _sections()["Option of a question"]
    assert [name for name in hints(Option) if f"`{name}`" not in section] == []


def test_the_worked_example_is_a_whole_course_without_a_problem(tmp_path: Path) -> None:
    files = {path: body for path, _, body in _FILE.findall(PAGE)}
    assert set(files) == {
        "scenarios/first-ship.yaml",
        "quiz_bank/first.yaml",
        "lessons/first.md",
        "lessons/course.yaml",
    }
    for path, body in files.items():
        file = tmp_path / path
        file.parent.mkdir(exist_ok=True)
        file.write_text(body, "utf-8")
    library = load(tmp_path, MODELS)
    assert [str(p) for p in library.problems] == []
    assert [str(p) for p in prove(library)] == []
    assert [lesson.title for lesson in library.lessons] == ["Rosa’s first ship"]
    assert list(library.questions) == ["first-tests"]
