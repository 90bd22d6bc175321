"""Unit tests of rules for promtool, made from series and what the rules made of them."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

import numpy as np

from slipway.alerting.event import Labels
from slipway.alerting.matcher import quoted
from slipway.alerting.promql.evaluate import Edition
from slipway.alerting.promql.store import Samples, Store
from slipway.alerting.promql.tokens import duration_text
from slipway.alerting.rule import Alerting, RuleGroup
from slipway.alerting.rule_run import Ran, run_rules
from slipway.alerting.template import unfillable
from slipway.formats.prometheus_rules import dumped

MOST_TIMES = 60


def write_tests(
    groups: Sequence[RuleGroup],
    store: Store,
    lasts_s: float,
    rule_file: str,
    interval_s: float = 60.0,
    edition: Edition = 3,
) -> str:
    """A test file: the series as input, and which alerts fire whenever one changes its state, and right before.

    Alerts with an annotation that is not filled in here are left out, as promtool wants annotations, too.
    Series must have their samples at multiples of the interval. `edition` is that of the promtool that will run it.
    """
    ran = run_rules(groups, store, lasts_s, interval_s, edition)
    interval_ms = round(interval_s * 1000)
    changes_ms = sorted({round(event.at_s * 1000) for event in ran.events})[:MOST_TIMES]
    times_ms = sorted({each for at_ms in changes_ms for each in (at_ms - interval_ms, at_ms) if each >= 0})
    rules = [rule for group in groups for rule in group.rules if isinstance(rule, Alerting)]
    unknown = {rule.alert for rule in rules if any(unfillable(text) is not None for _, text in rule.annotations)}
    alerts = sorted({rule.alert for rule in rules} - unknown)
    tests = [firing_test(ran, alert, at_ms) for at_ms in times_ms or [0] for alert in alerts]
    series = [(labels, found) for labels, found in store.select(())]
    names = [group.name for group in groups]
    return as_test(rule_file, series, interval_ms, {"alert_rule_test": tests}, names)


def as_test(
    rule_file: str,
    series: Iterable[tuple[Labels, Samples]],
    interval_ms: int,
    checks: dict[str, Any],
    order: Sequence[str] = (),
) -> str:
    """A test file of one test; groups that are not in the `order` promtool evaluates in any."""
    inputs = [{"series": series_text(labels), "values": values_text(found, interval_ms)} for labels, found in series]
    test = {"interval": duration_text(interval_ms), "input_series": inputs, **checks}
    head = {"rule_files": [rule_file] if rule_file else [], "evaluation_interval": duration_text(interval_ms)}
    return dumped(head | ({"group_eval_order": list(order)} if order else {}) | {"tests": [test]})


def firing_test(ran: Ran, alert: str, at_ms: int) -> dict[str, Any]:
    """The alerts of a name that fire at an evaluation."""
    expected = []
    for trace in ran.traces:
        if trace.rule.alert != alert or at_ms not in trace.at_ms:
            continue
        number = trace.at_ms.index(at_ms)
        if trace.states[number] == "firing":
            labels = {name: value for name, value in trace.labels if name != "alertname"}
            annotations = dict(trace.annotations(trace.values[number]))
            expected.append({"exp_labels": labels, "exp_annotations": annotations})
    return {"eval_time": duration_text(at_ms), "alertname": alert, "exp_alerts": expected}


def series_text(labels: Labels) -> str:
    """A series as PromQL writes it."""
    inside = ", ".join(f"{name}={quoted(value)}" for name, value in labels if name != "__name__")
    return f"{dict(labels).get('__name__', '')}{{{inside}}}"


def values_text(found: Samples, interval_ms: int) -> str:
    """Samples in promtool's notation; `_` is none, `stale` a mark, and what repeats is counted."""
    marks = zip(found.at_ms.tolist(), found.values.tolist(), found.stale.tolist(), strict=True)
    at = {at_ms: "stale" if stale else _number(value) for at_ms, value, stale in marks}
    last_ms = int(found.at_ms[-1]) if len(found.at_ms) else 0
    words = [at.get(at_ms, "_") for at_ms in range(0, last_ms + 1, interval_ms)]
    return " ".join(_repeated(word, len(list(alike))) for word, alike in groupby(words))


def _repeated(word: str, count: int) -> str:
    if count == 1:
        return word
    if word == "stale":
        return " ".join([word] * count)
    return f"_x{count}" if word == "_" else f"{word}+0x{count - 1}"


def _number(value: float) -> str:
    if np.isnan(value) or np.isinf(value):
        return "NaN" if np.isnan(value) else "Inf" if value > 0 else "-Inf"
    return np.format_float_positional(value, trim="-")
