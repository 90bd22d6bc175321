"""JSON Logic as flagd's targeting uses it: rules as data, evaluated without running anything.

What is not an operation in `OPERATORS` is a fault, never a guess.
"""

from collections.abc import Callable, Mapping
from typing import Any

from slipway.delivery.flags import semver

MOST_DEPTH = 100
MOST_STEPS = 50_000
MOST_LETTERS = 10_000
LAZY = ("if", "and", "or", "var", "$ref")
"""Operations that look at their arguments themselves."""


class LogicFault(ValueError):
    """The rule cannot be evaluated."""


def is_true(value: Any) -> bool:
    """What counts as true: anything but null, false, 0, an empty text and an empty list."""
    return bool(value) if not isinstance(value, dict) else True


def same(left: Any, right: Any) -> bool:
    """JavaScript's ===: no number is a text, no truth value a number."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if _number(left) is not None and _number(right) is not None:
        return bool(left == right)
    return type(left) is type(right) and bool(left == right)


def alike(left: Any, right: Any) -> bool:
    """JavaScript's ==: texts and truth values count as the numbers they look like."""
    if left is None or right is None or type(left) is type(right):
        return bool(left == right)
    ours, theirs = _as_number(left), _as_number(right)
    return ours is not None and ours == theirs


def _number(value: Any) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _as_number(value: Any) -> float | None:
    if isinstance(value, str):
        try:
            return float(value) if value.strip() else 0.0
        except ValueError:
            return None
    return float(value) if isinstance(value, bool | int | float) else None


def _ordered(compare: Callable[[Any, Any], bool]) -> Callable[[list[Any]], Any]:
    """A comparison of two, or of three that lie in order."""

    def holds(values: list[Any]) -> bool:
        return len(values) > 1 and all(_compared(a, b) for a, b in zip(values, values[1:3], strict=False))

    def _compared(left: Any, right: Any) -> bool:
        if isinstance(left, str) and isinstance(right, str):
            return compare(left, right)
        ours, theirs = _as_number(left), _as_number(right)
        return ours is not None and theirs is not None and compare(ours, theirs)

    return holds


def as_text(value: Any) -> str:
    """A value as JavaScript joins it into a text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _cat(values: list[Any]) -> str:
    texts = [as_text(value) for value in values]
    if sum(map(len, texts)) > MOST_LETTERS:
        raise LogicFault(f"a text may have {MOST_LETTERS:,} letters")
    return "".join(texts)


def _within(values: list[Any]) -> bool:
    needle, stack = _two(values)
    if isinstance(stack, str):
        return isinstance(needle, str) and needle in stack
    return isinstance(stack, list) and any(same(needle, each) for each in stack)


def _two(values: list[Any]) -> tuple[Any, Any]:
    first, second, *_ = [*values, None, None]
    return first, second


def _texts(compare: Callable[[str, str], bool]) -> Callable[[list[Any]], Any]:
    """A comparison of two texts; nothing for anything else, as in flagd."""

    def holds(values: list[Any]) -> bool | None:
        text, part = _two(values)
        return compare(text, part) if isinstance(text, str) and isinstance(part, str) else None

    return holds


def _sem_ver(values: list[Any]) -> bool | None:
    if len(values) != 3:
        return None
    left, right = semver.parse_version(values[0]), semver.parse_version(values[2])
    return semver.holds(left, str(values[1]), right) if left and right else None


OPERATORS: Mapping[str, Callable[[list[Any]], Any]] = {
    "==": lambda values: alike(*_two(values)),
    "===": lambda values: same(*_two(values)),
    "!=": lambda values: not alike(*_two(values)),
    "!==": lambda values: not same(*_two(values)),
    "!": lambda values: not is_true(_two(values)[0]),
    "!!": lambda values: is_true(_two(values)[0]),
    "<": _ordered(lambda left, right: left < right),
    "<=": _ordered(lambda left, right: left <= right),
    ">": _ordered(lambda left, right: left > right),
    ">=": _ordered(lambda left, right: left >= right),
    "in": _within,
    "cat": _cat,
    "starts_with": _texts(str.startswith),
    "ends_with": _texts(str.endswith),
    "sem_ver": _sem_ver,
}


def look_up(data: Mapping[str, Any], path: Any, default: Any = None) -> Any:
    """The value at a dotted path of keys and indices; all of the data for an empty path."""
    found: Any = data
    for part in as_text(path).split(".") if path not in ("", None) else ():
        if isinstance(found, Mapping) and part in found:
            found = found[part]
        elif isinstance(found, list) and part.isdecimal() and len(part) < 6 and int(part) < len(found):
            found = found[int(part)]
        else:
            return default
    return found


class Logic:
    """Rules over one set of data; `more` adds operations, `shared` are rules that `$ref` names."""

    def __init__(
        self,
        data: Mapping[str, Any],
        more: Mapping[str, Callable[[list[Any]], Any]] | None = None,
        shared: Mapping[str, Any] | None = None,
    ) -> None:
        self._data = data
        self._operators = {**OPERATORS, **(more or {})}
        self._shared = shared or {}
        self._steps = 0

    def apply(self, rule: Any, depth: int = 0) -> Any:
        """What the rule comes to; LogicFault where it cannot be evaluated."""
        self._steps += 1
        if depth > MOST_DEPTH or self._steps > MOST_STEPS:
            raise LogicFault("the rule is nested too deeply or takes too many steps")
        if isinstance(rule, list):
            return [self.apply(each, depth + 1) for each in rule]
        if not isinstance(rule, dict) or not rule:
            return rule
        if len(rule) > 1:
            raise LogicFault(f"an operation has one name, not {len(rule)}")
        [(name, given)] = rule.items()
        arguments = given if isinstance(given, list) else [given]
        if name in LAZY:
            return self._lazily(name, arguments, depth + 1)
        if name not in self._operators:
            raise LogicFault(f"there is no operation {name!r} here")
        return self._operators[name]([self.apply(each, depth + 1) for each in arguments])

    def _lazily(self, name: str, arguments: list[Any], depth: int) -> Any:
        match name:
            case "if":
                return self._if(arguments, depth)
            case "and" | "or":
                return self._until(arguments, name == "or", depth)
            case "var":
                path, default = _two([self.apply(each, depth) for each in arguments])
                return look_up(self._data, path, default)
            case _:
                reference = arguments[0] if arguments else None
                if not isinstance(reference, str) or reference not in self._shared:
                    raise LogicFault(f"there is no shared rule {reference!r}")
                return self.apply(self._shared[reference], depth)

    def _if(self, arguments: list[Any], depth: int) -> Any:
        """Pairs of condition and result, then what holds otherwise."""
        for at in range(0, len(arguments) - 1, 2):
            if is_true(self.apply(arguments[at], depth)):
                return self.apply(arguments[at + 1], depth)
        return self.apply(arguments[-1], depth) if len(arguments) % 2 else None

    def _until(self, arguments: list[Any], wanted: bool, depth: int) -> Any:
        """The first value that is as true as wanted, else the last."""
        value = None
        for each in arguments:
            value = self.apply(each, depth)
            if is_true(value) == wanted:
                break
        return value


def operations(rule: Any) -> list[tuple[tuple[str | int, ...], str]]:
    """Every operation named in a rule, with the way to it."""
    found: list[tuple[tuple[str | int, ...], str]] = []
    waiting: list[tuple[tuple[str | int, ...], Any]] = [((), rule)]
    while waiting:
        way, each = waiting.pop()
        if isinstance(each, dict):
            found += [((*way, name), name) for name in each]
            waiting += [((*way, name), inner) for name, inner in each.items()]
        elif isinstance(each, list):
            waiting += [((*way, at), inner) for at, inner in enumerate(each)]
    return sorted(found, key=lambda entry: [str(part) for part in entry[0]])
