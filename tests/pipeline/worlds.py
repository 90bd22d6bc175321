"""Small worlds to test one rule at a time, built from the fewest facts that matter."""

from dataclasses import replace
from typing import Any

from slipway.pipeline.changes import Change, Defect, Find, Package
from slipway.pipeline.condition import Condition
from slipway.pipeline.decisions import Decision, Guess, Option, Prediction
from slipway.pipeline.events import Event
from slipway.pipeline.simulate import Run, simulate
from slipway.pipeline.stages import Action, Monitor, Person, Pipeline, Stage, Store
from slipway.pipeline.world import World

MON_9 = 9 * 60
PEOPLE = tuple(Person(name, name.title(), "developer") for name in ("ann", "bob", "eve"))
STORES = (
    Store("test-db", "Test DB", "made_for_test"),
    Store("real-db", "Realistic DB", "realistic"),
    Store("live-db", "Live DB", "customers"),
)


def change(name: str = "one", *, pushed_at: int = MON_9, author: str = "ann", **facts: Any) -> Change:
    """A change that takes no work and is pushed (and reviewed) at the given minute."""
    usual: dict[str, Any] = {
        "packages": (Package(f"Pkg{name}", 100, 100),),
        "reviewer": "bob",
        "review": 0,
        "develop": 0,
        "local": 0,
        "local_checks": (),
    }
    return Change(name, f"Change {name}", author, pushed_at, **{**usual, **facts})


def defect(name: str = "bug", *finds: Find, **facts: Any) -> Defect:
    """A logic defect with the given ways to find it."""
    return Defect(name, f"Bug {name}", "logic", finds, **{"fix": 30, **facts})


def stage(name: str, *actions: Action, **facts: Any) -> Stage:
    """A test stage with the given actions; a deploy of ten minutes if there are none."""
    return Stage(name, name.title(), "test", actions=actions or (deploy(name),), **facts)


def deploy(stage_name: str, takes: int = 10) -> Action:
    """A deploy action."""
    return Action(f"{stage_name}-deploy", "Deploy", "deploy", takes)


def suite(stage_name: str, takes: int = 20, **facts: Any) -> Action:
    """An integration-test action."""
    return Action(f"{stage_name}-tests", "Tests", "integration_tests", takes, **facts)


def live(**facts: Any) -> Stage:
    """The last stage, with one error monitor."""
    usual: dict[str, Any] = {
        "actions": (deploy("live"),),
        "monitors": (Monitor("errors", "Errors", "error_rate_pct", 1.0, 5),),
        "bake": 30,
        "store": "live-db",
    }
    return Stage("live", "Live", "deploy", **{**usual, **facts})


SOURCE = Stage("source", "Source", "source")


def world(*stages: Stage, changes: tuple[Change, ...] = (), **facts: Any) -> World:
    """Source, the given stages, and a live stage unless the last one deploys to customers."""
    middle = stages if stages and stages[-1].purpose == "deploy" else (*stages, live())
    pipeline_facts = {k: facts.pop(k) for k in ("mode", "on_failure") if k in facts}
    pipeline = Pipeline((SOURCE, *middle), **pipeline_facts)
    all_changes = changes or (change(),)
    return World(PEOPLE, STORES, pipeline, all_changes, all_changes[0].id, "eve", **{"lasts": 14 * 1440, **facts})


def decision(name: str, when: Condition, *effects: Any) -> Decision:
    """A decision whose option `do` has the effects, and whose story is to `leave` things be."""
    guesses = (Guess("yes", "Yes", Condition("run_ended")), Guess("no", "No", Condition("alarm_raised")))
    options = (Option("leave", "Leave"), Option("do", "Do", "", effects))
    return Decision(name, name.title(), "Well?", when, options, "leave", Prediction("And?", guesses))


def play(w: World, seed: int = 1, **choices: str) -> Run:
    """Simulate; choice names use underscores for hyphens."""
    return simulate(w, {name.replace("_", "-"): option for name, option in choices.items()}, seed)


def of(run: Run, kind: str, **wanted: Any) -> list[Event]:
    """The run's events of that kind with those fields."""
    return [e for e in run.events if e.kind == kind and all(getattr(e, k) == v for k, v in wanted.items())]


def at(run: Run, kind: str, **wanted: Any) -> int:
    """The minute of the only such event."""
    (event,) = of(run, kind, **wanted)
    return event.at_min


def kinds(run: Run) -> list[str]:
    """Every event's kind, in order."""
    return [e.kind for e in run.events]


__all__ = [
    "MON_9",
    "at",
    "change",
    "decision",
    "defect",
    "deploy",
    "kinds",
    "live",
    "of",
    "play",
    "replace",
    "stage",
    "suite",
    "world",
]
