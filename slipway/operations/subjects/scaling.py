"""Auto-scaling: a fleet whose size follows its traffic."""

from typing import Any

from slipway.operations.courses import MOST_POINTS, course
from slipway.operations.subject import Measure, Subject, Told, Trial
from slipway.panel import Panel, Span, Strip, Timeline
from slipway.scaling.run import Scaled, scale
from slipway.scaling.situations import SITUATIONS, Situation
from slipway.scaling.ways import WAYS
from slipway.words import say
from slipway.words.clock import since_beginning

MEASURES = (
    Measure("slow_pct", "%", 1),
    Measure("error_pct", "%", 2),
    Measure("p95_ms", "ms"),
    Measure("slow_min", "min"),
    Measure("cost_usd", "$", 2),
    Measure("instance_h", "h", 1),
    Measure("under_h", "h", 1),
    Measure("over_h", "h", 1),
    Measure("peak_instances"),
    Measure("turns_per_h", "/h", 1),
    Measure("changes"),
)


def run(situation: str, way: str, settings: Any, seed: int) -> Trial:
    """The whole traffic under one scaler."""
    there = SITUATIONS[situation]
    scaled = scale(there.fleet, there.profile, WAYS[way].start(settings, there.past), seed)
    found = scaled.measures
    measures = {
        "slow_pct": 100 * found.slow_share,
        "error_pct": 100 * found.error_rate,
        **{each.name: getattr(found, each.name) for each in MEASURES if hasattr(found, each.name)},
    }
    happened = tuple(
        Told(each.at_s, say("operate.wants", instances=each.desired), each.why) for each in scaled.decisions
    )
    return Trial(measures, _panels(scaled, there), happened)


def _panels(scaled: Scaled, there: Situation) -> tuple[Panel, ...]:
    rounds, minutes = scaled.rounds, scaled.minutes
    begins_s = minutes.begins_s
    dependency = there.fleet.dependency
    spans = (
        []
        if dependency is None
        else [
            Span(each.since_s / 60, each.until_s / 60, say("operate.slow_dependency")) for each in dependency.incidents
        ]
    )
    strips = (
        Strip(
            say("operate.strip_traffic"),
            (course("traffic", rounds.at_s, rounds.per_s, "stable"),),
        ),
        Strip(
            say("operate.strip_instances"),
            (
                course("ready", rounds.at_s, rounds.ready, "stable"),
                course("wanted", rounds.at_s, rounds.desired, "canary"),
                course("needed", rounds.at_s, rounds.needed, "plain"),
            ),
        ),
        Strip(
            say("operate.strip_latency"),
            (course("p95", begins_s, minutes.p95_ms, "alarm"),),
            (there.fleet.slow_ms, say("operate.slow_from", ms=f"{there.fleet.slow_ms:g}")),
        ),
        Strip(say("operate.strip_cpu"), (course("cpu", rounds.at_s, rounds.cpu_pct, "stable"),)),
    )
    marks = tuple(
        (each.at_s / 60, say("operate.mark", at=since_beginning(each.at_s), wants=each.desired, why=each.why))
        for each in scaled.decisions[:MOST_POINTS]
    )
    return (Timeline("", strips, tuple(spans), marks),)


SUBJECT = Subject("scaling", WAYS, SITUATIONS, MEASURES, run, lambda way, settings: WAYS[way].spec(settings))
