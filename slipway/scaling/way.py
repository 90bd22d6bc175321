"""A way to scale as a learner sets it: a name, settings with defaults, knobs, and the scaler that then runs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from slipway.knob import Knob
from slipway.scaling.scaler import Scaler

Settings = TypeVar("Settings")
Past = Mapping[str, Sequence[float]]
"""What the group had to do before the run, hour by hour, as `policies.GroupScaler` takes it."""


@dataclass(frozen=True, slots=True)
class Way(Generic[Settings]):
    """`spec` is what a file of that system says, None where no system has a file for it; `start` begins anew."""

    name: str
    settings: Settings
    knobs: tuple[Knob, ...]
    start: Callable[[Settings, Past], Scaler]
    spec: Callable[[Settings], Any] = lambda _: None
