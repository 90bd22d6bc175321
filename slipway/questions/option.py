"""Options: what single and multiple response have in common."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, ClassVar

from slipway.forms import Choice
from slipway.questions.kind import Answer, Remark, Unreadable, Variant
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
    if not 2 <= len(options) <= MOST_OPTIONS:
        yield ("options",), f"there are {len(options)} options", f"2 to {MOST_OPTIONS}"
    seen: set[str] = set()
    for index, option in enumerate(options):
        text = " ".join(option.text.split()).casefold()
        if not text:
            yield ("options", index, "text"), "the option is empty", "a text"
        elif text in seen:
            yield ("options", index, "text"), "this option is there twice", "texts that differ"
        seen.add(text)
        if not option.feedback.strip():
            yield ("options", index, "feedback"), "the option has no feedback", "what happens if one acts on it"
    if not any(option.correct for option in options):
        yield ("options",), "no option is correct", "correct: true on at least one"


def right_ones(options: Sequence[Option]) -> set[int]:
    """The numbers of the options that are right."""
    return {number for number, option in enumerate(options) if option.correct}


def choices(options: Sequence[Option], variant: Variant) -> tuple[Choice, ...]:
    """The options in the variant's order, under keys that say nothing."""
    return tuple(Choice(key_of(number, variant), options[number].text) for number in variant.order)


def key_of(number: int, variant: Variant) -> str:
    """The key of an option in this variant only, so that a page left open cannot answer for a later one."""
    return blake2b(f"{variant.seed}/{variant.order}/{number}".encode(), digest_size=6).hexdigest()


def keys_of(numbers: Iterable[int], variant: Variant) -> list[str]:
    """The keys under which these options are shown."""
    return [key_of(number, variant) for number in numbers]


def numbers_of(keys: Any, variant: Variant) -> Answer | Unreadable:
    """Submitted keys as option numbers; anything else is unreadable."""
    shown = {key_of(number, variant): number for number in variant.order}
    if not isinstance(keys, (list, tuple)) or not all(isinstance(key, str) and key in shown for key in keys):
        return Unreadable(say("questions.unreadable"))
    return tuple(sorted({shown[key] for key in keys}))


def remarks(options: Sequence[Option], answer: Answer) -> tuple[Remark, ...]:
    """A remark on every option chosen, and on every right one that was not."""
    found = []
    for number, option in enumerate(options):
        if number in answer:
            found.append(Remark(number, "right" if option.correct else "wrong", option.feedback))
        elif option.correct:
            found.append(Remark(number, "missed", option.feedback))
    return tuple(found)
