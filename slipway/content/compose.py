"""YAML text to a tree of nodes with positions; nothing is executed, and there is a limit to everything."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

import yaml

from slipway.content.problem import Problem, portion
from slipway.content.source import Text, Tree

MOST_NODES = 20_000
MOST_DEPTH = 40
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a file may have besides plain values; an alias counts as all that it stands for.

    A document with one of the `headers` as its only field may come before the one to read.
    """

    aliases: bool = False
    tags: frozenset[str] = frozenset()
    headers: frozenset[str] = frozenset()


_PLAIN = Allowed()


def parse(
    text: Text, content: str | None = None, line_offset: int = 0, allowed: Allowed = _PLAIN
) -> tuple[Tree | None, list[Problem]]:
    """YAML text as a tree; the tree is None only when it cannot be read at all.

    `content` is the part of the file to read, where it is not the whole, and `line_offset` the lines before it.
    """
    content = text.content if content is None else content
    composer = _Composer(text, content, line_offset, allowed)
    try:
        node = composer.document()
    except _Refused as refused:
        return None, [refused.problem]
    except yaml.MarkedYAMLError as error:
        return None, [_syntax(text, content, error, line_offset)]
    except yaml.YAMLError as error:
        return None, [text.problem(1 + line_offset, 1, f"this is not YAML: {error}", "YAML")]
    if node is None:
        return None, [text.problem(1 + line_offset, 1, "there is nothing in here", "some fields")]
    return Tree(text, node, content, line_offset), portion(composer.problems)


def _syntax(text: Text, content: str, error: yaml.MarkedYAMLError, line_offset: int) -> Problem:
    """A slip in the syntax; one that only shows at the end is told where the thing begins that has no end."""
    marks: list[Any] = [mark for mark in (error.problem_mark, error.context_mark) if mark]
    written = len(content.rstrip())
    index = next((mark.index for mark in marks if mark.index < written), max(0, written - 1))
    before, rest = content[:index], content[index:]
    what = f"this is not YAML: {error.problem or error.context}"
    line, column = before.count("\n") + 1 + line_offset, index - before.rfind("\n")
    return text.problem(line, column, what, _hint(rest.split("\n")[0]))


def _hint(rest: str) -> str:
    """What would do, by what the line goes on with."""
    if rest.startswith("\t"):
        return "spaces in front, not a tab"
    if rest.startswith(("`", "@", "%")):
        return f"quotes around a text that starts with {rest[0]}"
    if rest.startswith(":") or ": " in rest:
        return "'key: value', and quotes around a text with a colon in it"
    return "'key: value' lines, lists with '- ' and closed quotes and brackets"


class _Refused(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class _Anchored:
    """A value that aliases may stand for: how many values it has in it, how many levels below itself."""

    node: yaml.Node
    nodes: int
    height: int


class _Composer:
    """Nodes from YAML events; stops at what YAML allows and authors do not need.

    That is aliases, tags, depth, sheer number and further documents. Doubled keys are kept as
    problems, since the rest of the file can still be read.
    """

    def __init__(self, text: Text, content: str, line_offset: int, allowed: Allowed) -> None:
        self.problems: list[Problem] = []
        self._text = text
        self._line_offset = line_offset
        self._allowed = allowed
        self._events: Iterator[Any] = iter(yaml.parse(content, Loader=_LOADER))
        self._nodes = 0
        self._deepest = 0
        self._anchored: dict[str, _Anchored] = {}

    def document(self) -> yaml.Node | None:
        """The one document of the stream, or None where there is none."""
        next(self._events)
        if isinstance(next(self._events), yaml.StreamEndEvent):
            return None
        node, further = self._document()
        if self._is_header(node) and not isinstance(further, yaml.StreamEndEvent):
            node, further = self._document()
        if not isinstance(further, yaml.StreamEndEvent):
            self._refuse(further, "a second document (---)", "one document in a file")
        return node

    def _document(self) -> tuple[yaml.Node, Any]:
        """A document’s node, and the event after its end."""
        node = self._node(next(self._events), 1)
        next(self._events)
        return node, next(self._events)

    def _is_header(self, node: yaml.Node) -> bool:
        fields = [key.value for key, _ in node.value] if isinstance(node, yaml.MappingNode) else []
        return len(fields) == 1 and fields[0] in self._allowed.headers

    def _node(self, event: Any, depth: int) -> yaml.Node:
        if event.anchor and not self._allowed.aliases:
            self._refuse(event, "an alias or anchor (* or &)", "the value itself, or quotes around the text")
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, depth)
        if event.tag and event.tag not in self._allowed.tags:
            self._refuse(event, f"a YAML tag ({event.tag})", "a plain value")
        self._count(event, 1, depth)
        if not event.anchor:
            return self._value(event, depth)
        deepest, self._deepest = self._deepest, depth
        before = self._nodes - 1
        node = self._value(event, depth)
        self._anchored[event.anchor] = _Anchored(node, self._nodes - before, self._deepest - depth)
        self._deepest = max(deepest, self._deepest)
        return node

    def _value(self, event: Any, depth: int) -> yaml.Node:
        match type(event):
            case yaml.ScalarEvent:
                return yaml.ScalarNode(event.tag or "", event.value, event.start_mark, event.end_mark, event.style)
            case yaml.SequenceStartEvent:
                return self._sequence(event, depth)
            case _:
                return self._mapping(event, depth)

    def _alias(self, event: Any, depth: int) -> yaml.Node:
        """What the alias stands for; one inside its own anchor stands for nothing yet."""
        anchored = self._anchored.get(event.anchor)
        if anchored is None:
            self._refuse(event, f"the alias *{event.anchor}", "an anchor of that name, complete, further up")
        self._count(event, anchored.nodes, depth + anchored.height)
        return anchored.node

    def _count(self, event: Any, nodes: int, depth: int) -> None:
        self._nodes += nodes
        self._deepest = max(self._deepest, depth)
        if depth > MOST_DEPTH:
            self._refuse(event, "this is nested too deeply", f"at most {MOST_DEPTH} levels")
        if self._nodes > MOST_NODES:
            self._refuse(event, "there are too many values", f"at most {MOST_NODES:,} in a file")

    def _sequence(self, start: Any, depth: int) -> yaml.Node:
        items: list[yaml.Node] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event, depth + 1))
        end: Any = event
        return yaml.SequenceNode(start.tag or "", items, start.start_mark, end.end_mark)

    def _mapping(self, start: Any, depth: int) -> yaml.Node:
        pairs: list[tuple[yaml.Node, yaml.Node]] = []
        first_lines: dict[str, int] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(next(self._events), depth + 1)
            if self._is_new(key, first_lines):
                pairs.append((key, value))
        end: Any = event
        return yaml.MappingNode(
            start.tag or "", _merged(pairs) if self._allowed.aliases else pairs, start.start_mark, end.end_mark
        )

    def _is_new(self, key: yaml.Node, first_lines: dict[str, int]) -> bool:
        if not isinstance(key, yaml.ScalarNode):
            self.problems.append(self._problem(key, "this key is not a word", "a field name"))
            return False
        if key.value in first_lines:
            what = f"{key.value!r} is given twice (first on line {first_lines[key.value]})"
            self.problems.append(self._problem(key, what, "each field once"))
            return False
        first_lines[key.value] = key.start_mark.line + 1 + self._line_offset
        return True

    def _refuse(self, event: Any, what: str, expected: str) -> NoReturn:
        raise _Refused(self._problem(event, what, expected))

    def _problem(self, marked: Any, what: str, expected: str) -> Problem:
        mark = marked.start_mark
        return self._text.problem(mark.line + 1 + self._line_offset, mark.column + 1, what, expected)


def _merged(pairs: list[tuple[yaml.Node, yaml.Node]]) -> list[tuple[yaml.Node, yaml.Node]]:
    """The pairs with `<<` replaced by what it brings in; what is written beside it wins."""
    merges = [value for key, value in pairs if key.value == "<<"]
    if not merges:
        return pairs
    own = [(key, value) for key, value in pairs if key.value != "<<"]
    seen = {key.value for key, _ in own}
    for merge in merges:
        for source in merge.value if isinstance(merge, yaml.SequenceNode) else [merge]:
            brought = source.value if isinstance(source, yaml.MappingNode) else []
            own += [(key, value) for key, value in brought if key.value not in seen]
            seen |= {key.value for key, _ in brought}
    return own
