"""What several commands need: files and names read, problems told."""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from slipway.content.problem import Problem, shown
from slipway.content.source import Text, read_file
from slipway.formats.imported import Imported

Found = TypeVar("Found")
_ENDINGS = (".yaml", ".yml", ".json", ".txt", ".csv")
ROOT = Path(__file__).parents[2]


def named(noun: str, name: str, known: Mapping[str, Found]) -> Found:
    if name in known:
        return known[name]
    near = get_close_matches(name, known, n=1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    raise ValueError(f"no {noun} {name!r}; there are: {', '.join(known) or 'none'}{hint}")


def pairs(option: str, wanted: str, given: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in given:
        key, equals, value = pair.partition("=")
        if not (key and equals and value):
            raise ValueError(f"{option} takes {wanted}, got {pair!r}")
        if found.get(key, value) != value:
            raise ValueError(f"{option} {key} is given twice, as {found[key]!r} and as {value!r}; expected one of them")
        found[key] = value
    return found


def is_file(name: str) -> bool:
    """Whether a path is meant: by its ending, or because something else than a name of ours is there."""
    return Path(name).suffix in _ENDINGS or (os.sep in name and Path(name).exists()) or Path(name).is_file()


def imported(command: str, name: str, read: Callable[[Text], Imported[Found]]) -> Found | None:
    """What a file says; its problems and what is not simulated are told."""
    path = Path(name)
    text = read_file(path, shown(path))
    found: Imported[Found] = Imported(None, (), (text,)) if isinstance(text, Problem) else read(text)
    complain(command, [*found.problems, *found.unsupported])
    return found.settings


def complain(command: str, problems: Sequence[Problem]) -> None:
    for problem in problems:
        print(f"{command}: {problem}", file=sys.stderr)
