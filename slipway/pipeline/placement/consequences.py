"""What a placement leads to, in the order in which it hurts: data first, then customers, then time."""

from collections.abc import Iterator
from dataclasses import dataclass

from slipway.pipeline.placement.expect import Estimate
from slipway.pipeline.placement.model import Floats, Model
from slipway.pipeline.placement.optimum import Par
from slipway.pipeline.placement.reasons import minutes
from slipway.pipeline.placement.score import Result
from slipway.pipeline.placement.violations import Violation
from slipway.words import say

_MORE_ESCAPES = 0.15
_MORE_LIVE = 0.3
_MORE_STOPS = 0.05
_LONGER = 1.2
_LEAST_MINUTES = 10.0
"""From where on a difference to par is worth telling; assumptions."""


@dataclass(frozen=True, slots=True)
class Consequence:
    """Something that follows: `kind`, or `kind:subject` where it is about one test or hazard."""

    id: str
    text: str


def consequences(model: Model, par: Par, result: Result) -> tuple[Consequence, ...]:
    """Everything in which a placement is worse than the best one; empty when there is nothing."""
    found = [
        *(_violation(model, violation) for violation in result.violations),
        *_escapes(model, par, result.estimate),
        *_found_live(model, par, result.estimate),
        *_times(par, result.estimate),
    ]
    if not found and result.estimate.cost > par.estimate.cost * 1.01:
        extra = result.estimate.cost - par.estimate.cost
        found.append(Consequence("dearer", say("placement.then_dearer", extra=minutes(extra))))
    return tuple(found)


def _violation(model: Model, violation: Violation) -> Consequence:
    names = {check.id: check.name for check in model.grounds.checks}
    stages = {stage.id: stage.name for stage in model.grounds.stages}
    stores = {store.id: store for store in model.grounds.stores}
    store = stores.get(violation.store)
    text = say(
        f"placement.then_{violation.kind}",
        test=names[violation.check],
        stage=stages[violation.stage],
        store=store.name if store else say("placement.no_store"),
        holds=say(f"data.{store.data}") if store else say("placement.no_data"),
        rows=f"{violation.amount:.3g}",
        hundred=f"{100 * violation.amount:.0f}",
        clean=minutes(store.clean_up) if store else "",
        other=names.get(violation.other or "", ""),
        takes=minutes(violation.amount),
    )
    return Consequence(f"{violation.kind}:{violation.check}", text)


def _escapes(model: Model, par: Par, estimate: Estimate) -> Iterator[Consequence]:
    """Hazards that get through clearly more often than under the best placement, the worst harm first."""
    chance = model.vector("hazards", "chance")
    more = (estimate.escaped - par.estimate.escaped) / chance.clip(1e-12)
    harm = chance * more * model.vector("hazards", "harmed_per_hour") * model.vector("hazards", "noticed_after") / 60
    for number in sorted(range(len(chance)), key=lambda n: -harm[n]):
        if more[number] < _MORE_ESCAPES:
            continue
        hazard = model.grounds.hazards[number]
        hours = hazard.noticed_after / 60
        text = say(
            "placement.then_escapes" if hazard.harmed_per_hour else "placement.then_escapes_unmet",
            hazard=hazard.title,
            of=f"{100 * estimate.escaped[number] / chance[number]:.0f}",
            per_hour=f"{hazard.harmed_per_hour:.0f}",
            noticed=minutes(hazard.noticed_after),
            harmed=f"{hazard.harmed_per_hour * hours:.0f}",
            best=f"{100 * par.estimate.escaped[number] / chance[number]:.0f}",
        )
        yield Consequence(f"escapes:{hazard.id}", text)


def _found_live(model: Model, par: Par, estimate: Estimate) -> Iterator[Consequence]:
    """Hazards that are caught only where customers already meet them, clearly more often than under the best."""
    chance = model.vector("hazards", "chance")
    live, best = (_live_share(model, each) / chance.clip(1e-12) for each in (estimate, par.estimate))
    for number, hazard in enumerate(model.grounds.hazards):
        if live[number] > best[number] + _MORE_LIVE:
            text = say("placement.then_found_live", hazard=hazard.title, of=f"{100 * live[number]:.0f}")
            yield Consequence(f"found_live:{hazard.id}", text)


def _live_share(model: Model, estimate: Estimate) -> Floats:
    """The chance per change that a hazard is caught in a stage with customers; D."""
    share: Floats = estimate.caught[:, ~model.pre_live[estimate.line.stages]].sum(axis=1)
    return share


def _times(par: Par, estimate: Estimate) -> Iterator[Consequence]:
    stops, best_stops = estimate.figure("false_stops"), par.estimate.figure("false_stops")
    if stops > best_stops + _MORE_STOPS:
        text = say("placement.then_false_stops", stops=f"{100 * stops:.0f}", best=f"{100 * best_stops:.0f}")
        yield Consequence("false_stops", text)
    times = {
        "lead_time": (estimate.figure("lead_minutes"), par.estimate.figure("lead_minutes")),
        "feedback": (estimate.feedback, par.estimate.feedback),
    }
    for name, (value, best) in times.items():
        if value > best * _LONGER and value > best + _LEAST_MINUTES:
            yield Consequence(name, say(f"placement.then_{name}", value=minutes(value), best=minutes(best)))
