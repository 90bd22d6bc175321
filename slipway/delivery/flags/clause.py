"""A condition on an attribute of whoever asks: a region, a user, a plan."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from slipway.delivery.flags.evaluation import Context

Operator = Literal["in", "starts_with", "ends_with", "contains", "less", "at_most", "more", "at_least"]


def _words(compare: Callable[[str, str], bool]) -> Callable[[Any, Any], bool]:
    return lambda mine, theirs: isinstance(mine, str) and isinstance(theirs, str) and compare(mine, theirs)


def _numbers(compare: Callable[[float, float], bool]) -> Callable[[Any, Any], bool]:
    return lambda mine, theirs: _is_number(mine) and _is_number(theirs) and compare(mine, theirs)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_OPERATORS: dict[Operator, Callable[[Any, Any], bool]] = {
    "in": lambda mine, theirs: type(mine) is type(theirs) and mine == theirs,
    "starts_with": _words(str.startswith),
    "ends_with": _words(str.endswith),
    "contains": _words(str.__contains__),
    "less": _numbers(lambda mine, theirs: mine < theirs),
    "at_most": _numbers(lambda mine, theirs: mine <= theirs),
    "more": _numbers(lambda mine, theirs: mine > theirs),
    "at_least": _numbers(lambda mine, theirs: mine >= theirs),
}


@dataclass(frozen=True, slots=True)
class Clause:
    """Holds when the attribute stands so to any of the values; `negate` turns it round.

    An attribute that is a list holds when any of its members does.
    """

    attribute: str
    operator: Operator
    values: tuple[Any, ...]
    negate: bool = False

    def holds(self, context: Context, if_missing: bool) -> bool:
        """Whether it holds; `if_missing` is what the system answers for somebody without the attribute."""
        mine = context.get(self.attribute)
        if mine is None:
            return if_missing
        members = mine if isinstance(mine, list | tuple) else [mine]
        compare = _OPERATORS[self.operator]
        return any(compare(member, value) for member in members for value in self.values) != self.negate
