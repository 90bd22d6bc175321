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


Leaf = tuple[Loc, Any, tuple[Any, ...]]


def leaves(value: Any, annotation: Any, loc: Loc = ()) -> Iterator[Leaf]:
    """Every scalar in a typed value, with where it stands and what its annotation says besides the type."""
    if value is None:
        return
    if is_dataclass(value) and not isinstance(value, type):
        for name, hint in hints(type(value)).items():
            yield from leaves(getattr(value, name), hint, (*loc, name))
        return
    option = _fitting(value, annotation)
    stripped = bare(option)
    if isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from leaves(item, get_args(stripped)[0], (*loc, index))
    elif isinstance(value, dict):
        key_hint, value_hint = get_args(stripped)
        for key, item in value.items():
            yield (*loc, key), key, _extras(key_hint)
            yield from leaves(item, value_hint, (*loc, key))
    else:
        yield loc, value, _extras(option)


def _fitting(value: Any, annotation: Any) -> Any:
    """The union member that a value of this type came from; metadata is looked for on the first that fits."""
    wanted = tuple if isinstance(value, tuple) else dict if isinstance(value, dict) else None
    options = alternatives(annotation)
    if wanted is None:
        return options[0]
    return next(o for o in options if get_origin(bare(o)) is wanted)


def _extras(annotation: Any) -> tuple[Any, ...]:
    extras: tuple[Any, ...] = ()
    while get_origin(annotation) is Annotated:
        annotation, *more = get_args(annotation)
        extras += tuple(more)
    return (*extras, annotation)


Mention = tuple[Loc, str, Declares | Refers]


def mentions(value: Any, annotation: Any) -> Iterator[Mention]:
    """Every id in a typed value that is declared or referred to."""
    for loc, leaf, extras in leaves(value, annotation):
        for extra in extras:
            if isinstance(extra, (Declares, Refers)):
                yield loc, leaf, extra
