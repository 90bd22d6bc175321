"""Forks in the road: when they are reached, what can be chosen, and the bet placed before."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import Field

from slipway.ids import Declares, Name
from slipway.pipeline.condition import Condition
from slipway.pipeline.effects import Effect
from slipway.pipeline.facts import STRICT, PersonRef


@dataclass(frozen=True, slots=True)
class Option:
    """One way to decide; its effects hold from the decision on."""

    __pydantic_config__: ClassVar = STRICT
    id: Name
    title: str
    says: str = ""
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True)
class Guess:
    """One thing that may happen next; the engine tells whether it did."""

    __pydantic_config__: ClassVar = STRICT
    id: Name
    text: str
    when: Condition


@dataclass(frozen=True, slots=True)
class Prediction:
    """The bet before the choice: whichever guess comes true first is the one that was right."""

    __pydantic_config__: ClassVar = STRICT
    ask: str
    guesses: Annotated[tuple[Guess, ...], Field(min_length=2)]


@dataclass(frozen=True, slots=True)
class Decision:
    """A fork in the road, reached when its condition is first met; `story` is how the tale goes."""

    __pydantic_config__: ClassVar = STRICT
    id: Annotated[Name, Declares("decision")]
    title: str
    ask: str
    when: Condition
    options: Annotated[tuple[Option, ...], Field(min_length=2)]
    story: Name
    predict: Prediction
    by: PersonRef | None = None

    def __post_init__(self) -> None:
        names = [option.id for option in self.options]
        if len(set(names)) < len(names):
            raise ValueError(f"option ids must differ, got {', '.join(names)}")
        if self.story not in names:
            raise ValueError(f"story must be one of the options ({', '.join(names)}), got {self.story!r}")

    def option(self, option_id: str) -> Option:
        """The option of that id; raises KeyError when there is none."""
        for option in self.options:
            if option.id == option_id:
                return option
        raise KeyError(option_id)
