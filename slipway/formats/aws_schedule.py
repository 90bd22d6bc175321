"""Scheduled actions of EC2 Auto Scaling (Unix' cron) and of Application Auto Scaling (AWS' cron, at, rate)."""

import re
from datetime import UTC, datetime
from typing import Any

from slipway.formats.fields import Group as Fields
from slipway.scaling.policies import MOST_INSTANCES
from slipway.scaling.scheduled import Scheduled, zone_of
from slipway.words import say

_EXPRESSION = re.compile(r"(cron|at|rate)\((.{1,200})\)")
_RATE = re.compile(r"([1-9]\d{0,4}) (minute|hour|day)s?")
_UNIT_S = {"minute": 60, "hour": 3600, "day": 86_400}
_NUMBER = re.compile(r"\d+")
_FIELDS = 6
_SUNDAYS = 7


def read_ec2_action(fields: Fields, name: str) -> Scheduled | None:
    """An action of an Auto Scaling group: a recurrence, or one time in UTC."""
    least, most, desired = (_bound(fields, each) for each in ("MinSize", "MaxSize", "DesiredCapacity"))
    cron, zone = fields.text("Recurrence"), fields.text("TimeZone", "UTC")
    start, until = _instant(fields, "StartTime"), _instant(fields, "EndTime")
    if cron:
        return _tried(fields, "Recurrence", name, least, most, desired, cron=cron, zone=zone, since=start, until=until)
    if start is None:
        if "StartTime" not in fields.names:
            fields.wrong("Recurrence", "is missing", say("formats.schedule_when"))
        return None
    return _tried(fields, "StartTime", name, least, most, desired, once=start.replace(tzinfo=None), until=until)


def read_target_action(fields: Fields, name: str) -> Scheduled | None:
    """An action of a scalable target, which sets no number wanted."""
    inner = fields.group("ScalableTargetAction")
    if inner is None:
        fields.wrong("ScalableTargetAction", "is missing", "MinCapacity, MaxCapacity or both")
        return None
    bounds = _bound(inner, "MinCapacity"), _bound(inner, "MaxCapacity"), None
    zone, since, until = fields.text("Timezone", "UTC"), _instant(fields, "StartTime"), _instant(fields, "EndTime")
    given = fields.text("Schedule", needed=True)
    found = _EXPRESSION.fullmatch(given)
    if not found:
        if given:
            fields.wrong("Schedule", f"is {given[:60]!r}", say("formats.schedule_expression"))
        return None
    kind, said = found[1], found[2]
    if kind == "cron":
        return _of_cron(fields, name, bounds, said, zone, since, until)
    if kind == "rate":
        rate = _RATE.fullmatch(said)
        if rate is None:
            fields.wrong("Schedule", f"is {given[:60]!r}", say("formats.schedule_rate"))
            return None
        every_s = int(rate[1]) * _UNIT_S[rate[2]]
        return _tried(fields, "Schedule", name, *bounds, every_s=every_s, zone=zone, since=since, until=until)
    at = _moment(said)
    if at is None:
        fields.wrong("Schedule", f"is {given[:60]!r}", say("formats.schedule_at"))
        return None
    return _tried(fields, "Schedule", name, *bounds, once=at.replace(tzinfo=None), zone=zone, since=since, until=until)


def _of_cron(
    fields: Fields,
    name: str,
    bounds: tuple[int | None, int | None, int | None],
    said: str,
    zone: str,
    since: datetime | None,
    until: datetime | None,
) -> Scheduled | None:
    parts = said.split()
    if len(parts) != _FIELDS:
        fields.wrong("Schedule", f"has {len(parts)} fields", say("formats.schedule_fields"))
        return None
    if parts[-1] not in ("*", "?"):
        fields.wrong("Schedule", f"names the year {parts[-1][:20]!r}", say("formats.schedule_year"))
        return None
    return _tried(fields, "Schedule", name, *bounds, cron=_unix(parts), zone=zone, since=since, until=until)


def _tried(
    fields: Fields, at: str, name: str, least: int | None, most: int | None, desired: int | None, **when: Any
) -> Scheduled | None:
    try:
        return Scheduled(name, least, most, desired, **when)
    except ValueError as error:
        fields.wrong(at, str(error))
        return None


def _bound(fields: Fields, name: str) -> int | None:
    return fields.whole(name, 0, most=MOST_INSTANCES) if fields.peek(name) else None


def _instant(fields: Fields, name: str) -> datetime | None:
    """An instant; one without an offset is in UTC."""
    given = fields.text(name)
    if not given:
        return None
    found = _moment(given)
    if found is None:
        fields.wrong(name, f"is {given[:40]!r}", "a time such as 2026-05-12T08:00:00Z")
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _moment(given: str) -> datetime | None:
    try:
        return datetime.fromisoformat(given)
    except ValueError:
        return None


def _unix(parts: list[str]) -> str:
    """AWS' fields as Unix': `?` is `*`, and days of the week count from 0."""
    found = ["*" if part == "?" else part for part in parts[:5]]
    found[4] = _shifted(found[4], -1)
    return " ".join(found)


def _aws(cron: str) -> str:
    """Unix' fields as AWS': one of the two kinds of days must be `?`."""
    minute, hour, day, month, weekday = cron.split()
    if weekday == "*":
        return f"cron({minute} {hour} {day} {month} ? *)"
    return f"cron({minute} {hour} ? {month} {_shifted(weekday, 1)} *)"


def _shifted(weekday: str, by: int) -> str:
    """Numbers of days moved; what follows # or / is no day."""
    return ",".join(_shifted_term(term, by) for term in weekday.split(","))


def _shifted_term(term: str, by: int) -> str:
    end = min((at for at in (term.find("#"), term.find("/")) if at >= 0), default=len(term))
    return _NUMBER.sub(lambda found: str(int(found[0]) + by), term[:end]) + term[end:]


def ec2_action_fields(action: Scheduled) -> dict[str, Any]:
    """What an action of an Auto Scaling group says, without its name and its group."""
    bounds = {"MinSize": action.least, "MaxSize": action.most, "DesiredCapacity": action.desired}
    found: dict[str, Any] = {name: value for name, value in bounds.items() if value is not None}
    if action.once is not None:
        found["StartTime"] = _said(action.once.replace(tzinfo=zone_of(action.zone)))
    else:
        found |= {"Recurrence": action.cron, "TimeZone": action.zone}
        if action.since:
            found["StartTime"] = _said(action.since)
    return found | ({"EndTime": _said(action.until)} if action.until else {})


def target_action_fields(action: Scheduled) -> dict[str, Any]:
    """What an action of a scalable target says, without its name and its target."""
    bounds = {"MinCapacity": action.least, "MaxCapacity": action.most}
    found: dict[str, Any] = {"Schedule": _expression(action), "Timezone": action.zone}
    found["ScalableTargetAction"] = {name: value for name, value in bounds.items() if value is not None}
    times = {"StartTime": action.since, "EndTime": action.until}
    return found | {name: _said(at) for name, at in times.items() if at}


def no_ec2_action(action: Scheduled) -> str:
    """Why EC2 Auto Scaling cannot have this action, or ""."""
    return say("formats.schedule_no_rate", name=action.name) if action.every_s else ""


def no_target_action(action: Scheduled) -> str:
    """Why a scalable target cannot have this action, or ""."""
    if action.least is None and action.most is None:
        return say("formats.schedule_no_desired", name=action.name)
    if action.cron:
        day, weekday = action.cron.split()[2], action.cron.split()[4]
        if day != "*" and weekday != "*":
            return say("formats.schedule_both_days", name=action.name)
        if str(_SUNDAYS) in weekday:
            return say("formats.schedule_sunday", name=action.name)
    return ""


def _expression(action: Scheduled) -> str:
    if action.once is not None:
        return f"at({action.once:%Y-%m-%dT%H:%M:%S})"
    if action.cron:
        return _aws(action.cron)
    unit, seconds = next((unit, size) for unit, size in reversed(_UNIT_S.items()) if not action.every_s % size)
    number = action.every_s // seconds
    return f"rate({number} {unit}{'s' if number > 1 else ''})"


def _said(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
