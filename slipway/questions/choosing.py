"""Things to choose, under keys that say nothing: what the kinds have in common that let learners pick from a list."""

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Any

from slipway.forms import Choice
from slipway.questions.kind import Answer, Unreadable, Variant
from slipway.questions.question import Fault
from slipway.words import say


def choices(labels: Sequence[str], variant: Variant) -> tuple[Choice, ...]:
    """The things of these labels in the variant's order."""
    return tuple(Choice(key_of(number, variant), labels[number]) for number in variant.order)


def key_of(thing: object, variant: Variant) -> str:
    """The key of a thing in this variant only, so that a page left open cannot answer for a later one."""
    return blake2b(f"{variant.seed}/{variant.order}/{thing}".encode(), digest_size=6).hexdigest()


def place_key(number: int, variant: Variant) -> str:
    """The key of a place, where what is put somewhere has keys, too."""
    return key_of(f"place {number}", variant)


def places(labels: Iterable[str], variant: Variant) -> tuple[Choice, ...]:
    """The places of these labels, in the order written."""
    return tuple(Choice(place_key(number, variant), label) for number, label in enumerate(labels))


def keys_of(numbers: Iterable[int], variant: Variant) -> list[str]:
    """The keys under which these things are shown."""
    return [key_of(number, variant) for number in numbers]


def numbers_of(keys: Any, variant: Variant) -> Answer | Unreadable:
    """Submitted keys as numbers, as submitted; anything else is unreadable."""
    shown = {key_of(number, variant): number for number in variant.order}
    if not isinstance(keys, (list, tuple)) or not all(isinstance(key, str) and key in shown for key in keys):
        return Unreadable(say("questions.unreadable"))
    return tuple(dict.fromkeys(shown[key] for key in keys))


def are_numbers(answer: Answer, count: int) -> bool:
    """Whether each is the number of one of `count` things."""
    return all(isinstance(number, int) and 0 <= number < count for number in answer)


def twins(texts: Iterable[str]) -> list[int]:
    """The places of texts that are there already, whatever their case and spaces."""
    plain = [" ".join(text.split()).casefold() for text in texts]
    return [number for number, text in enumerate(plain) if text and text in plain[:number]]


def too_few_or_many(field: str, count: int, least: int, most: int) -> Iterable[Fault]:
    """A fault unless the list has a length that can be asked."""
    if not least <= count <= most:
        yield (field,), f"there are {count} {field}", f"{least} to {most}"
