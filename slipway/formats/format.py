"""What Slipway must know of a system to read its pipeline definitions."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from slipway.content.problem import Problem
from slipway.content.source import Text, Tree
from slipway.formats.part import Part


@dataclass(frozen=True, slots=True)
class Document:
    """A pipeline definition as text, and as a tree where it is YAML or JSON."""

    text: Text
    tree: Tree | None


@dataclass(frozen=True, slots=True)
class Format:
    """`name` is that of its table in `known/` too: what its files declare and use. `tags` are its own YAML tags,
    `header` the field of a document that its files may begin with.

    `remarks` tells what else is worth knowing: something that the file leaves to another file, say. `faults` tells what
    is there and holds no part: a job without steps, say.
    """

    name: str
    label: str
    recognises: Callable[[Document], bool]
    parts: Callable[[Document], Iterator[Part]]
    tags: frozenset[str] = frozenset()
    header: str = ""
    remarks: Callable[[Document], list[Problem]] = lambda _: []
    faults: Callable[[Document], list[Problem]] = lambda _: []


class Refused(Exception):
    """The definition cannot be read to its end."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem
