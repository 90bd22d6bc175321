"""Rules at work on stored series: what they record, and in which state each alert is at every evaluation."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import isfinite

import numpy as np

from slipway.alerting.alert_state import AlertState, AlertStates
from slipway.alerting.event import Event, Labels, labels_of, shown
from slipway.alerting.promql.evaluate import Asked, Edition, vector
from slipway.alerting.promql.store import Store, Times, samples
from slipway.alerting.promql.tokens import duration_text
from slipway.alerting.promql.tree import PromqlError, selectors
from slipway.alerting.promql.vector import Column, Vector, gathered
from slipway.alerting.rule import Alerting, Recording, RuleGroup
from slipway.alerting.template import filled
from slipway.verdict import Verdict
from slipway.words import say
from slipway.words.figure import figure

OUTCOMES = ("ALERTS", "ALERTS_FOR_STATE")
"""The series that Prometheus itself makes of alerts."""
MOST_EVALUATIONS, MOST_STEPS = 600_000, 50_000
"""Of a rule: where all times can be done at once, and where one must follow another."""


@dataclass
class Trace:
    """One alert over all evaluations: the times at which it was not inactive, its states and values then."""

    rule: Alerting
    labels: Labels
    query_labels: Labels
    at_ms: list[int] = field(default_factory=list)
    states: list[AlertState] = field(default_factory=list)
    values: list[float] = field(default_factory=list)

    def annotations(self, value: float) -> Labels:
        """The annotations, filled in."""
        given = dict(self.query_labels)
        return tuple((name, filled(text, given, value)) for name, text in self.rule.annotations)


@dataclass(frozen=True)
class Episode:
    """A stretch in which an alert fired; `until_s` is None where it still does at the end."""

    alert: str
    labels: Labels
    annotations: Labels
    active_s: float
    fired_s: float
    until_s: float | None


@dataclass(frozen=True)
class Ran:
    """What rules made of series: the store with what they recorded, every alert's trace, every change of state."""

    store: Store
    traces: tuple[Trace, ...]
    events: tuple[Event, ...]
    episodes: tuple[Episode, ...]


def run_rules(
    groups: Sequence[RuleGroup], store: Store, lasts_s: float, interval_s: float = 60.0, edition: Edition = 3
) -> Ran:
    """All groups from 0 to `lasts_s`, in the order given, evaluated every `interval_s`, or at their own interval.

    A rule sees what rules before it recorded at the same time, and of later ones what they recorded before.
    Raises PromqlError where the series do not allow a query.
    """
    running = _Running(store.copy(), int(interval_s * 1000), edition)
    steps = [(rule, group.interval_ms or int(interval_s * 1000)) for group in groups for rule in group.rules]
    every_ms = sorted({interval_ms for _, interval_ms in steps})
    most_ms = int(min(lasts_s * 1000, min(every_ms, default=1) * (MOST_EVALUATIONS + 1)))
    times = [np.arange(0, most_ms + 1, interval_ms, dtype=np.int64) for interval_ms in every_ms]
    at_once = not _look_ahead([rule for rule, _ in steps])
    most = MOST_EVALUATIONS if at_once else MOST_STEPS
    if any(len(at_ms) > most for at_ms in times):
        raise PromqlError(say("alerting.rule_times", most=f"{most:,}"), 0)
    for moments in [times] if at_once else _one_by_one(times):
        for rule, interval_ms in steps:
            at_ms = moments[every_ms.index(interval_ms)]
            if len(at_ms):
                running.evaluate(rule, at_ms)
    return running.ran()


def _one_by_one(times: Sequence[Times]) -> Iterator[list[Times]]:
    """Every moment by itself, with an empty stretch for groups that have no evaluation then."""
    for at_ms in np.unique(np.concatenate(times)) if times else []:
        yield [each[each == at_ms] for each in times]


def _look_ahead(rules: Sequence[Recording | Alerting]) -> bool:
    """Whether a rule looks at what it, or one after it, makes; then all must go from one time to the next."""
    for number, rule in enumerate(rules):
        made = {name for later in rules[number:] for name in _made(later)}
        for selector in selectors(rule.tree):
            named = [each for each in selector.matchers if each.label == "__name__"]
            if any(all(each.matches({"__name__": name}) for each in named) for name in made):
                return True
    return False


def _made(rule: Recording | Alerting) -> Iterable[str]:
    return (rule.record,) if isinstance(rule, Recording) else OUTCOMES


class _Running:
    """Rules in the midst of work."""

    def __init__(self, store: Store, interval_ms: int, edition: Edition) -> None:
        self._store = store
        self._interval_ms = interval_ms
        self._edition: Edition = edition
        self._machines: dict[tuple[int, Labels], AlertStates] = {}
        self._traces: dict[tuple[int, Labels], Trace] = {}
        self._there: dict[tuple[int, Labels], bool] = {}
        self._events: list[Event] = []

    def evaluate(self, rule: Recording | Alerting, at_ms: Times) -> None:
        try:
            found = vector(rule.tree, Asked(self._store, at_ms, self._interval_ms, self._edition))
            if isinstance(rule, Recording):
                self._record(rule, found, at_ms)
            else:
                self._alert(rule, found, at_ms)
        except PromqlError as error:
            name = rule.record if isinstance(rule, Recording) else rule.alert
            raise PromqlError(say("alerting.rule_failed", name=name, error=error), error.at) from None

    def ran(self) -> Ran:
        traces = tuple(self._traces.values())
        episodes = sorted((each for trace in traces for each in _episodes(trace, self._events)), key=_when)
        events = tuple(sorted(self._events, key=lambda event: event.at_s))
        return Ran(self._store, traces, events, tuple(episodes))

    def _record(self, rule: Recording, found: Vector, at_ms: Times) -> None:
        named = dict(rule.labels) | {"__name__": rule.record}
        columns = [(labels_of(dict(labels) | named), column) for labels, column in found.items()]
        self._keep(id(rule), gathered(columns, rule.tree.at), at_ms)

    def _keep(self, of: int, columns: Vector, at_ms: Times) -> None:
        """Store columns; a series that was there and is no more gets its mark."""
        gone = [labels for (rule, labels), there in self._there.items() if rule == of and there]
        nothing = Column(np.zeros(len(at_ms)), np.zeros(len(at_ms), dtype=bool))
        for labels in dict.fromkeys([*columns, *gone]):
            column = columns.get(labels, nothing)
            before = self._there.get((of, labels), False)
            self._store.add(labels, samples(at_ms, column.values, column.there, before=before))
            self._there[of, labels] = bool(column.there[-1])

    def _alert(self, rule: Alerting, found: Vector, at_ms: Times) -> None:
        columns = gathered([(_labels(rule, labels), column) for labels, column in found.items()], rule.tree.at)
        queried = {_labels(rule, labels): labels for labels in found}
        known = [labels for (of, labels) in self._machines if of == id(rule)]
        nothing = Column(np.zeros(len(at_ms)), np.zeros(len(at_ms), dtype=bool))
        outcomes: Vector = {}
        for labels in dict.fromkeys([*known, *columns]):
            column = columns.get(labels, nothing)
            self._machines.setdefault((id(rule), labels), AlertStates(rule.for_ms, rule.keep_firing_ms))
            trace = self._traces.setdefault((id(rule), labels), Trace(rule, labels, queried.get(labels, ())))
            outcomes |= self._follow(trace, column, at_ms)
        self._keep(id(rule), outcomes, at_ms)

    def _follow(self, trace: Trace, column: Column, at_ms: Times) -> Vector:
        """The alert's states at these times, as the series that Prometheus makes of them."""
        machine = self._machines[id(trace.rule), trace.labels]
        states: list[AlertState] = []
        since_s = np.zeros(len(at_ms))
        value = trace.values[-1] if trace.values else float("nan")
        for number, (now_ms, there) in enumerate(zip(at_ms.tolist(), column.there.tolist(), strict=True)):
            before, quiet_ms = machine.state, machine.quiet_ms
            value = float(column.values[number]) if there else value
            state = machine.evaluate(now_ms, there)
            states.append(state)
            since_s[number] = machine.active_ms / 1000
            if state != "inactive":
                trace.at_ms.append(now_ms)
                trace.states.append(state)
                trace.values.append(value)
            if state != before:
                self._events.append(_event(trace, machine, now_ms, value, quiet_ms if quiet_ms is not None else now_ms))
        return _outcomes(trace.labels, states, since_s)


def _labels(rule: Alerting, labels: Labels) -> Labels:
    """An alert's labels: those of the query, those of the rule, and its name."""
    given = dict(labels)
    own = {name: filled(text, given, float("nan")) for name, text in rule.labels}
    given.pop("__name__", None)
    return labels_of(given | own | {"alertname": rule.alert})


def _outcomes(
    labels: Labels, states: list[AlertState], since_s: np.ndarray[tuple[int], np.dtype[np.float64]]
) -> Vector:
    found: Vector = {}
    for state in ("pending", "firing"):
        there = np.array([each == state for each in states])
        if there.any():
            named = labels_of(dict(labels) | {"__name__": "ALERTS", "alertstate": state})
            found[named] = Column(np.ones(len(states)), there)
    active = np.array([each != "inactive" for each in states])
    if active.any():
        found[labels_of(dict(labels) | {"__name__": "ALERTS_FOR_STATE"})] = Column(since_s, active)
    return found


def _event(trace: Trace, machine: AlertStates, at_ms: int, value: float, quiet_ms: int) -> Event:
    """A change of state with its arithmetic."""
    rule, state = trace.rule, machine.state
    name, shown_value = shown(rule.alert, trace.labels), figure(value)
    query = " ".join(rule.query.split())
    if state == "inactive":
        inputs: tuple[tuple[str, str | int | float], ...] = (("quiet_s", (at_ms - quiet_ms) / 1000),)
        kept, quiet = duration_text(rule.keep_firing_ms), duration_text(at_ms - quiet_ms)
        arithmetic = say("alerting.alert_over", name=name, query=query, quiet=quiet, kept=kept)
        verdict = Verdict("alerting.alert", True, inputs, rule.keep_firing_ms / 1000, arithmetic)
    else:
        active_ms = at_ms - machine.active_ms
        inputs = (("value", value if isfinite(value) else str(value)), ("active_s", active_ms / 1000))
        active, wanted = duration_text(active_ms), duration_text(rule.for_ms)
        arithmetic = say(
            "alerting.alert",
            name=name,
            query=query,
            value=shown_value,
            active=active,
            wanted=wanted,
            sign="≥" if state == "firing" else "<",
            state=state,
        )
        verdict = Verdict("alerting.alert", False, inputs, rule.for_ms / 1000, arithmetic)
    return Event(at_ms / 1000, "alert", rule.alert, state, verdict, trace.labels)


def _episodes(trace: Trace, events: Iterable[Event]) -> Iterator[Episode]:
    """From each firing to the next time it is inactive."""
    own = [event for event in events if event.labels == trace.labels and event.name == trace.rule.alert]
    own.sort(key=lambda event: event.at_s)
    active_s = fired_s = None
    values = dict(zip(trace.at_ms, trace.values, strict=True))
    for event in [*own, None]:
        if event is not None and event.state == "pending":
            active_s = event.at_s
        elif event is not None and event.state == "firing":
            fired_s = event.at_s
        elif fired_s is not None:
            annotations = trace.annotations(values.get(round(fired_s * 1000), float("nan")))
            begun_s = fired_s if active_s is None else active_s
            yield Episode(trace.rule.alert, trace.labels, annotations, begun_s, fired_s, event.at_s if event else None)
            active_s = fired_s = None
        else:
            active_s = None


def _when(episode: Episode) -> tuple[float, str, Labels]:
    return episode.fired_s, episode.alert, episode.labels
