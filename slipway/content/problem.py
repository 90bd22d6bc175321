"""A fault in an author's file, said so that it can be mended."""

import os.path
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import islice
from pathlib import Path

MOST_PROBLEMS = 500
"""In one file; a course's worth of faults in a single file is told in portions."""

_MOST_NAMES = 1000
_LONGEST_NAME = 80


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """Prints as `path:line:column: what is wrong; expected what; nearest valid name`; lines count from 1.

    One that `follows` goes away when another is mended: it refers to something with a problem of its own.
    """

    path: str
    line: int
    column: int
    what: str
    expected: str = ""
    nearest: str = ""
    follows: bool = field(default=False, compare=False)

    def __str__(self) -> str:
        expected = f"; expected {self.expected}" if self.expected else ""
        nearest = f"; did you mean {self.nearest!r}?" if self.nearest else ""
        return f"{self.path}:{self.line}:{self.column}: {self.what}{expected}{nearest}"


def nearest(name: str, valid: Iterable[str]) -> str:
    """The valid name most like this one, or nothing when none is alike."""
    if len(name) > _LONGEST_NAME:
        return ""
    return next(iter(get_close_matches(name, list(islice(valid, _MOST_NAMES)), n=1, cutoff=0.5)), "")


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Each once, by place; those that only follow from others last, so that causes are read first."""
    return sorted(set(problems), key=lambda problem: (problem.follows, problem))


def portion(problems: Iterable[Problem]) -> list[Problem]:
    """All of them, or as many as anybody reads at once and a last one that says there are more."""
    taken = list(islice(problems, MOST_PROBLEMS + 1))
    if len(taken) > MOST_PROBLEMS:
        last = taken[-1]
        more = "there are more problems in this file"
        taken[-1] = Problem(last.path, last.line, last.column, more, "those above to be mended first")
    return taken


def printable(name: str) -> str:
    """A file's name as one line that any terminal can show."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in name)


def shown(path: Path, root: Path | None = None) -> str:
    """The path as an author knows it: relative to the project where it lies inside."""
    place = Path(os.path.normpath(path.absolute()))
    base = Path(os.path.normpath(root.absolute())) if root else None
    if base and place.is_relative_to(base):
        return printable(place.relative_to(base).as_posix())
    return printable(path.as_posix())
