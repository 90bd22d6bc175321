"""A query's values at many times at once."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from slipway.alerting.event import Labels
from slipway.alerting.promql.aggregate import aggregate, count_values
from slipway.alerting.promql.binary import of_numbers, of_vectors, with_number
from slipway.alerting.promql.functions import (
    absent,
    elementwise,
    histogram_quantile,
    label_join,
    label_replace,
    mapped,
    of_time,
)
from slipway.alerting.promql.quantile import quantile
from slipway.alerting.promql.signatures import OF_TIME, WINDOWED
from slipway.alerting.promql.store import Floats, Samples, Store, Times, samples
from slipway.alerting.promql.tree import (
    Aggregate,
    Binary,
    Call,
    Expression,
    Negative,
    Number,
    PromqlError,
    Selector,
    String,
    Window,
)
from slipway.alerting.promql.vector import Column, Vector, gathered, without_name
from slipway.alerting.promql.windows import Windows, each_window, lines, windowed, windows
from slipway.words import say

LOOKBACK_MS = 300_000
MINUTE_MS = 60_000
_MOST_STEPS = 500_000
Edition = Literal[2, 3]


@dataclass(frozen=True)
class Asked:
    """What is asked, and when: `interval_ms` is the step of a subquery that names none.

    Prometheus 3 leaves out a sample exactly as old as the lookback or the range, Prometheus 2 takes it.
    """

    store: Store
    at_ms: Times
    interval_ms: int = MINUTE_MS
    edition: Edition = 3


def evaluate(tree: Expression, asked: Asked) -> Vector | Floats:
    """Columns by labels; of a number its value at each time. Raises PromqlError where the data do not allow it."""
    match tree:
        case Number(value=value):
            return np.full(len(asked.at_ms), value)
        case Selector():
            return _selected(tree, asked)
        case Negative(of=of):
            found = evaluate(of, asked)
            if not isinstance(found, dict):
                return -found
            negated = [(without_name(labels), Column(-column.values, column.there)) for labels, column in found.items()]
            return gathered(negated, tree.at)
        case Aggregate(parameter=String(value=label)):
            return count_values(tree, vector(tree.of, asked), label)
        case Aggregate(parameter=parameter):
            number = None if parameter is None else scalar(parameter, asked)
            return aggregate(tree, vector(tree.of, asked), number)
        case Binary():
            return _binary(tree, asked)
        case Call():
            return _called(tree, asked)
        case _:
            raise PromqlError(say("alerting.query_result"), tree.at)


def vector(tree: Expression, asked: Asked) -> Vector:
    """The same, where it is no number; a number becomes a column without labels."""
    found = evaluate(tree, asked)
    return found if isinstance(found, dict) else {(): Column(found, np.ones(len(asked.at_ms), dtype=bool))}


def scalar(tree: Expression, asked: Asked) -> Floats:
    """The same, where it is a number."""
    found = evaluate(tree, asked)
    if isinstance(found, dict):
        raise PromqlError(say("alerting.query_result"), tree.at)
    return found


def _looked_at(of: Selector | Window, asked: Asked) -> Times:
    """The times whose samples it takes: those asked or its own, less its offset."""
    at_ms = asked.at_ms if of.pinned_ms is None else np.full_like(asked.at_ms, of.pinned_ms)
    return np.asarray(at_ms - of.offset_ms)


def _selected(tree: Selector, asked: Asked) -> Vector:
    found, at_ms = {}, _looked_at(tree, asked)
    for labels, each in asked.store.select(tree.matchers):
        column, _ = _latest(each, at_ms, asked.edition)
        if column.there.any():
            found[labels] = column
    return found


def _latest(found: Samples, at_ms: Times, edition: Edition) -> tuple[Column, Times]:
    """The last sample up to each time, and when it was."""
    if not len(found.at_ms):
        return Column(np.zeros(len(at_ms)), np.zeros(len(at_ms), dtype=bool)), at_ms
    place = np.searchsorted(found.at_ms, at_ms, side="right") - 1
    known = np.maximum(place, 0)
    age_ms = at_ms - found.at_ms[known]
    fresh = age_ms < LOOKBACK_MS + (edition == 2)
    return Column(found.values[known], (place >= 0) & fresh & ~found.stale[known]), found.at_ms[known]


def _binary(tree: Binary, asked: Asked) -> Vector | Floats:
    left, right = evaluate(tree.left, asked), evaluate(tree.right, asked)
    if isinstance(left, dict) and isinstance(right, dict):
        return of_vectors(tree, left, right)
    if isinstance(left, dict):
        return with_number(tree, left, right if not isinstance(right, dict) else np.zeros(0), number_is_left=False)
    if isinstance(right, dict):
        return with_number(tree, right, left, number_is_left=True)
    return of_numbers(tree, left, right)


def _called(tree: Call, asked: Asked) -> Vector | Floats:
    name, arguments = tree.name, tree.arguments
    if name in WINDOWED:
        return _over_windows(tree, arguments[0], asked)
    if name in OF_TIME:
        return _time_part(tree, asked)
    match name:
        case "time":
            return asked.at_ms / 1000
        case "pi":
            return np.full(len(asked.at_ms), np.pi)
        case "vector":
            return {(): Column(scalar(arguments[0], asked), np.ones(len(asked.at_ms), dtype=bool))}
        case "scalar":
            return _only_one(vector(arguments[0], asked), len(asked.at_ms))
        case "timestamp":
            return _timestamps(tree, asked)
        case "absent" | "absent_over_time":
            of = arguments[0]
            found = vector(of, asked) if name == "absent" else _present(of, asked)
            return absent(of, found, len(asked.at_ms))
        case "quantile_over_time":
            share = scalar(arguments[0], asked)
            return _quantiles_over_time(tree, share, asked)
        case "predict_linear":
            return _predicted(tree, scalar(arguments[1], asked), asked)
        case "histogram_quantile":
            return histogram_quantile(tree, scalar(arguments[0], asked), vector(arguments[1], asked))
        case "sort" | "sort_desc":
            # An order is for people who look at a table; nothing here depends on it.
            return vector(arguments[0], asked)
        case "label_join":
            return label_join(tree, vector(arguments[0], asked))
        case "label_replace":
            return label_replace(tree, vector(arguments[0], asked))
        case _:
            numbers = [scalar(each, asked) for each in arguments[1:]]
            return elementwise(tree, vector(arguments[0], asked), numbers)


def _windows(of: Expression, asked: Asked) -> list[tuple[Labels, Windows]]:
    """The stretches of samples of every series."""
    assert isinstance(of, Window)
    ends_ms = _looked_at(of, asked)
    found = _subquery(of, asked, ends_ms) if of.is_subquery else _stored(of, asked, ends_ms)
    left_open = asked.edition == 3
    return [(labels, windows(each, ends_ms, of.range_ms, left_open)) for labels, each in found]


def _stored(of: Window, asked: Asked, ends_ms: Times) -> list[tuple[Labels, Samples]]:
    assert isinstance(of.of, Selector)
    return asked.store.select(of.of.matchers)


def _subquery(of: Window, asked: Asked, ends_ms: Times) -> list[tuple[Labels, Samples]]:
    """The inner query at multiples of its step, as samples."""
    step_ms = of.step_ms or asked.interval_ms
    first = int(ends_ms.min()) - of.range_ms
    begin_ms = -(-first // step_ms) * step_ms
    steps = (int(ends_ms.max()) - begin_ms) // step_ms + 1
    if steps > _MOST_STEPS:
        raise PromqlError(say("alerting.query_steps", most=f"{_MOST_STEPS:,}"), of.at)
    at_ms = begin_ms + np.arange(max(steps, 0), dtype=np.int64) * step_ms
    inner = vector(of.of, Asked(asked.store, at_ms, asked.interval_ms, asked.edition))
    found = []
    for labels, column in inner.items():
        kept = samples(at_ms[column.there], column.values[column.there])
        found.append((labels, kept))
    return found


def _over_windows(tree: Call, of: Expression, asked: Asked) -> Vector:
    found = [(labels, windowed(tree.name, each)) for labels, each in _windows(of, asked)]
    if tree.name != "last_over_time":
        found = [(without_name(labels), column) for labels, column in found]
    return gathered(found, tree.at)


def _present(of: Expression, asked: Asked) -> Vector:
    return {labels: windowed("present_over_time", each) for labels, each in _windows(of, asked)}


def _quantiles_over_time(tree: Call, share: Floats, asked: Asked) -> Vector:
    found = [
        (without_name(labels), each_window(each, lambda values, number: quantile(float(share[number]), values)))
        for labels, each in _windows(tree.arguments[1], asked)
    ]
    return gathered(found, tree.at)


def _predicted(tree: Call, ahead_s: Floats, asked: Asked) -> Vector:
    found = []
    for labels, each in _windows(tree.arguments[0], asked):
        slope, value = lines(each)
        since_s = (asked.at_ms - each.ends_ms) / 1000
        found.append((without_name(labels), Column(value + slope.values * (since_s + ahead_s), slope.there)))
    return gathered(found, tree.at)


def _only_one(found: Vector, times: int) -> Floats:
    """The value where exactly one is there, else not a number."""
    if not found:
        return np.full(times, np.nan)
    there = np.stack([column.there for column in found.values()])
    values = np.where(there, np.stack([column.values for column in found.values()]), 0.0).sum(axis=0)
    return np.where(there.sum(axis=0) == 1, values, np.nan)


def _timestamps(tree: Call, asked: Asked) -> Vector:
    of = tree.arguments[0]
    if not isinstance(of, Selector):
        return mapped(tree, vector(of, asked), lambda _: asked.at_ms / 1000)
    found, at_ms = [], _looked_at(of, asked)
    for labels, each in asked.store.select(of.matchers):
        column, when_ms = _latest(each, at_ms, asked.edition)
        found.append((without_name(labels), Column(when_ms / 1000, column.there)))
    return gathered(found, tree.at)


def _time_part(tree: Call, asked: Asked) -> Vector:
    if not tree.arguments:
        return {(): Column(of_time(tree.name, asked.at_ms / 1000), np.ones(len(asked.at_ms), dtype=bool))}
    return mapped(tree, vector(tree.arguments[0], asked), lambda values: of_time(tree.name, values))
