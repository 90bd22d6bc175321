"""A way to bring a new version to its users: what may be set, and the controller that then runs it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from slipway.delivery.controller import Controller
from slipway.delivery.service import Service

Settings = TypeVar("Settings")


@dataclass(frozen=True, slots=True)
class Knob:
    """A setting that a learner may change: a field of the strategy's settings, in what unit, and between what.

    `numbers` is a tuple of numbers in order, `amount` a count or a percentage such as `25%`. `factor` turns what is
    shown into what is set: 60 for minutes of a field in seconds, 0.01 for per cent of a share.
    """

    field: str
    kind: Literal["number", "whole", "numbers", "switch", "choice", "amount"]
    unit: str = ""
    least: float = 0.0
    most: float = 1e6
    factor: float = 1.0
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Strategy(Generic[Settings]):
    """A strategy by its name; `settings` are the defaults, of a type that no other strategy has."""

    name: str
    settings: Settings
    knobs: tuple[Knob, ...]
    start: Callable[[Settings, Service], Controller]


@dataclass(frozen=True, slots=True)
class Expressed(Generic[Settings]):
    """A strategy in the terms of a system, and what of it these terms cannot say, a sentence each."""

    settings: Settings
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dialect(Generic[Settings]):
    """A system with rules of its own. `express` takes the settings of any strategy; None where it has no such thing.

    `service` is the service as the settings want it: as many instances, each as busy as before.
    """

    name: str
    express: Callable[[Any], Expressed[Settings] | None]
    start: Callable[[Settings, Service], Controller]
    service: Callable[[Settings, Service], Service] = lambda _, service: service
