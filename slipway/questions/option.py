"""Options: what single and multiple response have in common."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from slipway.forms import Choice
from slipway.questions.kind import Answer, Remark, Unreadable, Variant
from slipway.words import say

Fault = tuple[tuple[str | int, ...], str, str]
_KEYS = "abcdefghijklmnopqrstuvwxyz"
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
        if text in seen:
            yield ("options", index, "text"), "this option is there twice", "texts that differ"
        seen.add(text)
        if not option.text.strip():
            yield ("options", index, "text"), "the option is empty", "a text"
        if not option.feedback.strip():
            yield ("options", index, "feedback"), "the option has no feedback", "what happens if one acts on it"
    if not any(option.correct for option in options):
        yield ("options",), "no option is correct", "correct: true on at least one"


def choices(options: Sequence[Option], variant: Variant) -> tuple[Choice, ...]:
    """The options in the variant's order, under keys that say only where they stand."""
    return tuple(Choice(_KEYS[place], options[number].text) for place, number in enumerate(variant.order))


def numbers(keys: Any, variant: Variant) -> Answer | Unreadable:
    """Submitted keys as option numbers; anything else is unreadable."""
    if not isinstance(keys, (list, tuple)) or len(keys) > MOST_OPTIONS:
        return Unreadable(say("questions.unreadable"))
    places = [_KEYS.find(key) if isinstance(key, str) and len(key) == 1 else -1 for key in keys]
    if any(not 0 <= place < len(variant.order) for place in places):
        return Unreadable(say("questions.unreadable"))
    return tuple(sorted({variant.order[place] for place in places}))


def keys_of(wanted: Sequence[int], variant: Variant) -> list[str]:
    """The keys under which these options are shown."""
    return [_KEYS[variant.order.index(number)] for number in wanted]


def remarks(options: Sequence[Option], answer: Answer) -> tuple[Remark, ...]:
    """A remark on every option chosen, and on every right one that was not."""
    found = []
    for number, option in enumerate(options):
        if number in answer:
            found.append(Remark(number, "right" if option.correct else "wrong", option.feedback))
        elif option.correct:
            found.append(Remark(number, "missed", option.feedback))
    return tuple(found)
