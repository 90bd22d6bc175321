"""Values of JSON Logic as JavaScript sees them: what counts as true, as a number, as a text."""

from math import isfinite
from typing import Any

Number = int | float
_EXACT = 2**53


def is_true(value: Any) -> bool:
    """What counts as true: anything but null, false, 0, an empty text and an empty list."""
    return bool(value) if not isinstance(value, dict) else True


def as_number(value: Any) -> Number | None:
    """A number, the number that a text or truth value looks like, or nothing."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int | float):
        return value
    if isinstance(value, str):
        try:
            return float(value) if value.strip() else 0.0
        except ValueError:
            return None
    return None


def plain(value: float) -> Number | None:
    """A result of arithmetic: a whole number where it is one, and nothing where it is none at all."""
    if not isfinite(value):
        return None
    return int(value) if value == int(value) and abs(value) < _EXACT else value


def as_text(value: Any) -> str:
    """A value as JavaScript joins it into a text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, list):
        return ",".join(map(as_text, value))
    return str(value)


def same(left: Any, right: Any) -> bool:
    """JavaScript's ===: no number is a text, no truth value a number."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, int | float) and isinstance(right, int | float):
        return left == right
    return type(left) is type(right) and bool(left == right)


def alike(left: Any, right: Any) -> bool:
    """JavaScript's ==: texts and truth values count as the numbers they look like."""
    if left is None or right is None or type(left) is type(right):
        return bool(left == right)
    ours, theirs = as_number(left), as_number(right)
    return ours is not None and ours == theirs
