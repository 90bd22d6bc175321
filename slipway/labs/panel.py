"""What a lab shows, as plain data: words, tables, and source code with lines marked."""

from dataclasses import dataclass
from typing import Literal

Sign = Literal["none", "passed", "failed", "test", "customers", "alarm"]
"""The mark of a cell: a verdict, one of the two kinds of data, or an alarm."""


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
    code: bool = False


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
