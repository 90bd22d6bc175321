"""Reading author files: text with limits, and YAML with positions."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from slipway.content.problem import Problem

MOST_BYTES = 1_000_000
_MOST_LETTERS = 240
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
Loc = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """An author's file as text; `path` is what problems call it."""

    path: str
    content: str

    def problem(self, line: int, column: int, what: str, expected: str = "", nearest: str = "") -> Problem:
        """A problem in this file, told in one line however much the author wrote."""
        return Problem(self.path, line, column, _one_line(what), _one_line(expected), nearest)

    def problem_at(self, index: int, what: str, expected: str = "") -> Problem:
        """A problem at a character of the file."""
        line = self.content.count("\n", 0, index) + 1
        return self.problem(line, index - self.content.rfind("\n", 0, index), what, expected)


def _one_line(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _MOST_LETTERS else f"{line[: _MOST_LETTERS - 60]} … {line[-57:]}"


def read_file(path: Path, shown_path: str) -> Text | Problem:
    """The file as text, or the reason why not; looks at the size before reading."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            return Problem(shown_path, 1, 1, "this is not a file", "a text file")
        if size > MOST_BYTES:
            return _too_large(shown_path, f"{size:,} bytes")
        with path.open("rb") as file:
            return decode(file.read(MOST_BYTES + 1), shown_path)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        return Problem(shown_path, 1, 1, f"the file cannot be read: {reason}", "a readable file")


def decode(data: bytes, shown_path: str) -> Text | Problem:
    """Bytes as UTF-8 text, or the reason why not."""
    if len(data) > MOST_BYTES:
        return _too_large(shown_path, f"more than {MOST_BYTES:,} bytes")
    try:
        content = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        what = f"byte 0x{data[error.start]:02x} is not UTF-8"
        return Problem(shown_path, line, column, what, "a file saved as UTF-8 text")
    text = Text(shown_path, content.replace("\r\n", "\n").replace("\r", "\n"))
    if refused := _REFUSED.search(text.content):
        return text.problem_at(refused.start(), f"control character U+{ord(refused[0]):04X}", "plain text")
    return text


def _too_large(path: str, size: str) -> Problem:
    return Problem(path, 1, 1, f"the file is too large ({size})", f"at most {MOST_BYTES:,} bytes")


@dataclass(frozen=True, slots=True)
class Tree:
    """A YAML document as nodes; `content` is its source, `line_offset` counts the lines of the file before it."""

    text: Text
    node: yaml.Node
    content: str
    line_offset: int = 0

    def position(self, loc: Loc, *, key: bool = False) -> tuple[int, int]:
        """Line and column of the value at `loc` (or of its key); of the nearest parent if there is none."""
        node, mark = self.node, self.node.start_mark
        for part in loc:
            found = _child(node, part)
            if found is None:
                continue
            label, node = found
            mark = label.start_mark if key else node.start_mark
        return mark.line + 1 + self.line_offset, mark.column + 1

    def position_of(self, loc: Loc, snippet: str, nth: int = 0) -> tuple[int, int]:
        """Line and column of a snippet (its nth occurrence) inside the text at `loc`, else of the text."""
        node = self._at(loc)
        if node is None:
            return self.position(loc)
        start, end = node.start_mark.index - 1, node.end_mark.index
        for _ in range(nth + 1):
            start = self.content.find(snippet, start + 1, end)
            if start < 0:
                return self.position(loc)
        line = self.content.count("\n", 0, start) + 1
        return line + self.line_offset, start - self.content.rfind("\n", 0, start)

    def problem(self, loc: Loc, what: str, expected: str = "", nearest: str = "", *, key: bool = False) -> Problem:
        """A problem at a place in the document."""
        return self.text.problem(*self.position(loc, key=key), what, expected, nearest)

    def items(self, *loc: str | int) -> list["Tree"]:
        """The entries of the list at `loc`, each as a tree of its own; none where there is no list."""
        node = self._at(loc)
        nodes = node.value if isinstance(node, yaml.SequenceNode) else []
        return [self._of(item) for item in nodes]

    def pairs(self, *loc: str | int) -> list[tuple["Tree", "Tree"]]:
        """The fields of the mapping at `loc` with their values; none where there is no mapping."""
        node = self._at(loc)
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        return [(self._of(key), self._of(value)) for key, value in pairs]

    def at(self, *loc: str | int) -> "Tree | None":
        """The value at `loc` as a tree of its own."""
        node = self._at(loc)
        return None if node is None else self._of(node)

    @property
    def line(self) -> int:
        """The line of the file on which this begins."""
        return int(self.node.start_mark.line) + 1 + self.line_offset

    def scalar(self, *loc: str | int) -> str:
        """The word at `loc`, or nothing."""
        node = self._at(loc)
        return str(node.value) if isinstance(node, yaml.ScalarNode) else ""

    @property
    def fields(self) -> list[str]:
        """The field names on the top level."""
        return [key.value for key, _ in self.node.value] if isinstance(self.node, yaml.MappingNode) else []

    def _of(self, node: yaml.Node) -> "Tree":
        return Tree(self.text, node, self.content, self.line_offset)

    def _at(self, loc: Loc) -> yaml.Node | None:
        node = self.node
        for part in loc:
            found = _child(node, part)
            if found is None:
                return None
            node = found[1]
        return node


def _child(node: yaml.Node, part: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    """The node a key or index leads to, with the node that labels it."""
    if isinstance(node, yaml.MappingNode):
        return next(((k, v) for k, v in node.value if k.value == part), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part], node.value[part]
    return None


def plain(node: yaml.Node) -> Any:
    """Nodes as dictionaries, lists and strings; what a string means is for the types to say."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [plain(item) for item in node.value]
    return node.value
