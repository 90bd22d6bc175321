"""Measurements that somebody wrote down, to be judged by Argo's rules.

    success-rate: [0.99, 0.5, null, {error: connection refused}]
    latency: [[0.2, 0.3], NaN]
    health: [{ok: true, percent: 99.5}, "It worked!"]

A number is a value, `null` no data, a list what a query gave at once; fields and texts in quotes are what a web page
gave.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import yaml

from slipway.content.compose import parse
from slipway.content.problem import Problem, nearest, portion
from slipway.content.source import Text, Tree
from slipway.content.typed import one_of
from slipway.delivery.argo_metric import Measurement, Metric, measured
from slipway.delivery.argo_value import Value
from slipway.formats.imported import Imported
from slipway.words import say

Recorded = dict[str, tuple[Measurement, ...]]

_NUMBER = re.compile(r"[-+]?(\d{1,30}\.?\d{0,30}|\.\d{1,30})(e[-+]?\d{1,3})?")
_NO_NUMBERS = {"nan": math.nan, "inf": math.inf, "+inf": math.inf, "-inf": -math.inf}
_WORDS: dict[str, Value] = {"": None, "~": None, "null": None, "true": True, "false": False}
_EXPECTED = "a number, null for no data, {error: why}, fields, a text in quotes or a list of these"


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


def unneeded(text: Text, recorded: Recorded, needed: Mapping[str, int]) -> list[Problem]:
    """What is told of measurements that Argo would not have taken, since all was settled by then."""
    tree, _ = parse(text)
    left = {name: len(listed) - needed.get(name, 0) for name, listed in recorded.items()}
    return [
        tree.problem((name,), say("argo.unneeded", metric=name, left=more, all=len(recorded[name])), key=True)
        for name, more in left.items()
        if tree and more
    ]


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
    node = item.node
    if isinstance(node, yaml.MappingNode) and item.fields == ["error"]:
        error = item.scalar("error")
        return Measurement(error=error) if error else None
    try:
        value = _value(node)
    except ValueError:
        return None
    if metric.provider.gives_list and isinstance(value, bool | float):
        return measured(metric, float(value))
    return measured(metric, None) if value is None else Measurement(value)


def _value(node: yaml.Node) -> Value:
    """What stands at a place; raises ValueError for what is nothing."""
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _value(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return tuple(_value(each) for each in node.value)
    assert isinstance(node, yaml.ScalarNode)
    word = node.value.lower()
    if word.replace(".", "", 1) in _NO_NUMBERS:
        return _NO_NUMBERS[word.replace(".", "", 1)]
    if node.style:
        return str(node.value)
    if word in _WORDS:
        return _WORDS[word]
    if not _NUMBER.fullmatch(word):
        raise ValueError(word)
    return float(word)
