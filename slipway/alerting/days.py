"""Days of traffic with incidents, watched: who is told and called, what is mended, and how good alerting was."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import ceil

from slipway.alerting.alarm import MetricAlarm, run_alarms
from slipway.alerting.composite import Composite, run_composites
from slipway.alerting.datapoints import Datapoints
from slipway.alerting.dispatch import Fired, Notice, dispatch
from slipway.alerting.escalation import Escalation, called
from slipway.alerting.event import Event, labels_of
from slipway.alerting.incidents import Incident, drawn
from slipway.alerting.judge import Judgement, Page, judge
from slipway.alerting.promql.evaluate import Edition
from slipway.alerting.promql.store import Store
from slipway.alerting.route import SIMPLE, Routing
from slipway.alerting.rule import RuleGroup
from slipway.alerting.rule_run import run_rules
from slipway.alerting.runbook import Remedy, Runbook, mended
from slipway.alerting.site import Site, measure
from slipway.alerting.site_series import as_datapoints, as_store
from slipway.traffic.arrivals import Profile
from slipway.traffic.profiles import diurnal
from slipway.verdict import Verdict
from slipway.words import say

PAGED = ("page", "pager")
"""Receivers that call somebody: those with one of these in their names."""
_MOST_REMEDIES = 50
_DAY_S = 86_400


@dataclass(frozen=True)
class Days:
    """What happens whatever the alerting is."""

    profile: Profile
    incidents: tuple[Incident, ...]
    seed: int = 1
    site: Site = field(default_factory=Site)


def _week(harms: int, spikes_per_day: float, seed: int = 1) -> Days:
    return Days(diurnal(20, 150, days=7, weekend=0.7), drawn(7, seed, harms, spikes_per_day), seed)


WEEKS = {"quiet-week": _week(0, 0.5), "usual-week": _week(2, 1), "bad-week": _week(6, 1), "noisy-week": _week(3, 12)}
"""Weeks to try alerting on; every number is an assumption of ours."""


def days_of(profile: Profile) -> Days:
    """Somebody's traffic, with an incident drawn for every day of it."""
    count = ceil(profile.lasts_s / _DAY_S)
    return Days(profile, drawn(count, 1, count))


@dataclass(frozen=True)
class Watching:
    """Alerting as a whole: rules of Prometheus with routes, or alarms of CloudWatch, or both; and what follows."""

    groups: tuple[RuleGroup, ...] = ()
    routing: Routing = SIMPLE
    alarms: tuple[MetricAlarm, ...] = ()
    composites: tuple[Composite, ...] = ()
    escalation: Escalation | None = None
    runbooks: tuple[Runbook, ...] = ()
    edition: Edition = 3


@dataclass(frozen=True)
class Watched:
    """What came of it: every event in order of time, notices, pages, the incidents as they were in the end."""

    events: tuple[Event, ...]
    notices: tuple[Notice, ...]
    pages: tuple[Page, ...]
    incidents: tuple[Incident, ...]
    judgement: Judgement | None


def watch(watching: Watching, days: Days) -> Watched:
    """Watch the days; where a runbook mends something, what comes after is computed anew with the same luck."""
    incidents, deeds = days.incidents, list[Event]()
    seen = _seen(watching, days, incidents)
    while len(deeds) < _MOST_REMEDIES and (due := next(_due(watching.runbooks, seen.events, deeds), None)):
        event, remedy = due
        deeds.append(_deed(event, remedy))
        after = mended(incidents, remedy, event.at_s)
        if after != incidents:
            incidents = after
            seen = _seen(watching, days, incidents)
    events = tuple(sorted([*seen.events, *deeds], key=lambda event: event.at_s))
    judgement = judge(seen.pages, incidents, days.profile.lasts_s, [deed.at_s for deed in deeds])
    return replace(seen, events=events, incidents=incidents, judgement=judgement)


def _seen(watching: Watching, days: Days, incidents: tuple[Incident, ...]) -> Watched:
    measured = measure(days.profile, incidents, days.seed, days.site)
    return watch_series(watching, as_store(measured), as_datapoints(measured), days.profile.lasts_s)


def watch_series(watching: Watching, store: Store, metrics: dict[str, Datapoints], lasts_s: float) -> Watched:
    """The same on series as they are, of which nobody says what was wrong. Raises PromqlError."""
    ran = run_rules(watching.groups, store, lasts_s, edition=watching.edition)
    alerts = [Fired(each.labels, each.fired_s, each.until_s) for each in ran.episodes]
    notices = tuple(dispatch(watching.routing, alerts, lasts_s)) if alerts else ()
    changes = run_alarms(watching.alarms, metrics, lasts_s)
    changes = run_composites(watching.composites, changes) if watching.composites else changes
    pages = sorted([*_told_pages(notices), *_alarm_pages(watching, changes)], key=lambda page: page.at_s)
    calls = [
        event for page in pages if watching.escalation for event in called(watching.escalation, page.alert, page.at_s)
    ]
    events = [*ran.events, *changes, *(notice.event() for notice in notices), *calls]
    return Watched(tuple(sorted(events, key=lambda event: event.at_s)), notices, tuple(pages), (), None)


def is_paged(receiver: str) -> bool:
    """Whether a receiver calls somebody."""
    return any(word in receiver.lower() for word in PAGED)


def _told_pages(notices: Sequence[Notice]) -> Iterator[Page]:
    """Notices of something new to a receiver who calls somebody."""
    for notice in notices:
        if notice.reason == "new" and is_paged(notice.receiver):
            yield Page(notice.at_s, ", ".join(sorted({dict(each).get("alertname", "") for each in notice.firing})))


def _alarm_pages(watching: Watching, changes: Sequence[Event]) -> Iterator[Page]:
    """Alarms that go off, of those that tell somebody; all of them where none says whom."""
    actions = [(each.name, each.actions) for each in watching.alarms]
    actions += [(each.name, each.actions) for each in watching.composites]
    telling = {name for name, wanted in actions if dict(wanted).get("ALARM")}
    for event in changes:
        if event.state == "ALARM" and (not telling or event.name in telling):
            yield Page(event.at_s, event.name)


def _due(
    runbooks: Sequence[Runbook], events: Sequence[Event], deeds: Sequence[Event]
) -> Iterator[tuple[Event, Remedy]]:
    """Alerts that fire, after what was done already, and have a remedy that may be used again."""
    remedies = {each.alert: each.remedy for each in runbooks if each.remedy}
    last_s = max((deed.at_s for deed in deeds), default=float("-inf"))
    for event in events:
        remedy = remedies.get(event.name)
        if remedy is None or event.state not in ("firing", "ALARM") or event.at_s <= last_s:
            continue
        used_s = [deed.at_s for deed in deeds if deed.name == remedy.deed]
        if not used_s or event.at_s >= max(used_s) + remedy.pause_s:
            yield event, remedy


def _deed(event: Event, remedy: Remedy) -> Event:
    arithmetic = say("alerting.remedy", alert=event.name, deed=remedy.deed, takes=f"{remedy.takes_s:g}")
    verdict = Verdict("alerting.remedy", True, (("takes_s", remedy.takes_s),), remedy.pause_s, arithmetic)
    return Event(event.at_s, "remedy", remedy.deed, "begun", verdict, labels_of({"alertname": event.name}))
