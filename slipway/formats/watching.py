"""Alerting as files: rules of Prometheus, routes of Alertmanager, alarms of CloudFormation, alone or together."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from slipway.alerting.datapoints import Datapoints, plain
from slipway.alerting.days import Watching
from slipway.alerting.event import labels_of
from slipway.alerting.promql.store import Store, samples
from slipway.content.problem import Problem
from slipway.content.source import Text
from slipway.formats import alertmanager, cloudwatch_alarms, prometheus_rules
from slipway.formats.imported import Imported
from slipway.formats.series import Series
from slipway.words import say


def read_watching(texts: Sequence[Text]) -> Imported[Watching]:
    """All files as one; the problems and what is left out of each."""
    watching = Watching()
    left_out: list[Problem] = []
    problems: list[Problem] = []
    for text in texts:
        found = _added(watching, text)
        left_out += found.unsupported
        problems += found.problems
        watching = found.settings or watching
    if not problems and not (watching.groups or watching.alarms or watching.composites):
        problems.append(texts[0].problem(1, 1, say("formats.alerting_nothing"), say("formats.alerting_files")))
    return Imported(None if problems else watching, tuple(left_out), tuple(problems))


def _added(watching: Watching, text: Text) -> Imported[Watching]:
    """What one file adds."""
    if cloudwatch_alarms.reads(text):
        alarms = cloudwatch_alarms.read_watched(text)
        if alarms.settings is None:
            return Imported(None, alarms.unsupported, alarms.problems)
        metric = (*watching.alarms, *alarms.settings.metric)
        composite = (*watching.composites, *alarms.settings.composite)
        return Imported(replace(watching, alarms=metric, composites=composite), alarms.unsupported)
    if alertmanager.reads(text):
        routing = alertmanager.read_routing(text)
        if routing.settings is None:
            return Imported(None, routing.unsupported, routing.problems)
        return Imported(replace(watching, routing=routing.settings), routing.unsupported)
    rules = prometheus_rules.read_rules(text)
    if rules.settings is None:
        return Imported(None, rules.unsupported, rules.problems)
    return Imported(replace(watching, groups=(*watching.groups, *rules.settings)), rules.unsupported)


def as_store(series: Sequence[Series]) -> Store:
    """Recorded series as Prometheus would have them."""
    store = Store()
    for each in series:
        at_ms = np.round(np.array(each.at_s) * 1000).astype(np.int64)
        kept = np.concatenate([[True], np.diff(at_ms) > 0])
        labels = labels_of({"__name__": each.name, **dict(each.labels)})
        store.add(labels, samples(at_ms[kept], np.array(each.values, dtype=np.float64)[kept]))
    return store


def as_datapoints(series: Sequence[Series]) -> dict[str, Datapoints]:
    """Recorded series as CloudWatch would have them, by name; the first of each name."""
    return {
        each.name: plain(np.array(each.at_s, dtype=np.float64), np.array(each.values, dtype=np.float64))
        for each in reversed(series)
    }
