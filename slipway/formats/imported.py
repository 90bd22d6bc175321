"""What became of a foreign file: settings, what of it is not carried over, and what is wrong with it."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from slipway.content.problem import Problem

Settings = TypeVar("Settings")


@dataclass(frozen=True, slots=True)
class Imported(Generic[Settings]):
    """`settings` is None when there are problems; `unsupported` tells every field that the settings leave out."""

    settings: Settings | None
    unsupported: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()
