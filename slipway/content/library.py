"""The whole course in memory: everything that can be used, and every problem in what cannot."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeVar

from slipway.content.bank import Item, LocatedQuestion
from slipway.content.challenge import Challenge, LoadedChallenge
from slipway.content.course import Objective
from slipway.content.lesson import LocatedPart, Part
from slipway.content.level import LoadedLevel
from slipway.content.names import Mentions
from slipway.content.problem import Problem
from slipway.content.scenario import LoadedScenario, Scenario
from slipway.pipeline.placement.level import Level


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson with its place in the course."""

    id: str
    title: str
    parts: tuple[Part, ...]
    minutes: int
    requires: tuple[str, ...]
    objectives: tuple[str, ...]
    content_hash: str


@dataclass(frozen=True, slots=True)
class Library:
    """What learners see, and beside it what authors must mend.

    A broken scenario, level, challenge or question is not here at all; of a broken lesson, all parts that can be
    used are. `loaded…` and `located` know the places in the files, for whoever proves what is claimed; `withdrawn` has
    the ids of the scenarios, levels and challenges that are not here because of a problem.
    """

    title: str = ""
    objectives: tuple[Objective, ...] = ()
    lessons: tuple[Lesson, ...] = ()
    scenarios: dict[str, Scenario] = field(default_factory=dict)
    questions: dict[str, Item] = field(default_factory=dict)
    topics: dict[str, str] = field(default_factory=dict)
    levels: dict[str, Level] = field(default_factory=dict)
    challenges: dict[str, Challenge] = field(default_factory=dict)
    loaded: tuple[LoadedScenario, ...] = ()
    loaded_levels: tuple[LoadedLevel, ...] = ()
    loaded_challenges: tuple[LoadedChallenge, ...] = ()
    loaded_questions: tuple[LocatedQuestion, ...] = ()
    located: tuple[LocatedPart, ...] = ()
    withdrawn: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()

    def claims_of(self, paths: Collection[str]) -> "Library":
        """The same course, of which only what these files say is left to prove."""
        return replace(
            self,
            loaded=_within(self.loaded, paths),
            loaded_levels=_within(self.loaded_levels, paths),
            loaded_challenges=_within(self.loaded_challenges, paths),
            loaded_questions=_within(self.loaded_questions, paths),
            located=_within(self.located, paths),
        )

    def lesson(self, lesson_id: str) -> Lesson | None:
        """The lesson of that id."""
        return next((lesson for lesson in self.lessons if lesson.id == lesson_id), None)

    def of_topic(self, topic: str) -> list[str]:
        """The ids of a topic's questions, in the order written."""
        return [name for name, item in self.questions.items() if item.topic == topic]


class _Placed(Protocol):
    @property
    def mentions(self) -> Mentions | None: ...


Placed = TypeVar("Placed", bound=_Placed)


def _within(all_of_them: tuple[Placed, ...], paths: Collection[str]) -> tuple[Placed, ...]:
    return tuple(each for each in all_of_them if each.mentions and each.mentions.tree.text.path in paths)
