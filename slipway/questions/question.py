"""What authors write for every question, whatever its kind."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar

from slipway.ids import Declares, Name, Refers

Fault = tuple[tuple[str | int, ...], str, str]
"""Where in the question, what is wrong there, what was expected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """The prompt and what surrounds it; `explanation` is shown after any answer, `hints` one by one on demand."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    id: Annotated[Name, Declares("question")]
    objectives: tuple[Annotated[Name, Refers("objective")], ...]
    prompt: str
    explanation: str
    hints: tuple[str, ...] = ()


def text_faults(question: Question) -> Iterator[Fault]:
    """Empty texts, and a question that belongs to no objective."""
    if not question.objectives:
        yield ("objectives",), "the question has no objective", "the id of at least one"
    if not question.prompt.strip():
        yield ("prompt",), "the prompt is empty", "what is asked"
    if not question.explanation.strip():
        yield ("explanation",), "the explanation is empty", "why the right answer is right"
    for index, hint in enumerate(question.hints):
        if not hint.strip():
            yield ("hints", index), "the hint is empty", "a text"
