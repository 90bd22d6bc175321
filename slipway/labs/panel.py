"""What a lab shows, as plain data: words, tables, and source code."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from inspect import getsource
from typing import Any, Literal

Sign = Literal["none", "passed", "failed", "test", "customers"]
"""The mark of a cell: a verdict, or one of the two kinds of data."""


@dataclass(frozen=True, slots=True)
class Words:
    """A heading with its mark, and Markdown of ours below it."""

    title: str
    text: str
    sign: Sign = "none"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: plain text that is shown as it stands, and its mark."""

    text: str
    sign: Sign = "none"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head; `folded` ones are opened by whoever wants the details."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Code as it is in the file, or a difference between two versions of it."""

    title: str
    code: str
    language: Literal["python", "diff"] = "python"
    folded: bool = False


Panel = Words | Table | Source


def code_of(things: Iterable[Callable[..., Any]]) -> str:
    """Functions or classes as they stand in their files, one below the other."""
    return "\n\n\n".join(getsource(thing).strip() for thing in things)
