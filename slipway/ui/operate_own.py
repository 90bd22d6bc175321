"""What files of a learner's can do in operations: on our days, on their traffic, on what they recorded."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from slipway.alerting import situations as days_to_watch
from slipway.alerting.days import Watching, days_of
from slipway.content.source import Text
from slipway.formats.alertmanager import read_routing
from slipway.formats.autoscaling import Policy, as_tracks, import_policy
from slipway.formats.imported import Imported
from slipway.formats.series import Series, read_series
from slipway.formats.watching import as_datapoints, as_store, read_watching
from slipway.operations.subject import Trial
from slipway.operations.subjects import alerting, scaling
from slipway.scaling import situations as traffic_to_meet
from slipway.scaling.columns import fitted
from slipway.traffic.arrivals import Profile
from slipway.ui.brought import Reader, short_profile

Ground = Literal["here", "traffic", "record"]
GROUNDS: tuple[Ground, ...] = ("here", "traffic", "record")
"""A situation of ours, a table of traffic, recorded series."""
_SEED = 1
_NEXT_MIN = 15


@dataclass(frozen=True, slots=True)
class Own:
    """`files` says how each file is read by itself, the first of which is needed; `setup` makes one thing of them."""

    files: Mapping[str, Reader[Any]]
    setup: Callable[[Sequence[Text]], Imported[Any]]
    here: Callable[[Any, str], Trial]
    traffic: Callable[[Any, Profile], Trial]
    record: Callable[[Any, tuple[Series, ...]], Trial]
    most_h: int
    most_requests: int

    @property
    def profile(self) -> Reader[Profile]:
        """Reads traffic that can be run in a moment."""
        return short_profile(self.most_h, self.most_requests)

    def run(self, texts: Sequence[Text], ground: Ground, situation: str, beneath: Text | None) -> Trial:
        """Raises ValueError for what can be read and cannot be run."""
        setup = self.setup(texts).settings
        if beneath is None:
            return self.here(setup, situation)
        if ground == "record":
            return self.record(setup, _read(read_series, beneath))
        return self.traffic(setup, _read(self.profile, beneath))


def _read(read: Reader[Any], text: Text) -> Any:
    imported = read(text)
    if imported.settings is None:
        raise ValueError(str(imported.problems[0]))
    return imported.settings


def _policy(texts: Sequence[Text]) -> Imported[Policy]:
    return import_policy(texts[0])


def _scaled_here(policy: Policy, situation: str) -> Trial:
    return scaling.scaled_by(policy.start, traffic_to_meet.SITUATIONS[situation], _SEED)


def _scaled(policy: Policy, profile: Profile) -> Trial:
    there = replace(traffic_to_meet.SITUATIONS["steady"], profile=profile)
    return scaling.scaled_by(policy.start, there, _SEED)


def _scaled_on_record(policy: Policy, series: tuple[Series, ...]) -> Trial:
    return scaling.on_record(policy.start, fitted(as_tracks(series), policy.needs), policy.first)


def _rules(text: Text) -> Imported[Watching]:
    return read_watching([text])


def _watched_here(watching: Watching, situation: str) -> Trial:
    there = days_to_watch.SITUATIONS[situation]
    return alerting.brought(watching, days_to_watch.escalation_of(there, _NEXT_MIN), there.days)


def _watched(watching: Watching, profile: Profile) -> Trial:
    there = days_to_watch.Situation(days_of(profile))
    return alerting.brought(watching, days_to_watch.escalation_of(there, _NEXT_MIN), there.days)


def _watched_on_record(watching: Watching, series: tuple[Series, ...]) -> Trial:
    points = [(each.name, each.at_s, each.values) for each in series]
    return alerting.on_record(watching, as_store(series), as_datapoints(series), points)


OWN = {
    "scaling": Own(
        {"policy": import_policy},
        _policy,
        _scaled_here,
        _scaled,
        _scaled_on_record,
        most_h=168,
        most_requests=20_000_000,
    ),
    "alerting": Own(
        {"rules": _rules, "routes": read_routing},
        read_watching,
        _watched_here,
        _watched,
        _watched_on_record,
        most_h=744,
        most_requests=500_000_000,
    ),
}
"""By subject, of those for which there are files."""
