"""JSON Logic as flagd's targeting uses it: rules as data, evaluated without running anything.

What is neither in `OPERATORS` nor in `LAZY` is a fault, never a guess.
"""

from collections.abc import Callable, Mapping
from typing import Any

from slipway.delivery.flags.json_operators import OPERATORS, LogicFault, Operation, two
from slipway.delivery.flags.json_values import as_text, is_true

MOST_DEPTH = 100
MOST_STEPS = 50_000
_EACH = ("map", "filter", "reduce", "all", "some", "none")
LAZY = ("if", "?:", "and", "or", "var", "missing", "missing_some", "$ref", *_EACH)
"""Operations that look at their arguments, or at the data, themselves."""
Lazy = Callable[[list[Any], Callable[[Any], Any]], Any]
"""An operation that is given its arguments as they are written, and how to evaluate one of them."""


def look_up(data: Any, path: Any, default: Any = None) -> Any:
    """The value at a dotted path of keys and indices; all of the data for an empty path."""
    found = data
    for part in as_text(path).split(".") if path not in ("", None, []) else ():
        if isinstance(found, Mapping) and part in found:
            found = found[part]
        elif isinstance(found, list) and part.isdecimal() and len(part) < 6 and int(part) < len(found):
            found = found[int(part)]
        else:
            return default
    return found


class Logic:
    """Rules over one set of data; `more` and `lazy` add operations, `shared` are rules that `$ref` names."""

    def __init__(
        self,
        data: Mapping[str, Any],
        more: Mapping[str, Operation] | None = None,
        shared: Mapping[str, Any] | None = None,
        lazy: Mapping[str, Lazy] | None = None,
    ) -> None:
        self._data: Any = data
        self._operators = {**OPERATORS, **(more or {})}
        self._lazy = lazy or {}
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
        if name in _EACH:
            return self._of_each(name, arguments, depth + 1)
        if name in LAZY:
            return self._lazily(name, arguments, depth + 1)
        if name in self._lazy:
            return self._lazy[name](arguments, lambda each: self.apply(each, depth + 1))
        if name not in self._operators:
            raise LogicFault(f"there is no operation {name!r} here")
        return self._operators[name]([self.apply(each, depth + 1) for each in arguments])

    def _lazily(self, name: str, arguments: list[Any], depth: int) -> Any:
        match name:
            case "if" | "?:":
                return self._if(arguments, depth)
            case "and" | "or":
                return self._until(arguments, name == "or", depth)
            case "var":
                path, default = two([self.apply(each, depth) for each in arguments])
                return look_up(self._data, path, default)
            case "missing":
                return self._missing([self.apply(each, depth) for each in arguments])
            case "missing_some":
                needed, names = two([self.apply(each, depth) for each in arguments])
                return self._missing_some(needed, names if isinstance(names, list) else [])
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

    def _missing(self, names: list[Any]) -> list[Any]:
        """Those names of which the data has nothing, or an empty text."""
        listed = names[0] if names and isinstance(names[0], list) else names
        return [name for name in listed if look_up(self._data, name) in (None, "")]

    def _missing_some(self, needed: Any, names: list[Any]) -> list[Any]:
        """None where at least so many are there, else those that are not."""
        missing = self._missing([names])
        enough = isinstance(needed, int | float) and len(names) - len(missing) >= needed
        return [] if enough else missing

    def _of_each(self, name: str, arguments: list[Any], depth: int) -> Any:
        """What a rule comes to for every member of a list, the member being all the data that it sees."""
        members, rule, start, *_ = [*arguments, None, None, None]
        listed = self.apply(members, depth)
        listed = listed if isinstance(listed, list) else []
        if name == "reduce":
            found = self.apply(start, depth)
            for member in listed:
                found = self._seeing({"current": member, "accumulator": found}, rule, depth)
            return found
        results = [self._seeing(member, rule, depth) for member in listed]
        if name == "map":
            return results
        if name == "filter":
            return [member for member, result in zip(listed, results, strict=True) if is_true(result)]
        holding = sum(map(is_true, results))
        return {"some": holding > 0, "none": not holding, "all": bool(results) and holding == len(results)}[name]

    def _seeing(self, data: Any, rule: Any, depth: int) -> Any:
        outer, self._data = self._data, data
        try:
            return self.apply(rule, depth)
        finally:
            self._data = outer


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
