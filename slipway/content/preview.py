"""One file by itself, seen against the course: what is in it, what is wrong with it, published nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any

from slipway.content.challenge import Challenge
from slipway.content.lesson import LessonText
from slipway.content.library import Library
from slipway.content.load import Kinds, Loader, content_files
from slipway.content.names import Claims
from slipway.content.problem import Problem, in_order, printable, shown
from slipway.content.scenario import Scenario
from slipway.content.source import Text, Tree, decode
from slipway.pipeline.placement.level import Level

_MARKS = {
    "world": "scenario",
    "questions": "questions",
    "lessons": "course",
    "situation": "challenge",
    "goals": "level",
    "hazards": "catalogue",
}
_FOLDERS = {
    "scenario": "scenarios",
    "level": "placement",
    "catalogue": "placement",
    "challenge": "operations",
    "questions": "quiz_bank",
    "course": "lessons",
    "lesson": "lessons",
}


@dataclass(frozen=True, slots=True)
class Preview:
    """`what` is lesson, questions, scenario, level, challenge, catalogue, course or file; only what fits is filled.

    A scenario, level or question with a problem is not given, nor a part of a lesson with one. `library`
    is the course with this file read into it; what it has for provers is this file's alone. `claims` are the ids
    that it declares.
    """

    what: str
    problems: tuple[Problem, ...]
    scenario: Scenario | None = None
    lesson: LessonText | None = None
    questions: tuple[Any, ...] = ()
    level: Level | None = None
    challenge: Challenge | None = None
    library: Library = Library()
    claims: Claims = field(default_factory=dict)


def preview(name: str, data: bytes, root: Path, kinds: Kinds, others: Sequence[Claims] = ()) -> Preview:
    """Read a file that is being written or was uploaded, in place of the course's file of that name if there is one.

    It may be a draft of anything in the course, so every id that the course has is free for it; those
    that `others`, the files looked at together with it, declare are taken.
    """
    text = decode(data, printable(name))
    if isinstance(text, Problem):
        return Preview("file", (text,))
    loader = Loader(root, kinds)
    loader.read_course()
    loader.problems.clear()
    loader.located.clear()
    loader.located_questions.clear()
    tree = None if _is_lesson(name) else loader.parse(text)
    what = "lesson" if _is_lesson(name) else _what(tree)
    _make_room(loader, root, name, what)
    loader.names.yielding = {shown(path, root) for path in content_files(root)}
    for claims in others:
        loader.names.yielding -= {place.path for names in claims.values() for place in names.values()}
        loader.names.claim(claims)
    read = _read(loader, text, tree, what)
    problems = tuple(in_order(loader.problems))
    library = loader.library().claims_of({text.path})
    return Preview(what, problems, **read, library=library, claims=loader.names.declared_in(text.path))


def _is_lesson(name: str) -> bool:
    return PurePath(name).suffix.lower() in (".md", ".markdown")


def _what(tree: Tree | None) -> str:
    keys = tree.fields if tree else []
    return next((what for key, what in _MARKS.items() if key in keys), "file")


def _make_room(loader: Loader, root: Path, name: str, what: str) -> None:
    """Forget the ids of the course's file that this one would replace: what it no longer declares is gone."""
    file_name = "course.yaml" if what == "course" else PurePath(name).name
    for path in content_files(root):
        if path.name == file_name and path.parent.name == _FOLDERS.get(what):
            loader.names.forget(shown(path, root))


def _read(loader: Loader, text: Text, tree: Tree | None, what: str) -> dict[str, Any]:
    if what == "lesson":
        return {"lesson": loader.read_lesson(text)}
    if tree is None:
        return {}
    if what == "scenario":
        loaded = loader.read_scenario(tree)
        return {"scenario": loaded.scenario if loaded else None}
    if what == "level":
        level = loader.read_level(tree)
        return {"level": level.level if level else None}
    if what == "challenge":
        challenge = loader.read_challenge(tree)
        return {"challenge": challenge.challenge if challenge else None}
    if what == "catalogue":
        loader.read_catalogue(tree)
        return {}
    if what == "questions":
        return {"questions": tuple(item.question for item in loader.read_bank(tree, "preview"))}
    if what == "course":
        loader.read_course_file(tree)
        return {}
    unknown = (
        "this is neither a scenario (world), a level (goals), a challenge (situation), questions, a course (lessons)"
        " nor a lesson (.md)"
    )
    loader.problems.append(text.problem(1, 1, unknown, "one of those"))
    return {}
