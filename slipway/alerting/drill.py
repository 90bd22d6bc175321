"""A drill: some hours on call, played by hand. Whoever is on call looks and acts, one thing after the other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np

from slipway.alerting.days import Days, Watched, Watching, watch
from slipway.alerting.event import Event
from slipway.alerting.incidents import Incident
from slipway.alerting.runbook import CURES, Deed, Remedy, mended
from slipway.alerting.site import MINUTE_S, Measured, hurts_from_s, measure
from slipway.verdict import Verdict
from slipway.words import say

Look = Literal["errors", "latency", "system", "sales", "payments"]
Act = Deed | Look
LOOKS: tuple[Look, ...] = get_args(Look)
DEEDS: tuple[Deed, ...] = get_args(Deed)
TAKES_MIN: dict[Act, int] = {**dict.fromkeys(LOOKS, 1), "restart": 2, "fail_over": 3, "scale_out": 4, "roll_back": 5}
"""How long each takes; assumptions of ours. In the meantime nothing else can be begun."""
_CUTS: tuple[Deed, ...] = ("restart", "fail_over")
_CUT_SHARE = 0.1
"""The share of requests that fail while connections are cut; an assumption of ours."""


@dataclass(frozen=True, slots=True)
class Move:
    """Something begun so many minutes after the drill began."""

    at_min: int
    act: Act

    @property
    def until_min(self) -> int:
        """When the next one may begin."""
        return self.at_min + TAKES_MIN[self.act]

    def __str__(self) -> str:
        return f"{self.at_min}.{self.act}"


def read_moves(words: Sequence[str]) -> tuple[Move, ...]:
    """Moves such as `42.errors`; raises ValueError for one that is none, or that begins before the last is done."""
    moves: list[Move] = []
    for word in words:
        at, _, act = word.partition(".")
        if not (at.isascii() and at.isdigit() and len(at) <= 4) or act not in TAKES_MIN:
            raise ValueError(
                f"a move is a minute and one of {', '.join(TAKES_MIN)}, such as 42.errors; got {word[:40]!r}"
            )
        move = Move(int(at), next(known for known in TAKES_MIN if known == act))
        if moves and move.at_min < moves[-1].until_min:
            raise ValueError(f"{move} begins before {moves[-1]} is done, in minute {moves[-1].until_min}")
        moves.append(move)
    return tuple(moves)


@dataclass(frozen=True)
class Evening:
    """The hours on call, out of days whose alerts have been watched from the first minute on.

    `releases_s` is when new versions went out, bad ones and good ones, in the seconds of the days.
    """

    days: Days
    watching: Watching
    begins_s: float
    lasts_min: int
    releases_s: tuple[float, ...] = ()

    @property
    def ends_s(self) -> float:
        """When the next person takes over."""
        return self.begins_s + self.lasts_min * MINUTE_S

    def at_s(self, at_min: float) -> float:
        """A minute of the drill in the seconds of its days."""
        return self.begins_s + at_min * MINUTE_S


@dataclass(frozen=True)
class Drilled:
    """What the moves led to: alerts and deeds, and the incidents as they were in the end, in the order of the days."""

    evening: Evening
    watched: Watched
    measured: Measured
    deeds: tuple[Event, ...]
    incidents: tuple[Incident, ...]

    @property
    def needless(self) -> int:
        """Deeds that mended nothing."""
        return sum(not deed.verdict.passed for deed in self.deeds)

    @property
    def failed(self) -> int:
        """Requests that failed while on call."""
        first, last = (round(at_s / MINUTE_S) for at_s in (self.evening.begins_s, self.evening.ends_s))
        return round(sum(float(np.sum(region.failed[first:last])) for region in self.measured.regions))

    def hurt_s(self, incident: Incident) -> float:
        """How long customers felt an incident while on call."""
        since_s = max(hurts_from_s(incident, self.evening.days.site), self.evening.begins_s)
        return max(min(incident.until_s, self.evening.ends_s) - since_s, 0.0)

    def alerts(self) -> tuple[Event, ...]:
        """Alerts that began or ended while on call, and what was done."""
        inside = [each for each in _rung(self.watched) if self.evening.begins_s <= each.at_s < self.evening.ends_s]
        return tuple(sorted([*inside, *self.deeds], key=lambda event: event.at_s))

    def is_firing(self, alert: str, at_s: float) -> bool:
        """Whether an alert of that name fires at a time, with any labels."""
        states = {
            each.labels: each.state
            for each in self.watched.events
            if each.kind == "alert" and each.name == alert and each.at_s <= at_s
        }
        return "firing" in states.values()


def _rung(watched: Watched) -> Iterator[Event]:
    """Alerts that begin to fire, and that end after they did."""
    firing = set()
    for each in watched.events:
        name = (each.name, each.labels)
        if each.kind == "alert" and each.state == "firing":
            firing.add(name)
            yield each
        elif each.kind == "alert" and each.state == "inactive" and name in firing:
            firing.remove(name)
            yield each


def play(evening: Evening, moves: Sequence[Move]) -> Drilled:
    """What comes of the moves; what was before one is the same without it."""
    incidents = evening.days.incidents
    deeds, cuts = [], []
    for move in moves:
        if move.act not in CURES:
            continue
        remedy = Remedy(move.act, TAKES_MIN[move.act] * MINUTE_S)
        after = mended(incidents, remedy, evening.at_s(move.at_min))
        deeds.append(_deed(evening, move, incidents, after))
        incidents = after
        if move.act in _CUTS:
            cuts.append(Incident("spike", evening.at_s(move.at_min), evening.at_s(move.until_min), _CUT_SHARE))
    days = replace(evening.days, incidents=(*incidents, *cuts))
    measured = measure(days.profile, days.incidents, days.seed, days.site)
    return Drilled(evening, watch(evening.watching, days), measured, tuple(deeds), incidents)


def _deed(evening: Evening, move: Move, before: tuple[Incident, ...], after: tuple[Incident, ...]) -> Event:
    """What was done, and whether it ended anything."""
    ended = [was.kind for was, now in zip(before, after, strict=True) if was != now]
    takes = TAKES_MIN[move.act]
    if ended:
        kinds = ", ".join(say(f"alerting.kind_{kind}") for kind in ended)
        arithmetic = say("alerting.deed_ends", begun=move.at_min, takes=takes, done=move.until_min, kinds=kinds)
    else:
        arithmetic = say("alerting.deed_needless", begun=move.at_min, takes=takes)
    inputs = (("begun_min", move.at_min), ("takes_min", takes))
    verdict = Verdict("alerting.deed", bool(ended), inputs, None, arithmetic)
    return Event(evening.at_s(move.at_min), "deed", move.act, "helped" if ended else "needless", verdict)
