"""Fences in Markdown: lines of backquotes or tildes with something between them that is not prose."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_OPENS = re.compile(r"( {0,3})(`{3,}|~{3,})(.*)")
DIRECTIVE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Fence:
    """Line numbers count from 0; `end` is the closing line, or the first that is not inside any more."""

    start: int
    end: int
    indent: str
    mark: str
    info: str
    closed: bool

    @property
    def directive(self) -> str | None:
        """The name in the braces, where that is all there is behind the mark."""
        found = DIRECTIVE.fullmatch(self.info)
        return found[1].strip() if found else None


def fences(lines: Sequence[str]) -> Iterator[Fence]:
    """Every fence from top to bottom; one that is not closed runs to the end, a directive to the next directive."""
    number = 0
    while number < len(lines):
        fence = _fence(lines, number)
        if fence:
            yield fence
            number = fence.end + fence.closed
        else:
            number += 1


def _fence(lines: Sequence[str], start: int) -> Fence | None:
    opened = _opening(lines[start])
    if not opened:
        return None
    indent, mark, info = opened
    for number in range(start + 1, len(lines)):
        if _closes(lines[number], mark):
            return Fence(start, number, indent, mark, info, True)
        if DIRECTIVE.fullmatch(info) and _is_directive(lines[number]):
            return Fence(start, number, indent, mark, info, False)
    return Fence(start, len(lines), indent, mark, info, False)


def _opening(line: str) -> tuple[str, str, str] | None:
    """(indent, mark, info) of a line that opens a fence."""
    found = _OPENS.fullmatch(line)
    if not found or (found[2][0] == "`" and "`" in found[3]):
        return None
    return found[1], found[2], found[3].strip()


def _closes(line: str, mark: str) -> bool:
    stripped = line.strip()
    indented = line.startswith("    ")
    return not indented and len(stripped) >= len(mark) and not stripped.strip(mark[0])


def _is_directive(line: str) -> bool:
    opened = _opening(line)
    return bool(opened and DIRECTIVE.fullmatch(opened[2]))
