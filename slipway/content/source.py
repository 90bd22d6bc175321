"""Reading author files: text with limits, and YAML with positions and nothing executed."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from slipway.content.problem import Problem

MOST_BYTES = 1_000_000
MOST_NODES = 20_000
MOST_DEPTH = 40
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
Loc = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """An author's file as text; `path` is what problems call it."""

    path: str
    content: str

    def problem(self, line: int, column: int, what: str, expected: str = "", nearest: str = "") -> Problem:
        """A problem in this file."""
        return Problem(self.path, line, column, what, expected, nearest)


def read_file(path: Path, shown_path: str) -> Text | Problem:
    """The file as text, or the reason why not; looks at the size before reading."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            return Problem(shown_path, 1, 1, "this is not a file", "a text file")
        if size > MOST_BYTES:
            return _too_large(shown_path, size)
        return decode(path.read_bytes(), shown_path)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return Problem(shown_path, 1, 1, f"the file cannot be read: {reason}", "a readable file")


def decode(data: bytes, shown_path: str) -> Text | Problem:
    """Bytes as UTF-8 text, or the reason why not."""
    if len(data) > MOST_BYTES:
        return _too_large(shown_path, len(data))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        what = f"byte 0x{data[error.start]:02x} is not UTF-8"
        return Problem(shown_path, line, column, what, "a file saved as UTF-8 text")
    return _control_character(text, shown_path) or Text(shown_path, text.replace("\r\n", "\n"))


def _too_large(path: str, size: int) -> Problem:
    return Problem(path, 1, 1, f"the file is too large ({size:,} bytes)", f"at most {MOST_BYTES:,} bytes")


def _control_character(text: str, path: str) -> Problem | None:
    for index, char in enumerate(text):
        if (char < " " and char not in "\t\n\r") or char in "\x7f\ufffe\uffff" or "\ud800" <= char <= "\udfff":
            line = text.count("\n", 0, index) + 1
            column = index - text.rfind("\n", 0, index)
            return Problem(path, line, column, f"control character U+{ord(char):04X}", "plain text")
    return None


@dataclass(frozen=True, slots=True)
class Tree:
    """A YAML document as nodes; `line_offset` is added where it stands inside another file."""

    text: Text
    node: yaml.Node
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

    def problem(self, loc: Loc, what: str, expected: str = "", nearest: str = "", *, key: bool = False) -> Problem:
        """A problem at a place in the document."""
        return self.text.problem(*self.position(loc, key=key), what, expected, nearest)

    def sub(self, loc: Loc) -> "Tree":
        """The part of the document at `loc`."""
        node = self.node
        for part in loc:
            found = _child(node, part)
            assert found is not None
            node = found[1]
        return Tree(self.text, node, self.line_offset)


def _child(node: yaml.Node, part: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    """The node a key or index leads to, with the node that labels it."""
    if isinstance(node, yaml.MappingNode):
        return next(((k, v) for k, v in node.value if k.value == part), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part], node.value[part]
    return None


def parse(text: Text, content: str | None = None, line_offset: int = 0) -> tuple[Tree | None, list[Problem]]:
    """YAML text as a tree; the tree is None only when it cannot be read at all."""
    content = text.content if content is None else content
    try:
        refused = _refuse(text, content, line_offset)
        if refused:
            return None, [refused]
        node = yaml.compose(content, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        return None, [_syntax(text, error, line_offset)]
    except yaml.YAMLError as error:
        return None, [text.problem(1 + line_offset, 1, f"this is not YAML: {error}".split("\n")[0], "YAML")]
    if node is None:
        return None, [text.problem(1 + line_offset, 1, "there is nothing in here", "some fields")]
    tree = Tree(text, node, line_offset)
    return tree, _double_keys(tree, node)


def _syntax(text: Text, error: yaml.MarkedYAMLError, line_offset: int) -> Problem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return text.problem(line + line_offset, column, f"this is not YAML: {error.problem or error.context}", "YAML")


def _refuse(text: Text, content: str, line_offset: int) -> Problem | None:
    """What YAML allows and authors do not need: aliases, tags, depth, sheer number, further documents."""
    depth = nodes = documents = 0
    for event in yaml.parse(content, Loader=_LOADER):
        mark = event.start_mark or yaml.Mark("", 0, 0, 0, None, 0)
        line, column = mark.line + 1 + line_offset, mark.column + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            return text.problem(
                line, column, "an alias or anchor (* or &)", "the value itself, or quotes around the text"
            )
        if tag := getattr(event, "tag", None):
            return text.problem(line, column, f"a YAML tag ({tag})", "a plain value")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        nodes += isinstance(event, yaml.NodeEvent)
        documents += isinstance(event, yaml.DocumentStartEvent)
        if depth > MOST_DEPTH:
            return text.problem(line, column, "this is nested too deeply", f"at most {MOST_DEPTH} levels")
        if nodes > MOST_NODES:
            return text.problem(line, column, "there are too many values", f"at most {MOST_NODES:,} in a file")
        if documents > 1:
            return text.problem(line, column, "a second document (---)", "one document in a file")
    return None


def _double_keys(tree: Tree, node: yaml.Node) -> list[Problem]:
    problems: list[Problem] = []
    if isinstance(node, yaml.MappingNode):
        seen: dict[str, int] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1 + tree.line_offset
            if not isinstance(key, yaml.ScalarNode):
                problems.append(
                    tree.text.problem(line, key.start_mark.column + 1, "this key is not a word", "a field name")
                )
                continue
            if key.value in seen:
                what = f"{key.value!r} is given twice (first on line {seen[key.value]})"
                problems.append(tree.text.problem(line, key.start_mark.column + 1, what, "each field once"))
            seen.setdefault(key.value, line)
            problems += _double_keys(tree, value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            problems += _double_keys(tree, item)
    return problems


def plain(node: yaml.Node) -> Any:
    """Nodes as dictionaries, lists and strings; what a string means is for the types to say."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: plain(value) for key, value in node.value if isinstance(key, yaml.ScalarNode)}
    if isinstance(node, yaml.SequenceNode):
        return [plain(item) for item in node.value]
    return node.value
