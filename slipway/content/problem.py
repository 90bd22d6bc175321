"""A fault in an author's file, said so that it can be mended."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """Prints as `path:line:column: what is wrong; expected what; nearest valid name`; lines count from 1."""

    path: str
    line: int
    column: int
    what: str
    expected: str = ""
    nearest: str = ""

    def __str__(self) -> str:
        expected = f"; expected {self.expected}" if self.expected else ""
        nearest = f"; did you mean {self.nearest!r}?" if self.nearest else ""
        return f"{self.path}:{self.line}:{self.column}: {self.what}{expected}{nearest}"


def nearest(name: str, valid: Iterable[str]) -> str:
    """The valid name most like this one, or nothing when none is alike."""
    return next(iter(get_close_matches(name, list(valid), n=1, cutoff=0.5)), "")


def shown(path: Path, root: Path | None) -> str:
    """The path as an author knows it: relative to the project where it lies inside."""
    try:
        return path.absolute().relative_to(root.absolute()).as_posix() if root else path.as_posix()
    except ValueError:
        return path.as_posix()
