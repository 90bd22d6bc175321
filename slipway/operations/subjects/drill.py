"""A drill: an evening on call, by hand or by a runbook."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from slipway.alerting.drill import LOOKS, Drilled, Evening, Look, Move, play
from slipway.alerting.duties import DUTIES
from slipway.alerting.evenings import EVENINGS
from slipway.alerting.event import Event, Labels, shown
from slipway.operations.courses import thinned
from slipway.operations.subject import Measure, Subject, Told, Trial
from slipway.panel import Cell, Span, Strip, Table, Timeline, TimeNoun
from slipway.progress import Progress
from slipway.words import say
from slipway.words.clock import day_and_time

MEASURES = (
    Measure("hurt_min", "min"),
    Measure("failed"),
    Measure("done"),
    Measure("needless_deeds"),
    Measure("looks"),
)
_NOUNS: tuple[TimeNoun, ...] = ("stable", "canary", "plain")


def run(situation: str, way: str, settings: Any, seed: int, _: Progress) -> Trial:
    """The whole evening."""
    evening = evening_of(situation, seed)
    moves = DUTIES[way].moves(settings, evening)
    return trial_of(play(evening, moves), moves)


def evening_of(situation: str, seed: int) -> Evening:
    """The evening with other luck."""
    evening = EVENINGS[situation]
    return replace(evening, days=replace(evening.days, seed=seed))


def trial_of(drilled: Drilled, moves: tuple[Move, ...]) -> Trial:
    """What came of these moves."""
    harms = [each for each in drilled.incidents if each.is_harmful]
    measures = {
        "hurt_min": sum(map(drilled.hurt_s, harms)) / 60,
        "failed": float(drilled.failed),
        "done": float(len(drilled.deeds)),
        "needless_deeds": float(drilled.needless),
        "looks": float(sum(move.act in LOOKS for move in moves)),
    }
    evening = drilled.evening
    spans = tuple(
        Span(_within(each.since_s, evening), _within(each.until_s, evening), _kind(each.kind)) for each in harms
    )
    marks = tuple((told.at_s / 60, f"{told.what}: {told.why}".removesuffix(": ")) for told in happened(drilled))
    strips = tuple(strip_of(drilled, look, evening.lasts_min) for look in ("errors", "latency", "system"))
    marked, begins_min = say("operate.marked_drill"), evening.begins_s / 60
    timeline = Timeline("", strips, spans, marks, marked, alarms=True, begins_min=begins_min)
    return Trial(measures, (timeline, _incidents(drilled)), tuple(happened(drilled)), evening.begins_s)


def _within(at_s: float, evening: Evening) -> float:
    """Minutes since the evening began, and not beyond it."""
    return min(max((at_s - evening.begins_s) / 60, 0), evening.lasts_min)


def _kind(kind: str) -> str:
    return say(f"operate.incident_{kind}")


def happened(drilled: Drilled) -> Iterator[Told]:
    """Releases, alerts and deeds, in seconds since the drill began."""
    evening = drilled.evening
    released = [Told(at_s - evening.begins_s, say("operate.released")) for at_s in evening.releases_s]
    yield from sorted([*released, *map(partial(_told, evening.begins_s), drilled.alerts())], key=lambda each: each.at_s)


def _told(begins_s: float, event: Event) -> Told:
    done = event.kind == "deed"
    name = say(f"operate.act_{event.name}") if done else shown(event.name, _where(event.labels))
    what = f"{name} → {say(f'operate.state_{event.state}')}"
    return Told(event.at_s - begins_s, what, event.verdict.arithmetic, done)


def _where(labels: Labels) -> Labels:
    """Without the severity, which is the same for all here."""
    return tuple((name, value) for name, value in labels if name != "severity")


def strip_of(drilled: Drilled, look: Look, until_min: int) -> Strip:
    """What a look at this part of the dashboard shows, a line for each region, from the beginning until a minute."""
    first = round(drilled.evening.begins_s / 60)
    at_s = np.arange(until_min, dtype=np.float64) * 60
    courses = []
    for noun, region in zip(_NOUNS, drilled.measured.regions, strict=False):
        values = {
            "errors": 100 * region.failed / np.maximum(region.requests, 1),
            "latency": 1000 * region.mean_s,
            "system": region.cpu_pct,
            "sales": region.checkouts,
            "payments": region.dependency_ms,
        }[look][first : first + until_min]
        courses.append(thinned(region.name, at_s, values, noun))
        if look == "system":
            memory = region.memory_pct[first : first + until_min]
            courses.append(thinned(say("operate.line_memory_of", region=region.name), at_s, memory, "alarm"))
    return Strip(say(f"operate.look_{look}"), tuple(courses))


def _incidents(drilled: Drilled) -> Table:
    rows = [
        (
            Cell(_kind(each.kind)),
            Cell(day_and_time(each.since_s)),
            Cell(day_and_time(each.until_s)),
            Cell(f"{drilled.hurt_s(each) / 60:.0f} min"),
        )
        for each in drilled.incidents
        if each.is_harmful
    ]
    head = ("incident", "began", "ended", "hurt")
    return Table(say("operate.incidents"), tuple(say(f"operate.head_{name}") for name in head), tuple(rows))


def _spec(situation: str, way: str, settings: Any) -> Any:
    return settings.runbooks() if way == "book" else None


SUBJECT = Subject("drill", DUTIES, EVENINGS, MEASURES, run, _spec)
