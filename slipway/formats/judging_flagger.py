"""Recorded values under Flagger's rules: what the release would have done.

    [{"request-success-rate": 99.9, "request-duration": 120}, {"request-success-rate": 98.5, "request-duration": null}]

or the same by metric: `{"request-success-rate": [99.9, 98.5], "request-duration": [120, null]}`. An entry is a tick at
which metrics are looked at; `null`, "NaN" (for Flagger no value was found then) and a metric that is not there are no
value.
"""

from dataclasses import dataclass
from math import isfinite
from typing import Any

from slipway.content.problem import nearest
from slipway.content.source import Text
from slipway.content.typed import one_of
from slipway.delivery.controller import Happening, Query, Reading
from slipway.delivery.flagger import FlaggerRelease, measured_as
from slipway.delivery.flagger_settings import Flagger
from slipway.delivery.service import Service
from slipway.formats.decision import Decision, Line
from slipway.formats.imported import Imported
from slipway.formats.json_fields import Findings, kind_of
from slipway.formats.json_text import parse_json
from slipway.formats.plans.flagger import PLAN_FORMAT
from slipway.words import say

_AT_ONCE = Service(boot_s=0)
_ENDS = {"promoted": "Succeeded", "rolled_back": "Failed"}

Tick = dict[str, float | None]


def reads(settings: Text) -> bool:
    """Whether a text seems to hold a `Canary`."""
    return PLAN_FORMAT.reads(settings)


def judge(settings: Text, measurements: Text) -> Imported[Decision]:
    """What Flagger does with these settings while it measures what was recorded; gates open at once."""
    imported = PLAN_FORMAT.read(settings)
    if imported.settings is None:
        return Imported(None, imported.unsupported, imported.problems)
    recorded = import_recorded(measurements, imported.settings)
    told = (*imported.unsupported, *recorded.unsupported)
    if recorded.settings is None:
        return Imported(None, told, recorded.problems)
    decision, taken = _decided(imported.settings, recorded.settings)
    left = len(recorded.settings) - taken
    if left and imported.settings.checks:
        told += (measurements.problem(1, 1, say("flagger.unneeded", left=left, all=len(recorded.settings))),)
    return Imported(decision, told)


def import_recorded(text: Text, settings: Flagger) -> Imported[list[Tick]]:
    """Ticks, or what is wrong with them."""
    document, problems = parse_json(text)
    if document is None:
        return Imported(None, (), tuple(problems))
    findings = Findings(document, problems)
    names = [check.name for check in settings.checks]
    value = document.value
    if isinstance(value, dict):
        return findings.imported(_by_metric(value, names, findings))
    if isinstance(value, list):
        return findings.imported([_tick(each, number, names, findings) for number, each in enumerate(value)])
    findings.wrong((), f"this is {kind_of(value)}", say("flagger.ticks"))
    return findings.imported([])


def _by_metric(value: dict[str, Any], names: list[str], findings: Findings) -> list[Tick]:
    columns: dict[str, list[float | None]] = {}
    for name, listed in value.items():
        _check_name(name, (name,), names, findings)
        if isinstance(listed, list):
            columns[name] = [_value(each, (name, at), findings) for at, each in enumerate(listed)]
        else:
            findings.wrong((name,), f"this is {kind_of(listed)}", say("flagger.values"))
    most = max((len(column) for column in columns.values()), default=0)
    return [
        {name: column[number] if number < len(column) else None for name, column in columns.items()}
        for number in range(most)
    ]


def _tick(value: Any, number: int, names: list[str], findings: Findings) -> Tick:
    if not isinstance(value, dict):
        findings.wrong((number,), f"this is {kind_of(value)}", say("flagger.ticks"))
        return {}
    for name in value:
        _check_name(name, (number, name), names, findings)
    return {name: _value(each, (number, name), findings) for name, each in value.items()}


def _check_name(name: str, loc: tuple[str | int, ...], names: list[str], findings: Findings) -> None:
    if name not in names:
        expected = one_of(names) if names else say("flagger.no_metrics")
        findings.wrong(loc, say("flagger.no_metric", name=name[:60]), expected, nearest(name, names), key=True)


def _value(value: Any, loc: tuple[str | int, ...], findings: Findings) -> float | None:
    if value is None or value == "NaN":
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        findings.wrong(loc, f"this is {kind_of(value)}", say("flagger.values"))
        return None
    return float(value)


@dataclass(slots=True)
class _Recording:
    """Gives each tick’s values to whoever asks at its time."""

    ticks: list[Tick]
    names: dict[str, str]
    times_s: list[float]

    def measure(self, query: Query) -> Reading:
        if query.until_s not in self.times_s:
            self.times_s.append(query.until_s)
        tick = self.ticks[self.times_s.index(query.until_s)]
        value = tick.get(self.names[query.metric])
        return Reading(value, 0 if value is None else 1)


def _decided(settings: Flagger, ticks: list[Tick]) -> tuple[Decision, int]:
    """Tick by tick, until it ends or nothing is recorded any more; and how many ticks that took."""
    run = FlaggerRelease(settings, _AT_ONCE)
    recording = _Recording(ticks, {measured_as(check): check.name for check in settings.checks}, [])
    told: list[Happening] = []
    while run.phase not in _ENDS:
        if run.waits:
            told += run.resume(told[-1].at_s)
        elif run.next_at_s is None or (run.looks_next and settings.checks and len(recording.times_s) == len(ticks)):
            break
        else:
            told += run.step(run.next_at_s, recording.measure)
    lines = [_line(each) for each in told if each.verdict]
    return Decision("flagger", _ENDS.get(run.phase, run.status), tuple(lines)), len(recording.times_s)


def _line(each: Happening) -> Line:
    assert each.verdict is not None
    judged = "passes" if each.verdict.passed else "fails"
    metric = each.verdict.rule if each.kind == "check" else None
    return Line(each.kind, f"{each.at_s:g} s", judged, each.verdict, metric, each.at_s)
