"""A query from its text."""

import re
from collections.abc import Callable
from dataclasses import replace
from math import inf
from typing import Literal

from slipway.alerting.matcher import Matcher, Sign, unquoted
from slipway.alerting.pattern import pattern
from slipway.alerting.promql.signatures import SIGNATURES
from slipway.alerting.promql.tokens import LONGEST_MS, Token, duration_ms, tokens
from slipway.alerting.promql.tree import (
    AGGREGATES,
    COMPARISONS,
    SETS,
    WITH_PARAMETER,
    Aggregate,
    Binary,
    Call,
    Expression,
    Kind,
    Matching,
    Negative,
    Number,
    PromqlError,
    Selector,
    String,
    Window,
)
from slipway.words import say

_MOST_DEPTH, _MOST_LINKS = 60, 100
_LEVELS = {
    "or": 1,
    **dict.fromkeys(("and", "unless"), 2),
    **dict.fromkeys(COMPARISONS, 3),
    **dict.fromkeys(("+", "-"), 4),
    **dict.fromkeys(("*", "/", "%", "atan2"), 5),
    "^": 6,
}
_UNARY = 5
_LAST_MS = 2**53
_RESERVED = ("on", "ignoring", "group_left", "group_right", "bool")
_LABEL = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SIGNS: dict[str, Sign] = {"=": "=", "!=": "!=", "=~": "=~", "!~": "!~"}


def parse(text: str) -> Expression:
    """The query as a tree of parts that fit together; raises PromqlError."""
    reader = _Reader(tokens(text))
    tree = reader.expression(0, 0)
    if reader.next.kind != "end":
        raise reader.stopped()
    return tree


def kind_of(tree: Expression) -> Kind:
    """What comes out of it."""
    match tree:
        case Number():
            return "scalar"
        case String():
            return "string"
        case Window():
            return "range vector"
        case Call(name=name):
            return SIGNATURES[name][2]
        case Negative(of=of):
            return kind_of(of)
        case Binary(left=left, right=right):
            return "scalar" if kind_of(left) == kind_of(right) == "scalar" else "instant vector"
        case _:
            return "instant vector"


class _Reader:
    """Tokens one after the other; every method leaves `next` after what it read."""

    def __init__(self, found: list[Token]) -> None:
        self._tokens = found
        self._number = 0

    @property
    def next(self) -> Token:
        return self._tokens[self._number]

    def stopped(self) -> PromqlError:
        what = self.next.text or say("alerting.query_end")
        return PromqlError(say("alerting.query_stopped", rest=what[:40]), self.next.at)

    def expression(self, level: int, depth: int) -> Expression:
        """What binds closer than the level."""
        if depth > _MOST_DEPTH:
            raise PromqlError(say("alerting.query_deep", most=_MOST_DEPTH), self.next.at)
        left, links = self._unary(depth), 0
        while (found := _LEVELS.get(self.next.text.lower(), 0)) > level and self.next.kind in ("mark", "name"):
            token = self._take()
            links += 1
            if links > _MOST_LINKS:
                raise PromqlError(say("alerting.query_links", most=_MOST_LINKS), token.at)
            operator = token.text.lower()
            as_bool, matching = self._modifiers(operator)
            right = self.expression(found - 1 if operator == "^" else found, depth + 1)
            left = _fitting(Binary(operator, left, right, as_bool, matching, token.at))
        return left

    def _unary(self, depth: int) -> Expression:
        token = self.next
        if token.text in ("+", "-") and token.kind == "mark":
            self._take()
            inner = self.expression(_UNARY, depth + 1)
            _of_kind(inner, ("scalar", "instant vector"), "-")
            return Negative(inner, token.at) if token.text == "-" else inner
        found, bare = self._atom(depth), token.text != "("
        while self.next.text in ("[", "offset", "OFFSET", "@"):
            found = self._window(found, bare) if self.next.text == "[" else self._moved(found, bare)
            bare = True
        return found

    def _atom(self, depth: int) -> Expression:
        token = self.next
        if token.kind in ("number", "duration"):
            self._take()
            return Number(self._seconds(token), token.at)
        if token.kind == "string":
            self._take()
            return String(_unquoted(token), token.at)
        if token.text == "(":
            self._take()
            inner = self.expression(0, depth + 1)
            self._need(")")
            return inner
        if token.text == "{":
            return self._selector("", token)
        if token.kind != "name" or token.text.lower() in (*SETS, *_RESERVED):
            raise self.stopped()
        return self._named(self._take(), depth)

    def _named(self, token: Token, depth: int) -> Expression:
        word = token.text.lower()
        if word in AGGREGATES and self.next.text.lower() in ("(", "by", "without"):
            return self._aggregate(word, token, depth)
        if self.next.text == "(":
            return self._call(token, depth)
        if word in ("inf", "nan"):
            return Number(float(word), token.at)
        return self._selector(token.text, token)

    def _selector(self, name: str, token: Token) -> Selector:
        matchers = [Matcher("__name__", "=", name)] if name else []
        if self.next.text == "{":
            self._take()
            while self.next.text != "}":
                matchers.append(self._matcher())
                if self.next.text != ",":
                    break
                self._take()
            self._need("}")
        if all(each.matches({}) for each in matchers):
            raise PromqlError(say("alerting.query_everything"), token.at)
        return Selector(tuple(matchers), at=token.at)

    def _matcher(self) -> Matcher:
        label = self._label()
        sign = _SIGNS.get(self.next.text)
        if sign is None:
            raise self.stopped()
        self._take()
        value = self.next
        if value.kind != "string":
            raise self.stopped()
        self._take()
        text = _unquoted(value)
        try:
            return Matcher(label, sign, text)
        except ValueError as error:
            raise PromqlError(str(error), value.at) from None

    def _label(self) -> str:
        token = self.next
        if not _LABEL.fullmatch(token.text):
            raise self.stopped()
        return self._take().text

    def _labels(self) -> tuple[str, ...]:
        found: list[str] = []
        self._need("(")
        while self.next.text != ")":
            found.append(self._label())
            if self.next.text != ",":
                break
            self._take()
        self._need(")")
        return tuple(found)

    def _aggregate(self, operator: str, token: Token, depth: int) -> Aggregate:
        grouping = self._grouping()
        arguments = self._arguments(depth)
        grouping = grouping or self._grouping() or (False, ())
        if len(arguments) != 1 + (operator in WITH_PARAMETER):
            raise PromqlError(say("alerting.query_count", name=operator, count=len(arguments)), token.at)
        *parameter, of = arguments
        _of_kind(of, ("instant vector",), operator)
        for each in parameter:
            _of_kind(each, (WITH_PARAMETER[operator],), operator)
            if isinstance(each, String):
                _label_name(each)
        return Aggregate(operator, of, grouping[1], grouping[0], parameter[0] if parameter else None, token.at)

    def _grouping(self) -> tuple[bool, tuple[str, ...]] | None:
        word = self.next.text.lower()
        if word not in ("by", "without"):
            return None
        self._take()
        return word == "without", self._labels()

    def _call(self, token: Token, depth: int) -> Call:
        signature = SIGNATURES.get(token.text)
        if signature is None:
            raise PromqlError(say("alerting.query_function", name=token.text[:60]), token.at)
        arguments = self._arguments(depth)
        least, kinds, _ = signature
        if not least <= len(arguments) <= len(kinds):
            raise PromqlError(say("alerting.query_count", name=token.text, count=len(arguments)), token.at)
        for argument, kind in zip(arguments, kinds, strict=False):
            _of_kind(argument, (kind,), token.text)
        if token.text in ("label_replace", "label_join"):
            _label_name(arguments[1])
        if token.text == "label_replace":
            _pattern(arguments[4])
        return Call(token.text, tuple(arguments), token.at)

    def _arguments(self, depth: int) -> list[Expression]:
        found: list[Expression] = []
        self._need("(")
        while self.next.text != ")" or self.next.kind != "mark":
            found.append(self.expression(0, depth + 1))
            if self.next.text != ",":
                break
            self._take()
            if self.next.text == ")":
                raise self.stopped()
        self._need(")")
        return found

    def _window(self, of: Expression, bare: bool) -> Window:
        token = self._take()
        range_ms = self._duration()
        is_subquery = self.next.text == ":"
        step_ms = None
        if is_subquery:
            self._take()
            step_ms = self._duration() if self.next.text != "]" else None
        self._need("]")
        if not is_subquery and (not bare or not isinstance(of, Selector) or of != Selector(of.matchers)):
            raise PromqlError(say("alerting.query_window"), token.at)
        if range_ms == 0 or step_ms == 0:
            raise PromqlError(say("alerting.query_no_time"), token.at)
        if is_subquery:
            _of_kind(of, ("instant vector",), "[:]")
        return Window(of, range_ms, is_subquery, step_ms, at=of.at)

    def _moved(self, of: Expression, bare: bool) -> Expression:
        token = self._take()
        if not bare or not isinstance(of, Selector | Window):
            raise PromqlError(say("alerting.query_offset"), token.at)
        if token.text == "@" and of.pinned_ms is None:
            return replace(of, pinned_ms=self._signed(self._moment))
        if token.text != "@" and not of.offset_ms:
            return replace(of, offset_ms=self._signed(self._duration))
        raise PromqlError(say("alerting.query_offset"), token.at)

    def _signed(self, read: Callable[[], int]) -> int:
        sign = -1 if self.next.text == "-" else 1
        if self.next.text in ("-", "+"):
            self._take()
        return sign * read()

    def _moment(self) -> int:
        """Milliseconds since 1970."""
        if self.next.kind not in ("number", "duration"):
            raise PromqlError(say("alerting.query_at"), self.next.at)
        found = self._seconds(self.next)
        if not found * 1000 < _LAST_MS:
            raise PromqlError(say("alerting.query_at"), self.next.at)
        self._take()
        return round(found * 1000)

    def _duration(self) -> int:
        """Milliseconds; a number is in seconds, since Prometheus 3."""
        token = self.next
        found = self._seconds(token) if token.kind in ("number", "duration") else inf
        if not found * 1000 <= LONGEST_MS:
            raise PromqlError(say("alerting.query_duration", rest=token.text[:40]), token.at)
        self._take()
        return round(found * 1000)

    def _seconds(self, token: Token) -> float:
        """A number; a duration is one in seconds, since Prometheus 3."""
        if token.kind == "number":
            return float(int(token.text, 16)) if token.text[:2].lower() == "0x" else float(token.text)
        found = duration_ms(token.text)
        if found is None:
            raise PromqlError(say("alerting.query_duration", rest=token.text[:40]), token.at)
        return found / 1000

    def _modifiers(self, operator: str) -> tuple[bool, Matching]:
        as_bool = self.next.text.lower() == "bool"
        if as_bool:
            if operator not in COMPARISONS:
                raise self.stopped()
            self._take()
        word = self.next.text.lower()
        if word not in ("on", "ignoring"):
            return as_bool, Matching()
        self._take()
        labels = self._labels()
        many: Literal["", "left", "right"] = ""
        include: tuple[str, ...] = ()
        if self.next.text.lower() in ("group_left", "group_right"):
            many = "left" if self._take().text.lower() == "group_left" else "right"
            include = self._labels() if self.next.text == "(" else ()
        return as_bool, Matching(labels, word == "ignoring", many, include)

    def _take(self) -> Token:
        token = self.next
        self._number = min(self._number + 1, len(self._tokens) - 1)
        return token

    def _need(self, mark: str) -> None:
        if self.next.text != mark or self.next.kind != "mark":
            raise self.stopped()
        self._take()


def _label_name(tree: Expression) -> None:
    if isinstance(tree, String) and not _LABEL.fullmatch(tree.value):
        raise PromqlError(say("alerting.query_label", label=repr(tree.value[:40])), tree.at)


def _pattern(tree: Expression) -> None:
    if isinstance(tree, String):
        try:
            pattern(tree.value)
        except ValueError as error:
            raise PromqlError(str(error), tree.at) from None


def _unquoted(token: Token) -> str:
    try:
        return unquoted(token.text)
    except ValueError as error:
        raise PromqlError(str(error), token.at) from None


def _of_kind(tree: Expression, kinds: tuple[Kind, ...], name: str) -> None:
    if (kind := kind_of(tree)) not in kinds:
        raise PromqlError(say("alerting.query_kind", name=name, wanted=" or ".join(kinds), kind=kind), tree.at)


def _fitting(tree: Binary) -> Binary:
    """Its sides are of kinds that the operator takes."""
    for side in (tree.left, tree.right):
        _of_kind(side, ("instant vector",) if tree.operator in SETS else ("scalar", "instant vector"), tree.operator)
    kinds = (kind_of(tree.left), kind_of(tree.right))
    if kinds == ("scalar", "scalar") and tree.operator in COMPARISONS and not tree.as_bool:
        raise PromqlError(say("alerting.query_bool"), tree.at)
    if "scalar" in kinds and tree.matching != Matching() or tree.operator in SETS and tree.matching.many:
        raise PromqlError(say("alerting.query_matching"), tree.at)
    return tree
