"""A scenario as its author writes it: a world, the words told along the way, and proof that it works."""

import re
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar

from slipway.content.names import Names
from slipway.content.problem import Problem, nearest
from slipway.content.prose import check_words
from slipway.content.source import Loc, Tree
from slipway.content.typed import build
from slipway.ids import Declares, Name, Refers
from slipway.pipeline.condition import Condition
from slipway.pipeline.facts import STRICT, DefectRef
from slipway.pipeline.world import World

PLACEHOLDERS = ("at", "actor", "change", "stage", "arithmetic")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
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


def read_scenario(tree: Tree) -> tuple[Scenario | None, Names, list[Problem]]:
    """A scenario, the names it declares for itself, and every problem in it."""
    scenario, problems = build(tree, Scenario)
    names = Names()
    if scenario is None:
        return None, names, problems
    problems += names.declare(tree, scenario, Scenario, course=False)
    problems += names.check(tree, scenario, Scenario, course=False)
    problems += check_words(tree, scenario, Scenario)
    problems += _placeholders(tree, scenario)
    problems += _shape_of_pipeline(tree, scenario.world)
    for index, solution in enumerate(scenario.solutions):
        problems += check_options(tree, ("solutions", index, "choose"), solution.choose, scenario.world)
    return scenario, names, problems


def check_options(tree: Tree, loc: Loc, choose: dict[str, str], world: World) -> list[Problem]:
    """A problem for each choice whose decision has no such option."""
    problems = []
    options = {d.id: [o.id for o in d.options] for d in world.decisions}
    for decision, option in choose.items():
        if decision in options and option not in options[decision]:
            what = f"{decision} has no option {option!r}"
            expected = f"one of {', '.join(options[decision])}"
            problems.append(tree.problem((*loc, decision), what, expected, nearest(option, options[decision])))
    return problems


def _placeholders(tree: Tree, scenario: Scenario) -> list[Problem]:
    problems = []
    expected = "one of " + ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    for index, told in enumerate(scenario.narration):
        for name in _PLACEHOLDER.findall(told.say):
            if name not in PLACEHOLDERS:
                loc = ("narration", index, "say")
                problems.append(
                    tree.problem(loc, f"{{{name}}} is no placeholder", expected, nearest(name, PLACEHOLDERS))
                )
    return problems


def _shape_of_pipeline(tree: Tree, world: World) -> list[Problem]:
    stages = world.pipeline.stages
    checks: list[tuple[bool, Any, str, str]] = [
        (stages[0].purpose == "source", (0, "purpose"), "the first stage is not a source", "purpose: source"),
        (
            not stages[0].actions,
            (0, "actions"),
            "the source stage has actions",
            "none: people’s work is in the changes",
        ),
        (stages[-1].purpose == "deploy", (-1, "purpose"), "the last stage does not deploy", "purpose: deploy"),
    ]
    problems = []
    for good, (index, name), what, expected in checks:
        if not good:
            loc = ("world", "pipeline", "stages", index % len(stages), name)
            problems.append(tree.problem(loc, what, expected))
    return problems
