"""The course: what is to be learnt, and the lessons in order with what each builds on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from graphlib import CycleError, TopologicalSorter
from typing import Annotated, Any, ClassVar

from pydantic import Field

from slipway.content.problem import Problem, portion
from slipway.content.prose import check_words
from slipway.content.source import Tree
from slipway.content.typed import build
from slipway.ids import Declares, Name, Refers
from slipway.pipeline.facts import STRICT

_MOST_RINGS = 20
ObjectiveRef = Annotated[Name, Refers("objective")]


@dataclass(frozen=True, slots=True)
class Objective:
    """Something a learner can do afterwards."""

    __pydantic_config__: ClassVar = STRICT
    id: Annotated[Name, Declares("objective")]
    text: str


@dataclass(frozen=True, slots=True)
class LessonEntry:
    """A lesson's place in the course."""

    __pydantic_config__: ClassVar = STRICT
    id: Annotated[Name, Declares("lesson")]
    file: str
    minutes: Annotated[int, Field(ge=1, le=600)]
    objectives: tuple[ObjectiveRef, ...]
    requires: tuple[Annotated[Name, Refers("lesson")], ...] = ()


@dataclass(frozen=True, slots=True)
class CourseFile:
    """What `lessons/course.yaml` says; what it does not name of these comes after what it does."""

    __pydantic_config__: ClassVar = STRICT
    title: str
    objectives: Annotated[tuple[Objective, ...], Field(min_length=1)]
    lessons: tuple[LessonEntry, ...]
    scenarios: tuple[Annotated[Name, Refers("scenario")], ...] = ()
    topics: tuple[Annotated[Name, Refers("topic")], ...] = ()
    levels: tuple[Annotated[Name, Refers("level")], ...] = ()
    challenges: tuple[Annotated[Name, Refers("challenge")], ...] = ()


@dataclass(frozen=True, slots=True)
class CourseOrder:
    """The part of a course file that names other files' things in order."""

    __pydantic_config__: ClassVar = STRICT
    scenarios: tuple[Annotated[Name, Refers("scenario")], ...] = ()
    topics: tuple[Annotated[Name, Refers("topic")], ...] = ()
    levels: tuple[Annotated[Name, Refers("level")], ...] = ()
    challenges: tuple[Annotated[Name, Refers("challenge")], ...] = ()


@dataclass(frozen=True, slots=True)
class Course:
    """The entries of a course file, each with its place; the value is None for one with problems."""

    title: str
    objectives: tuple[tuple[Objective | None, Tree], ...]
    lessons: tuple[tuple[LessonEntry | None, Tree], ...]


def read_course(tree: Tree) -> tuple[Course, list[Problem]]:
    """All of a course file that can be used, and every problem in it; nobody has to pass a ring of prerequisites."""
    _, problems = build(tree, CourseFile)
    problems += check_words(tree, CourseFile)
    lessons = [_entry(entry, LessonEntry) for entry in tree.items("lessons")]
    places = {lesson.id: place for lesson, place in lessons if lesson}
    rings = _rings({lesson.id: lesson.requires for lesson, _ in lessons if lesson})
    problems += _cycle_problems(rings, places)
    within = {name for ring in rings for name in ring}
    freed = [(replace(le, requires=()) if le and le.id in within else le, place) for le, place in lessons]
    objectives = tuple(_entry(entry, Objective) for entry in tree.items("objectives"))
    return Course(tree.scalar("title"), objectives, tuple(freed)), portion(problems)


def _entry(tree: Tree, cls: type) -> tuple[Any, Tree]:
    value, problems = build(tree, cls)
    return (None if problems or check_words(tree, cls) else value), tree


def _rings(requires: Mapping[str, tuple[str, ...]]) -> list[list[str]]:
    """Rings of prerequisites, each from the lesson that stands first in the course."""
    left, order = dict(requires), [*requires]
    rings: list[list[str]] = []
    while len(rings) < _MOST_RINGS:
        try:
            TopologicalSorter(left).prepare()
            break
        except CycleError as error:
            ring = error.args[1][:0:-1]
            start = ring.index(min(ring, key=order.index))
            rings.append(ring[start:] + ring[:start])
            left |= dict.fromkeys(ring, ())
    return rings


def _cycle_problems(rings: list[list[str]], places: Mapping[str, Tree]) -> list[Problem]:
    problems = []
    for ring in rings:
        chain = ", which requires ".join([*ring[1:], ring[0]])
        what = f"{ring[0]!r} has a cycle in its prerequisites: {ring[0]} requires {chain}"
        expected = "an order in which lessons can be read"
        problems.append(places[ring[0]].problem(("requires",), what, expected))
    return problems
