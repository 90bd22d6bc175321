"""Many series to one for each group of labels."""

import numpy as np

from slipway.alerting.event import Labels, labels_of
from slipway.alerting.promql.quantile import quantile
from slipway.alerting.promql.store import Flags, Floats
from slipway.alerting.promql.sums import exact
from slipway.alerting.promql.tree import Aggregate, PromqlError
from slipway.alerting.promql.vector import Column, Vector, all_but, only
from slipway.words import say

_MOST_VALUES = 1000
Group = list[tuple[Labels, Column]]


def aggregate(tree: Aggregate, vector: Vector, parameter: Floats | None) -> Vector:
    """The operator over each group, at the times when any of it is there."""
    groups: dict[Labels, Group] = {}
    for labels, column in vector.items():
        key = all_but(labels, tree.labels) if tree.without else only(labels, tree.labels)
        groups.setdefault(key, []).append((labels, column))
    found: Vector = {}
    for key, group in groups.items():
        if tree.operator in ("topk", "bottomk"):
            found |= _chosen(group, parameter if parameter is not None else np.zeros(0), tree.operator == "topk")
        else:
            values = np.stack([column.values for _, column in group])
            there = np.stack([column.there for _, column in group])
            found[key] = Column(_reduced(tree.operator, values, there, parameter), np.asarray(there.any(axis=0)))
    return found


def count_values(tree: Aggregate, vector: Vector, label: str) -> Vector:
    """How many columns of each group have a value, for each value; the label says which. Raises PromqlError."""
    counts: dict[Labels, Floats] = {}
    for labels, column in vector.items():
        key = dict(all_but(labels, tree.labels) if tree.without else only(labels, tree.labels))
        values = column.values[column.there]
        for value in np.unique(values).tolist():
            here = column.there & ((column.values == value) | (np.isnan(value) & np.isnan(column.values)))
            named = labels_of(key | {label: _written(value)})
            counts[named] = counts.get(named, np.zeros(len(here))) + here
            if len(counts) > _MOST_VALUES:
                raise PromqlError(say("alerting.query_values", most=f"{_MOST_VALUES:,}"), tree.at)
    return {labels: Column(found, found > 0) for labels, found in counts.items()}


def _written(value: float) -> str:
    """A number as a label, without an exponent."""
    if not np.isfinite(value):
        return "NaN" if np.isnan(value) else "+Inf" if value > 0 else "-Inf"
    return np.format_float_positional(value, trim="-")


def _reduced(operator: str, values: Floats, there: Flags, parameter: Floats | None) -> Floats:
    counts = there.sum(axis=0)
    with np.errstate(all="ignore"):
        match operator:
            case "sum":
                return _sums(values, there)
            case "avg":
                found: Floats = _sums(values, there) / np.maximum(counts, 1)
                return found
            case "min" | "max":
                reduce = np.fmin if operator == "min" else np.fmax
                least: Floats = reduce.reduce(np.where(there, values, np.nan), axis=0)
                return least
            case "count":
                return np.asarray(counts, dtype=np.float64)
            case "group":
                return np.ones(len(counts))
            case "quantile":
                shares = parameter if parameter is not None else np.zeros(len(counts))
                times = enumerate(zip(shares, there.T, strict=True))
                return np.array([quantile(share, values[here, at]) for at, (share, here) in times])
            case _:
                return _spread(values, there, counts, squared=operator == "stdvar")


def _sums(values: Floats, there: Flags) -> Floats:
    added = np.where(there, values, 0.0)
    return exact(np.asarray(added.sum(axis=0)), np.asarray(np.abs(added).sum(axis=0)), lambda at: added[:, at])


def _spread(values: Floats, there: Flags, counts: Floats, squared: bool) -> Floats:
    mean = np.where(there, values, 0.0).sum(axis=0) / np.maximum(counts, 1)
    variance: Floats = np.where(there, (values - mean) ** 2, 0.0).sum(axis=0) / np.maximum(counts, 1)
    return variance if squared else np.sqrt(variance)


def _chosen(group: Group, most: Floats, largest: bool) -> Vector:
    """Of each time the largest or smallest few, under their own labels; what is no number comes last."""
    values = np.stack([column.values for _, column in group])
    there = np.stack([column.there for _, column in group])
    worth = np.where(there, np.nan_to_num(-values if largest else values, nan=np.finfo(float).max), np.inf)
    ranks = np.argsort(np.argsort(worth, axis=0, kind="stable"), axis=0, kind="stable")
    kept = there & (ranks < np.trunc(most))
    return {
        labels: Column(column.values, kept[number])
        for number, (labels, column) in enumerate(group)
        if kept[number].any()
    }
