"""What may be set, as data: whoever draws it knows how."""

from dataclasses import dataclass
from typing import Any, Literal, Protocol


@dataclass(frozen=True, slots=True)
class Knob:
    """A setting that a learner may change: a field of some settings, in what unit, and between what.

    `numbers` is a tuple of numbers in order, `words` one of words of small letters, digits, `.` and `_`, `amount` a
    count or a percentage such as `25%`. `factor` turns what is
    shown into what is set: 60 for minutes of a field in seconds, 0.01 for per cent of a share.
    """

    field: str
    kind: Literal["number", "whole", "numbers", "words", "switch", "choice", "amount"]
    unit: str = ""
    least: float = 0.0
    most: float = 1e6
    factor: float = 1.0
    choices: tuple[str, ...] = ()


class Adjustable(Protocol):
    """Anything with settings, the defaults, and knobs for those of their fields that may be changed."""

    @property
    def name(self) -> str:
        """What it is called in files and addresses."""

    @property
    def settings(self) -> Any:
        """A frozen dataclass."""

    @property
    def knobs(self) -> tuple[Knob, ...]:
        """In the order in which they are asked."""
