"""Auto-scaling: a fleet whose size follows its traffic."""

from math import ceil
from typing import Any

import numpy as np

from slipway.labs.panel import Course, Panel, Span, Strip, Timeline, TimeNoun
from slipway.labs.subject import Measure, Subject, Told, Trial
from slipway.scaling.run import Scaled, scale
from slipway.scaling.situations import SITUATIONS, Situation
from slipway.scaling.ways import WAYS
from slipway.traffic.arrivals import Floats
from slipway.words import say

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
_MOST_POINTS = 400


def run(situation: str, way: str, settings: Any, seed: int) -> Trial:
    """The whole traffic under one scaler."""
    there = SITUATIONS[situation]
    scaled = scale(there.fleet, there.profile, WAYS[way].start(settings), seed)
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
            (_course("traffic", rounds.at_s, rounds.per_s, "stable"),),
        ),
        Strip(
            say("operate.strip_instances"),
            (
                _course("ready", rounds.at_s, rounds.ready, "stable"),
                _course("wanted", rounds.at_s, rounds.desired, "canary"),
                _course("needed", rounds.at_s, rounds.needed, "plain"),
            ),
        ),
        Strip(
            say("operate.strip_latency"),
            (_course("p95", begins_s, minutes.p95_ms, "alarm"),),
            (there.fleet.slow_ms, say("operate.slow_from", ms=f"{there.fleet.slow_ms:g}")),
        ),
        Strip(say("operate.strip_cpu"), (_course("cpu", rounds.at_s, rounds.cpu_pct, "stable"),)),
    )
    marks = tuple(
        (each.at_s / 60, say("operate.mark", at=_clock(each.at_s), wants=each.desired, why=each.why))
        for each in scaled.decisions[:_MOST_POINTS]
    )
    return (Timeline("", strips, tuple(spans), marks),)


def _course(name: str, at_s: Floats, values: Floats, noun: TimeNoun) -> Course:
    """At most so many points: of several in a row the highest, so that no peak is lost."""
    step = max(ceil(len(at_s) / _MOST_POINTS), 1)
    starts = np.arange(0, len(at_s), step)
    highest = np.fmax.reduceat(values, starts) if len(values) else values
    shown = tuple(None if np.isnan(value) else round(float(value), 2) for value in highest)
    return Course(say(f"operate.line_{name}"), tuple(round(at / 60, 2) for at in at_s[starts].tolist()), shown, noun)


def _clock(at_s: float) -> str:
    hours, rest_s = divmod(round(at_s), 3600)
    return f"{hours}:{rest_s // 60:02}:{rest_s % 60:02}"


SUBJECT = Subject("scaling", WAYS, SITUATIONS, MEASURES, run, lambda way, settings: WAYS[way].spec(settings))
