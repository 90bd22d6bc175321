"""Conditions of Argo Rollouts such as `result[0] >= 0.95 && len(result) > 0`: read once, evaluated over a result.

The documented subset of the expression language is read by recursive descent and never handed to Python. What lies
outside is refused when it is read, so that no condition is guessed at.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from slipway.delivery.argo_value import (
    COMPARISONS,
    FUNCTIONS,
    POWERS,
    PRODUCTS,
    QUANTIFIERS,
    SUMS,
    Answers,
    EvaluationError,
    Operator,
    Value,
    item,
    items,
    member,
    number,
    truth,
)
from slipway.words import say

MOST_TOKENS = 200
MOST_DEPTH = 24
_TOKEN = re.compile(
    r"(?P<number>\d{1,30}(?:\.\d{1,30})?(?:[eE][+-]?\d{1,3})?(?![\w.]))|(?P<name>[A-Za-z_]\w*)"
    r"|(?P<text>\"[^\"\\]*\"|'[^'\\]*')|(?P<sign>&&|\|\||\*\*|\?\?|\?\.|[<>=!]=|[-<>!+*/%^()\[\],.{}#?:])"
)
_SPACE = re.compile(r"\s*")
_CONSTANTS: Mapping[str, Value] = {"true": True, "false": False, "nil": None}
_WORDS = {"and": "&&", "or": "||", "not": "!"} | {word: word for word in ("in", "contains", "startsWith", "endsWith")}

_SEARCHES = ("in", "contains", "startsWith", "endsWith")
_NUMBERS, _TRUTHS = (
    ("asInt", "asFloat", "int", "float", "len", "count"),
    ("isNaN", "isInf", "isNil", "all", "any", "none"),
)
_RESULTS = dict.fromkeys(_NUMBERS, "number") | dict.fromkeys(_TRUTHS, "truth")
"""What these give, whatever they are given."""


class ConditionError(ValueError):
    """A condition that is malformed or outside the subset; `index` is the character where it goes wrong."""

    def __init__(self, message: str, index: int) -> None:
        super().__init__(message)
        self.index = index


class Scope(NamedTuple):
    """What names mean: the measurement's result, and `#`, the item that a predicate looks at."""

    result: Value
    item: Value = None


Node: TypeAlias = Callable[[Scope], Value]


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition that has been read."""

    text: str
    node: Node

    def holds(self, result: Value) -> bool:
        """Whether it is true of the result; raises EvaluationError where it has no answer or is no yes or no."""
        return truth(self.node(Scope(result)))


@lru_cache
def read(text: str) -> Condition:
    """The condition in a text; raises ConditionError."""
    return Condition(text, _Reader(text).whole())


class _Token(NamedTuple):
    kind: str
    text: str
    at: int


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    index = _space(text, 0)
    while index < len(text):
        found = _TOKEN.match(text, index)
        if found is None:
            raise ConditionError(say("argo.condition_sign", sign=text[index]), index)
        word = found.group()
        tokens.append(_Token("sign", _WORDS[word], index) if word in _WORDS else _token(found))
        if len(tokens) > MOST_TOKENS:
            raise ConditionError(say("argo.condition_long", most=MOST_TOKENS), index)
        index = _space(text, found.end())
    return [*tokens, _Token("end", "", len(text))]


def _token(found: re.Match[str]) -> _Token:
    return _Token(found.lastgroup or "", found.group(), found.start())


def _space(text: str, index: int) -> int:
    found = _SPACE.match(text, index)
    return found.end() if found else index


class _Reader:
    """Recursive descent, one method per level of binding, loosest first."""

    def __init__(self, text: str) -> None:
        self._tokens = _tokens(text)
        self._next = 0
        self._depth = 0
        self._in_predicate = False

    def whole(self) -> Node:
        node = self._either()
        if self._now.kind != "end":
            raise self._unexpected()
        return node

    @property
    def _now(self) -> _Token:
        return self._tokens[self._next]

    def _take(self, *signs: str) -> str:
        """The sign that stands here if it is one of these, and goes on; nothing otherwise."""
        token = self._now
        if token.kind != "sign" or token.text not in signs:
            return ""
        self._next += 1
        return token.text

    def _want(self, sign: str) -> None:
        if not self._take(sign):
            raise self._unexpected()

    def _unexpected(self) -> ConditionError:
        token = self._now
        if token.kind == "end":
            return ConditionError(say("argo.condition_ends"), token.at)
        return ConditionError(say("argo.condition_sign", sign=token.text), token.at)

    def _either(self) -> Node:
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise ConditionError(say("argo.condition_deep", most=MOST_DEPTH), self._now.at)
        node = self._both()
        while self._take("||"):
            node = _or(node, self._both())
        if self._take("?"):
            yes = self._either()
            self._want(":")
            node = _chosen(node, yes, self._either())
        self._depth -= 1
        return node

    def _both(self) -> Node:
        node = self._compared()
        while self._take("&&"):
            node = _and(node, self._compared())
        return node

    def _compared(self) -> Node:
        left, kind = self._kinded()
        while True:
            opposite = self._now.text == "!" and self._tokens[self._next + 1].text in _SEARCHES and self._take("!")
            sign = self._take(*_SEARCHES) if opposite else self._take(*COMPARISONS)
            if not sign:
                return left
            right, other = self._kinded()
            mixed = sign in ("==", "!=") and bool(kind and other) and kind != other
            left = _mixed(kind, other) if mixed else _binary(COMPARISONS[sign], left, right)
            left, kind = _negated("!", left) if opposite else left, "truth"

    def _kinded(self) -> tuple[Node, str]:
        """An operand, and what it is bound to be where one literal or call says so."""
        begins = self._next
        node = self._sum()
        token = self._tokens[begins]
        alone = self._next == begins + 1
        if alone and token.kind in ("number", "text"):
            return node, token.kind
        if alone and token.text in ("true", "false"):
            return node, "truth"
        called = self._tokens[begins + 1].text == "(" and self._closes(begins + 1) == self._next
        return node, _RESULTS.get(token.text, "") if called else ""

    def _closes(self, begins: int) -> int:
        """Where the bracket that opens here has been closed."""
        depth = 0
        for index in range(begins, self._next):
            depth += {"(": 1, ")": -1}.get(self._tokens[index].text, 0)
            if not depth:
                return index + 1
        return -1

    def _sum(self) -> Node:
        node = self._product()
        while sign := self._take("+", "-"):
            node = _binary(SUMS[sign], node, self._product())
        return node

    def _product(self) -> Node:
        node = self._unary()
        while sign := self._take(*PRODUCTS):
            node = _binary(PRODUCTS[sign], node, self._unary())
        return node

    def _unary(self) -> Node:
        signs: list[str] = []
        while sign := self._take("!", "-"):
            signs.append(sign)
        node = self._power()
        for sign in reversed(signs):
            node = _negated(sign, node)
        return node

    def _power(self) -> Node:
        node = self._or_else()
        if sign := self._take(*POWERS):
            self._depth += 1
            if self._depth > MOST_DEPTH:
                raise ConditionError(say("argo.condition_deep", most=MOST_DEPTH), self._now.at)
            node = _binary(POWERS[sign], node, self._unary())
            self._depth -= 1
        return node

    def _or_else(self) -> Node:
        node = self._indexed()
        while self._take("??"):
            node = _or_else(node, self._indexed())
        return node

    def _indexed(self) -> Node:
        node = self._atom()
        while sign := self._take("[", ".", "?."):
            if sign == "[":
                node = _binary(item, node, self._either())
                self._want("]")
            else:
                node = _member(node, self._field(), maybe=sign == "?.")
        return node

    def _field(self) -> str:
        token = self._now
        if not token.text.isidentifier():
            raise self._unexpected()
        self._next += 1
        return token.text

    def _atom(self) -> Node:
        token = self._now
        if self._take("("):
            node = self._either()
            self._want(")")
            return node
        if self._take("["):
            return self._listed()
        if self._in_predicate and self._take("#"):
            return lambda scope: scope.item
        if self._in_predicate and self._take("."):
            return _member(lambda scope: scope.item, self._field(), maybe=False)
        if token.kind in ("number", "text", "name"):
            self._next += 1
            return self._named(token) if token.kind == "name" else _constant(_literal(token))
        raise self._unexpected()

    def _listed(self) -> Node:
        nodes: list[Node] = []
        while not self._take("]"):
            if nodes:
                self._want(",")
            nodes.append(self._either())
        return lambda scope: tuple(node(scope) for node in nodes)

    def _named(self, token: _Token) -> Node:
        if token.text in _CONSTANTS:
            return _constant(_CONSTANTS[token.text])
        if token.text == "result":
            return lambda scope: scope.result
        if self._now.text != "(" or token.text not in (*FUNCTIONS, *QUANTIFIERS):
            raise ConditionError(say("argo.condition_name", name=token.text), token.at)
        self._want("(")
        node = self._quantified(token) if token.text in QUANTIFIERS else self._called(token)
        self._want(")")
        return node

    def _called(self, token: _Token) -> Node:
        function, wanted = FUNCTIONS[token.text]
        nodes = [self._either()]
        while self._take(","):
            nodes.append(self._either())
        if len(nodes) != wanted:
            message = say("argo.condition_inputs", name=token.text, wanted=wanted, given=len(nodes))
            raise ConditionError(message, token.at)
        return lambda scope: function(*(node(scope) for node in nodes))

    def _quantified(self, token: _Token) -> Node:
        """`all(result, # > 1)`; one inside another is refused, since its work would grow with the power of depth."""
        if self._in_predicate:
            raise ConditionError(say("argo.condition_nested", name=token.text), token.at)
        values = self._either()
        self._want(",")
        self._in_predicate = True
        braced = self._take("{")
        predicate = self._either()
        if braced:
            self._want("}")
        self._in_predicate = False
        return _over(QUANTIFIERS[token.text], values, predicate)


def _literal(token: _Token) -> Value:
    return float(token.text) if token.kind == "number" else token.text[1:-1]


def _constant(value: Value) -> Node:
    return lambda scope: value


def _or(left: Node, right: Node) -> Node:
    return lambda scope: truth(left(scope)) or truth(right(scope))


def _and(left: Node, right: Node) -> Node:
    return lambda scope: truth(left(scope)) and truth(right(scope))


def _binary(function: Operator, left: Node, right: Node) -> Node:
    return lambda scope: function(left(scope), right(scope))


def _chosen(condition: Node, yes: Node, no: Node) -> Node:
    return lambda scope: yes(scope) if truth(condition(scope)) else no(scope)


def _or_else(node: Node, other: Node) -> Node:
    def found(scope: Scope) -> Value:
        value = node(scope)
        return other(scope) if value is None else value

    return found


def _member(node: Node, name: str, *, maybe: bool) -> Node:
    def found(scope: Scope) -> Value:
        value = node(scope)
        return None if maybe and value is None else member(value, name)

    return found


def _mixed(left: str, right: str) -> Node:
    """A comparison of what can never be equal is a mistake, and Argo says so when it measures."""

    def fail(scope: Scope) -> Value:
        raise EvaluationError(say("argo.mixed", left=say(f"argo.kind_{left}"), right=say(f"argo.kind_{right}")))

    return fail


def _negated(sign: str, node: Node) -> Node:
    if sign == "!":
        return lambda scope: not truth(node(scope))
    return lambda scope: -number(node(scope))


def _over(quantifier: Callable[[Answers], Value], values: Node, predicate: Node) -> Node:
    return lambda scope: quantifier((value, predicate(Scope(scope.result, value))) for value in items(values(scope)))
