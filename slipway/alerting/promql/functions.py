"""Functions of instant vectors."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from slipway.alerting.event import Labels, labels_of
from slipway.alerting.pattern import pattern
from slipway.alerting.promql.quantile import bucket_quantiles
from slipway.alerting.promql.store import Flags, Floats
from slipway.alerting.promql.tree import Call, Expression, Selector, String, Window
from slipway.alerting.promql.vector import Column, Vector, all_but, gathered, without_name

_ELEMENTWISE: dict[str, Callable[[Floats], Floats]] = {
    "abs": np.abs,
    "ceil": np.ceil,
    "floor": np.floor,
    "exp": np.exp,
    "sqrt": np.sqrt,
    "ln": np.log,
    "log2": np.log2,
    "log10": np.log10,
    "sgn": np.sign,
    "deg": np.degrees,
    "rad": np.radians,
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "asin": np.arcsin,
    "acos": np.arccos,
    "atan": np.arctan,
    "sinh": np.sinh,
    "cosh": np.cosh,
    "tanh": np.tanh,
    "asinh": np.arcsinh,
    "acosh": np.arccosh,
    "atanh": np.arctanh,
}
_LAST_S = 2**53


def elementwise(call: Call, vector: Vector, numbers: list[Floats]) -> Vector:
    """A function of each value by itself; the series' name goes. A clamp with bounds turned round leaves nothing."""
    if call.name == "clamp":
        possible = ~(numbers[0] > numbers[1])
        vector = {labels: Column(column.values, column.there & possible) for labels, column in vector.items()}
    with np.errstate(all="ignore"):
        return mapped(call, vector, lambda values: _worked(call.name, values, numbers))


def mapped(call: Call, vector: Vector, work: Callable[[Floats], Floats]) -> Vector:
    """Each column by a function, without the series' name."""
    found = [(without_name(labels), Column(work(column.values), column.there)) for labels, column in vector.items()]
    return gathered(found, call.at)


def _worked(name: str, values: Floats, numbers: list[Floats]) -> Floats:
    match name:
        case "round":
            nearest = numbers[0] if numbers else np.ones(len(values))
            # As Prometheus does: halves go up, and dividing by the inverse keeps 0.1 and its like exact.
            inverse = 1 / nearest
            return np.floor(values * inverse + 0.5) / inverse
        case "clamp":
            return np.clip(values, numbers[0], numbers[1])
        case "clamp_min":
            return np.maximum(values, numbers[0])
        case "clamp_max":
            return np.minimum(values, numbers[0])
        case _:
            return _ELEMENTWISE[name](values)


def of_time(name: str, seconds: Floats) -> Floats:
    """A part of the date in UTC; seconds count from 1970, and too many have none."""
    known = np.abs(seconds) < _LAST_S
    whole = np.where(known, seconds, 0).astype("datetime64[s]")
    days = whole.astype("datetime64[D]")
    months = whole.astype("datetime64[M]")
    years = whole.astype("datetime64[Y]")
    parts: dict[str, NDArray[np.generic]] = {
        "minute": (whole - whole.astype("datetime64[h]")).astype(int) // 60,
        "hour": (whole - days).astype(int) // 3600,
        "day_of_week": (days.astype(int) + 4) % 7,
        "day_of_month": (days - months).astype(int) + 1,
        "day_of_year": (days - years).astype(int) + 1,
        "days_in_month": ((months + 1).astype("datetime64[D]") - months.astype("datetime64[D]")).astype(int),
        "month": (months - years).astype(int) + 1,
        "year": years.astype(int) + 1970,
    }
    return np.where(known, parts[name].astype(np.float64), np.nan)


def absent(of: Expression, vector: Vector, times: int) -> Vector:
    """1 while nothing is there; with the labels that the selector asks for outright."""
    there = np.logical_or.reduce([np.zeros(times, dtype=bool), *(column.there for column in vector.values())])
    return gathered([(_asked(of), Column(np.ones(times), ~there))], 0)


def _asked(of: Expression) -> Labels:
    selector = of.of if isinstance(of, Window) and not of.is_subquery else of
    if not isinstance(selector, Selector):
        return ()
    named = [each.label for each in selector.matchers]
    return tuple(
        sorted(
            (each.label, each.value)
            for each in selector.matchers
            if each.sign == "=" and each.label != "__name__" and named.count(each.label) == 1 and each.value
        )
    )


def histogram_quantile(call: Call, share: Floats, vector: Vector) -> Vector:
    """From buckets, whose bound is the label `le`."""
    groups: dict[Labels, list[tuple[float, Column]]] = {}
    for labels, column in vector.items():
        bound = _bound(dict(labels).get("le", ""))
        if bound is not None:
            groups.setdefault(all_but(labels, ("le",)), []).append((bound, column))
    found = []
    for labels, buckets in groups.items():
        buckets.sort(key=lambda each: each[0])
        bounds = np.array([bound for bound, _ in buckets])
        there = np.stack([column.there for _, column in buckets])
        totals = np.stack([column.values for _, column in buckets])
        seen: Flags = np.asarray(there.any(axis=0))
        values = np.zeros(len(seen))
        kinds, kind = np.unique(there, axis=1, return_inverse=True)
        for number, present in enumerate(kinds.T):
            at = np.flatnonzero(kind.ravel() == number)
            values[at] = bucket_quantiles(share[at], bounds[present], totals[np.ix_(present, at)])
        found.append((labels, Column(values, seen)))
    return gathered(found, call.at)


def _bound(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def label_join(call: Call, vector: Vector) -> Vector:
    """A label made of others."""
    target, separator, *sources = _texts(call)
    return _relabelled(call, vector, target, lambda given: separator.join(given.get(name, "") for name in sources))


def label_replace(call: Call, vector: Vector) -> Vector:
    """A label made of parts of another, where that is as an expression says."""
    target, template, source, expression = _texts(call)
    found = pattern(expression)
    return _relabelled(call, vector, target, lambda given: found.filled(template, given.get(source, "")))


def _texts(call: Call) -> list[str]:
    return [each.value for each in call.arguments[1:] if isinstance(each, String)]


def _relabelled(call: Call, vector: Vector, target: str, made: Callable[[dict[str, str]], str | None]) -> Vector:
    """The columns with a label that is made of their labels; an empty one goes, and None leaves it as it is."""
    found = []
    for labels, column in vector.items():
        given = dict(labels)
        value = made(given)
        found.append((labels if value is None else labels_of(given | {target: value}), column))
    return gathered(found, call.at)
