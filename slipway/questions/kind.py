"""What a question kind is: a model for its author, and five things it can do with a question."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, Literal

from slipway.forms import Field

Answer = tuple[int, ...]
"""The options chosen, by their number in the author's file, ascending."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One learner's view of a question: `order` holds option numbers in the order shown."""

    seed: int
    order: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A submission that says nothing yet; it costs nothing."""

    message: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What is said about one option once the answer is in."""

    option: int
    verdict: Literal["right", "wrong", "missed"]
    text: str


@dataclass(frozen=True, slots=True)
class Grade:
    """A score from 0 to 1 with its arithmetic, and a remark for each option that needs one."""

    score: float
    correct: bool
    arithmetic: str
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A submission that a question makes up to test itself; no score means it cannot be read."""

    raw: Any
    score: float | None


@dataclass(frozen=True, slots=True)
class Examples:
    """Submissions of every sort; `partly` is empty where the question knows only right and wrong."""

    right: tuple[Example, ...]
    partly: tuple[Example, ...]
    wrong: tuple[Example, ...]
    unreadable: tuple[Example, ...]

    def __iter__(self) -> Iterator[Example]:
        return chain(self.right, self.partly, self.wrong, self.unreadable)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of question.

    `parse` only reads (what was submitted in, answer or complaint out) and never judges; `grade` is
    total over answers, also for a question that its author must still mend.
    """

    name: str
    model: type
    form: Callable[[Any, Variant], Field]
    parse: Callable[[Any, Variant, Any], Answer | Unreadable]
    grade: Callable[[Any, Answer], Grade]
    rule: Callable[[Any], str]
    examples: Callable[[Any, Variant], Examples]
