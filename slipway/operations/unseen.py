"""What rules and alarms look at and there is none of: an alert that can never fire looks just like a calm one."""

from collections.abc import Collection, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from slipway.alerting.days import Watching
from slipway.alerting.promql.store import Store
from slipway.alerting.promql.tree import Selector
from slipway.alerting.rule import Recording

_NAME = "__name__"
_MADE = ("ALERTS", "ALERTS_FOR_STATE")
"""Series that rules make by themselves."""


def unseen(watching: Watching, store: Store, metrics: Collection[str]) -> tuple[str, ...]:
    """Series that rules ask for and the store has not, metrics that alarms ask for and there are not, once each."""
    rules = [rule for group in watching.groups for rule in group.rules]
    made = {*_MADE, *(rule.record for rule in rules if isinstance(rule, Recording))}
    asked = (selector for rule in rules for selector in _selectors(rule.tree))
    series = (_shown(each) for each in asked if _named(each) not in made and not store.select(each.matchers))
    alarms = (each.alarm.metric for each in watching.alarms if each.alarm.metric not in metrics)
    return tuple(dict.fromkeys((*series, *alarms)))


def _selectors(tree: Any) -> Iterator[Selector]:
    if isinstance(tree, Selector):
        yield tree
    elif isinstance(tree, tuple):
        for each in tree:
            yield from _selectors(each)
    elif is_dataclass(tree):
        for field in fields(tree):
            yield from _selectors(getattr(tree, field.name))


def _named(selector: Selector) -> str:
    return next((each.value for each in selector.matchers if each.label == _NAME and each.sign == "="), "")


def _shown(selector: Selector) -> str:
    name = _named(selector)
    rest = ", ".join(each.written() for each in selector.matchers if not (name and each.label == _NAME))
    return name + (f"{{{rest}}}" if rest else "")
