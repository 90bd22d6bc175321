"""Recorded alarm states under CodeDeploy's rules: what the deployment would have done.

    {"alarms": {"HighErrors": [[0, "OK"], [120, "ALARM"]]},
     "hooks": {"AfterAllowTraffic": "Failed"},
     "hosts": {"count": 9, "seconds": 60, "failed": [0, 4], "unhealthy": [8]}}

Times are seconds since the deployment began, as numbers or texts; `null` for a state is one that could not be read,
`none` for a hook one that did not answer. A state alone, as in `"HighErrors": "ALARM"`, is one from the start; where
there are only alarms, their states by name are enough.
"""

import json
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

from slipway.content.problem import nearest
from slipway.content.source import Text
from slipway.content.typed import one_of
from slipway.delivery.codedeploy import release
from slipway.delivery.codedeploy_alarm import STATES, Seen, State, verdict_of
from slipway.delivery.codedeploy_run import Answer, Look, Run, Surroundings
from slipway.delivery.codedeploy_settings import HOOK_EVENTS, MOST_ALARMS, MOST_HOSTS, Deployment
from slipway.delivery.controller import Happening, Measure, Query, Reading
from slipway.formats.cloudwatch import remark
from slipway.formats.decision import Decision, Line
from slipway.formats.imported import Imported
from slipway.formats.json_fields import Fields, Findings, kind_of
from slipway.formats.json_text import parse_json
from slipway.formats.plans import codedeploy, sam
from slipway.traffic.alarm import Alarm
from slipway.verdict import Verdict
from slipway.words import say
from slipway.words.figure import figure

_FORMATS = (codedeploy.PLAN_FORMAT, sam.PLAN_FORMAT)
_ANSWERS = {"Succeeded": "Succeeded", "Failed": "Failed", "none": "none"}
_PARTS = {"alarms", "hooks", "hosts"}
_LONGEST_S = 10_000_000.0

States = tuple[tuple[float, State], ...]


@dataclass(frozen=True, slots=True)
class Recorded:
    """What somebody wrote down: alarm states by time, what hooks answered, and how hosts did."""

    alarms: Mapping[str, States] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)
    hosts: int = 10
    host_s: float = 60.0
    failed: frozenset[int] = frozenset()
    unhealthy: frozenset[int] = frozenset()


def reads(settings: Text) -> bool:
    """Whether a text seems to hold settings of CodeDeploy."""
    return any(each.reads(settings) for each in _FORMATS)


def judge(settings: Text, measurements: Text) -> Imported[Decision]:
    """What CodeDeploy does with these settings while its alarms, hooks and hosts do what was recorded.

    Settings without a deployment group name no alarms: then those that were recorded are the group's. What would be
    assumed of an alarm by its name is not, since its states were recorded.
    """
    imported = next(each for each in _FORMATS if each.reads(settings)).read(settings)
    if imported.settings is None:
        return Imported(None, imported.unsupported, imported.problems)
    deployment: Deployment = imported.settings
    recorded = import_recorded(measurements, deployment)
    by_name = {remark(alarm) for alarm in deployment.alarms}
    told = (*(each for each in imported.unsupported if each.what not in by_name), *recorded.unsupported)
    if recorded.settings is None:
        return Imported(None, told, recorded.problems)
    if not deployment.alarms:
        deployment = replace(deployment, alarms=tuple(Alarm(name) for name in recorded.settings.alarms))
    return Imported(_decided(deployment, recorded.settings), told)


def import_recorded(text: Text, deployment: Deployment) -> Imported[Recorded]:
    """The recording, or what is wrong with it."""
    document, problems = parse_json(text)
    if document is None:
        return Imported(None, (), tuple(problems))
    findings = Findings(document, problems)
    fields = Fields(findings)
    alarms = _alarms(_alarm_group(fields, findings), findings, deployment)
    answers = _answers(fields, findings, deployment)
    hosts = fields.group("hosts")
    found = _hosts(hosts, findings) if hosts else {}
    if _PARTS & set(fields.names()):
        fields.end()
    return findings.imported(Recorded(alarms, answers, **found))


def _alarm_group(fields: Fields, findings: Findings) -> Fields | None:
    """The alarms: everything, where no part of a recording is named."""
    alone = fields.names() and not _PARTS & set(fields.names())
    return Fields(findings) if alone else fields.group("alarms")


def _alarms(group: Fields | None, findings: Findings, deployment: Deployment) -> dict[str, States]:
    if group is None:
        return {}
    names = [alarm.name for alarm in deployment.alarms]
    if not names and len(group.names()) > MOST_ALARMS:
        findings.wrong((), f"there are {len(group.names())} alarms", f"at most {MOST_ALARMS}")
    for name in group.names():
        if names and name not in names:
            near = nearest(name, names)
            findings.wrong(group.loc(name), f"there is no alarm {name[:60]!r}", one_of(names), near, key=True)
    return {name: _states(group, name, findings) for name in group.names()}


def _states(group: Fields, name: str, findings: Findings) -> States:
    listed = group.any(name)
    if listed in STATES:
        return ((0.0, listed),)
    if not isinstance(listed, list):
        findings.wrong(
            group.loc(name), f"{name[:60]!r} is {kind_of(listed)}", 'a list such as [[0, "OK"], [120, "ALARM"]]'
        )
        return ()
    found: list[tuple[float, State]] = []
    for at, entry in enumerate(listed):
        change = _change(entry)
        if change is None:
            expected = f"seconds and a state: {', '.join(STATES)} or null"
            findings.wrong((*group.loc(name), at), f"this is {json.dumps(entry, ensure_ascii=False)[:60]}", expected)
        else:
            found.append(change)
    return tuple(sorted(found, key=lambda change: change[0]))


def _change(entry: Any) -> tuple[float, State] | None:
    if not isinstance(entry, list) or len(entry) != 2:
        return None
    at_s = _seconds(entry[0])
    state = "UNREADABLE" if entry[1] is None else entry[1]
    if at_s is None or state not in (*STATES, "UNREADABLE"):
        return None
    return at_s, cast(State, state)


def _seconds(value: Any) -> float | None:
    """A time, as a number or as the text of one."""
    if isinstance(value, str):
        value = float(value) if value.replace(".", "", 1).isascii() and value.replace(".", "", 1).isdigit() else None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _LONGEST_S:
        return None
    return float(value)


def _answers(fields: Fields, findings: Findings, deployment: Deployment) -> dict[str, Answer]:
    group = fields.group("hooks")
    if group is None:
        return {}
    events = list(dict.fromkeys(hook.event for hook in deployment.hooks))
    for event in group.names():
        if event not in events:
            expected = one_of(events) if events else "no hooks, since the settings have none"
            what = f"there is no hook at {event[:60]!r}"
            findings.wrong(group.loc(event), what, expected, nearest(event, events), key=True)
    known = HOOK_EVENTS[deployment.config.platform]
    return {
        event: cast(Answer, group.choice(event, _ANSWERS, "Succeeded")) for event in group.names() if event in known
    }


def _hosts(group: Fields, findings: Findings) -> dict[str, Any]:
    count = int(group.number("count", 10, 1, MOST_HOSTS))
    found = {
        "hosts": count,
        "host_s": group.number("seconds", 60.0, 0, 86_400),
        "failed": _indexes(group, "failed", count, findings),
        "unhealthy": _indexes(group, "unhealthy", count, findings),
    }
    group.end()
    return found


def _indexes(group: Fields, name: str, count: int, findings: Findings) -> frozenset[int]:
    listed = group.any(name)
    if listed is None:
        return frozenset()
    good = isinstance(listed, list) and all(type(each) is int and 0 <= each < count for each in listed)
    if not good:
        findings.wrong(group.loc(name), f"{name!r} is {kind_of(listed)}", f"a list of hosts from 0 to {count - 1}")
        return frozenset()
    return frozenset(listed)


def _decided(deployment: Deployment, recorded: Recorded) -> Decision:
    """Play it to its end, and tell of alarms that came too late."""
    times = sorted({at_s for states in recorded.alarms.values() for at_s, _ in states})
    around = Surroundings(
        hosts=recorded.hosts,
        host_s=recorded.host_s if deployment.config.platform == "Server" else 0.0,
        answers=recorded.answers,
        failing=recorded.failed,
        unhealthy=recorded.unhealthy,
        look=_looks(recorded.alarms),
        polls_s=tuple(times),
    )
    run: Run = release(deployment, around)
    told: list[Happening] = []
    while (due_s := run.next_at_s) is not None:
        told += run.step(due_s, _unmeasured)
    first = next(_END[each.kind] for each in told if each.kind in _END)
    lines = [_line(each) for each in told] + _too_late(recorded.alarms, told)
    return Decision("codedeploy", first, tuple(lines))


_END = {"succeeded": "Succeeded", "failed": "Failed", "stopped": "Stopped"}


def _unmeasured(query: Query) -> Reading:
    return Reading(None)


def _looks(alarms: Mapping[str, States]) -> Look:
    """Where an alarm stands, from what was recorded."""

    def look(alarm: Alarm, at_s: float, measure: Measure) -> Seen:
        states = alarms.get(alarm.name, ())
        index = bisect_right([since_s for since_s, _ in states], at_s)
        if not index:
            return Seen("INSUFFICIENT_DATA", verdict_of(alarm, "INSUFFICIENT_DATA", say("codedeploy.alarm_unrecorded")))
        since_s, state = states[index - 1]
        return Seen(state, verdict_of(alarm, state, say("codedeploy.alarm_recorded", since=figure(since_s))))

    return look


def _line(each: Happening) -> Line:
    assert each.verdict is not None
    state = dict(each.verdict.inputs).get("state")
    judged = _END.get(each.kind) or str(state or ("goes on" if each.verdict.passed else "fails"))
    alarm = dict(each.verdict.inputs).get("alarm")
    return Line(each.kind, f"{each.at_s:g} s", judged, each.verdict, str(alarm) if alarm else None, each.at_s)


def _too_late(alarms: Mapping[str, States], told: list[Happening]) -> list[Line]:
    ended_s = told[-1].at_s
    return [
        Line("alarm", f"{at_s:g} s", "ignored", _ignored(name, state, at_s, ended_s), name, at_s)
        for name, states in alarms.items()
        for at_s, state in states
        if state == "ALARM" and at_s > ended_s
    ]


def _ignored(name: str, state: State, at_s: float, ended_s: float) -> Verdict:
    arithmetic = say("codedeploy.alarm_too_late", name=name, state=state, at=figure(at_s), ended=figure(ended_s))
    return Verdict("codedeploy.alarm", True, (("state", state), ("at_s", at_s)), ended_s, arithmetic)
