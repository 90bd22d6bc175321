"""When somebody is told: bundles of alerts that wait, go out, go out again when something changes, and repeat."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from slipway.alerting.event import Event, Labels, shown
from slipway.alerting.route import Routing, Target
from slipway.verdict import Verdict
from slipway.words import say

MOST_LOOKS = 700_000
Reason = Literal["new", "resolved", "repeat"]


@dataclass(frozen=True, slots=True)
class Fired:
    """An alert that fires from `since_s` until `until_s`; None is for as long as is looked."""

    labels: Labels
    since_s: float
    until_s: float | None = None

    def fires(self, at_s: float) -> bool:
        """Whether it does."""
        return self.since_s <= at_s and (self.until_s is None or at_s < self.until_s)


@dataclass(frozen=True, slots=True)
class Notice:
    """What a receiver is told: of a bundle, which alerts fire and which do no more."""

    at_s: float
    receiver: str
    group: Labels
    firing: tuple[Labels, ...]
    resolved: tuple[Labels, ...]
    reason: Reason
    verdict: Verdict

    def event(self) -> Event:
        """The notice as an event."""
        return Event(self.at_s, "notice", self.receiver, self.reason, self.verdict, self.group)


def dispatch(routing: Routing, alerts: Iterable[Fired], lasts_s: float, tell_resolved: bool = True) -> list[Notice]:
    """Every notice until `lasts_s`, in order of time. Alerts of the same labels do not overlap."""
    given = sorted(alerts, key=lambda each: (each.since_s, each.labels))
    bundles: dict[tuple[Target, Labels], list[Fired]] = {}
    for alert in given:
        for target in routing.targets(alert.labels):
            bundles.setdefault((target, target.group_of(alert.labels)), []).append(alert)
    notices = [
        notice
        for (target, group), members in bundles.items()
        for notice in _Bundle(routing, target, group, members, given, tell_resolved).notices(lasts_s)
    ]
    return sorted(notices, key=lambda notice: (notice.at_s, notice.receiver, notice.group))


class _Bundle:
    """Alerts of one group at one node."""

    def __init__(
        self,
        routing: Routing,
        target: Target,
        group: Labels,
        members: list[Fired],
        everything: list[Fired],
        tell_resolved: bool,
    ) -> None:
        self._routing, self._target, self._group = routing, target, group
        self._members, self._everything = members, everything
        self._tell_resolved = tell_resolved
        self._told_firing: frozenset[Labels] | None = None
        self._told_resolved: frozenset[Labels] = frozenset()
        self._told_at_s = 0.0

    def notices(self, lasts_s: float) -> Iterator[Notice]:
        """One look after the wait, then one per interval for as long as anything is in the bundle."""
        if lasts_s > MOST_LOOKS * self._target.group_interval_s:
            raise ValueError(say("alerting.notice_looks", most=f"{MOST_LOOKS:,}"))
        forgotten: set[int] = set()
        while len(forgotten) < len(self._members):
            left = [member for number, member in enumerate(self._members) if number not in forgotten]
            at_s = left[0].since_s + self._target.group_wait_s
            while at_s <= lasts_s:
                inside = [
                    number
                    for number, each in enumerate(self._members)
                    if number not in forgotten and each.since_s <= at_s
                ]
                if not inside:
                    break
                found = self._look(at_s, [self._members[number] for number in inside])
                if found:
                    yield found
                forgotten |= {number for number in inside if not self._members[number].fires(at_s)}
                at_s += self._target.group_interval_s
            else:
                return

    def _look(self, at_s: float, inside: list[Fired]) -> Notice | None:
        latest = {each.labels: each for each in inside}
        told = [each for each in latest.values() if not self._is_muted(each.labels, at_s)]
        firing = frozenset(each.labels for each in told if each.fires(at_s))
        resolved = frozenset(each.labels for each in told if not each.fires(at_s))
        reason = self._reason(at_s, firing, resolved) if told and self._may_tell(at_s) else None
        if reason is None:
            return None
        verdict = self._verdict(at_s, firing, resolved, reason)
        self._told_firing, self._told_resolved, self._told_at_s = firing, resolved, at_s
        return Notice(
            at_s, self._target.receiver, self._group, tuple(sorted(firing)), tuple(sorted(resolved)), reason, verdict
        )

    def _reason(self, at_s: float, firing: frozenset[Labels], resolved: frozenset[Labels]) -> Reason | None:
        """Alertmanager's rule of what is worth a notice after the last one."""
        before = self._told_firing
        if before is None:
            return "new" if firing else None
        if not firing <= before:
            return "new"
        if not firing:
            if not self._tell_resolved:
                self._told_firing = firing
                return None
            return "resolved" if before else None
        if self._tell_resolved and not resolved <= self._told_resolved:
            return "resolved"
        return "repeat" if at_s - self._told_at_s >= self._target.repeat_s else None

    def _is_muted(self, labels: Labels, at_s: float) -> bool:
        if any(silence.mutes(labels, at_s) for silence in self._routing.silences):
            return True
        firing = [each.labels for each in self._everything if each.fires(at_s)] if self._routing.inhibitions else []
        return any(each.mutes(labels, firing) is not None for each in self._routing.inhibitions)

    def _may_tell(self, at_s: float) -> bool:
        times = {each.name: each for each in self._routing.times}
        muted = any(times[name].holds(at_s) for name in self._target.mute_times if name in times)
        active = self._target.active_times
        return not muted and (not active or any(times[name].holds(at_s) for name in active if name in times))

    def _verdict(self, at_s: float, firing: frozenset[Labels], resolved: frozenset[Labels], reason: Reason) -> Verdict:
        since_s = at_s - self._told_at_s if self._told_firing is not None else 0.0
        counts = {"firing": len(firing), "resolved": len(resolved), "receiver": self._target.receiver}
        names = ", ".join(sorted(shown(dict(each).get("alertname", ""), each) for each in firing | resolved))
        if reason == "repeat":
            arithmetic = say(
                "alerting.notice_repeat", since=f"{since_s:g}", repeat=f"{self._target.repeat_s:g}", **counts
            )
        elif reason == "new":
            arithmetic = say("alerting.notice_new", wait=f"{self._target.group_wait_s:g}", names=names, **counts)
        else:
            arithmetic = say("alerting.notice_resolved", names=names, **counts)
        inputs = (("firing", len(firing)), ("resolved", len(resolved)), ("since_last_s", since_s))
        return Verdict("alerting.notice", reason == "resolved", inputs, self._target.repeat_s, arithmetic)
