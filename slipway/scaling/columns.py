"""What a recorded series is, by its exact name and unit, and which of them a scaler takes for what it looks at.

Nothing is guessed from a part of a name: `requests_total` counts since the start and is no rate, `requests` has no
unit.
Whoever has another name says which series is meant.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from slipway.scaling.metric import Metric
from slipway.scaling.reading import CPU, PER_INSTANCE
from slipway.scaling.track import Track
from slipway.words import say

REPLICAS, READY, RATE = "replicas", "ready", "requests_per_s"
MOST_INSTANCES = 5000
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_MEGA = 1024.0 * 1024.0
_NAMES: dict[str, dict[str, float]] = {
    CPU: {
        **dict.fromkeys(("cpu", "cpu_pct", "cpu_percent", "cpu_utilization", "cpu_utilisation", "cpu_usage_pct"), 1.0),
        "cpu_ratio": 100.0,
    },
    "cpu_m": {"cpu_m": 1.0, "cpu_millicores": 1.0, "cpu_cores": 1000.0},
    "cpu_request_m": {"cpu_request_m": 1.0, "cpu_request_millicores": 1.0, "cpu_request_cores": 1000.0},
    "memory_pct": {
        **dict.fromkeys(("memory", "memory_pct", "memory_percent", "memory_utilization", "memory_utilisation"), 1.0),
        "memory_ratio": 100.0,
    },
    "memory_m": {"memory_bytes": 1000.0, "memory_mib": 1000.0 * _MEGA},
    "memory_request_m": {"memory_request_bytes": 1000.0, "memory_request_mib": 1000.0 * _MEGA},
    RATE: {
        **dict.fromkeys(("requests_per_s", "requests_per_second", "http_requests_per_second", "rps", "qps"), 1.0),
        **dict.fromkeys(("requests_per_min", "requests_per_minute", "rpm"), 1 / 60),
    },
    PER_INSTANCE: dict.fromkeys(("requests_per_instance", "request_count_per_target"), 1.0),
    "waiting": dict.fromkeys(("waiting", "queue_length", "queue_depth", "queue_size"), 1.0),
    "p95_ms": {
        **dict.fromkeys(("p95_ms", "p95_milliseconds", "latency_p95_ms"), 1.0),
        **dict.fromkeys(("p95_s", "p95_seconds", "latency_p95_seconds"), 1000.0),
    },
    "error_rate": {"error_rate": 1.0, "error_ratio": 1.0, "error_pct": 0.01},
    REPLICAS: dict.fromkeys(
        (
            *("replicas", "desired", "desired_replicas", "current_replicas", "instances", "capacity"),
            *("kube_deployment_status_replicas", "kube_deployment_spec_replicas"),
            *("group_desired_capacity", "group_in_service_instances"),
        ),
        1.0,
    ),
    READY: dict.fromkeys(("ready", "pod_ready", "kube_pod_status_ready"), 1.0),
}
_KNOWN = {name: (meant, factor) for meant, names in _NAMES.items() for name, factor in names.items()}


@dataclass(frozen=True, slots=True)
class Need:
    """A metric that a scaler looks at by this name; `takes` has what else would do, and as what it is then known.

    Each of `takes` is a quantity of ours, with the name for the scaler and the factor from our unit to the scaler's.
    """

    name: str
    takes: Mapping[str, tuple[str, float]]
    container: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """Recorded series as a scaler knows them; `others` only show which instances there were and when."""

    tracks: tuple[Track, ...]
    others: tuple[Track, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def lasts_s(self) -> float:
        """When the last sample came."""
        return max((track.at_s[-1] for track in (*self.tracks, *self.others)), default=0.0)

    def notes(self, first: int) -> list[str]:
        """What it does not say and a scaler looks at; where it counts no instances there are `first`."""
        told = [say("scaling.partly_recorded", name=name) for name in self.missing]
        every = (*self.tracks, *self.others)
        counts = any(track.name == REPLICAS or track.instance for track in every)
        return told if counts else [*told, say("scaling.count_assumed", first=first)]


def quantity(name: str) -> tuple[str, float] | None:
    """The quantity of ours that a name says exactly, and the factor from its unit to ours."""
    plain = re.sub(r"[^a-z0-9]+", "_", _CAMEL.sub("_", name).lower().replace("%", "pct"))
    return _KNOWN.get(plain)


def need_of(metric: Metric) -> Need:
    """What an HPA needs for a metric: of a resource the share or the amount, of others the same quantity."""
    if metric.is_resource:
        takes = {f"{metric.name}_{unit}": (f"{metric.key}_{unit}", 1.0) for unit in ("pct", "m")}
        return Need(metric.name, takes, metric.container)
    return Need(metric.name, same(metric.name))


def need_of_group(metric: str) -> Need:
    """What a policy of a group needs; requests per instance follow from all requests."""
    takes = same(metric)
    if metric == PER_INSTANCE:
        takes[RATE] = (RATE, 1.0)
    return Need(metric, takes)


def same(name: str) -> dict[str, tuple[str, float]]:
    """Series of the same quantity, whatever their unit."""
    found = quantity(name)
    return {found[0]: (name, 1 / found[1])} if found else {}


def fitted(tracks: Sequence[Track], needs: Sequence[Need], chosen: Mapping[str, str] | None = None) -> Record:
    """What a scaler knows of a recording; `chosen` has the series for a metric that has another name there.

    Raises ValueError where nothing that it looks at was recorded, or where one thing was recorded twice.
    """
    chosen = chosen or {}
    _check(tracks, needs, chosen)
    found = {need.name: _found(tracks, need, chosen.get(need.name, "")) for need in needs}
    missing = tuple(name for name, taken in found.items() if not taken)
    if needs and len(missing) == len(found):
        raise ValueError(_nothing(tracks, missing))
    about = [
        each for each in (*_about(tracks, REPLICAS), *_about(tracks, READY)) if each.instance or each.name != READY
    ]
    asked = [each for need in needs for each in _requested(tracks, need)]
    known = tuple(dict.fromkeys([*(each for taken in found.values() for each in taken), *about, *asked]))
    _once(known)
    _counted(known)
    return Record(known, tuple(tracks), missing)


def _check(tracks: Sequence[Track], needs: Sequence[Need], chosen: Mapping[str, str]) -> None:
    names, looks = {track.name for track in tracks}, [need.name for need in needs]
    for metric, series in chosen.items():
        if metric not in looks:
            raise ValueError(say("scaling.chosen_metric", metric=metric, looks=_listed(looks)))
        if series not in names:
            raise ValueError(say("scaling.chosen_series", series=series, there=_listed(names)))


def _found(tracks: Sequence[Track], need: Need, chosen: str) -> list[Track]:
    """The series of the chosen name; else of the very name; else of the same quantity. Only of the container meant."""
    here = [each for each in tracks if not need.container or each.container in ("", need.container)]
    if chosen:
        return [
            _as(each, need) or replace(each, name=_usual(need), container="") for each in here if each.name == chosen
        ]
    named = [each for each in here if each.name == need.name]
    if named and not _as(named[0], need):
        return [replace(each, container="") for each in named]
    return [known for each in (named or here) if (known := _as(each, need))]


def _as(track: Track, need: Need) -> Track | None:
    """As the scaler knows it, in its unit; None where it is another quantity."""
    meant = quantity(track.name)
    if meant is None or meant[0] not in need.takes:
        return None
    name, factor = need.takes[meant[0]]
    return _scaled(track, name, meant[1] * factor)


def _scaled(track: Track, name: str, factor: float) -> Track:
    values = track.values if factor == 1 else tuple(factor * value for value in track.values)
    return Track(name, track.instance, track.at_s, values)


def _usual(need: Need) -> str:
    """What a series is taken for that somebody chose and whose name says nothing."""
    return next(iter(need.takes.values()))[0] if need.takes else need.name


def _requested(tracks: Sequence[Track], need: Need) -> list[Track]:
    """What pods request of a resource."""
    kind = f"{need.name}_request_m"
    key = f"{need.name}/{need.container}" if need.container else need.name
    here = [each for each in tracks if not need.container or each.container in ("", need.container)]
    return [replace(each, name=f"{key}_request_m") for each in _about(here, kind)]


def _about(tracks: Sequence[Track], meant: str) -> list[Track]:
    named = [(each, quantity(each.name)) for each in tracks]
    return [_scaled(each, meant, known[1]) for each, known in named if known and known[0] == meant]


def _once(tracks: Sequence[Track]) -> None:
    seen: set[tuple[str, str]] = set()
    for track in tracks:
        if track.name != REPLICAS and (track.name, track.instance) in seen:
            raise ValueError(say("scaling.recorded_twice", name=track.name, instance=track.instance or "–"))
        seen.add((track.name, track.instance))


def _counted(tracks: Sequence[Track]) -> None:
    for track in tracks:
        wrong = [each for each in zip(track.at_s, track.values, strict=True) if not 0 <= each[1] <= MOST_INSTANCES]
        if track.name == REPLICAS and wrong:
            at_s, value = wrong[0]
            raise ValueError(say("scaling.recorded_count", value=f"{value:g}", at=f"{at_s:g}", most=MOST_INSTANCES))


def _nothing(tracks: Sequence[Track], missing: Sequence[str]) -> str:
    there = {track.name for track in tracks}
    return say("scaling.not_recorded", missing=_listed(missing), there=_listed(there), first=missing[0])


def _listed(names: Sequence[str] | set[str]) -> str:
    """Not too many of them."""
    ordered = sorted(names) if isinstance(names, set) else list(names)
    shown = ", ".join(name[:60] for name in ordered[:12])
    return f"{shown}, …" if len(ordered) > 12 else shown or "–"
