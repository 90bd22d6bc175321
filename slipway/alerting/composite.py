"""Composite alarms: a rule over the states of other alarms, `ALARM(a) AND NOT OK("b c")`, read and never executed."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from slipway.alerting.event import Event
from slipway.traffic.alarm import State
from slipway.verdict import Verdict
from slipway.words import say

MOST_LETTERS = 10_240
"""CloudWatch's limit of a rule."""
_MOST_DEPTH = 30
_TOKEN = re.compile(
    r"\s*(?:(?P<word>[A-Z_]+)(?![\w-])|(?P<mark>[()])|\"(?P<quoted>[^\"]{1,255})\"|(?P<name>[^\s()\"]{1,255}))"
)
_STATES: dict[str, State] = {"OK": "OK", "ALARM": "ALARM", "INSUFFICIENT_DATA": "INSUFFICIENT_DATA"}


@dataclass(frozen=True, slots=True)
class In:
    """Whether an alarm is in a state."""

    alarm: str
    state: State


@dataclass(frozen=True, slots=True)
class Always:
    """TRUE or FALSE."""

    value: bool


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of a rule."""

    rule: "Rule"


@dataclass(frozen=True, slots=True)
class Joined:
    """Rules of which all must hold, or one."""

    by: Literal["AND", "OR"]
    rules: tuple["Rule", ...]


Rule = In | Always | Not | Joined


@dataclass(frozen=True, slots=True)
class Composite:
    """An alarm of alarms."""

    name: str
    rule: Rule
    actions: tuple[tuple[State, tuple[str, ...]], ...] = ()


class RuleError(ValueError):
    """What cannot be read, and at which letter of the rule."""

    def __init__(self, what: str, at: int) -> None:
        super().__init__(what)
        self.at = at


def read_rule(text: str) -> Rule:
    """A rule from its text; NOT binds closer than AND, AND closer than OR. Raises RuleError."""
    if len(text) > MOST_LETTERS:
        raise RuleError(say("alerting.rule_long", most=MOST_LETTERS), 0)
    reader = _Reader(text)
    rule = reader.joined("OR", 0)
    reader.end()
    return rule


def written(rule: Rule) -> str:
    """The rule as text that reads back as the same."""
    match rule:
        case In():
            return f'{rule.state}("{rule.alarm}")'
        case Always():
            return "TRUE" if rule.value else "FALSE"
        case Not():
            inner = written(rule.rule)
            return f"NOT ({inner})" if isinstance(rule.rule, Joined) else f"NOT {inner}"
        case Joined():
            return f" {rule.by} ".join(f"({written(e)})" if isinstance(e, Joined) else written(e) for e in rule.rules)


def named(rule: Rule) -> frozenset[str]:
    """The alarms a rule looks at."""
    match rule:
        case In():
            return frozenset([rule.alarm])
        case Not():
            return named(rule.rule)
        case Joined():
            return frozenset().union(*(named(each) for each in rule.rules))
        case _:
            return frozenset()


def renamed(rule: Rule, names: Mapping[str, str]) -> Rule:
    """The rule with other names for alarms, where there are some."""
    match rule:
        case In():
            return In(names.get(rule.alarm, rule.alarm), rule.state)
        case Not():
            return Not(renamed(rule.rule, names))
        case Joined():
            return Joined(rule.by, tuple(renamed(each, names) for each in rule.rules))
        case _:
            return rule


def holds(rule: Rule, states: Mapping[str, State]) -> bool:
    """Whether it holds; an alarm that nobody knows has insufficient data."""
    match rule:
        case In():
            return states.get(rule.alarm, "INSUFFICIENT_DATA") == rule.state
        case Always():
            return rule.value
        case Not():
            return not holds(rule.rule, states)
        case Joined():
            return (all if rule.by == "AND" else any)(holds(each, states) for each in rule.rules)


def in_turn(composites: Iterable[Composite]) -> list[Composite]:
    """Each after those it looks at; raises ValueError where they look at each other in a circle."""
    waiting = {each.name: each for each in composites}
    found: list[Composite] = []
    while waiting:
        ready = [each for each in waiting.values() if not named(each.rule) & waiting.keys()]
        if not ready:
            raise ValueError(say("alerting.rule_circle", names=", ".join(sorted(waiting))))
        found += ready
        for each in ready:
            del waiting[each.name]
    return found


def run_composites(composites: Iterable[Composite], events: Iterable[Event]) -> list[Event]:
    """The changes of composite alarms that follow from the changes of others, with those, in order of time.

    All changes of one moment count together. A composite alarm is OK or in ALARM from the first moment on.
    """
    order = in_turn(composites)
    past = sorted(events, key=lambda event: event.at_s)
    states: dict[str, State] = {}
    found: list[Event] = []
    for at_s in sorted({0.0, *(event.at_s for event in past)}):
        now = [event for event in past if event.at_s == at_s]
        states |= {event.name: _STATES[event.state] for event in now}
        found += now
        for each in order:
            state: State = "ALARM" if holds(each.rule, states) else "OK"
            if states.get(each.name) != state:
                states[each.name] = state
                found.append(Event(at_s, "composite", each.name, state, _verdict(each, states, state)))
    return found


def _verdict(composite: Composite, states: Mapping[str, State], state: State) -> Verdict:
    inputs = tuple((name, states.get(name, "INSUFFICIENT_DATA")) for name in sorted(named(composite.rule)))
    seen = ", ".join(f"{name} {each}" for name, each in inputs)
    arithmetic = say("alerting.composite", name=composite.name, rule=written(composite.rule), seen=seen, state=state)
    return Verdict("alerting.composite", state != "ALARM", inputs, written(composite.rule), arithmetic)


class _Reader:
    """Tokens of a rule, one after the other."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def joined(self, by: Literal["AND", "OR"], depth: int) -> Rule:
        rules = [self._closer(by, depth)]
        while self._take(by):
            rules.append(self._closer(by, depth))
        return rules[0] if len(rules) == 1 else Joined(by, tuple(rules))

    def end(self) -> None:
        if self._text[self._at :].strip():
            raise self._wrong()

    def _closer(self, by: Literal["AND", "OR"], depth: int) -> Rule:
        return self.joined("AND", depth) if by == "OR" else self._single(depth)

    def _single(self, depth: int) -> Rule:
        if depth > _MOST_DEPTH:
            raise RuleError(say("alerting.rule_deep", most=_MOST_DEPTH), self._at)
        if self._take("NOT"):
            return Not(self._single(depth + 1))
        if self._take("("):
            rule = self.joined("OR", depth + 1)
            self._need(")")
            return rule
        for word, value in (("TRUE", True), ("FALSE", False)):
            if self._take(word):
                return Always(value)
        for word, state in _STATES.items():
            if self._take(word):
                self._need("(")
                name = self._name()
                self._need(")")
                return In(name, state)
        raise self._wrong()

    def _name(self) -> str:
        token = _TOKEN.match(self._text, self._at)
        name = token and (token["quoted"] or token["name"] or token["word"])
        if not token or not name:
            raise self._wrong()
        self._at = token.end()
        return name

    def _take(self, wanted: str) -> bool:
        token = _TOKEN.match(self._text, self._at)
        if not token or wanted not in (token["word"], token["mark"]):
            return False
        self._at = token.end()
        return True

    def _need(self, wanted: str) -> None:
        if not self._take(wanted):
            raise self._wrong()

    def _wrong(self) -> RuleError:
        rest = self._text[self._at :].strip()
        return RuleError(say("alerting.rule_wrong", rest=rest[:30] or "…"), self._at)
