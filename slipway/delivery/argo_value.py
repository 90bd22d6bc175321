"""What a condition works on: numbers, truths, texts, lists and nil, and what can be done with them."""

import math
from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from slipway.words import say

Value: TypeAlias = "float | bool | str | None | tuple[Value, ...]"
Operator: TypeAlias = Callable[[Value, Value], Value]
Answers: TypeAlias = Iterator[tuple[Value, Value]]
"""The items of a list, each with what a predicate says of it."""


class EvaluationError(ValueError):
    """A condition that has no answer for this result, such as an index into nothing."""


def shown(value: Value) -> str:
    """A value as the arithmetic of a verdict shows it."""
    if isinstance(value, tuple):
        return f"[{', '.join(shown(item) for item in value)}]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f"'{value}'"
    return "nil" if value is None else f"{value:.6g}"


def truth(value: Value) -> bool:
    """A yes or no; raises EvaluationError for anything else."""
    if isinstance(value, bool):
        return value
    raise EvaluationError(say("argo.not_truth", value=shown(value)))


def number(value: Value) -> float:
    """A number; raises EvaluationError for anything else."""
    if isinstance(value, float | int) and not isinstance(value, bool):
        return float(value)
    raise EvaluationError(say("argo.not_number", value=shown(value)))


def items(value: Value) -> tuple[Value, ...]:
    """The items of a list; raises EvaluationError for anything else."""
    if isinstance(value, tuple):
        return value
    raise EvaluationError(say("argo.not_list", value=shown(value)))


def item(value: Value, index: Value) -> Value:
    """The item at an index, counted from the end where it is negative."""
    values, at = items(value), number(index)
    if not at.is_integer() or not -len(values) <= at < len(values):
        raise EvaluationError(say("argo.no_item", index=shown(at), length=len(values)))
    return values[int(at)]


def equal(left: Value, right: Value) -> bool:
    """Whether two values are the same; a truth is never a number."""
    return isinstance(left, bool) == isinstance(right, bool) and left == right


def divided(left: Value, right: Value) -> float:
    """As floating point divides: by zero gives an infinity, or NaN for zero by zero."""
    above, below = number(left), number(right)
    if below:
        return above / below
    if above == 0 or math.isnan(above):
        return math.nan
    return math.copysign(math.inf, above) * math.copysign(1, below)


def _length(value: Value) -> float:
    return float(len(value if isinstance(value, str) else items(value)))


def _read_number(value: Value) -> float:
    try:
        if isinstance(value, str):
            return float(value)
    except ValueError as error:
        raise EvaluationError(say("argo.not_number", value=shown(value))) from error
    raise EvaluationError(say("argo.not_text", value=shown(value)))


def _read_whole(value: Value) -> float:
    whole = _read_number(value)
    if not whole.is_integer():
        raise EvaluationError(say("argo.not_number", value=shown(value)))
    return whole


def _hits(answers: Answers) -> int:
    return sum(truth(answer) for _, answer in answers)


COMPARISONS: Mapping[str, Operator] = {
    "==": equal,
    "!=": lambda left, right: not equal(left, right),
    "<": lambda left, right: number(left) < number(right),
    "<=": lambda left, right: number(left) <= number(right),
    ">": lambda left, right: number(left) > number(right),
    ">=": lambda left, right: number(left) >= number(right),
}
SUMS: Mapping[str, Operator] = {
    "+": lambda left, right: number(left) + number(right),
    "-": lambda left, right: number(left) - number(right),
}
PRODUCTS: Mapping[str, Operator] = {
    "*": lambda left, right: number(left) * number(right),
    "/": divided,
}
FUNCTIONS: Mapping[str, tuple[Callable[..., Value], int]] = {
    "len": (_length, 1),
    "isNaN": (lambda value: math.isnan(number(value)), 1),
    "isInf": (lambda value: math.isinf(number(value)), 1),
    "isNil": (lambda value: value is None, 1),
    "default": (lambda value, other: other if value is None else value, 2),
    "asInt": (_read_whole, 1),
    "asFloat": (_read_number, 1),
}
"""What can be called, and with how many inputs."""
QUANTIFIERS: Mapping[str, Callable[[Answers], Value]] = {
    "all": lambda answers: all(truth(answer) for _, answer in answers),
    "any": lambda answers: any(truth(answer) for _, answer in answers),
    "none": lambda answers: not any(truth(answer) for _, answer in answers),
    "one": lambda answers: _hits(answers) == 1,
    "count": lambda answers: float(_hits(answers)),
    "filter": lambda answers: tuple(value for value, answer in answers if truth(answer)),
    "map": lambda answers: tuple(answer for _, answer in answers),
}
"""What takes a list and a predicate on its items."""
