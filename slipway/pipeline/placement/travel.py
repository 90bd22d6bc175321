"""A placement as a pipeline that changes travel through: the world in which the engine plays it."""

from slipway.luck import uniform
from slipway.pipeline.changes import Change, Defect, Find
from slipway.pipeline.clock import MINUTES_PER_DAY, Workday
from slipway.pipeline.placement.facts import Check, Environment, Hazard
from slipway.pipeline.placement.level import Level
from slipway.pipeline.placement.model import Line, Model, Placement, leak, line_of
from slipway.pipeline.stages import Action, Person, Pipeline, Stage
from slipway.pipeline.world import World
from slipway.words import say

CHANGES = 3
_FIRST_MIN = 9 * 60
_EVERY_MIN = 45
_REQUESTS_PER_MINUTE = 1000
_AUTHORS = ("paulo", "jane", "ada")
_REVIEWERS = {"paulo": "jane", "jane": "ada", "ada": "paulo"}


def world_of(model: Model, level: Level, placement: Placement, seed: int) -> World:
    """Three changes that between them carry every hazard of the level, and the pipeline they go through.

    Raises ValueError for names that do not exist. A check that cannot run in its stage is not there.
    """
    line = line_of(model, placement)
    placed = [
        (model.grounds.checks[c], model.grounds.stages[s])
        for c, s in zip(line.checks, line.stages, strict=True)
        if model.runs[c, s]
    ]
    return World(
        people=tuple(Person(p, say(f"placement.person_{p}"), say("placement.role_developer")) for p in _AUTHORS)
        + (Person("quinn", say("placement.person_quinn"), say("placement.role_qa")),),
        stores=model.grounds.stores,
        pipeline=Pipeline(
            stages=tuple(_stage(model, stage, placed) for stage in model.grounds.stages),
            mutes_after=1,
            requests_per_minute=_REQUESTS_PER_MINUTE,
        ),
        changes=tuple(_change(model, level, placed, number, seed) for number in range(CHANGES)),
        follows="change-1",
        on_call="ada",
        defects=tuple(_defect(model, line, hazard) for hazard in model.grounds.hazards),
        workday=Workday(),
        lasts=21 * MINUTES_PER_DAY,
        blind_spot=model.grounds.assumptions.blind_spot,
    )


Placed = list[tuple[Check, Environment]]


def _stage(model: Model, stage: Environment, placed: Placed) -> Stage:
    here = [check for check, where in placed if where.id == stage.id and stage.purpose != "source"]
    set_up = Action(
        id=f"{stage.id}-set-up",
        name=say("placement.set_up_build" if stage.purpose == "build" else "placement.set_up_deploy"),
        kind="compile" if stage.purpose == "build" else "deploy",
        takes=stage.set_up,
    )
    actions = () if stage.purpose == "source" else (set_up, *(_action(model, check, stage) for check in here))
    return Stage(id=stage.id, name=stage.name, purpose=stage.purpose, store=stage.store, actions=actions)


def _action(model: Model, check: Check, stage: Environment) -> Action:
    pair = model.index_of_check[check.id], model.index_of_stage[stage.id]
    misfit = bool(model.misfits[pair])
    return Action(
        id=check.id,
        name=check.name,
        kind=check.kind,
        takes=round(check.takes + check.waits),
        store=stage.store,
        expects=check.expects if check.exact or misfit else None,
        writes=check.writes > 0 and leak(check) > 0,
        leaks=leak(check),
        flaky=0.0 if misfit else float(model.red[pair]),
    )


def _defect(model: Model, line: Line, hazard: Hazard) -> Defect:
    number = model.index_of_hazard[hazard.id]
    found_by = []
    for c, s in zip(line.checks, line.stages, strict=True):
        check, local = model.grounds.checks[c], model.grounds.stages[s].purpose == "source"
        if chance := float(model.finds[c, s, number]):
            found_by.append(Find(check=check.kind, chance=chance, action=None if local else check.id))
    error_rate_pct = min(100.0, 100 * hazard.harmed_per_hour / (60 * _REQUESTS_PER_MINUTE))
    return Defect(
        id=hazard.id,
        title=hazard.title,
        kind=hazard.kind,
        found_by=tuple(found_by),
        fix=hazard.fix,
        error_rate_pct=error_rate_pct,
        reported_after=hazard.noticed_after,
    )


def _change(model: Model, level: Level, placed: Placed, number: int, seed: int) -> Change:
    source = next((stage for stage in model.grounds.stages if stage.purpose == "source"), None)
    local = [check for check, stage in placed if stage.purpose == "source"]
    author = _AUTHORS[number % len(_AUTHORS)]
    return Change(
        id=f"change-{number + 1}",
        title=say("placement.change", number=number + 1),
        author=author,
        starts=_FIRST_MIN + number * _EVERY_MIN,
        develop=30,
        packages=(),
        reviewer=_REVIEWERS[author],
        review=15,
        local=(source.set_up if source else 0) + sum(check.takes + check.waits for check in local),
        local_checks=tuple(check.kind for check in local),
        careful=False,
        defects=tuple(hazard for hazard, carrier in carriers(level, seed).items() if carrier == number),
    )


def carriers(level: Level, seed: int) -> dict[str, int]:
    """Which change carries each hazard: dealt out in an order that the seed shuffles."""
    hazards = [hazard.id for hazard in level.grounds.hazards]
    shuffled = sorted(range(len(hazards)), key=lambda n: uniform(seed, "placement/deal", n))
    return {hazards[n]: place % CHANGES for place, n in enumerate(shuffled)}
