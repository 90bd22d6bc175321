"""Small facts for placement tests, with numbers that are easy to reckon with."""

from dataclasses import replace
from typing import Any

from slipway.pipeline.placement.facts import Assumptions, Check, Environment, Grounds, Hazard
from slipway.pipeline.stages import Store

FREE = Assumptions(
    blind_spot=0,
    changes_per_day=0,
    team=1,
    search_per_suspect=0,
    triage=0,
    incident=0,
    blocked_share=0,
    delay_share=0,
    machine_share=0,
    minutes_per_harmed=0,
    seen_in_production=0,
    mend_row=0,
    strain_per_minute=0,
)
"""A world in which nothing costs anything but mending."""


def check(name: str = "unit", **fields: Any) -> Check:
    """A test that finds half of all faulty logic in ten minutes."""
    given: dict[str, Any] = {"kind": "unit_tests", "finds": {"logic": 0.5}, "takes": 10, "because": "made up"}
    return Check(id=name, name=name, **(given | fields))


def stage(name: str, purpose: str = "test", **fields: Any) -> Environment:
    """A stage in which logic shows fully, five minutes to set up."""
    given: dict[str, Any] = {"set_up": 5, "fidelity": {"logic": 1.0}, "because": "made up"}
    return Environment(id=name, name=name, purpose=purpose, **(given | fields))  # type: ignore[arg-type]


def hazard(name: str = "wrong-sum", **fields: Any) -> Hazard:
    """A fault in the logic that one change of ten carries."""
    given: dict[str, Any] = {
        "title": name,
        "kind": "logic",
        "chance": 0.1,
        "fix": 60,
        "harmed_per_hour": 30,
        "noticed_after": 120,
    }
    return Hazard(id=name, because="made up", **(given | fields))


STAGES = (
    stage("source", "source", holds_author=1.0),
    stage("build", "build"),
    stage("beta", store="beta-db", has=("database", "network")),
    stage("production", "deploy", store="prod-db", has=("database", "network", "customers"), exposure=1.0),
)


def grounds(*checks: Check, hazards: tuple[Hazard, ...] = (), assumptions: Assumptions = FREE) -> Grounds:
    """Facts with these tests, and one hazard if no others are given."""
    return Grounds(
        stores=(Store("beta-db", "Beta", "made_for_test", clean_up=60), Store("prod-db", "Production", "customers")),
        stages=STAGES,
        checks=checks or (check(),),
        hazards=hazards or (hazard(),),
        assumptions=assumptions,
    )


def assuming(**changed: Any) -> Assumptions:
    """Nothing costs anything but what is given."""
    return replace(FREE, **changed)
