"""Regular expressions of authors, matched in a time that grows with text and expression only, as RE2 does.

The expression becomes a machine (Thompson 1968) whose possible states are followed all at once; nothing is tried twice.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from slipway.words import say

_LONGEST = 500
_MOST_STEPS = 5000
_MOST_DEPTH = 20
_PIECE = re.compile(
    r"\\[dDwWsS]|\\[^A-Za-z0-9]|\[(?:\\.|[^\]\\])+\]|\(\?:|[()|.*+?]|\{\d{1,3}(?:,\d{0,3})?\}|[^\\()\[{*+?|]"
)
_ANY_CASE = "(?i)"
_REPEAT = re.compile(r"\{(\d+)(,?)(\d*)\}")


@dataclass(frozen=True, slots=True)
class _One:
    """A step over one letter."""

    letter: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Fork:
    """Go on at any of these, counted from here."""

    to: tuple[int, ...]


_Steps = tuple[_One | _Fork, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """An expression that is matched as a whole."""

    steps: _Steps

    def matches(self, text: str) -> bool:
        """Whether all of the text is as the expression says."""
        here = self._reached({0})
        for letter in text:
            here = self._reached({at + 1 for at in here if self._takes(at, letter)})
            if not here:
                return False
        return len(self.steps) in here

    def _takes(self, at: int, letter: str) -> bool:
        step = self.steps[at] if at < len(self.steps) else None
        return isinstance(step, _One) and step.letter.fullmatch(letter) is not None

    def _reached(self, places: set[int]) -> set[int]:
        """All places that are reached without a letter."""
        found: set[int] = set()
        waiting = list(places)
        while waiting:
            at = waiting.pop()
            if at in found:
                continue
            found.add(at)
            step = self.steps[at] if at < len(self.steps) else None
            if isinstance(step, _Fork):
                waiting += [at + by for by in step.to]
        return found


@lru_cache(maxsize=512)
def pattern(text: str) -> Pattern:
    """The expression; raises ValueError for one that is not supported."""
    rest = text.removeprefix(_ANY_CASE)
    pieces = _PIECE.findall(rest)
    if len(text) > _LONGEST or "".join(pieces) != rest:
        raise ValueError(say("alerting.pattern", pattern=text[:60]))
    try:
        reader = _Reader(pieces, re.NOFLAG if rest == text else re.IGNORECASE)
        steps = reader.either(0)
    except (re.error, IndexError, OverflowError):
        steps = None
    if steps is None or reader.left or len(steps) > _MOST_STEPS:
        raise ValueError(say("alerting.pattern", pattern=text[:60]))
    return Pattern(steps)


class _Reader:
    def __init__(self, pieces: list[str], flags: re.RegexFlag) -> None:
        self.left = pieces
        self._flags = re.DOTALL | re.ASCII | flags

    def either(self, depth: int) -> _Steps:
        """Branches: fork to each, and from each to the end."""
        if depth > _MOST_DEPTH:
            raise OverflowError
        found = self._sequence(depth)
        while self.left and self.left[0] == "|":
            self.left = self.left[1:]
            other = self._sequence(depth)
            found = (_Fork((1, len(found) + 2)), *found, _Fork((len(other) + 1,)), *other)
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
        if piece in ("(", "(?:"):
            inner = self.either(depth + 1)
            if self.left[0] != ")":
                raise IndexError
            self.left = self.left[1:]
            return inner
        if piece[0] in "*+?{":
            raise IndexError
        return (_One(re.compile(piece if piece[0] in "\\[." else re.escape(piece), self._flags)),)

    def _repeated(self, of: _Steps) -> _Steps:
        piece = self.left[0] if self.left else ""
        if not piece or piece[0] not in "*+?{":
            return of
        self.left = self.left[1:]
        again = (*of, _Fork((1, -len(of))))
        maybe = (_Fork((1, len(of) + 1)), *of)
        any_number = (_Fork((1, len(again) + 1)), *again)
        if piece[0] in "*+?":
            return {"*": any_number, "+": again, "?": maybe}[piece]
        least, comma, most = _REPEAT.fullmatch(piece).groups()  # type: ignore[union-attr]
        if len(of) * int(most or least) > _MOST_STEPS or most and int(most) < int(least):
            raise OverflowError
        if not comma:
            return of * int(least)
        return of * int(least) + (maybe * (int(most) - int(least)) if most else any_number)
