"""The annotations of content classes, walked: which type is where, which id is declared or referred to."""

import types
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from slipway.content.source import Loc
from slipway.ids import Declares, Refers


@cache
def hints(cls: type) -> dict[str, Any]:
    """Field name to annotation, extras included; only what authors may write."""
    annotations = get_type_hints(cls, include_extras=True)
    return {field.name: annotations[field.name] for field in fields(cls) if field.init}


def bare(annotation: Any) -> Any:
    """The annotation without its metadata."""
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    return annotation


def alternatives(annotation: Any) -> tuple[Any, ...]:
    """The members of a union, or the annotation itself; None is left out."""
    stripped = bare(annotation)
    if get_origin(stripped) in (Union, types.UnionType):
        return tuple(a for arg in get_args(stripped) if arg is not type(None) for a in alternatives(arg))
    return (annotation,)


def tag_of(cls: type) -> str | None:
    """The value of a class's `kind` field where that is a single literal."""
    literal = bare(hints(cls).get("kind"))
    args = get_args(literal) if get_origin(literal) is Literal else ()
    return args[0] if len(args) == 1 else None


def type_at(annotation: Any, loc: Loc) -> Any:
    """The annotation of what stands at `loc`; union tags in `loc` are followed, unknown parts end it."""
    for index, part in enumerate(loc):
        options = alternatives(annotation)
        classes = [bare(o) for o in options if is_dataclass(bare(o))]
        if len(classes) > 1:
            chosen = next((c for c in classes if tag_of(c) == part), None)
            if chosen:
                return type_at(chosen, loc[index + 1 :])
        annotation = _step(options, part)
        if annotation is None:
            return None
    return annotation


def _step(options: tuple[Any, ...], part: str | int) -> Any:
    for option in options:
        stripped = bare(option)
        if is_dataclass(stripped) and part in hints(stripped):  # type: ignore[arg-type]
            return hints(stripped)[str(part)]  # type: ignore[arg-type]
        if get_origin(stripped) is tuple:
            return get_args(stripped)[0]
        if get_origin(stripped) is dict:
            return get_args(stripped)[1]
    return None


def fields_at(annotation: Any, loc: Loc) -> list[str]:
    """The field names that are valid at `loc`."""
    found = type_at(annotation, loc)
    classes = [bare(option) for option in alternatives(found)] if found is not None else []
    return [name for cls in classes if is_dataclass(cls) for name in hints(cls)]  # type: ignore[arg-type]


Leaf = tuple[Loc, str, tuple[Any, ...]]


def leaves(data: Any, annotation: Any, loc: Loc = ()) -> Iterator[Leaf]:
    """Every word in plain data, with where it stands and its annotation: the extras, and last the type.

    The data need not be of the type: what does not fit is passed over, so that the rest can be looked at.
    """
    options = alternatives(annotation)
    if isinstance(data, dict):
        yield from _group_leaves(data, options, loc)
    elif isinstance(data, list):
        item = next((get_args(bare(o))[0] for o in options if get_origin(bare(o)) is tuple), Any)
        for index, entry in enumerate(data):
            yield from leaves(entry, item, (*loc, index))
    else:
        yield loc, data, _extras(options[0])


def _group_leaves(data: dict[str, Any], options: tuple[Any, ...], loc: Loc) -> Iterator[Leaf]:
    classes = tuple(bare(option) for option in options if is_dataclass(bare(option)))
    if classes:
        known = _hints_for(classes, str(data.get("kind")))
        for name in [name for name in data if name in known]:
            yield from leaves(data[name], known[name], (*loc, name))
        return
    keys, values = next((get_args(bare(o)) for o in options if get_origin(bare(o)) is dict), (Any, Any))
    for name, entry in data.items():
        yield (*loc, name), name, _extras(keys)
        yield from leaves(entry, values, (*loc, name))


@cache
def _hints_for(classes: tuple[type, ...], tag: str) -> dict[str, Any]:
    """The fields of the union member with this tag; of all members together where there is no such tag."""
    fitting = [cls for cls in classes if tag_of(cls) == tag] or list(reversed(classes))
    return {name: hint for cls in fitting for name, hint in hints(cls).items()}


def _extras(annotation: Any) -> tuple[Any, ...]:
    extras: tuple[Any, ...] = ()
    while get_origin(annotation) is Annotated:
        annotation, *more = get_args(annotation)
        extras += tuple(more)
    return (*extras, annotation)


Mention = tuple[Loc, str, Declares | Refers]


def mentions(data: Any, annotation: Any) -> Iterator[Mention]:
    """Every id in plain data that is declared or referred to."""
    for loc, leaf, extras in leaves(data, annotation):
        for extra in extras:
            if isinstance(extra, (Declares, Refers)):
                yield loc, leaf, extra
