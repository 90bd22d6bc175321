"""Names in content: what declares an id and what refers to one, as type annotations.

A field typed `Annotated[Name, Declares("stage")]` brings an id into the world; one typed
`Annotated[Name, Refers("stage")]` must name an id that exists. The content loader walks the
annotations, so a dangling or doubled id is found without a line of code per field.
"""

import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Declares:
    """The field's value is a new id of this noun, unique among its like."""

    noun: str


@dataclass(frozen=True, slots=True)
class Refers:
    """The field's value is the id of an existing thing of this noun."""

    noun: str


def _name(value: str) -> str:
    if not _NAME.fullmatch(value):
        raise ValueError(f"an id is lower-case words joined by single hyphens, like 'almost-done', not {value!r}")
    return value


Name = Annotated[str, AfterValidator(_name)]
