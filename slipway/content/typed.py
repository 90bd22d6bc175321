"""From a YAML tree to a frozen, typed value, or to every problem at once."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from slipway.content.problem import Problem, nearest, portion
from slipway.content.shape import fields_at
from slipway.content.source import Loc, Tree, plain

_QUOTED = re.compile(r"'([^']*)'")
_KEY = "[key]"
_WANTED = {
    "int": "a whole number",
    "float": "a number",
    "finite": "a number",
    "bool": "true or false",
    "string": "text",
    "tuple": "a list",
    "list": "a list",
    "dict": "a group of fields",
    "dataclass": "a group of fields",
    "model": "a group of fields",
}
"""What to say for a pydantic error, by the first word of its type."""


@cache
def _adapter(annotation: Any) -> TypeAdapter[Any]:
    return TypeAdapter(annotation)


def build(tree: Tree, annotation: Any) -> tuple[Any, list[Problem]]:
    """The tree as a value of the type; the value is None when there are problems."""
    try:
        return _adapter(annotation).validate_python(plain(tree.node)), []
    except ValidationError as error:
        details = error.errors(include_url=False)
        parents = {detail["loc"][:n] for detail in details for n in range(len(detail["loc"]))}
        faults = (detail for detail in details if detail["loc"] not in parents)
        return None, portion(_problem(tree, annotation, detail) for detail in faults)


def _problem(tree: Tree, annotation: Any, detail: ErrorDetails) -> Problem:
    loc: Loc = detail["loc"]
    context = detail.get("ctx", {})
    match detail["type"]:
        case "missing" | "missing_argument":
            return tree.problem(loc[:-1], f"{loc[-1]!r} is missing", f"a value for {loc[-1]!r}")
        case "unexpected_keyword_argument" | "extra_forbidden":
            valid = fields_at(annotation, loc[:-1])
            what = f"there is no field {str(loc[-1])!r} here"
            return tree.problem(loc, what, one_of(valid), nearest(str(loc[-1]), valid), key=True)
        case "literal_error":
            valid = _QUOTED.findall(context["expected"])
            return tree.problem(loc, f"{_wrong(detail)}, which is not known here", one_of(valid), _near(detail, valid))
        case "union_tag_invalid":
            valid = _QUOTED.findall(context["expected_tags"])
            what = f"{context['tag']!r} is not a kind that is known here"
            return tree.problem((*loc, "kind"), what, one_of(valid), nearest(context["tag"], valid))
        case "union_tag_not_found":
            return tree.problem(loc, "'kind' is missing", "a value for 'kind'")
        case "value_error":
            what, _, expected = str(context["error"]).partition("; expected ")
            return tree.problem(loc, what, expected or "a value that fits", key=loc[-1:] == (_KEY,))
        case _:
            return tree.problem(loc, _wrong(detail), _wanted(detail, context))


def _wrong(detail: ErrorDetails) -> str:
    name = next((str(part) for part in reversed(detail["loc"]) if isinstance(part, str) and part != _KEY), "this")
    match detail["input"]:
        case "":
            return f"{name} is empty"
        case list() | tuple() as items:
            return f"{name} is a list of {len(items)}"
        case dict():
            return f"{name} is a group of fields"
        case value:
            return f"{name} is {value!r}"


def _wanted(detail: ErrorDetails, context: Mapping[str, Any]) -> str:
    match detail["type"]:
        case "greater_than_equal":
            return f"{context['ge']:g} or more"
        case "less_than_equal":
            return f"{context['le']:g} or less"
        case "too_short":
            return f"at least {context['min_length']}"
        case name:
            return _WANTED.get(name.split("_")[0], detail["msg"])


def _near(detail: ErrorDetails, valid: list[str]) -> str:
    value = detail["input"]
    return nearest(value, valid) if isinstance(value, str) else ""


def one_of(valid: list[str]) -> str:
    """The choices in words, each once."""
    unique = list(dict.fromkeys(valid))
    return f"one of {', '.join(unique)}" if unique else "a value that fits"
