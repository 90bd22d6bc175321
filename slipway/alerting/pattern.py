"""Regular expressions of authors, matched in a time that grows with text and expression only, as RE2 does.

The expression becomes a machine (Thompson 1968) whose possible states are followed all at once; nothing is tried twice.
"""

import re
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

from slipway.words import say

_LONGEST = 500
_MOST_STEPS = 5000
_MOST_DEPTH = 20
_PIECE = re.compile(
    r"\\[dDwWsSAz]|\\[^A-Za-z0-9]"
    r"|\[\^?\]?(?:\[:\^?[a-z]+:\]|\\.|\[(?!:)|[^\]\\\[])+\]"
    r"|\(\?P?<[A-Za-z_]\w*>|\(\?[is]*[:)]|[()|.]|[*+?]\??|\{\d{1,3}(?:,\d{0,3})?\}\??|[^\\()\[{*+?|]"
)
_REPEAT = re.compile(r"\{(\d+)(,?)(\d*)\}")
_CLASS = re.compile(r"\[:(\^?)([a-z]+):\]|\\.|\[", re.DOTALL)
_CLASSES = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "ascii": r"\x00-\x7f",
    "blank": r"\t ",
    "digit": "0-9",
    "lower": "a-z",
    "space": r"\t\n\v\f\r ",
    "upper": "A-Z",
    "word": "0-9A-Za-z_",
    "xdigit": "0-9A-Fa-f",
}
_BEGIN, _END = ("^", "\\A"), ("$", "\\z")
_GIVEN = re.compile(r"\$(?:(\$)|\{(\w+)\}|(\w+))", re.ASCII)


@dataclass(frozen=True, slots=True)
class _One:
    """A step over one letter."""

    letter: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Fork:
    """Go on at any of these, counted from here; what comes first is preferred."""

    to: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Mark:
    """Remember where the text is here: the beginning (even) or end (odd) of a bracket."""

    slot: int


@dataclass(frozen=True, slots=True)
class _Edge:
    """Only at the beginning or the end of the text."""

    end: bool


_Steps = tuple[_One | _Fork | _Mark | _Edge, ...]
_Marks = dict[int, int]
_Thread = tuple[int, _Marks]


@dataclass(frozen=True, slots=True)
class Pattern:
    """An expression that is matched as a whole; `names` are those of its brackets, empty where one has none."""

    steps: _Steps
    names: tuple[str, ...] = ()

    def matches(self, text: str) -> bool:
        """Whether all of the text is as the expression says."""
        return self._marks(text) is not None

    def filled(self, template: str, text: str) -> str | None:
        """The template with `$1`, `${1}` or `$name` as the text has them, `$$` as a dollar; None where it is not so."""
        marks = self._marks(text)
        if marks is None:
            return None
        taken = [text, *(text[marks.get(2 * n, 0) : marks.get(2 * n + 1, 0)] for n in range(len(self.names)))]
        named = {name: found for name, found in zip(("", *self.names), taken, strict=True) if name}

        def put(gap: re.Match[str]) -> str:
            if gap[1]:
                return "$"
            name = gap[2] or gap[3]
            if not name.isdecimal():
                return named.get(name, "")
            return taken[int(name)] if len(name) < 4 and int(name) < len(taken) else ""

        return _GIVEN.sub(put, template)

    def _marks(self, text: str) -> _Marks | None:
        """Where each bracket of the preferred way through begins and ends; None where there is no way."""
        threads = self._reached([(0, {})], 0, len(text))
        for at, letter in enumerate(text, 1):
            taking = [(place + 1, marks) for place, marks in threads.items() if self._takes(place, letter)]
            threads = self._reached(taking, at, len(text))
            if not threads:
                return None
        return threads.get(len(self.steps))

    def _takes(self, place: int, letter: str) -> bool:
        step = self.steps[place] if place < len(self.steps) else None
        return isinstance(step, _One) and step.letter.fullmatch(letter) is not None

    def _reached(self, seeds: list[_Thread], at: int, length: int) -> dict[int, _Marks]:
        """All places that are reached without a letter, preferred ones first."""
        found: dict[int, _Marks] = {}
        waiting = seeds[::-1]
        while waiting:
            place, marks = waiting.pop()
            if place in found:
                continue
            found[place] = marks
            match self.steps[place] if place < len(self.steps) else None:
                case _Fork(to=to):
                    waiting += [(place + by, marks) for by in reversed(to)]
                case _Mark(slot=slot):
                    waiting.append((place + 1, marks | {slot: at}))
                case _Edge(end=end) if at == (length if end else 0):
                    waiting.append((place + 1, marks))
        return found


@lru_cache(maxsize=512)
def pattern(text: str) -> Pattern:
    """The expression; raises ValueError for one that is not supported."""
    pieces = _PIECE.findall(text)
    reader = _Reader(pieces)
    steps = None
    if len(text) <= _LONGEST and "".join(pieces) == text:
        with suppress(re.error, IndexError, KeyError, OverflowError):
            steps = reader.either(0)
    if steps is None or reader.left or len(steps) > _MOST_STEPS:
        raise ValueError(say("alerting.pattern", pattern=text[:60]))
    return Pattern(steps, tuple(reader.names))


class _Reader:
    def __init__(self, pieces: list[str]) -> None:
        self.left = pieces
        self.names: list[str] = []
        self._flags = re.DOTALL | re.ASCII

    def either(self, depth: int) -> _Steps:
        """Branches: fork to each, and from each to the end."""
        if depth > _MOST_DEPTH:
            raise OverflowError
        branches = [self._sequence(depth)]
        while self.left and self.left[0] == "|":
            self.left = self.left[1:]
            branches.append(self._sequence(depth))
        *before, found = branches
        for each in reversed(before):
            found = (_Fork((1, len(each) + 2)), *each, _Fork((len(found) + 1,)), *found)
        return found

    def _sequence(self, depth: int) -> _Steps:
        found: _Steps = ()
        while self.left and self.left[0] not in ("|", ")"):
            found += self._repeated(self._atom(depth))
            if len(found) > _MOST_STEPS:
                raise OverflowError
        return found

    def _atom(self, depth: int) -> _Steps:
        piece, *self.left = self.left
        if piece[0] == "(":
            return self._bracket(piece, depth)
        if piece[0] in "*+?{":
            raise IndexError
        if piece in (*_BEGIN, *_END):
            return (_Edge(piece in _END),)
        letter = _class(piece) if piece[0] == "[" else piece if piece[0] in "\\." else re.escape(piece)
        return (_One(re.compile(letter, self._flags)),)

    def _bracket(self, piece: str, depth: int) -> _Steps:
        """A group; its flags end with it, and those of `(?i)` with the group around it."""
        before = self._flags
        if piece.startswith("(?") and "i" in piece.rstrip(":)") and "<" not in piece:
            self._flags |= re.IGNORECASE
        if piece.endswith(")"):
            return ()
        number = len(self.names)
        marked = piece == "(" or "<" in piece
        if marked:
            name = piece[piece.index("<") + 1 : -1] if "<" in piece else ""
            if name and name in self.names:
                raise KeyError
            self.names.append(name)
        inner = self.either(depth + 1)
        if self.left[0] != ")":
            raise IndexError
        self.left = self.left[1:]
        self._flags = before
        return (_Mark(2 * number), *inner, _Mark(2 * number + 1)) if marked else inner

    def _repeated(self, of: _Steps) -> _Steps:
        piece = self.left[0] if self.left else ""
        if not piece or piece[0] not in "*+?{":
            return of
        if not of:
            raise IndexError
        self.left = self.left[1:]
        lazy = len(piece) > 1 and piece.endswith("?")

        def fork(inside: int, beyond: int) -> _Fork:
            return _Fork((beyond, inside) if lazy else (inside, beyond))

        again = (*of, fork(-len(of), 1))
        maybe = (fork(1, len(of) + 1), *of)
        any_number = (fork(1, len(again) + 1), *again)
        if piece[0] in "*+?":
            return {"*": any_number, "+": again, "?": maybe}[piece[0]]
        least, comma, most = _REPEAT.fullmatch(piece.removesuffix("?")).groups()  # type: ignore[union-attr]
        if len(of) * int(most or least) > _MOST_STEPS or most and int(most) < int(least):
            raise OverflowError
        if not comma:
            return of * int(least)
        return of * int(least) + (maybe * (int(most) - int(least)) if most else any_number)


def _class(piece: str) -> str:
    """A class of letters as Python reads it; raises KeyError for a name that is none."""

    def put(part: re.Match[str]) -> str:
        if not part[2]:
            return "\\[" if part[0] == "[" else part[0]
        if part[1]:
            raise KeyError
        return _CLASSES[part[2]]

    return "[" + _CLASS.sub(put, piece[1:])
