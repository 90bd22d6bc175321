"""Monitoring and alerting: days with incidents, who is told, who is called, and how long customers were hurt."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from slipway.alerting.datapoints import Datapoints
from slipway.alerting.days import Days, Watched, Watching, watch, watch_series
from slipway.alerting.escalation import Escalation, is_night
from slipway.alerting.event import shown
from slipway.alerting.incidents import Incident
from slipway.alerting.promql.store import Store
from slipway.alerting.response import Response, responses
from slipway.alerting.scene import Scene, first_scene
from slipway.alerting.site import Measured, measure
from slipway.alerting.site_series import METRICS, as_store
from slipway.alerting.situations import SITUATIONS, Situation, escalation_of
from slipway.alerting.ways import WAYS
from slipway.operations.courses import course
from slipway.operations.recorded import Points, recorded_strips
from slipway.operations.subject import Measure, Subject, Told, Trial
from slipway.operations.unseen import unseen
from slipway.panel import Cell, Panel, Span, Strip, Table, Timeline, Words
from slipway.progress import Progress
from slipway.words import say
from slipway.words.clock import day_and_time

MEASURES = (
    Measure("hurt_min", "min"),
    Measure("precision_pct", "%"),
    Measure("recall_pct", "%"),
    Measure("detected_min", "min", 1),
    Measure("pages_per_week", "", 1),
    Measure("needless", ""),
    Measure("woken", ""),
    Measure("needless_at_night", ""),
    Measure("tickets", ""),
    Measure("deeds", ""),
)
_MOST_MARKS, _MOST_UNSEEN = 400, 12


def run(situation: str, way: str, settings: Any, seed: int, _: Progress) -> Trial:
    """The days under this alerting."""
    there = SITUATIONS[situation]
    return watched_by(WAYS[way].watching(settings), _escalation(there, settings), replace(there.days, seed=seed))


def watched_by(watching: Watching, escalation: Escalation, days: Days) -> Trial:
    """The same under any alerting."""
    watching = replace(watching, escalation=escalation)
    watched = watch(watching, days)
    answered = responses(watched, days.incidents, escalation, watching.runbooks, days.site)
    measured = measure(days.profile, watched.incidents, days.seed, days.site)
    panels = (_timeline(measured, days.incidents, watched), _incidents(answered, watched))
    return Trial(_measures(watched, answered), panels, tuple(_told(watched)), begins_s=0.0)


def brought(watching: Watching, escalation: Escalation, days: Days) -> Trial:
    """The same under somebody's own alerting, which may look at what is not measured here."""
    trial = watched_by(watching, escalation, days)
    store = as_store(measure(days.profile, (), days.seed, days.site))
    return replace(trial, panels=(*_unseen(unseen(watching, store, METRICS)), *trial.panels))


def _unseen(names: Sequence[str]) -> tuple[Panel, ...]:
    if not names:
        return ()
    lines = [
        say("operate.unseen"),
        "",
        *(f"- `{name}`" for name in names[:_MOST_UNSEEN]),
        *["- …"][: len(names) > _MOST_UNSEEN],
    ]
    return (Words(say("operate.unseen_title"), "\n".join(lines), "failed"),)


def on_record(watching: Watching, store: Store, metrics: dict[str, Datapoints], series: Sequence[Points]) -> Trial:
    """Who would have been called on that day; nothing is measured, for nobody says what was wrong."""
    lasts_s = max(at_s[-1] for _, at_s, _ in series)
    watched = watch_series(watching, store, metrics, lasts_s)
    marked = say("operate.marked_alerting")
    panel = Timeline("", recorded_strips(series), (), _marks(watched), marked, alarms=True)
    return Trial({}, (*_unseen(unseen(watching, store, metrics)), panel), tuple(_told(watched)))


def _marks(watched: Watched) -> tuple[tuple[float, str], ...]:
    return tuple((page.at_s / 60, say("operate.page", what=page.alert)) for page in watched.pages[:_MOST_MARKS])


def _escalation(there: Situation, settings: Any) -> Escalation:
    """With 0 nobody but the first one is ever called."""
    if not settings.next_after_min:
        return escalation_of(replace(there, people=there.people[:1]), 1)
    return escalation_of(there, settings.next_after_min)


def _measures(watched: Watched, answered: tuple[Response, ...]) -> dict[str, float]:
    found = watched.judgement
    if found is None:
        raise ValueError("simulated days are always judged")
    tickets = sum(notice.receiver == "ticket" and notice.reason == "new" for notice in watched.notices)
    return {
        "hurt_min": sum(each.hurt_s for each in answered) / 60,
        "precision_pct": _percent(found.precision),
        "recall_pct": _percent(found.recall),
        "detected_min": float("nan") if found.detected_s is None else found.detected_s / 60,
        "pages_per_week": found.pages_per_week,
        "needless": len(found.needless),
        "woken": sum(is_night(page.at_s) for page in watched.pages),
        "needless_at_night": found.needless_at_night,
        "tickets": tickets,
        "deeds": sum(event.kind == "remedy" for event in watched.events),
    }


def _percent(share: float | None) -> float:
    return float("nan") if share is None else 100 * share


def _timeline(measured: Measured, incidents: tuple[Incident, ...], watched: Watched) -> Timeline:
    """What a dashboard shows: a strip for each kind of metric, with incidents shaded and pages as marks."""
    regions = measured.regions
    at_s = np.arange(measured.minutes) * 60.0
    requests = np.sum([region.requests for region in regions], axis=0)
    failed = np.sum([region.failed for region in regions], axis=0)
    sales = np.sum([region.checkouts for region in regions], axis=0)
    took = np.sum([region.mean_s * region.requests for region in regions], axis=0)
    some = np.maximum(requests, 1)
    error_pct, mean_ms = 100 * failed / some, 1000 * took / some
    strips = (
        Strip(say("operate.strip_errors"), (course("errors", at_s, error_pct, "alarm"),)),
        Strip(say("operate.strip_mean"), (course("mean", at_s, mean_ms, "canary"),)),
        Strip(
            say("operate.strip_system"),
            (
                course("cpu", at_s, np.max([region.cpu_pct for region in regions], axis=0), "stable"),
                course("memory", at_s, np.max([region.memory_pct for region in regions], axis=0), "canary"),
            ),
        ),
        Strip(say("operate.strip_sales"), (course("sales", at_s, sales, "stable"),)),
        Strip(
            say("operate.strip_dependency"),
            (course("dependency", at_s, np.max([region.dependency_ms for region in regions], axis=0), "plain"),),
        ),
    )
    spans = tuple(
        Span(each.since_s / 60, each.until_s / 60, say(f"operate.incident_{each.kind}"))
        for each in incidents
        if each.is_harmful
    )
    marked = say("operate.marked_alerting")
    return Timeline("", strips, spans, _marks(watched), marked, alarms=True, begins_min=0.0)


def _incidents(answered: tuple[Response, ...], watched: Watched) -> Table:
    """Each harm, when somebody answered, and how long it hurt."""
    rows = [
        (
            Cell(say(f"operate.incident_{each.incident.kind}")),
            Cell(day_and_time(each.incident.since_s)),
            Cell(day_and_time(each.incident.until_s)),
            _answered(each),
            Cell(f"{each.hurt_s / 60:.0f} min"),
        )
        for each in answered
    ]
    head = ("incident", "began", "alone", "answered", "hurt")
    return Table(say("operate.incidents"), tuple(say(f"operate.head_{name}") for name in head), tuple(rows))


def _answered(response: Response) -> Cell:
    if response.known_s is None:
        return Cell(say("operate.nobody"), "failed")
    return Cell(day_and_time(response.known_s), "passed")


def _told(watched: Watched) -> Iterator[Told]:
    for event in watched.events:
        if event.state != "pending":
            what = f"{event.kind:8} {shown(event.name, event.labels)} → {event.state}"
            yield Told(event.at_s, what, event.verdict.arithmetic)


def _spec(situation: str, way: str, settings: Any) -> Scene:
    return first_scene(WAYS[way].watching(settings), SITUATIONS[situation].days)


SUBJECT = Subject("alerting", WAYS, SITUATIONS, MEASURES, run, _spec)
