"""What a query gives over many times at once: columns by labels, with the times at which each is there."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from slipway.alerting.event import Labels
from slipway.alerting.promql.store import Flags, Floats
from slipway.alerting.promql.tree import PromqlError
from slipway.words import say


@dataclass(frozen=True)
class Column:
    """A value for each time, and whether there is one."""

    values: Floats
    there: Flags


Vector = dict[Labels, Column]


def without_name(labels: Labels) -> Labels:
    """The labels without the series' name."""
    return tuple(each for each in labels if each[0] != "__name__")


def only(labels: Labels, names: Iterable[str]) -> Labels:
    """Those of the labels that have these names."""
    wanted = set(names)
    return tuple(each for each in labels if each[0] in wanted)


def all_but(labels: Labels, names: Iterable[str]) -> Labels:
    """The labels without those that have these names, and without the series' name."""
    unwanted = {*names, "__name__"}
    return tuple(each for each in labels if each[0] not in unwanted)


def gathered(columns: Iterable[tuple[Labels, Column]], at: int) -> Vector:
    """Columns by labels; those alike become one, and must not be there at the same time. Raises PromqlError."""
    found: Vector = {}
    for labels, column in columns:
        before = found.get(labels)
        if before is None:
            if column.there.any():
                found[labels] = column
            continue
        if (before.there & column.there).any():
            raise PromqlError(say("alerting.query_alike"), at)
        values = np.where(column.there, column.values, before.values)
        found[labels] = Column(values, before.there | column.there)
    return found
