"""A query as a tree; `at` is the letter of the text at which a part begins."""

from dataclasses import dataclass, field
from typing import Literal

from slipway.alerting.matcher import Matcher

Kind = Literal["scalar", "instant vector", "range vector", "string"]


class PromqlError(ValueError):
    """What is wrong with a query, and at which letter."""

    def __init__(self, what: str, at: int) -> None:
        super().__init__(what)
        self.at = at


@dataclass(frozen=True, slots=True)
class Number:
    """A number."""

    value: float
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class String:
    """A text, as some functions take it."""

    value: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Selector:
    """Series by name and labels; the name is a matcher of `__name__`. Those `offset_ms` before now or `pinned_ms`."""

    matchers: tuple[Matcher, ...]
    offset_ms: int = 0
    pinned_ms: int | None = None
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Window:
    """The samples of a selector over a time, or those of any query evaluated every `step_ms` (None: the interval)."""

    of: "Expression"
    range_ms: int
    is_subquery: bool = False
    step_ms: int | None = None
    offset_ms: int = 0
    pinned_ms: int | None = None
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A function."""

    name: str
    arguments: tuple["Expression", ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Aggregate:
    """Many series to one for each group of labels, or `without` these labels."""

    operator: str
    of: "Expression"
    labels: tuple[str, ...] = ()
    without: bool = False
    parameter: "Expression | None" = None
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Matching:
    """Which labels must agree: those of `on`, or all but those of `on` where `ignoring`.

    `many` says which side may have several for one of the other; it takes over the labels in `include`.
    """

    labels: tuple[str, ...] = ()
    ignoring: bool = True
    many: Literal["", "left", "right"] = ""
    include: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Binary:
    """Two sides and an operator; a comparison filters, or gives 0 and 1 with `as_bool`."""

    operator: str
    left: "Expression"
    right: "Expression"
    as_bool: bool = False
    matching: Matching = Matching()
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Negative:
    """The same below zero."""

    of: "Expression"
    at: int = field(default=0, compare=False)


Expression = Number | String | Selector | Window | Call | Aggregate | Binary | Negative
COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")
SETS = ("and", "or", "unless")
AGGREGATES = (
    "sum",
    "avg",
    "min",
    "max",
    "count",
    "group",
    "stddev",
    "stdvar",
    "quantile",
    "topk",
    "bottomk",
    "count_values",
)
WITH_PARAMETER: dict[str, Kind] = {
    **dict.fromkeys(("quantile", "topk", "bottomk"), "scalar"),
    "count_values": "string",
}
"""What the first argument of those operators that take two is."""


def parts(tree: Expression) -> tuple[Expression, ...]:
    """What a node is made of."""
    match tree:
        case Window(of=of) | Negative(of=of):
            return (of,)
        case Call(arguments=arguments):
            return arguments
        case Aggregate(of=of, parameter=parameter):
            return (of,) if parameter is None else (parameter, of)
        case Binary(left=left, right=right):
            return (left, right)
        case _:
            return ()


def selectors(tree: Expression) -> tuple[Selector, ...]:
    """Every selector in it."""
    if isinstance(tree, Selector):
        return (tree,)
    return tuple(found for part in parts(tree) for found in selectors(part))
