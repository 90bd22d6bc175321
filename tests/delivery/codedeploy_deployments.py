"""Small CodeDeploy deployments to play in tests."""

from collections.abc import Callable
from typing import Any

from slipway.delivery.codedeploy import release
from slipway.delivery.codedeploy_alarm import Seen, State, verdict_of
from slipway.delivery.codedeploy_in_place import InPlace
from slipway.delivery.codedeploy_predefined import PREDEFINED, PREFIX
from slipway.delivery.codedeploy_run import Surroundings
from slipway.delivery.codedeploy_settings import ROLLBACK_EVENTS, Deployment
from slipway.delivery.codedeploy_shift import Shift
from slipway.delivery.controller import Controller, Happening, Measure, Query, Reading
from slipway.traffic.alarm import Alarm

HORIZON_S = 1_000_000.0
AROUND = ("hosts", "host_s", "zones", "answers", "failing", "unhealthy", "look", "polls_s")
ALARM = Alarm("HighErrors", "error_rate", threshold=0.01)


def good(query: Query) -> Reading:
    """All is well."""
    return Reading(0.001, 100)


def bad(query: Query) -> Reading:
    """The new version fails most of its requests."""
    return Reading(0.9 if query.version == "canary" else 0.001, 100)


def silent(query: Query) -> Reading:
    """Nothing was measured."""
    return Reading(None)


def bad_from(at_s: float) -> Measure:
    """Well before this time, bad from then on."""
    return lambda query: bad(query) if query.until_s > at_s else good(query)


def deployment(name: str = "LambdaCanary10Percent5Minutes", *, rolls_back: bool = False, **fields: Any) -> Deployment:
    """A deployment with a predefined configuration."""
    events = ROLLBACK_EVENTS if rolls_back else ()
    return Deployment(**{"config": PREDEFINED[PREFIX + name], "rollback_events": events, **fields})


def started(name: str = "LambdaCanary10Percent5Minutes", **fields: Any) -> Shift | InPlace:
    """The controller of such a deployment; the fields are of it or of what is around it."""
    around = {key: value for key, value in fields.items() if key in AROUND}
    rest = {key: value for key, value in fields.items() if key not in AROUND}
    return release(deployment(name, **rest), Surroundings(**around))


def shift(name: str = "LambdaCanary10Percent5Minutes", **fields: Any) -> Shift:
    """One that shifts traffic."""
    found = started(name, **fields)
    assert isinstance(found, Shift)
    return found


def hosts(name: str = "OneAtATime", **fields: Any) -> InPlace:
    """One on hosts."""
    found = started(name, **fields)
    assert isinstance(found, InPlace)
    return found


def in_state(state: State, from_s: float = 0.0) -> Callable[[Alarm, float, Measure], Seen]:
    """Alarm states that somebody else knows: OK, and this one from a time on."""

    def look(alarm: Alarm, at_s: float, measure: Measure) -> Seen:
        now: State = state if at_s >= from_s else "OK"
        return Seen(now, verdict_of(alarm, now, "told so"))

    return look


def play(controller: Controller, measure: Measure = good, until_s: float = HORIZON_S) -> list[Happening]:
    """Everything that happens until nothing is due any more."""
    told: list[Happening] = []
    while (due_s := controller.next_at_s) is not None and due_s <= until_s:
        told += controller.step(due_s, measure)
    return told


def kinds(told: list[Happening]) -> list[str]:
    """What happened, in order."""
    return [each.kind for each in told]


def only(told: list[Happening], kind: str) -> Happening:
    """The one happening of a kind."""
    (found,) = [each for each in told if each.kind == kind]
    return found


def inputs(happening: Happening) -> dict[str, Any]:
    """What went into its verdict."""
    return dict(happening.verdict.inputs) if happening.verdict else {}


def why(told: list[Happening], kind: str) -> str:
    """Its arithmetic."""
    verdict = only(told, kind).verdict
    assert verdict is not None
    return verdict.arithmetic


def phase(controller: Controller) -> str:
    """The phase now, which mypy would take to be what it was when last compared."""
    return controller.phase
