"""Alertmanager's configuration: routes, inhibitions and times, in and out; how receivers are reached stays out."""

import re
from contextlib import suppress
from typing import Any

from slipway.alerting.matcher import Matcher, Sign, unquoted
from slipway.alerting.mute import Inhibition
from slipway.alerting.promql.tokens import duration_ms, duration_text
from slipway.alerting.route import Route, Routing
from slipway.content.compose import Allowed, parse
from slipway.content.problem import portion
from slipway.content.source import Text
from slipway.formats.alertmanager_times import interval_document, read_interval
from slipway.formats.fields import Group, Notes
from slipway.formats.imported import Imported
from slipway.formats.prometheus_rules import dumped
from slipway.words import say

_QUOTED = r"\"(?:[^\"\\]|\\.)*+\""
_MATCHER = re.compile(
    rf"\s*+([A-Za-z_][A-Za-z0-9_]*+|{_QUOTED})\s*+(=~|!~|!=|=)\s*+({_QUOTED}(?=\s*+(?:,|$))|(?:[^\",{{}}\\]|\\.)*+)\s*+(?:,|$)",
    re.DOTALL,
)
_ESCAPED = re.compile(r"\\([n\"\\])")
_SIGNS: dict[str, Sign] = {"=": "=", "!=": "!=", "=~": "=~", "!~": "!~"}
_MOST_DEPTH = 20


def reads(text: Text) -> bool:
    """Whether it seems to be one."""
    return bool(re.search(r"^route:", text.content, re.MULTILINE))


def read_routing(text: Text) -> Imported[Routing]:
    """The routes, with everything that holds notices back."""
    tree, problems = parse(text, allowed=Allowed(aliases=True))
    if tree is None:
        return Imported(None, (), tuple(problems))
    notes = Notes(problems)
    top = Group(tree, "alertmanager", notes)
    receivers = [each.text("name", needed=True) for each in top.groups("receivers")]
    times = [read_interval(each) for name in ("time_intervals", "mute_time_intervals") for each in top.groups(name)]
    root = top.group("route")
    if root is None:
        top.wrong("route", "is missing", say("formats.routes"))
    route = _route(root, set(receivers), {each.name for each in times}, 0) if root else Route("")
    if root and not route.receiver:
        root.wrong("receiver", "is missing", say("formats.route_receiver"))
    if root and (route.matchers or route.goes_on or route.mute_times or route.active_times):
        root.wrong("matchers", say("formats.route_root"))
    inhibitions = tuple(_inhibition(each) for each in top.groups("inhibit_rules"))
    if notes.problems:
        return Imported(None, (), tuple(portion(sorted(notes.problems))))
    return Imported(Routing(route, inhibitions, (), tuple(times)), tuple(portion(notes.unsupported())))


def _route(fields: Group, receivers: set[str], times: set[str], depth: int) -> Route:
    receiver = fields.text("receiver") or None
    if receiver and receiver not in receivers:
        fields.wrong("receiver", f"is {receiver!r}", say("formats.route_receiver"), tuple(sorted(receivers)))
    used = {name: fields.texts(name) for name in ("mute_time_intervals", "active_time_intervals")}
    for name, given in used.items():
        for each in given:
            if each not in times:
                fields.wrong(name, f"names {each!r}", say("formats.route_times"), tuple(sorted(times)))
    inner = fields.groups("routes")
    if inner and depth >= _MOST_DEPTH:
        fields.wrong("routes", say("formats.route_deep", most=_MOST_DEPTH))
        inner = []
    return Route(
        receiver,
        _conditions(fields, "matchers", "match", "match_re"),
        fields.texts("group_by") if "group_by" in fields.names else None,
        _seconds(fields, "group_wait", 0),
        _seconds(fields, "group_interval", 1000),
        _seconds(fields, "repeat_interval", 1000),
        fields.flag("continue"),
        used["mute_time_intervals"],
        used["active_time_intervals"],
        tuple(_route(each, receivers, times, depth + 1) for each in inner),
    )


def _seconds(fields: Group, name: str, least_ms: int) -> float | None:
    given = fields.text(name)
    if not given:
        return None
    found = duration_ms(given)
    if found is None or found < least_ms:
        fields.wrong(name, f"is {given[:40]!r}", say("formats.rule_duration"))
        return None
    return found / 1000


def _conditions(fields: Group, listed: str, equal: str, like: str) -> tuple[Matcher, ...]:
    """The matchers of today and those of old."""
    found = [each for text in fields.texts(listed) for each in _matchers(fields, listed, text)]
    for name, sign in ((equal, _SIGNS["="]), (like, _SIGNS["=~"])):
        inner = fields.group(name)
        for label in inner.names if inner else []:
            found += _matcher(fields, name, label, sign, inner.text(label) if inner else "")
    return tuple(found)


def _matchers(fields: Group, name: str, text: str) -> list[Matcher]:
    rest = text.strip()
    rest = rest[1:-1].strip() if rest.startswith("{") and rest.endswith("}") else rest
    found: list[Matcher] = []
    while rest:
        part = _MATCHER.match(rest)
        if part is None:
            fields.wrong(name, f"has {rest[:40]!r}", say("formats.route_matcher"))
            break
        found += _matcher(fields, name, _plain(part[1]), _SIGNS[part[2]], _plain(part[3].strip()))
        rest = rest[part.end() :].strip()
    return found


def _plain(text: str) -> str:
    """A name or value without quotes; where Go cannot read it, a backslash escapes n, a quote and itself only."""
    if text.startswith('"'):
        with suppress(ValueError):
            return unquoted(text)
        text = text[1:-1]
    return _ESCAPED.sub(lambda escape: {"n": "\n"}.get(escape[1], escape[1]), text)


def _matcher(fields: Group, name: str, label: str, sign: Sign, value: str) -> list[Matcher]:
    try:
        return [Matcher(label, sign, value)]
    except ValueError as error:
        fields.wrong(name, str(error))
        return []


def _inhibition(fields: Group) -> Inhibition:
    source = _conditions(fields, "source_matchers", "source_match", "source_match_re")
    target = _conditions(fields, "target_matchers", "target_match", "target_match_re")
    return Inhibition(source, target, fields.texts("equal"))


def write_routing(routing: Routing) -> str:
    """A configuration that reads back as the same, but for silences; its receivers reach nobody yet."""
    names = sorted({name for route in _all(routing.root) if (name := route.receiver)})
    document: dict[str, Any] = {"route": _route_document(routing.root)}
    if routing.inhibitions:
        document["inhibit_rules"] = [_inhibition_document(each) for each in routing.inhibitions]
    if routing.times:
        document["time_intervals"] = [interval_document(each) for each in routing.times]
    return dumped(document | {"receivers": [{"name": name} for name in names]})


def _all(route: Route) -> list[Route]:
    return [route, *(found for child in route.routes for found in _all(child))]


def _route_document(route: Route) -> dict[str, Any]:
    times = {
        "group_wait": route.group_wait_s,
        "group_interval": route.group_interval_s,
        "repeat_interval": route.repeat_s,
    }
    given: dict[str, Any] = {
        "receiver": route.receiver,
        "matchers": [each.written() for each in route.matchers] or None,
        "group_by": None if route.group_by is None else list(route.group_by),
        **{name: None if each is None else duration_text(round(each * 1000)) for name, each in times.items()},
        "continue": route.goes_on or None,
        "mute_time_intervals": list(route.mute_times) or None,
        "active_time_intervals": list(route.active_times) or None,
        "routes": [_route_document(each) for each in route.routes] or None,
    }
    return {name: value for name, value in given.items() if value is not None}


def _inhibition_document(inhibition: Inhibition) -> dict[str, Any]:
    equal = {"equal": list(inhibition.equal)} if inhibition.equal else {}
    return {
        "source_matchers": [each.written() for each in inhibition.source],
        "target_matchers": [each.written() for each in inhibition.target],
        **equal,
    }
