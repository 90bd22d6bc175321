"""Options: what single and multiple response have in common."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from slipway.questions.choosing import are_numbers, too_few_or_many, twins
from slipway.questions.kind import Answer, Remark, Variant, Verdict
from slipway.questions.question import Fault
from slipway.words import say

MOST_OPTIONS = 12


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose, whether it is right, and what happens if one acts on it."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    text: str
    correct: bool
    feedback: str


def option_faults(options: Sequence[Option]) -> Iterator[Fault]:
    """What is wrong with a list of options, whatever the kind."""
    yield from too_few_or_many("options", len(options), 2, MOST_OPTIONS)
    for index, option in enumerate(options):
        if not option.text.strip():
            yield ("options", index, "text"), "the option is empty", "a text"
        if not option.feedback.strip():
            yield ("options", index, "feedback"), "the option has no feedback", "what happens if one acts on it"
    for index in twins(option.text for option in options):
        yield ("options", index, "text"), "this option is there twice", "texts that differ"
    if not any(option.correct for option in options):
        yield ("options",), "no option is correct", "correct: true on at least one"


def right_ones(options: Sequence[Option]) -> set[int]:
    """The numbers of the options that are right."""
    return {number for number, option in enumerate(options) if option.correct}


def option_count(question: Any) -> int:
    """How many options the question has; they are what is shuffled."""
    return len(question.options)


def fits_options(question: Any, answer: Answer) -> bool:
    """Whether the answer names options of the question, ascending."""
    return are_numbers(answer, len(question.options)) and list(answer) == sorted(set(answer))


def remarks(options: Sequence[Option], variant: Variant, answer: Answer) -> tuple[Remark, ...]:
    """A remark on every option in the order shown; the text is kept for those chosen and those missed."""
    return tuple(_remark(options[number], number in answer) for number in variant.order)


def _remark(option: Option, chosen: bool) -> Remark:
    if chosen:
        return Remark(_verdict(option), option.text, say("questions.your_answer"), option.feedback)
    if option.correct:
        return Remark("missed", option.text, say("questions.not_chosen"), option.feedback)
    return Remark("left", option.text)


def option_notes(question: Any) -> Iterator[Remark]:
    """What is said about each option that is chosen."""
    for option in question.options:
        yield Remark(_verdict(option), option.text, text=option.feedback)


def _verdict(option: Option) -> Verdict:
    return "right" if option.correct else "wrong"
