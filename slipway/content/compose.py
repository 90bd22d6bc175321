"""YAML text to a tree of nodes with positions; nothing is executed, and there is a limit to everything."""

from collections.abc import Iterator
from typing import Any

import yaml

from slipway.content.problem import Problem, portion
from slipway.content.source import Text, Tree

MOST_NODES = 20_000
MOST_DEPTH = 40
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def parse(text: Text, content: str | None = None, line_offset: int = 0) -> tuple[Tree | None, list[Problem]]:
    """YAML text as a tree; the tree is None only when it cannot be read at all.

    `content` is the part of the file to read, where it is not the whole, and `line_offset` the lines before it.
    """
    content = text.content if content is None else content
    composer = _Composer(text, content, line_offset)
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


class _Composer:
    """Nodes from YAML events; stops at what YAML allows and authors do not need.

    That is aliases, tags, depth, sheer number and further documents. Doubled keys are kept as
    problems, since the rest of the file can still be read.
    """

    def __init__(self, text: Text, content: str, line_offset: int) -> None:
        self.problems: list[Problem] = []
        self._text = text
        self._line_offset = line_offset
        self._events: Iterator[Any] = iter(yaml.parse(content, Loader=_LOADER))
        self._nodes = 0

    def document(self) -> yaml.Node | None:
        """The one document of the stream, or None where there is none."""
        next(self._events)
        if isinstance(next(self._events), yaml.StreamEndEvent):
            return None
        node = self._node(next(self._events), 1)
        next(self._events)
        further = next(self._events)
        if not isinstance(further, yaml.StreamEndEvent):
            self._refuse(further, "a second document (---)", "one document in a file")
        return node

    def _node(self, event: Any, depth: int) -> yaml.Node:
        self._guard(event, depth)
        match type(event):
            case yaml.ScalarEvent:
                return yaml.ScalarNode("", event.value, event.start_mark, event.end_mark)
            case yaml.SequenceStartEvent:
                return self._sequence(event, depth)
            case _:
                return self._mapping(event, depth)

    def _guard(self, event: Any, depth: int) -> None:
        self._nodes += 1
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            self._refuse(event, "an alias or anchor (* or &)", "the value itself, or quotes around the text")
        if event.tag:
            self._refuse(event, f"a YAML tag ({event.tag})", "a plain value")
        if depth > MOST_DEPTH:
            self._refuse(event, "this is nested too deeply", f"at most {MOST_DEPTH} levels")
        if self._nodes > MOST_NODES:
            self._refuse(event, "there are too many values", f"at most {MOST_NODES:,} in a file")

    def _sequence(self, start: Any, depth: int) -> yaml.Node:
        items: list[yaml.Node] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event, depth + 1))
        end: Any = event
        return yaml.SequenceNode("", items, start.start_mark, end.end_mark)

    def _mapping(self, start: Any, depth: int) -> yaml.Node:
        pairs: list[tuple[yaml.Node, yaml.Node]] = []
        first_lines: dict[str, int] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(next(self._events), depth + 1)
            if self._is_new(key, first_lines):
                pairs.append((key, value))
        end: Any = event
        return yaml.MappingNode("", pairs, start.start_mark, end.end_mark)

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

    def _refuse(self, event: Any, what: str, expected: str) -> None:
        raise _Refused(self._problem(event, what, expected))

    def _problem(self, marked: Any, what: str, expected: str) -> Problem:
        mark = marked.start_mark
        return self._text.problem(mark.line + 1 + self._line_offset, mark.column + 1, what, expected)
