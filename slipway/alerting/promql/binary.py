"""Operators between vectors and numbers."""

from collections.abc import Callable, Iterator

import numpy as np

from slipway.alerting.event import Labels
from slipway.alerting.promql.store import Flags, Floats
from slipway.alerting.promql.tree import COMPARISONS, Binary, Matching, PromqlError
from slipway.alerting.promql.vector import Column, Vector, all_but, gathered, only, without_name
from slipway.words import say

Pair = tuple[Labels, Column, Labels, Column]
_WORK: dict[str, Callable[[Floats, Floats], Floats]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "%": np.fmod,
    "^": np.float_power,
    "atan2": np.arctan2,
}
_TESTS: dict[str, Callable[[Floats, Floats], Flags]] = {
    "==": np.equal,
    "!=": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}


def of_numbers(tree: Binary, left: Floats, right: Floats) -> Floats:
    """Between two numbers."""
    with np.errstate(all="ignore"):
        if tree.operator in COMPARISONS:
            return _TESTS[tree.operator](left, right).astype(np.float64)
        return _WORK[tree.operator](left, right)


def with_number(tree: Binary, vector: Vector, number: Floats, number_is_left: bool) -> Vector:
    """Between each column and a number; a comparison keeps the columns' values."""
    found = []
    for labels, column in vector.items():
        sides = (number, column.values) if number_is_left else (column.values, number)
        found.append(_applied(tree, labels, column.values, column.there, sides))
    return gathered(found, tree.at)


def of_vectors(tree: Binary, left: Vector, right: Vector) -> Vector:
    """Between columns whose labels agree."""
    if tree.operator == "or":
        return _or(tree, left, right)
    if tree.operator in ("and", "unless"):
        return _kept(tree, left, right)
    found = []
    for many_labels, many, one_labels, one in _pairs(tree, left, right):
        sides = (one.values, many.values) if tree.matching.many == "right" else (many.values, one.values)
        there = many.there & one.there
        labels, column = _applied(tree, many_labels, sides[0], there, sides)
        found.append((_result(tree, labels, one_labels), column))
    return gathered(found, tree.at)


def _applied(
    tree: Binary, labels: Labels, kept: Floats, there: Flags, sides: tuple[Floats, Floats]
) -> tuple[Labels, Column]:
    with np.errstate(all="ignore"):
        if tree.operator not in COMPARISONS:
            return without_name(labels), Column(_WORK[tree.operator](*sides), there)
        holds = _TESTS[tree.operator](*sides)
    if tree.as_bool:
        return without_name(labels), Column(holds.astype(np.float64), there)
    return labels, Column(kept, there & holds)


def key_of(labels: Labels, matching: Matching) -> Labels:
    """The labels that must agree."""
    return all_but(labels, matching.labels) if matching.ignoring else only(labels, matching.labels)


def _by_key(vector: Vector, matching: Matching) -> dict[Labels, list[tuple[Labels, Column]]]:
    found: dict[Labels, list[tuple[Labels, Column]]] = {}
    for labels, column in vector.items():
        found.setdefault(key_of(labels, matching), []).append((labels, column))
    return found


def _pairs(tree: Binary, left: Vector, right: Vector) -> Iterator[Pair]:
    """Columns that belong together, the one of the side that may have many first."""
    many, one = (right, left) if tree.matching.many == "right" else (left, right)
    ones = _by_key(one, tree.matching)
    for group in ones.values():
        _once(tree, group)
    for key, group in _by_key(many, tree.matching).items():
        partners = ones.get(key, [])
        if partners and not tree.matching.many:
            _once(tree, group)
        for many_labels, column in group:
            for one_labels, partner in partners:
                yield many_labels, column, one_labels, partner


def _once(tree: Binary, group: list[tuple[Labels, Column]]) -> None:
    """At no time is more than one of them there."""
    if len(group) > 1 and (np.sum([column.there for _, column in group], axis=0) > 1).any():
        raise PromqlError(say("alerting.query_many"), tree.at)


def _result(tree: Binary, labels: Labels, one: Labels) -> Labels:
    matching = tree.matching
    if not matching.many:
        return only(labels, matching.labels) if not matching.ignoring else _less(labels, matching.labels)
    brought = {name: value for name, value in one if name in matching.include}
    kept = {name: value for name, value in labels if name not in matching.include}
    return tuple(sorted((kept | brought).items()))


def _less(labels: Labels, names: tuple[str, ...]) -> Labels:
    return tuple(each for each in labels if each[0] not in names)


def _somewhere(vector: Vector, matching: Matching) -> dict[Labels, Flags]:
    """When any column with these labels is there."""
    return {
        key: np.logical_or.reduce([column.there for _, column in group])
        for key, group in _by_key(vector, matching).items()
    }


def _kept(tree: Binary, left: Vector, right: Vector) -> Vector:
    partners = _somewhere(right, tree.matching)
    found = []
    for labels, column in left.items():
        partner = partners.get(key_of(labels, tree.matching), np.zeros_like(column.there))
        there = column.there & (partner if tree.operator == "and" else ~partner)
        found.append((labels, Column(column.values, there)))
    return gathered(found, tree.at)


def _or(tree: Binary, left: Vector, right: Vector) -> Vector:
    partners = _somewhere(left, tree.matching)
    found = list(left.items())
    for labels, column in right.items():
        partner = partners.get(key_of(labels, tree.matching), np.zeros_like(column.there))
        found.append((labels, Column(column.values, column.there & ~partner)))
    return gathered(found, tree.at)
