"""Rule files of Prometheus (and PrometheusRule manifests, whose `spec` is one), in and out."""

from typing import Any

import yaml

from slipway.alerting.event import Labels
from slipway.alerting.promql.tokens import duration_ms, duration_text
from slipway.alerting.promql.tree import PromqlError
from slipway.alerting.rule import Alerting, Recording, RuleGroup
from slipway.alerting.template import TemplateError, unfillable
from slipway.content.compose import Allowed, parse
from slipway.content.problem import portion
from slipway.content.source import Text
from slipway.formats.fields import Group, Notes
from slipway.formats.imported import Imported
from slipway.words import say

RuleFile = tuple[RuleGroup, ...]
_SNIPPET = 40
_LONGEST_LABEL = 2000


def reads(text: Text) -> bool:
    """Whether it seems to be one."""
    return "groups:" in text.content and "rules:" in text.content


def read_rules(text: Text) -> Imported[RuleFile]:
    """All groups of rules."""
    tree, problems = parse(text, allowed=Allowed(aliases=True))
    if tree is None:
        return Imported(None, (), tuple(problems))
    notes = Notes(problems)
    top = Group(tree, "rules", notes)
    if "spec" in top.names:
        top.ignore("apiVersion", "kind", "metadata")
        top = top.group("spec") or top
    if "groups" not in top.names:
        top.wrong("groups", "is missing", say("formats.rule_groups"))
    groups = tuple(_group(each) for each in top.groups("groups"))
    names = [each.name for each in groups]
    for name in sorted({name for name in names if names.count(name) > 1}):
        top.wrong("groups", say("formats.rule_group_twice", name=name))
    if notes.problems:
        return Imported(None, (), tuple(portion(sorted(notes.problems))))
    return Imported(groups, tuple(portion(notes.unsupported())))


def _group(fields: Group) -> RuleGroup:
    name = fields.text("name", needed=True)
    interval_ms = _duration(fields, "interval") or None
    rules = [rule for each in fields.groups("rules") if (rule := _rule(each))]
    return RuleGroup(name, tuple(rules), interval_ms)


def _rule(fields: Group) -> Recording | Alerting | None:
    if ("alert" in fields.names) == ("record" in fields.names):
        fields.wrong("alert", say("formats.rule_neither"), say("formats.rule_either"))
        return None
    labels, query = _texts(fields, "labels"), fields.text("expr", needed=True)
    try:
        if "record" in fields.names:
            return Recording(fields.text("record", needed=True), query, labels)
        alert = fields.text("alert", needed=True)
        for_ms, keep_ms = _duration(fields, "for"), _duration(fields, "keep_firing_for")
        return Alerting(alert, query, for_ms, keep_ms, labels, _annotations(fields))
    except PromqlError as error:
        if query:
            snippet = query[error.at :].split("\n")[0][:_SNIPPET].strip() or query.rstrip()[-8:]
            fields.wrong_at("expr", snippet, str(error), say("formats.rule_query"))
    except TemplateError as error:
        fields.wrong_at("labels", error.snippet, str(error), say("formats.rule_template"))
    return None


def _annotations(fields: Group) -> Labels:
    """Told of where they cannot be filled in: they say nothing about when an alert fires."""
    inner = fields.group("annotations")
    found = _within(inner)
    for name, text in found:
        if inner and (gap := unfillable(text)) is not None:
            inner.tell(name, say("alerting.template", name=f"{inner.path}.{name}", gap=gap[:60]))
    return found


def _duration(fields: Group, name: str) -> int:
    given = fields.text(name)
    if given in ("", "0"):
        return 0
    found = duration_ms(given)
    if found is None:
        fields.wrong(name, f"is {given[:_SNIPPET]!r}", say("formats.rule_duration"))
    return found or 0


def _texts(fields: Group, name: str) -> Labels:
    return _within(fields.group(name))


def _within(inner: Group | None) -> Labels:
    return tuple(sorted((each, inner.text(each)[:_LONGEST_LABEL]) for each in inner.names)) if inner else ()


def write_rules(groups: RuleFile) -> str:
    """A rule file that reads back as the same."""
    return dumped({"groups": [_group_document(group) for group in groups]})


def dumped(document: dict[str, Any]) -> str:
    """A document as YAML, its fields in their order."""
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=110)


def _group_document(group: RuleGroup) -> dict[str, Any]:
    interval = {"interval": duration_text(group.interval_ms)} if group.interval_ms else {}
    return {"name": group.name, **interval, "rules": [_rule_document(rule) for rule in group.rules]}


def _rule_document(rule: Recording | Alerting) -> dict[str, Any]:
    labels = {"labels": dict(rule.labels)} if rule.labels else {}
    if isinstance(rule, Recording):
        return {"record": rule.record, "expr": rule.query, **labels}
    times = {"for": rule.for_ms, "keep_firing_for": rule.keep_firing_ms}
    return {
        "alert": rule.alert,
        "expr": rule.query,
        **{name: duration_text(ms) for name, ms in times.items() if ms},
        **labels,
        **({"annotations": dict(rule.annotations)} if rule.annotations else {}),
    }
