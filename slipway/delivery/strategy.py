"""A way to bring a new version to its users: what may be set, and the controller that then runs it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from slipway.delivery.controller import Controller
from slipway.delivery.service import Service
from slipway.knob import Knob

Settings = TypeVar("Settings")


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
