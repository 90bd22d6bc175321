"""Who is called after how long: one after the other, until somebody answers."""

from collections.abc import Iterator
from dataclasses import dataclass

from slipway.alerting.event import Event
from slipway.verdict import Verdict
from slipway.words import say

_DAY_S, _HOUR_S = 86_400, 3600
NIGHT_H = (22, 7)
"""From when until when it is night; an assumption of ours."""


@dataclass(frozen=True, slots=True)
class Person:
    """How long somebody takes to answer, by day and at night; None is never."""

    name: str
    answers_s: float | None = 120.0
    answers_at_night_s: float | None = 600.0


@dataclass(frozen=True, slots=True)
class Escalation:
    """Each person is called so long after the page, unless somebody has answered by then."""

    calls: tuple[tuple[float, Person], ...]

    def __post_init__(self) -> None:
        times_s = [after_s for after_s, _ in self.calls]
        if not times_s or times_s != sorted(times_s) or times_s[0] < 0:
            raise ValueError("an escalation calls at least one person, at times that ascend")


def is_night(at_s: float) -> bool:
    """Whether somebody sleeps; second 0 is midnight."""
    hour = at_s % _DAY_S / _HOUR_S
    return hour >= NIGHT_H[0] or hour < NIGHT_H[1]


def called(escalation: Escalation, name: str, at_s: float) -> Iterator[Event]:
    """The calls that a page leads to, and the answer that ends them."""
    answered_s, who = float("inf"), ""
    for after_s, person in escalation.calls:
        call_s = at_s + after_s
        if answered_s <= call_s:
            break
        arithmetic = say("alerting.call", name=person.name, what=name, after=f"{after_s:g}")
        yield Event(call_s, "call", person.name, "called", _verdict(False, after_s, arithmetic))
        takes_s = person.answers_at_night_s if is_night(call_s) else person.answers_s
        if takes_s is not None and call_s + takes_s < answered_s:
            answered_s, who = call_s + takes_s, person.name
    if who:
        waited_s = answered_s - at_s
        arithmetic = say("alerting.answer", name=who, what=name, waited=f"{waited_s:g}")
        yield Event(answered_s, "call", who, "answered", _verdict(True, waited_s, arithmetic))
    else:
        arithmetic = say("alerting.no_answer", what=name)
        last_s = escalation.calls[-1][0]
        yield Event(at_s + last_s, "call", "", "nobody", _verdict(False, last_s, arithmetic))


def _verdict(passed: bool, after_s: float, arithmetic: str) -> Verdict:
    return Verdict("alerting.call", passed, (("after_s", after_s),), None, arithmetic)
