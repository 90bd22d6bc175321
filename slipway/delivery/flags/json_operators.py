"""The operations of JSON Logic that look at nothing but their arguments, with flagd's own among them."""

import string
from collections.abc import Callable, Mapping
from math import fmod
from typing import Any

from slipway.delivery.flags import semver
from slipway.delivery.flags.json_values import Number, alike, as_number, as_text, is_true, plain, same

MOST_LETTERS = 10_000
Operation = Callable[[list[Any]], Any]
_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
_UPPER = str.maketrans(string.ascii_lowercase, string.ascii_uppercase)


class LogicFault(ValueError):
    """The rule cannot be evaluated."""


def two(values: list[Any]) -> tuple[Any, Any]:
    """The first two of them, null for one that is not there."""
    first, second, *_ = [*values, None, None]
    return first, second


def _ordered(compare: Callable[[Any, Any], bool]) -> Operation:
    """A comparison of two, or of three that lie in order."""

    def holds(values: list[Any]) -> bool:
        return len(values) > 1 and all(_compared(a, b) for a, b in zip(values, values[1:3], strict=False))

    def _compared(left: Any, right: Any) -> bool:
        if isinstance(left, str) and isinstance(right, str):
            return compare(left, right)
        ours, theirs = as_number(left), as_number(right)
        return ours is not None and theirs is not None and compare(ours, theirs)

    return holds


def _numbers(values: list[Any]) -> list[Number] | None:
    """All of them as numbers, a single list standing for its members; nothing where one is none."""
    listed = values[0] if len(values) == 1 and isinstance(values[0], list) else values
    found = [number for number in map(as_number, listed) if number is not None]
    return found if len(found) == len(listed) else None


def _counted(compute: Callable[[list[float]], float], least: int = 1) -> Operation:
    """Arithmetic on numbers; nothing where an argument is none, too few are given or the result is none."""

    def counted(values: list[Any]) -> Number | None:
        numbers = _numbers(values)
        if numbers is None or len(numbers) < least:
            return None
        try:
            return plain(compute([float(number) for number in numbers]))
        except (ArithmeticError, ValueError):
            return None

    return counted


def _product(numbers: list[float]) -> float:
    found = 1.0
    for number in numbers:
        found *= number
    return found


def _cat(values: list[Any]) -> str:
    texts = [as_text(value) for value in values]
    if sum(map(len, texts)) > MOST_LETTERS:
        raise LogicFault(f"a text may have {MOST_LETTERS:,} letters")
    return "".join(texts)


def _substr(values: list[Any]) -> str | None:
    """From a place on, counted from the end below 0, so many letters, or all but so many where that is below 0."""
    text, (start, length) = as_text(two(values)[0]), two(values[1:])
    if not isinstance(start, int) or not isinstance(length, int | None):
        return None
    rest = text[start:]
    return rest if length is None else rest[:length]


def _merge(values: list[Any]) -> list[Any]:
    return [each for value in values for each in (value if isinstance(value, list) else [value])]


def _within(values: list[Any]) -> bool:
    needle, stack = two(values)
    if isinstance(stack, str):
        return isinstance(needle, str) and needle in stack
    return isinstance(stack, list) and any(same(needle, each) for each in stack)


def _texts(compare: Callable[[str, str], bool]) -> Operation:
    """A comparison of two texts; nothing for anything else, as in flagd."""

    def holds(values: list[Any]) -> bool | None:
        if len(values) != 2:
            return None
        text, part = values
        return compare(text, part) if isinstance(text, str) and isinstance(part, str) else None

    return holds


def _cased(table: dict[int, int]) -> Operation:
    """ASCII letters in the other case, as flagd does it: no other letters, whatever the language."""
    return lambda values: values[0].translate(table) if len(values) == 1 and isinstance(values[0], str) else None


def _sem_ver(values: list[Any]) -> bool | None:
    if len(values) != 3:
        return None
    left, right = semver.parse_version(values[0]), semver.parse_version(values[2])
    return semver.holds(left, str(values[1]), right) if left and right else None


OPERATORS: Mapping[str, Operation] = {
    "==": lambda values: alike(*two(values)),
    "===": lambda values: same(*two(values)),
    "!=": lambda values: not alike(*two(values)),
    "!==": lambda values: not same(*two(values)),
    "!": lambda values: not is_true(two(values)[0]),
    "!!": lambda values: is_true(two(values)[0]),
    "<": _ordered(lambda left, right: left < right),
    "<=": _ordered(lambda left, right: left <= right),
    ">": _ordered(lambda left, right: left > right),
    ">=": _ordered(lambda left, right: left >= right),
    "+": _counted(sum),
    "-": _counted(lambda numbers: -numbers[0] if len(numbers) == 1 else numbers[0] - numbers[1]),
    "*": _counted(_product),
    "/": _counted(lambda numbers: numbers[0] / numbers[1], least=2),
    "%": _counted(lambda numbers: fmod(numbers[0], numbers[1]), least=2),
    "min": _counted(min),
    "max": _counted(max),
    "merge": _merge,
    "in": _within,
    "cat": _cat,
    "substr": _substr,
    "starts_with": _texts(str.startswith),
    "ends_with": _texts(str.endswith),
    "lower": _cased(_LOWER),
    "upper": _cased(_UPPER),
    "sem_ver": _sem_ver,
}
