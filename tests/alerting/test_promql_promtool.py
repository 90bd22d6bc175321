"""Our queries give what promtool's give."""

import numpy as np
import pytest

from slipway.alerting.event import labels_of
from slipway.alerting.promql.evaluate import Asked, vector
from slipway.alerting.promql.parse import parse
from slipway.alerting.promql.store import Store, samples
from slipway.alerting.promql.tree import PromqlError
from tests.alerting import promtool
from tests.alerting.queries import INTERVAL_MS, QUERIES, store

TIMES_MS = (0, 60_000, 245_000, 600_000, 900_000, 1_530_000, 2_400_000, 2_940_000, 2_941_000)


def ours(query, series, at_ms, edition):
    """By labels what is there at one time."""
    try:
        asked = Asked(series, np.array([at_ms], dtype=np.int64), INTERVAL_MS, edition)
        found = vector(parse(query), asked)
    except PromqlError:
        return "error"
    return {labels: float(column.values[0]) for labels, column in found.items() if column.there[0]}


def alike(mine, theirs):
    if isinstance(mine, str) or isinstance(theirs, str) or mine.keys() != theirs.keys():
        return mine == theirs
    return all(mine[labels] == pytest.approx(theirs[labels], rel=1e-9, abs=1e-12, nan_ok=True) for labels in mine)


@promtool.needs_promtool
@pytest.mark.parametrize("seed", range(4))
def test_every_query_gives_the_same_as_promtool(seed, tmp_path):
    series = store(seed)
    asked = [(query, at_ms) for query in QUERIES for at_ms in TIMES_MS]
    edition = promtool.edition()
    theirs = promtool.ask(tmp_path, series, asked, INTERVAL_MS)
    mine = [ours(query, series, at_ms, edition) for query, at_ms in asked]
    wrong = [(*ask, a, b) for ask, a, b in zip(asked, mine, theirs, strict=True) if not alike(a, b)]
    assert wrong == []
    assert sum(bool(each) for each in theirs) > len(asked) / 2


def test_counting_values_ends_where_there_are_too_many():
    at_ms = np.arange(1001, dtype=np.int64) * 1000
    series = Store({labels_of({"__name__": "m"}): samples(at_ms, at_ms / 7)})
    with pytest.raises(PromqlError, match="1,000 series"):
        vector(parse("count_values('v', m)"), Asked(series, at_ms))


def test_all_times_at_once_give_the_same_as_one_by_one():
    series = store(1)
    at_ms = np.array(TIMES_MS, dtype=np.int64)
    for query in QUERIES:
        single = [ours(query, series, each, 3) for each in TIMES_MS]
        if "error" in single:
            continue
        found = vector(parse(query), Asked(series, at_ms, INTERVAL_MS, 3))
        together = [
            {labels: float(column.values[at]) for labels, column in found.items() if column.there[at]}
            for at in range(len(at_ms))
        ]
        assert all(map(alike, together, single)), query
