"""One file by itself, seen against the course: what is in it, what is wrong with it, published nowhere."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from slipway.content.lesson import LessonText
from slipway.content.load import Kinds, Loader
from slipway.content.problem import Problem
from slipway.content.scenario import Scenario
from slipway.content.source import Text, Tree, decode

_REPLACES = {
    "lesson": ("part",),
    "questions": ("question",),
    "scenario": ("scenario",),
    "course": ("lesson", "objective"),
}


@dataclass(frozen=True, slots=True)
class Preview:
    """`what` is lesson, questions, scenario, course or file; only the matching field is filled."""

    what: str
    problems: tuple[Problem, ...]
    scenario: Scenario | None = None
    lesson: LessonText | None = None
    questions: tuple[Any, ...] = ()


def preview(name: str, data: bytes, root: Path, kinds: Kinds) -> Preview:
    """Read a file that is being written or was uploaded; ids that it shares with the course are its own."""
    text = decode(data, name)
    if isinstance(text, Problem):
        return Preview("file", (text,))
    loader = Loader(root, kinds)
    loader.read_course()
    before = set(loader.all_problems())
    tree = None if name.endswith(".md") else loader.parse(text)
    what = "lesson" if name.endswith(".md") else _what(tree)
    for noun in _REPLACES.get(what, ()):
        loader.names.declared.pop(noun, None)
    read = _read(loader, text, tree, what)
    own = tuple(p for p in loader.all_problems() if p.path == name and p not in before)
    return Preview(what, own, **read)


def _what(tree: Tree | None) -> str:
    if tree is None or not isinstance(tree.node, yaml.MappingNode):
        return "file"
    keys = {key.value for key, _ in tree.node.value if isinstance(key, yaml.ScalarNode)}
    marks = {"world": "scenario", "questions": "questions", "lessons": "course"}
    return next((what for key, what in marks.items() if key in keys), "file")


def _read(loader: Loader, text: Text, tree: Tree | None, what: str) -> dict[str, Any]:
    if what == "lesson":
        return {"lesson": loader.read_lesson(text)}
    if tree is None:
        return {}
    if what == "scenario":
        return {"scenario": loader.read_scenario(tree)}
    if what == "questions":
        return {"questions": tuple(q.question for q in loader.read_bank(tree, "preview"))}
    if what == "course":
        loader.read_course_file(tree)
        return {}
    unknown = "this is neither a scenario (world), questions (questions), a course (lessons) nor a lesson (.md)"
    loader.problems.append(text.problem(1, 1, unknown, "one of those"))
    return {}
