"""A scenario as its author writes it: a world, the words told along the way, and proof that it works."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Annotated, ClassVar

from slipway.content.meaning import meaning_problems
from slipway.content.names import Mentions, Names, mentions_of
from slipway.content.problem import Problem, nearest, portion
from slipway.content.prose import check_words
from slipway.content.source import Loc, Tree, plain
from slipway.content.typed import build, one_of
from slipway.ids import Declares, Name, Refers
from slipway.pipeline.condition import Condition
from slipway.pipeline.facts import STRICT, DefectRef
from slipway.pipeline.world import World

PLACEHOLDERS = ("at", "actor", "change", "stage", "arithmetic")
_PLACEHOLDER = re.compile(r"\{([^{}]{0,80})\}")
Choices = dict[Annotated[Name, Refers("decision")], Name]


@dataclass(frozen=True, slots=True)
class Narration:
    """What is told at the first event that meets the condition; may use {at} and the other placeholders."""

    __pydantic_config__: ClassVar = STRICT
    when: Condition
    say: str


@dataclass(frozen=True, slots=True)
class Bounds:
    """A number lies between these, both included."""

    __pydantic_config__: ClassVar = STRICT
    at_least: int | None = None
    at_most: int | None = None

    def __post_init__(self) -> None:
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise ValueError(f"at_least ({self.at_least}) is more than at_most ({self.at_most}); expected a range")

    def hold(self, value: int) -> bool:
        """Whether the value lies within."""
        return (self.at_least is None or value >= self.at_least) and (self.at_most is None or value <= self.at_most)


@dataclass(frozen=True, slots=True)
class Expect:
    """What must come out of a solution when the engine plays it."""

    __pydantic_config__: ClassVar = STRICT
    released: bool | None = None
    escaped_defects: tuple[DefectRef, ...] | None = None
    lead_time_minutes: Bounds | None = None
    blocked_minutes: Bounds | None = None
    failed_requests: Bounds | None = None
    happens: tuple[Condition, ...] = ()
    never: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Solution:
    """A path through the decisions and what it leads to; `tempting` ones look fine and are not."""

    __pydantic_config__: ClassVar = STRICT
    title: str
    choose: Choices
    expect: Expect
    tempting: bool = False


@dataclass(frozen=True, slots=True)
class Scenario:
    """A story that the engine can play. `content_hash` is the source's, not the author's to write."""

    __pydantic_config__: ClassVar = STRICT
    id: Annotated[Name, Declares("scenario")]
    title: str
    summary: str
    seed: int
    world: World
    narration: tuple[Narration, ...] = ()
    solutions: tuple[Solution, ...] = ()
    content_hash: str = field(default="", init=False)


@dataclass(frozen=True, slots=True)
class LoadedScenario:
    """A scenario with where it came from, the names that are valid inside it and all that it mentions."""

    scenario: Scenario
    tree: Tree
    names: Names
    mentions: Mentions


def hash_of(tree: Tree) -> str:
    """A short fingerprint of what is said, whatever the spacing and the comments."""
    return sha256(json.dumps(plain(tree.node)).encode()).hexdigest()[:16]


def read_scenario(tree: Tree) -> tuple[LoadedScenario | None, list[Problem]]:
    """A scenario with its own names, and every problem in it; None when it cannot be read."""
    scenario, problems = build(tree, Scenario)
    names, mentions = Names(), mentions_of(tree, Scenario)
    problems += names.declare(mentions, course=False)
    problems += names.check(mentions, course=False)
    problems += check_words(tree, Scenario)
    for told in tree.items("narration"):
        problems += _placeholders(told)
    for decision in tree.items("world", "decisions"):
        problems += guess_problems(decision.items("predict", "guesses"))
    if scenario is None:
        return None, portion(problems)
    object.__setattr__(scenario, "content_hash", hash_of(tree))
    problems += meaning_problems(tree, scenario.world)
    for index, solution in enumerate(scenario.solutions):
        problems += check_options(tree, ("solutions", index, "choose"), solution.choose, scenario.world)
    return LoadedScenario(scenario, tree, names, mentions), portion(problems)


def check_options(tree: Tree, loc: Loc, choose: dict[str, str], world: World) -> list[Problem]:
    """A problem for each choice whose decision has no such option."""
    problems = []
    options = {d.id: [o.id for o in d.options] for d in world.decisions}
    for decision, option in choose.items():
        if decision in options and option not in options[decision]:
            what = f"{decision} has no option {option!r}"
            near = nearest(option, options[decision])
            problems.append(tree.problem((*loc, decision), what, one_of(options[decision]), near))
    return problems


def guess_problems(guesses: Iterable[Tree]) -> list[Problem]:
    """A problem for each guess whose id another guess of the same prediction has."""
    problems, seen = [], set()
    for guess in guesses:
        name = guess.scalar("id")
        if name in seen:
            problems.append(guess.problem(("id",), f"two guesses are called {name!r}", "an id of its own"))
        seen.add(name)
    return problems


def _placeholders(told: Tree) -> list[Problem]:
    """A problem for each thing in braces in a narration's text that stands for nothing."""
    problems, text = [], told.scalar("say")
    expected = one_of([f"{{{name}}}" for name in PLACEHOLDERS])
    for name in dict.fromkeys(_PLACEHOLDER.findall(text)):
        if name not in PLACEHOLDERS:
            place = told.position_of(("say",), f"{{{name}}}")
            what = f"{{{name}}} is no placeholder"
            problems.append(told.text.problem(*place, what, expected, nearest(name, PLACEHOLDERS)))
    if set("{}") & set(_PLACEHOLDER.sub("", text)):
        problems.append(told.problem(("say",), "a brace without its partner", expected))
    return portion(problems)
