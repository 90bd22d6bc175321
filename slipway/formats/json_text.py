"""JSON with positions: plain values, and where in the file each of them stands; with a limit to everything."""

import json
import math
import re
from dataclasses import dataclass
from typing import Any

from slipway.content.compose import MOST_DEPTH, MOST_NODES
from slipway.content.problem import MOST_PROBLEMS, Problem, portion
from slipway.content.source import Loc, Text

_SPACE = re.compile(r"[ \t\n\r]*")
_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"')
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_WORDS = {"true": True, "false": False, "null": None}
_LONGEST_NUMBER = 40


@dataclass(frozen=True, slots=True)
class Document:
    """A JSON file as plain values; `places` and `keys` hold the index of each value and of its name."""

    text: Text
    value: Any
    places: dict[Loc, int]
    keys: dict[Loc, int]

    def problem(self, loc: Loc, what: str, expected: str = "", nearest: str = "", *, key: bool = False) -> Problem:
        """A problem at the value (or its name); at the nearest value around it where there is none."""
        index = self.keys.get(loc) if key else None
        while index is None:
            index = self.places.get(loc)
            loc = loc[:-1]
        line = self.text.content.count("\n", 0, index) + 1
        return self.text.problem(line, index - self.text.content.rfind("\n", 0, index), what, expected, nearest)


def parse_json(text: Text) -> tuple[Document | None, list[Problem]]:
    """The file, and names given twice; no document where it cannot be read at all."""
    reader = _Reader(text)
    try:
        value = reader.document()
    except _Refused as refused:
        return None, [refused.problem]
    return Document(text, value, reader.places, reader.keys), portion(reader.problems)


class _Refused(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


class _Reader:
    def __init__(self, text: Text) -> None:
        self.places: dict[Loc, int] = {}
        self.keys: dict[Loc, int] = {}
        self.problems: list[Problem] = []
        self._text = text
        self._content = text.content
        self._at = 0

    def document(self) -> Any:
        value = self._value(())
        if self._peek():
            raise self._refusal("there is more after the end", "one JSON value in a file")
        return value

    def _value(self, loc: Loc) -> Any:
        first = self._peek()
        self.places[loc] = self._at
        if len(loc) > MOST_DEPTH:
            raise self._refusal("this is nested too deeply", f"at most {MOST_DEPTH} levels")
        if len(self.places) > MOST_NODES:
            raise self._refusal("there are too many values", f"at most {MOST_NODES:,} in a file")
        if first == "{":
            return self._object(loc)
        if first == "[":
            return self._list(loc)
        return self._string() if first == '"' else self._word()

    def _object(self, loc: Loc) -> dict[str, Any]:
        found: dict[str, Any] = {}
        self._at += 1
        if self._take("}"):
            return found
        while True:
            self._peek()
            start = self._at
            name = self._string()
            self._need(":")
            if name in found:
                if len(self.problems) <= MOST_PROBLEMS:
                    self.problems.append(self._text.problem_at(start, f"{name!r} is given twice", "each name once"))
                self._value((*loc, name, "again"))
            else:
                self.keys[(*loc, name)] = start
                found[name] = self._value((*loc, name))
            if self._take("}"):
                return found
            self._need(",")

    def _list(self, loc: Loc) -> list[Any]:
        found: list[Any] = []
        self._at += 1
        if self._take("]"):
            return found
        while True:
            found.append(self._value((*loc, len(found))))
            if self._take("]"):
                return found
            self._need(",")

    def _string(self) -> str:
        token = _STRING.match(self._content, self._at)
        if token is None:
            raise self._refusal(self._found(), "a text in double quotes, closed on its line")
        value: str = json.loads(token[0])
        if any("\ud800" <= letter <= "\udfff" for letter in value):
            raise self._refusal("half a character (a lone surrogate)", "whole characters")
        self._at = token.end()
        return value

    def _word(self) -> Any:
        for word, value in _WORDS.items():
            if self._content.startswith(word, self._at):
                self._at += len(word)
                return value
        token = _NUMBER.match(self._content, self._at)
        if token is None:
            raise self._refusal(self._found(), "a JSON value")
        if len(token[0]) > _LONGEST_NUMBER or not math.isfinite(float(token[0])):
            raise self._refusal("this number is too large or too long", f"at most {_LONGEST_NUMBER} digits")
        self._at = token.end()
        return json.loads(token[0])

    def _peek(self) -> str:
        space = _SPACE.match(self._content, self._at)
        self._at = space.end() if space else self._at
        return self._content[self._at : self._at + 1]

    def _take(self, mark: str) -> bool:
        if self._peek() != mark:
            return False
        self._at += 1
        return True

    def _need(self, mark: str) -> None:
        if not self._take(mark):
            raise self._refusal(self._found(), f"{mark!r}")

    def _found(self) -> str:
        rest = self._content[self._at : self._at + 20].split("\n")[0]
        return f"this is not JSON: {rest!r}" if rest else "this is not JSON: the file or line ends here"

    def _refusal(self, what: str, expected: str) -> _Refused:
        at = min(self._at, max(0, len(self._content) - 1))
        return _Refused(self._text.problem_at(at, what, expected))
