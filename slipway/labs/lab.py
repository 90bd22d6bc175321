"""A lab: controls to set, predictions to make, a run to look at, a goal to reach."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from slipway.forms import Choice, Pick, PickMany
from slipway.panel import Panel

Choices = Mapping[str, tuple[str, ...]]
"""Control name to the keys chosen; a `Pick` has exactly one."""


@dataclass(frozen=True, slots=True)
class Control:
    """A form field and what it is set to before anybody touches it."""

    field: Pick | PickMany
    start: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What a run came to: the true answer to each bet, the parts of the goal it reaches, what to show.

    `cost` is what it took, in the lab's own unit, where the goal counts something that only the run can tell.
    """

    outcomes: Mapping[str, str]
    reached: frozenset[str]
    panels: tuple[Panel, ...]
    cost: int = 0


@dataclass(frozen=True, slots=True)
class Played:
    """A run that a learner made."""

    choices: Choices
    result: Result


@dataclass(frozen=True, slots=True)
class Goal:
    """Parts to reach, in one run or several, and how little it can be done with: `score` against `par`."""

    parts: tuple[Choice, ...]
    par: int
    score: Callable[[Sequence[Played]], int]


@dataclass(frozen=True, slots=True)
class Lab:
    """One lab; `run` depends on its arguments alone, and `bets` and `before` tell nothing about what comes out."""

    name: str
    controls: tuple[Control, ...]
    before: Callable[[Choices], tuple[Panel, ...]]
    bets: Callable[[Choices], tuple[Pick, ...]]
    run: Callable[[Choices, int], Result]
    goal: Goal
    seed: int = 1

    def control(self, name: str) -> Control | None:
        """The control of that name."""
        return next((control for control in self.controls if control.field.name == name), None)
