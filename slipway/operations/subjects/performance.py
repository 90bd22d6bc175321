"""Performance in production: one slow service, and what may be done about it."""

from typing import Any

from slipway.operations.courses import course
from slipway.operations.subject import Measure, Subject, Told, Trial
from slipway.panel import Cell, Panel, Span, Strip, Table, Timeline, Words
from slipway.performance.laws import bottleneck, busiest, station_name, utilisation_law, waiting_law
from slipway.performance.run import Ran, run
from slipway.performance.situations import SITUATIONS, Situation
from slipway.performance.way import SERVICE
from slipway.progress import Progress
from slipway.words import say

MEASURES = (
    Measure("p50_ms", "ms"),
    Measure("p95_ms", "ms"),
    Measure("p99_ms", "ms"),
    Measure("error_pct", "%", 2),
    Measure("fallback_pct", "%", 2),
    Measure("recovered_s", "s"),
    Measure("tries_each", "", 2),
    Measure("wasted_pct", "%", 1),
    Measure("hit_pct", "%", 1),
    Measure("stale_pct", "%", 2),
    Measure("stampede"),
    Measure("database_calls"),
    Measure("cost_usd_per_h", "$", 2),
)


def try_out(situation: str, way: str, settings: Any, seed: int, progress: Progress) -> Trial:
    """The whole traffic through the service."""
    there = SITUATIONS[situation]
    ran = run(settings, there.site, there.profile, seed, progress)
    told = tuple(Told(at_s, what, verdict.arithmetic) for at_s, what, verdict in ran.events)
    return Trial(
        _measures(ran),
        (_bottleneck(ran), _stations(ran), _timeline(ran, there)),
        told,
        None,
        busiest(ran.stations).name,
    )


def _measures(ran: Ran) -> dict[str, float]:
    found = ran.measures
    requests = max(found.requests, 1)
    shares = {
        "error_pct": found.error_rate,
        "fallback_pct": found.fallback_share,
        "hit_pct": found.hit_rate,
        "stale_pct": found.stale_share,
        "wasted_pct": found.wasted / max(found.attempts, 1),
    }
    return {
        **{each.name: getattr(found, each.name) for each in MEASURES if hasattr(found, each.name)},
        **{name: 100 * share for name, share in shares.items()},
        "recovered_s": float("nan") if found.recovered_s is None else found.recovered_s,
        "tries_each": found.attempts / requests,
    }


def _bottleneck(ran: Ran) -> Panel:
    return Words(say("operate.bottleneck"), bottleneck(ran.stations).arithmetic)


def _stations(ran: Ran) -> Panel:
    """What the laws of queues say of each place."""
    head = ("station", "places", "busy", "law", "waiting")
    rows = [
        (
            Cell(station_name(each.name)),
            Cell(f"{each.places}"),
            Cell(f"{100 * each.utilisation:.0f} %"),
            Cell(utilisation_law(each).arithmetic),
            Cell(waiting_law(each).arithmetic),
        )
        for each in ran.stations
    ]
    return Table(say("operate.stations"), tuple(say(f"operate.head_{name}") for name in head), tuple(rows))


def _timeline(ran: Ran, there: Situation) -> Timeline:
    series, at_s = ran.series, ran.series.begins_s
    strips = (
        Strip(
            say("operate.strip_requests"),
            (
                course("offered", at_s, series.offered_per_s, "plain"),
                course("sent", at_s, series.sent_per_s, "canary"),
                course("good", at_s, series.good_per_s, "stable"),
            ),
        ),
        Strip(
            say("operate.strip_latency"),
            (course("p95", at_s, series.p95_ms, "alarm"),),
            (there.site.slow_ms, say("operate.slow_from", ms=f"{there.site.slow_ms:g}")),
        ),
        Strip(say("operate.strip_errors"), (course("errors", at_s, series.error_pct, "alarm"),)),
        Strip(
            say("operate.strip_in_use"),
            (
                course("workers", at_s, series.worker_pct, "stable"),
                course("pool", at_s, series.pool_pct, "canary"),
                course("database", at_s, series.database_pct, "plain"),
            ),
        ),
        Strip(say("operate.strip_waiting"), (course("waiting", at_s, series.waiting, "plain"),)),
    )
    spans = tuple(
        Span(each.since_s / 60, each.until_s / 60, say(f"operate.fault_{each.kind}")) for each in there.site.faults
    )
    marks = tuple((at_s / 60, what) for at_s, what, _ in ran.events)
    return Timeline("", strips, spans, marks, say("operate.marked_performance"))


SUBJECT = Subject("performance", {"service": SERVICE}, SITUATIONS, MEASURES, try_out)
