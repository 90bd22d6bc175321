"""The course: what is to be learnt, and the lessons in order with what each builds on."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import Field

from slipway.content.problem import Problem
from slipway.content.source import Tree
from slipway.ids import Declares, Name, Refers
from slipway.pipeline.facts import STRICT

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
    """What `lessons/course.yaml` says; scenarios and topics that it does not name come after those it does."""

    __pydantic_config__: ClassVar = STRICT
    title: str
    objectives: Annotated[tuple[Objective, ...], Field(min_length=1)]
    lessons: tuple[LessonEntry, ...]
    scenarios: tuple[Annotated[Name, Refers("scenario")], ...] = ()
    topics: tuple[Annotated[Name, Refers("topic")], ...] = ()


def cycle_problems(tree: Tree, course: CourseFile) -> list[Problem]:
    """A problem for each ring of prerequisites, which nobody could ever enter."""
    requires = {entry.id: entry.requires for entry in course.lessons}
    problems, told = [], set()
    for index, entry in enumerate(course.lessons):
        ring = _ring(entry.id, requires)
        if ring and frozenset(ring) not in told:
            told.add(frozenset(ring))
            chain = ", which requires ".join([*ring, ring[0]])
            what = f"the prerequisites form a cycle: {chain}"
            problems.append(tree.problem(("lessons", index, "requires"), what, "an order in which lessons can be read"))
    return problems


def _ring(start: str, requires: dict[str, tuple[str, ...]]) -> list[str] | None:
    """The way from a lesson back to itself, if there is one."""
    ways, seen = [[start]], set()
    while ways:
        way = ways.pop()
        for following in requires.get(way[-1], ()):
            if following == start:
                return way
            if following not in seen:
                seen.add(following)
                ways.append([*way, following])
    return None
