"""From a YAML tree to a frozen, typed value, or to every problem at once."""

import re
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from slipway.content.problem import Problem, nearest
from slipway.content.shape import fields_at
from slipway.content.source import Loc, Tree, plain

_QUOTED = re.compile(r"'([^']*)'")


@cache
def _adapter(annotation: Any) -> TypeAdapter[Any]:
    return TypeAdapter(annotation)


def build(tree: Tree, annotation: Any) -> tuple[Any, list[Problem]]:
    """The tree as a value of the type; the value is None when there are problems."""
    try:
        return _adapter(annotation).validate_python(plain(tree.node)), []
    except ValidationError as error:
        details = error.errors(include_url=False)
        return None, [_problem(tree, annotation, d) for d in details if not _echo(d, details)]


def _echo(detail: ErrorDetails, all_details: list[ErrorDetails]) -> bool:
    """Whether a fault only repeats that something below it is at fault."""
    loc = detail["loc"]
    return any(len(d["loc"]) > len(loc) and d["loc"][: len(loc)] == loc for d in all_details)


def _problem(tree: Tree, annotation: Any, detail: ErrorDetails) -> Problem:
    loc: Loc = detail["loc"]
    context = detail.get("ctx", {})
    match detail["type"]:
        case "missing" | "missing_argument":
            return tree.problem(loc[:-1], f"{loc[-1]!r} is missing", f"a value for {loc[-1]!r}")
        case "unexpected_keyword_argument" | "extra_forbidden":
            valid = fields_at(annotation, loc[:-1])
            what = f"there is no field {str(loc[-1])!r} here"
            return tree.problem(loc, what, _one_of(valid), nearest(str(loc[-1]), valid), key=True)
        case "literal_error":
            valid = _QUOTED.findall(context["expected"])
            return tree.problem(loc, f"{detail['input']!r} is not known here", _one_of(valid), _near(detail, valid))
        case "union_tag_invalid":
            valid = _QUOTED.findall(context["expected_tags"])
            what = f"{context['tag']!r} is not a kind that is known here"
            return tree.problem((*loc, "kind"), what, _one_of(valid), nearest(context["tag"], valid))
        case "union_tag_not_found":
            return tree.problem(loc, "'kind' is missing", "a value for 'kind'")
        case "value_error":
            what, _, expected = str(context["error"]).partition("; expected ")
            return tree.problem(loc, what, expected or "a value that fits")
        case _:
            return tree.problem(loc, _wrong(detail), _wanted(detail["msg"]))


def _wrong(detail: ErrorDetails) -> str:
    value = detail["input"]
    kind = "a list" if isinstance(value, list) else "a group of fields" if isinstance(value, dict) else repr(value)[:60]
    name = next((str(part) for part in reversed(detail["loc"]) if isinstance(part, str)), "the file")
    return f"{name} is {kind}"


def _wanted(message: str) -> str:
    wanted = message.removeprefix("Input should be ")
    simple = {
        "a valid tuple": "a list",
        "a valid dictionary": "a group of fields",
        "a dictionary or an instance of": "a group of fields",
        "a valid string": "text",
    }
    plainer = next((plain for start, plain in simple.items() if wanted.startswith(start)), wanted)
    return plainer[:1].lower() + plainer[1:]


def _near(detail: ErrorDetails, valid: list[str]) -> str:
    value = detail["input"]
    return nearest(value, valid) if isinstance(value, str) else ""


def _one_of(valid: list[str]) -> str:
    unique = list(dict.fromkeys(valid))
    return f"one of {', '.join(unique)}" if unique else "a value that fits"
