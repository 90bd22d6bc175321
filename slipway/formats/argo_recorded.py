"""Measurements that somebody wrote down, to be judged by Argo's rules.

    success-rate: [0.99, 0.5, null, {error: connection refused}]
    latency: [[0.2, 0.3], NaN]

A number is a value, `null` no data, a list what a query gave at once.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import replace

import yaml

from slipway.content.compose import parse
from slipway.content.problem import Problem, nearest, portion
from slipway.content.source import Text, Tree
from slipway.content.typed import one_of
from slipway.delivery.argo_metric import Measurement, Metric, measured
from slipway.formats.imported import Imported

Recorded = dict[str, tuple[Measurement, ...]]

_NUMBER = re.compile(r"[-+]?(\d{1,30}\.?\d{0,30}|\.\d{1,30})(e[-+]?\d{1,3})?")
_NO_NUMBERS = {"nan": math.nan, "inf": math.inf, "+inf": math.inf, "-inf": -math.inf}
_NOTHING = ("", "~", "null")
_OUTCOMES = {"true": 1.0, "false": 0.0}
_EXPECTED = "a number, null for no data, {error: why} or a list of numbers"


def import_recorded(text: Text, metrics: Sequence[Metric]) -> Imported[Recorded]:
    """The measurements of each metric in the order they were taken, or what is wrong with the text."""
    tree, problems = parse(text)
    if tree is None or problems:
        return Imported(None, (), tuple(problems))
    if not isinstance(tree.node, yaml.MappingNode):
        problem = tree.problem((), "this is no group of fields", "the name of a metric, then its measurements")
        return Imported(None, (), (problem,))
    by_name = {metric.name: metric for metric in metrics}
    recorded: Recorded = {}
    for name in tree.fields:
        if name not in by_name:
            what = f"there is no metric {name!r}"
            near = nearest(name, by_name)
            problems.append(tree.problem((name,), what, one_of(list(by_name)), near, key=True))
            continue
        recorded[name] = _list(tree, name, by_name[name], problems)
    return Imported(None, (), tuple(portion(problems))) if problems else Imported(recorded)


def _list(tree: Tree, name: str, metric: Metric, problems: list[Problem]) -> tuple[Measurement, ...]:
    node = next(value for key, value in tree.node.value if key.value == name)
    if not isinstance(node, yaml.SequenceNode):
        problems.append(tree.problem((name,), f"{name} is no list", "its measurements in order"))
        return ()
    found = [_measurement(replace(tree, node=item), metric) for item in node.value]
    wrong = [
        tree.problem((name, index), f"{name}[{index}] is no measurement", _EXPECTED)
        for index, each in enumerate(found)
        if each is None
    ]
    problems += wrong
    return tuple(each for each in found if each is not None)


def _measurement(item: Tree, metric: Metric) -> Measurement | None:
    if isinstance(item.node, yaml.MappingNode):
        error = item.scalar("error")
        return Measurement(error=error) if error and item.fields == ["error"] else None
    if isinstance(item.node, yaml.SequenceNode):
        values = [_value(node) for node in item.node.value]
        return None if None in values else Measurement(tuple(values))
    if item.node.value in _NOTHING:
        return measured(metric, None)
    value = _value(item.node)
    return None if value is None else measured(metric, value)


def _value(node: yaml.Node) -> float | None:
    word = node.value.lower() if isinstance(node, yaml.ScalarNode) else ""
    if _NUMBER.fullmatch(word):
        return float(word)
    return (_OUTCOMES | _NO_NUMBERS).get(word.replace(".", "", 1))
