"""One file by itself, seen against the course: what is in it, what is wrong with it, published nowhere."""

from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Any

from slipway.content.lesson import LessonText
from slipway.content.library import Library
from slipway.content.load import Kinds, Loader, content_files
from slipway.content.problem import Problem, printable, shown
from slipway.content.scenario import Scenario
from slipway.content.source import Text, Tree, decode

_MARKS = {"world": "scenario", "questions": "questions", "lessons": "course"}
_FOLDERS = {"scenario": "scenarios", "questions": "quiz_bank", "course": "lessons", "lesson": "lessons"}


@dataclass(frozen=True, slots=True)
class Preview:
    """`what` is lesson, questions, scenario, course or file; of the other fields only the matching one is filled.

    A scenario or question with a problem is not given, nor a part of a lesson with one. `library`
    is the course with this file read into it; its `loaded` and `located` are this file's alone.
    """

    what: str
    problems: tuple[Problem, ...]
    scenario: Scenario | None = None
    lesson: LessonText | None = None
    questions: tuple[Any, ...] = ()
    library: Library = Library()


def preview(name: str, data: bytes, root: Path, kinds: Kinds) -> Preview:
    """Read a file that is being written or was uploaded, in place of the course's file of that name if there is one."""
    text = decode(data, printable(name))
    if isinstance(text, Problem):
        return Preview("file", (text,))
    loader = Loader(root, kinds)
    loader.read_course()
    loader.problems.clear()
    loader.located.clear()
    tree = None if _is_lesson(name) else loader.parse(text)
    what = "lesson" if _is_lesson(name) else _what(tree)
    _make_room(loader, root, name, what, tree)
    read = _read(loader, text, tree, what)
    problems = tuple(sorted(set(loader.problems)))
    scenario = read.get("scenario")
    loaded = (loader.loaded[scenario.id],) if scenario else ()
    library = replace(loader.library(), loaded=loaded, located=tuple(loader.located))
    return Preview(what, problems, **read, library=library)


def _is_lesson(name: str) -> bool:
    return PurePath(name).suffix.lower() in (".md", ".markdown")


def _what(tree: Tree | None) -> str:
    keys = tree.fields if tree else []
    return next((what for key, what in _MARKS.items() if key in keys), "file")


def _make_room(loader: Loader, root: Path, name: str, what: str, tree: Tree | None) -> None:
    """Forget the ids of the course's file that this one would replace."""
    file_name = "course.yaml" if what == "course" else PurePath(name).name
    for path in content_files(root):
        if path.name == file_name and path.parent.name == _FOLDERS.get(what):
            loader.names.forget(shown(path, root))
    if what == "scenario" and tree:
        scenario = loader.loaded.get(tree.scalar("id"))
        if scenario:
            loader.names.forget(scenario.tree.text.path)


def _read(loader: Loader, text: Text, tree: Tree | None, what: str) -> dict[str, Any]:
    if what == "lesson":
        return {"lesson": loader.read_lesson(text)}
    if tree is None:
        return {}
    if what == "scenario":
        loaded = loader.read_scenario(tree)
        return {"scenario": loaded.scenario if loaded else None}
    if what == "questions":
        return {"questions": tuple(item.question for item in loader.read_bank(tree, "preview"))}
    if what == "course":
        loader.read_course_file(tree)
        return {}
    unknown = "this is neither a scenario (world), questions (questions), a course (lessons) nor a lesson (.md)"
    loader.problems.append(text.problem(1, 1, unknown, "one of those"))
    return {}
