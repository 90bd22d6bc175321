"""Auto-scaling: a fleet whose size follows its traffic."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from slipway.operations.courses import MOST_POINTS, course
from slipway.operations.recorded import recorded_strips
from slipway.operations.subject import Measure, Subject, Told, Trial
from slipway.panel import Panel, Span, Strip, Timeline
from slipway.progress import Progress, silent
from slipway.scaling.columns import Record
from slipway.scaling.forecast import HOUR_S, Backtest
from slipway.scaling.policies import GroupScaler
from slipway.scaling.predictive import Forecast, PredictiveScaler
from slipway.scaling.recorded import replay
from slipway.scaling.run import Scaled, scale
from slipway.scaling.scaler import Decision, Scaler
from slipway.scaling.situations import SITUATIONS, Situation
from slipway.scaling.way import Past
from slipway.scaling.ways import WAYS
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
_MOST_LOOKS = 300_000
_CLOCK_S = 6 * HOUR_S


def run(situation: str, way: str, settings: Any, seed: int, progress: Progress) -> Trial:
    """The whole traffic under one scaler."""
    return scaled_by(lambda past: WAYS[way].start(settings, past), SITUATIONS[situation], seed, progress)


def scaled_by(start: Callable[[Past], Scaler], there: Situation, seed: int, progress: Progress = silent) -> Trial:
    """The same under any scaler."""
    scaler = start(there.past)
    scaled = scale(there.fleet, there.profile, scaler, seed, progress)
    found = scaled.measures
    measures = {
        "slow_pct": 100 * found.slow_share,
        "error_pct": 100 * found.error_rate,
        **{each.name: getattr(found, each.name) for each in MEASURES if hasattr(found, each.name)},
    }
    return Trial(
        measures, _panels(scaled, there, _foreseen(scaler)), tuple(map(_told, scaled.decisions)), _midnight(there)
    )


def on_record(start: Callable[[Past], Scaler], record: Record, first: int) -> Trial:
    """What a scaler would have wanted on that day; nothing is measured, for nobody did what it wanted.

    `first` is how many instances there were where nothing else says so. Told is what the recording lacks, and what
    changed what was wanted. Raises ValueError for more values and rounds than can be looked at soon.
    """
    scaler, tracks = start({}), record.others
    if len(tracks) * record.lasts_s / scaler.every_s > _MOST_LOOKS:
        raise ValueError(say("operate.too_long", days=f"{_MOST_LOOKS * scaler.every_s / len(tracks) / 86_400:.2g}"))
    decisions = [*replay(scaler, record, first)]
    turns = [after for before, after in pairwise([None, *decisions]) if after and _differs(before, after)]
    at_s, wanted = (np.array([getattr(each, name) for each in decisions], dtype=float) for name in ("at_s", "desired"))
    strips = recorded_strips((track.name, track.at_s, track.values) for track in tracks)
    instances = Strip(say("operate.strip_instances"), (course("wanted", at_s, wanted, "canary"),))
    told = (*(Told(0.0, note) for note in record.notes(first)), *map(_told, turns))
    return Trial({}, (Timeline("", (instances, *strips), (), _marks(turns), say("operate.marked_scaling")),), told)


def _differs(before: Decision | None, after: Decision) -> bool:
    return before is None or before.desired != after.desired


def _told(decision: Decision) -> Told:
    return Told(decision.at_s, say("operate.wants", instances=decision.desired), decision.why)


def _marks(decisions: Sequence[Decision]) -> tuple[tuple[float, str], ...]:
    return tuple(
        (each.at_s / 60, say("operate.mark", wants=each.desired, why=each.why)) for each in decisions[:MOST_POINTS]
    )


def _foreseen(scaler: Scaler) -> tuple[Strip, ...]:
    """What each forecast told for the hours of the run, beside what came; for a scaler that makes any."""
    forecasters = scaler.forecasters if isinstance(scaler, GroupScaler) else []
    return tuple(_forecast(each) for each in forecasters if each.forecasts and each.truth)


def _forecast(scaler: PredictiveScaler) -> Strip:
    hours = range(scaler.forecasts[0].first_h, len(scaler.truth))
    told = [each.loads[hour - each.first_h] for hour in hours for each in [_latest(scaler, hour)]]
    truth = [scaler.truth[hour] for hour in hours]
    middle_s = (np.array(hours) + 0.5) * HOUR_S
    off = Backtest(hours.start, tuple(told), tuple(truth)).mape_pct
    courses = (
        course("came", middle_s, np.array(truth), "stable"),
        course("forecast", middle_s, np.array(told), "canary"),
    )
    return Strip(say("operate.strip_forecast", off=f"{off:.0f}"), courses)


def _latest(scaler: PredictiveScaler, hour: int) -> Forecast:
    return next(each for each in reversed(scaler.forecasts) if each.first_h <= hour)


def _panels(scaled: Scaled, there: Situation, more: tuple[Strip, ...]) -> tuple[Panel, ...]:
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
    marks, marked = _marks(scaled.decisions), say("operate.marked_scaling")
    return (Timeline("", (*strips, *more), tuple(spans), marks, marked, begins_min=_midnight(there)),)


def _midnight(there: Situation) -> float | None:
    """When long traffic begins, as timetables have it; of an hour or two nobody says when they are."""
    return 0.0 if there.profile.lasts_s > _CLOCK_S else None


SUBJECT = Subject("scaling", WAYS, SITUATIONS, MEASURES, run, lambda _, way, settings: WAYS[way].spec(settings))
