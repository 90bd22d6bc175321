"""A challenge as its author writes it: a situation in operations, what to turn, limits to keep, and the proof."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from slipway.content.names import Mentions, mentions_of
from slipway.content.problem import Problem, portion
from slipway.content.prose import check_words
from slipway.content.scenario import hash_of
from slipway.content.source import Tree
from slipway.content.typed import build
from slipway.ids import Declares, Name
from slipway.luck import LARGEST_SEED
from slipway.pipeline.facts import STRICT

Subject = Literal["scaling", "alerting", "performance", "drill"]
Bet = Literal["limits", "bottleneck"]
"""What is bet before a run: how many limits it keeps, or which place in the service will be full."""


@dataclass(frozen=True, slots=True)
class Limit:
    """What a measure must keep within, in the unit in which it is shown."""

    __pydantic_config__: ClassVar = STRICT
    measure: str
    at_most: float | None = None
    at_least: float | None = None

    def holds(self, value: float) -> bool:
        """Whether it is kept; a figure that there is not keeps nothing."""
        above = self.at_least is None or value >= self.at_least
        return value == value and above and (self.at_most is None or value <= self.at_most)


@dataclass(frozen=True, slots=True)
class TemptingPlan:
    """A plan that seems right, the limits that it misses, and why."""

    __pydantic_config__: ClassVar = STRICT
    plan: str
    misses: Annotated[tuple[str, ...], Field(min_length=1)]
    because: str


@dataclass(frozen=True, slots=True)
class Challenge:
    """`start`, `solution` and the plans of `tempting` are ways with settings, such as `hpa;target=50`.

    Without goals it is a sandbox. Of several plans that keep the limits the one with the smallest `score` is best; par
    is the solution's. `knobs` are the settings that may be turned, all of them if none is named.
    """

    __pydantic_config__: ClassVar = STRICT
    id: Annotated[Name, Declares("challenge")]
    subject: Subject
    title: str
    story: str
    situation: str
    start: str
    solution: str
    goals: tuple[Limit, ...] = ()
    score: str = ""
    explain: str = ""
    knobs: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()
    tempting: tuple[TemptingPlan, ...] = ()
    shows: tuple[Name, ...] = ()
    seed: Annotated[int, Field(ge=1, le=LARGEST_SEED)] = 1
    bet: Bet = "limits"


@dataclass(frozen=True, slots=True)
class LoadedChallenge:
    """A challenge with where it came from and all that it mentions."""

    challenge: Challenge
    tree: Tree
    mentions: Mentions
    content_hash: str


def read_challenge(tree: Tree) -> tuple[LoadedChallenge | None, list[Problem]]:
    """A challenge, and every problem in it; None when it cannot be read."""
    challenge, problems = build(tree, Challenge)
    problems += check_words(tree, Challenge)
    if challenge is None or problems:
        return None, portion(problems)
    for number, limit in enumerate(challenge.goals):
        if limit.at_most is None and limit.at_least is None:
            problems.append(tree.problem(("goals", number), "the limit says nothing", "at_most or at_least"))
    if challenge.goals and not challenge.score:
        problems.append(tree.problem(("goals",), "there are goals and no score", "score: a measure to keep small"))
    return LoadedChallenge(challenge, tree, mentions_of(tree, Challenge), hash_of(tree)), portion(problems)
