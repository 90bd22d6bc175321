"""What a question kind is: a model for its author, and what it can do with a question."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, Literal

from slipway.forms import Field

Answer = tuple[Any, ...]
"""Numbers only, so that any store can keep them; what they mean is each kind's matter."""

Verdict = Literal["right", "wrong", "missed", "left"]
"""A `missed` thing should have been chosen; `left` was left alone, rightly."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One learner's view of a question: `order` holds the numbers of what is shuffled, in the order shown."""

    seed: int
    order: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A submission that says nothing yet; it costs nothing."""

    message: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What is said once the answer is in: `about` one thing, `said` of it by the learner, and a text on that."""

    verdict: Verdict
    about: str
    said: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Grade:
    """A score from 0 to 1 with its arithmetic, and the remarks in the order shown."""

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

    @classmethod
    def of(cls, graded: Iterable[Example], unreadable: Iterable[Any]) -> "Examples":
        """Submissions with a score, sorted by it, and those that say nothing."""
        every = tuple(graded)
        return cls(
            right=tuple(example for example in every if example.score == 1),
            partly=tuple(example for example in every if 0 < (example.score or 0) < 1),
            wrong=tuple(example for example in every if not example.score),
            unreadable=tuple(Example(raw, None) for raw in unreadable),
        )

    def __iter__(self) -> Iterator[Example]:
        return chain(self.right, self.partly, self.wrong, self.unreadable)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of question.

    `shuffled` says how many things each learner sees in an order of their own, `form` what to ask.
    `parse` only reads (what was submitted in, answer or complaint out) and never judges. `fits` tells
    whether an answer kept earlier can be one to this question; for any that does `grade` has a score,
    also for a question that its author must still mend. A key may depend on the variant. `notes` is
    everything that the question can remark, for its author.
    """

    name: str
    model: type
    shuffled: Callable[[Any], int]
    form: Callable[[Any, Variant], Field]
    parse: Callable[[Any, Variant, Any], Answer | Unreadable]
    fits: Callable[[Any, Answer], bool]
    grade: Callable[[Any, Variant, Answer], Grade]
    rule: Callable[[Any], str]
    examples: Callable[[Any, Variant], Examples]
    notes: Callable[[Any], Iterable[Remark]]


def nothing_shuffled(question: Any) -> int:
    """For kinds in which there is one order for all."""
    return 0
