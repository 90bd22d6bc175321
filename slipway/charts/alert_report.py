"""What came of alerting over days, for the terminal: one document of plain values, and the same as lines."""

from typing import Any

from slipway.alerting.days import Watched
from slipway.alerting.event import Event, shown
from slipway.alerting.judge import Judgement
from slipway.words import say
from slipway.words.clock import day_and_time

_DAY_S, _HOUR_S, _MINUTE_S = 86_400, 3600, 60


def alert_document(watched: Watched) -> dict[str, Any]:
    """Everything; times are seconds since the series begin."""
    document: dict[str, Any] = {
        "events": [event.as_dict() for event in watched.events],
        "pages": [{"at_s": page.at_s, "alert": page.alert} for page in watched.pages],
    }
    if watched.judgement:
        document["judgement"] = _judgement(watched.judgement)
    return document


def _judgement(found: Judgement) -> dict[str, Any]:
    incidents = [
        {
            "kind": each.incident.kind,
            "since_s": each.incident.since_s,
            "until_s": each.incident.until_s,
            "detected_s": each.detected_s,
        }
        for each in found.found
    ]
    return {
        "pages": found.pages,
        "pages_per_week": round(found.pages_per_week, 2),
        "precision": found.precision,
        "recall": found.recall,
        "detected_s": found.detected_s,
        "needless_at_night": found.needless_at_night,
        "incidents": incidents,
        "verdicts": [verdict.as_dict() for verdict in found.verdicts()],
    }


def alert_lines(watched: Watched) -> list[str]:
    """Changes, notices, calls and deeds; then the incidents and how good it was."""
    lines = [_line(event) for event in watched.events if event.state != "pending"]
    found = watched.judgement
    if found is None:
        return [*lines, "", say("charts.alert_pages", pages=len(watched.pages))]
    lines.append("")
    for each in found.found:
        span = f"{day_and_time(each.incident.since_s)} – {day_and_time(each.incident.until_s)}"
        if each.detected_s is None:
            lines.append(say("charts.alert_missed", kind=each.incident.kind, span=span))
        else:
            minutes = f"{each.detected_s / _MINUTE_S:.1f}"
            lines.append(say("charts.alert_noticed", kind=each.incident.kind, span=span, minutes=minutes))
    lines += ["", *(verdict.arithmetic for verdict in found.verdicts())]
    week, night = f"{found.pages_per_week:.1f}", found.needless_at_night
    return [*lines, say("charts.alert_week", week=week, night=night)]


def _line(event: Event) -> str:
    name = shown(event.name, event.labels)
    return f"{day_and_time(event.at_s)}  {event.kind:9} {name} {event.state}  [{event.verdict.arithmetic}]"
