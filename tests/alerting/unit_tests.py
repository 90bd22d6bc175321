"""Test files of promtool, as far as plain numbers go."""

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import yaml

from slipway.alerting.event import Labels, labels_of
from slipway.alerting.promql.parse import parse
from slipway.alerting.promql.store import Samples, Store
from slipway.alerting.promql.tokens import duration_ms
from slipway.alerting.promql.tree import Selector

_GROWING = re.compile(r"(-?[\d.]+)(?:([+-])([\d.]+))?x(\d+)")


def worth(text: str) -> Iterator[float | None]:
    """Numbers; None is a gap, infinity stands for a mark."""
    for word in str(text).split():
        if word == "_" or re.fullmatch(r"_x\d+", word):
            yield from [None] * int(word[2:] or 1)
        elif word == "stale":
            yield np.inf
        elif growing := _GROWING.fullmatch(word):
            first, sign, step, count = growing.groups()
            by = float(step or 0) * (-1 if sign == "-" else 1)
            yield from (float(first) + by * number for number in range(int(count) + 1))
        else:
            yield float(word)


def series(text: str, values: str, interval_ms: int) -> tuple[Labels, Samples]:
    given = list(worth(values))
    kept = [number for number, value in enumerate(given) if value is not None]
    found = np.array([given[number] for number in kept], dtype=np.float64)
    return labels(text), Samples(np.array(kept, dtype=np.int64) * interval_ms, found, np.isinf(found))


def labels(text: str) -> Labels:
    tree = parse(text)
    assert isinstance(tree, Selector)
    return labels_of({each.label: each.value for each in tree.matchers})


def milliseconds(text: object) -> int:
    return 0 if str(text) == "0" else duration_ms(str(text)) or 0


def read(content: str) -> list[tuple[Store, dict[str, Any]]]:
    """Each test as its series and the rest; series of native histograms stay out."""
    found = []
    for test in yaml.load(content, Loader=yaml.BaseLoader)["tests"]:
        every = milliseconds(test.get("interval", "1m"))
        plain = [each for each in test.get("input_series", []) if "{{" not in each["values"]]
        found.append((Store(dict(series(each["series"], each["values"], every) for each in plain)), test))
    return found
