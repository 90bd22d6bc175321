"""What a condition works on: numbers, truths, texts, lists, fields and nil, and what can be done with them."""

import math
import operator
import re
import statistics
from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from slipway.words import say

Value: TypeAlias = "float | bool | str | None | tuple[Value, ...] | Mapping[str, Value]"
Operator: TypeAlias = Callable[[Value, Value], Value]
Answers: TypeAlias = Iterator[tuple[Value, Value]]
"""The items of a list, each with what a predicate says of it."""
_NUMBER = re.compile(r"[-+]?((\d+\.?\d*|\.\d+)([eE][-+]?\d{1,4})?|inf|infinity|nan)", re.IGNORECASE)
_WHOLE = re.compile(r"[-+]?\d{1,18}")


class EvaluationError(ValueError):
    """A condition that has no answer for this result, such as an index into nothing."""


def shown(value: Value) -> str:
    """A value as the arithmetic of a verdict shows it."""
    if isinstance(value, tuple):
        return f"[{', '.join(shown(item) for item in value)}]"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{name}: {shown(each)}' for name, each in value.items())}}}"
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
    """The item at an index, counted from the end where it is negative; of a group of fields the one of that name."""
    if isinstance(value, Mapping):
        return member(value, text(index))
    values, at = items(value), number(index)
    if not at.is_integer() or not -len(values) <= at < len(values):
        raise EvaluationError(say("argo.no_item", index=shown(at), length=len(values)))
    return values[int(at)]


def member(value: Value, name: str) -> Value:
    """The field of a group, nil where it has none; raises EvaluationError for what has no fields."""
    if isinstance(value, Mapping):
        return value.get(name)
    raise EvaluationError(say("argo.no_fields", value=shown(value), name=name))


def text(value: Value) -> str:
    """A text; raises EvaluationError for anything else."""
    if isinstance(value, str):
        return value
    raise EvaluationError(say("argo.not_text", value=shown(value)))


def contained(value: Value, among: Value) -> bool:
    """Whether a list has this item, or a group a field of this name."""
    if isinstance(among, Mapping):
        return text(value) in among
    return any(equal(value, each) for each in items(among))


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


def _power(left: Value, right: Value) -> float:
    base, exponent = number(left), number(right)
    try:
        return math.pow(base, exponent)
    except OverflowError:
        return -math.inf if base < 0 and exponent % 2 else math.inf
    except ValueError:
        return math.nan if base else math.inf


def _rest(left: Value, right: Value) -> float:
    """What is left of a whole number after a division, with the sign of the first."""
    above, below = number(left), number(right)
    if not (above.is_integer() and below.is_integer() and below):
        raise EvaluationError(say("argo.no_rest", left=shown(above), right=shown(below)))
    return math.fmod(above, below)


def _sum_of(left: Value, right: Value) -> Value:
    return left + text(right) if isinstance(left, str) else number(left) + number(right)


def _ordered(compare: Callable[[float | str, float | str], bool]) -> Operator:
    """Texts are compared with texts, and all else as numbers."""
    return lambda left, right: (
        compare(left, text(right)) if isinstance(left, str) else compare(number(left), number(right))
    )


def _length(value: Value) -> float:
    return float(len(value if isinstance(value, str | Mapping) else items(value)))


def _read_number(value: Value) -> float:
    if not isinstance(value, str):
        return number(value)
    if not _NUMBER.fullmatch(value):
        raise EvaluationError(say("argo.not_number", value=shown(value)))
    return float(value)


def _read_whole(value: Value) -> float:
    """A text must be a whole number; of any other number the part before the point counts."""
    if isinstance(value, str) and not _WHOLE.fullmatch(value):
        raise EvaluationError(say("argo.not_number", value=shown(value)))
    whole = _read_number(value)
    if not math.isfinite(whole):
        raise EvaluationError(say("argo.not_number", value=shown(value)))
    return float(math.trunc(whole))


def _rounded(value: Value) -> float:
    """To the nearest whole number, halves away from 0."""
    given = number(value)
    return math.copysign(math.floor(abs(given) + 0.5), given) if math.isfinite(given) else given


def _whole(rounded: Callable[[float], int]) -> Callable[[Value], Value]:
    def found(value: Value) -> Value:
        given = number(value)
        return float(rounded(given)) if math.isfinite(given) else given

    return found


def _numbers(value: Value) -> list[float]:
    found = [number(each) for each in items(value)]
    if not found:
        raise EvaluationError(say("argo.no_item", index=0, length=0))
    return found


def _hits(answers: Answers) -> int:
    return sum(truth(answer) for _, answer in answers)


COMPARISONS: Mapping[str, Operator] = {
    "==": equal,
    "!=": lambda left, right: not equal(left, right),
    "<": _ordered(operator.lt),
    "<=": _ordered(operator.le),
    ">": _ordered(operator.gt),
    ">=": _ordered(operator.ge),
    "in": contained,
    "contains": lambda left, right: text(right) in text(left),
    "startsWith": lambda left, right: text(left).startswith(text(right)),
    "endsWith": lambda left, right: text(left).endswith(text(right)),
}
SUMS: Mapping[str, Operator] = {
    "+": _sum_of,
    "-": lambda left, right: number(left) - number(right),
}
PRODUCTS: Mapping[str, Operator] = {
    "*": lambda left, right: number(left) * number(right),
    "/": divided,
    "%": _rest,
}
POWERS: Mapping[str, Operator] = {"**": _power, "^": _power}
FUNCTIONS: Mapping[str, tuple[Callable[..., Value], int]] = {
    "len": (_length, 1),
    "isNaN": (lambda value: math.isnan(number(value)), 1),
    "isInf": (lambda value: math.isinf(number(value)), 1),
    "isNil": (lambda value: value is None, 1),
    "default": (lambda value, other: other if value is None else value, 2),
    "asInt": (_read_whole, 1),
    "asFloat": (_read_number, 1),
    "int": (_read_whole, 1),
    "float": (_read_number, 1),
    "abs": (lambda value: abs(number(value)), 1),
    "ceil": (_whole(math.ceil), 1),
    "floor": (_whole(math.floor), 1),
    "round": (_rounded, 1),
    "sum": (lambda value: sum(number(each) for each in items(value)), 1),
    "mean": (lambda value: statistics.fmean(_numbers(value)), 1),
    "median": (lambda value: statistics.median(_numbers(value)), 1),
    "min": (lambda value: min(_numbers(value)), 1),
    "max": (lambda value: max(_numbers(value)), 1),
    "first": (lambda value: item(value, 0.0) if items(value) else None, 1),
    "last": (lambda value: item(value, -1.0) if items(value) else None, 1),
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
