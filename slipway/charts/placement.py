"""The placement game as data: the board for the browser, and what a placement leads to as tables."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from slipway.pipeline.clock import duration_label
from slipway.pipeline.placement.expect import Estimate
from slipway.pipeline.placement.facts import Check, Environment, Grounds
from slipway.pipeline.placement.level import GoalResult, Level
from slipway.pipeline.placement.model import Model, Placement, flake, leak
from slipway.pipeline.placement.prices import COST_PARTS
from slipway.pipeline.placement.reasons import Reason, listed, minutes
from slipway.words import all_words, say

Json = dict[str, Any]
Table = dict[str, dict[str, str]]
SIGNS = {"best": "✓", "good": "✓", "wrong": "✕"}


def board_data(level: Level, placement: Placement, judged: Mapping[str, Reason], ack: str | None) -> Json:
    """Everything the board needs; `judged` has the verdicts that are due, by test."""
    grounds = level.grounds
    return {
        "level": f"{level.id}/{level.content_hash}",
        "words": {key.removeprefix("board."): text for key, text in all_words().items() if key.startswith("board.")},
        "stages": [_stage(grounds, stage) for stage in grounds.stages],
        "cards": [{"id": check.id, "name": check.name, "facts": card_facts(check)} for check in grounds.checks],
        "put": dict(placement),
        "start": dict(level.put),
        "judged": {
            check: {
                "stage": reason.stage,
                "fit": reason.fit,
                "sign": SIGNS[reason.fit],
                "label": say(f"place.fit_{reason.fit}"),
            }
            for check, reason in judged.items()
        },
        "ack": ack,
    }


def _stage(grounds: Grounds, stage: Environment) -> Json:
    store = grounds.store(stage)
    sharing = [other.name for other in grounds.stages if store and other.store == store.id and other.id != stage.id]
    has = listed([say(f"placement.feature_{name}") for name in stage.has])
    notes = [has and say("place.has", has=has), sharing and say("place.shared_with", stages=listed(sharing))]
    return {
        "id": stage.id,
        "name": stage.name,
        "store": say("place.store_line", name=store.name, data=say(f"data.{store.data}")) if store else "",
        "data": store.data if store else "",
        "note": " ".join(note for note in notes if note),
    }


def card_facts(check: Check) -> list[Json]:
    """What a card says of its test: time and people, what it looks for, needs, writes and expects."""
    takes, waits = duration_label(check.takes), duration_label(check.waits)
    facts: list[tuple[str, str]] = [
        ("time", say("place.takes_and_waits", takes=takes, waits=waits) if check.waits else takes),
        ("", say("place.looks_for", kinds=listed([say(f"placement.kind_{kind}") for kind in check.finds]))),
    ]
    if check.person:
        facts.append(("time", say("place.person", person=duration_label(check.person))))
    if check.needs:
        facts.append(("", say("place.needs", needs=listed([say(f"placement.feature_{name}") for name in check.needs]))))
    if check.expects:
        facts.append(("", say("place.expects", data=say(f"data.{check.expects}"))))
    if check.writes:
        left = leak(check)
        wording = "writes" if left else "marked" if check.isolated == 1 else "writes_clean"
        text = say(f"place.{wording}", rows=check.writes, share=f"{100 * left:.3g}")
        facts.append(("warn" if left else "", text))
    if flake(check) >= 0.005:
        facts.append(("warn", say("place.flaky", share=f"{100 * flake(check):.2g}")))
    if check.strains:
        facts.append(("warn", say("place.strains")))
    return [{"text": text, "tone": tone} for tone, text in facts]


def fates_table(model: Model, estimate: Estimate) -> Table:
    """Per hazard, in which stage it is caught or that it gets through, of 100 changes that carry it."""
    chance = model.vector("hazards", "chance").clip(1e-12)
    stages = model.grounds.stages
    table: Table = {}
    for number, hazard in enumerate(model.grounds.hazards):
        caught = np.zeros(len(stages))
        np.add.at(caught, estimate.line.stages, estimate.caught[number] / chance[number])
        row = {stage.name: _of_100(share) for stage, share in zip(stages, caught, strict=True)}
        table[hazard.title] = {**row, say("place.gets_through"): _of_100(estimate.escaped[number] / chance[number])}
    return table


def _of_100(share: float) -> str:
    return f"{100 * share:.0f}" if share > 0 else "–"


def figures_column(estimate: Estimate) -> dict[str, str]:
    """The figures of one placement as a learner reads them, the parts of the cost last."""
    return {
        say("place.figure_cost"): minutes(estimate.cost),
        say("place.figure_escapes"): f"{100 * estimate.escapes:.1f}",
        say("place.figure_lead_time"): minutes(estimate.figure("lead_minutes")),
        say("place.figure_feedback"): minutes(estimate.feedback) if estimate.caught.sum() else "–",
        say("place.figure_false_stops"): f"{100 * estimate.figure('false_stops'):.1f}",
        say("place.figure_stray_rows"): f"{estimate.figure('stray_rows'):.1f}",
        **{say(f"place.cost_{part}"): minutes(estimate.costs[part]) for part in COST_PARTS},
    }


def goal_line(goal: GoalResult) -> str:
    """A goal with its limit and what came out."""
    timed = goal.name in ("lead_time", "feedback", "cost")
    limit, value = (minutes(x) if timed else f"{x:.3g}" for x in (goal.limit, goal.value))
    return say(f"place.goal_{goal.name}_result", limit=limit, value=value, sign="✓" if goal.met else "✕")


def goal_wish(name: str, limit: float) -> str:
    """A goal as it is set."""
    timed = name in ("lead_time", "feedback", "cost")
    return say(f"place.goal_{name}", limit=minutes(limit) if timed else f"{limit:g}")


def placements_table(grounds: Grounds, columns: Mapping[str, Placement]) -> Table:
    """Where each test runs, one column per placement."""
    names = {stage.id: stage.name for stage in grounds.stages}
    return {
        label: {check.name: names.get(put.get(check.id, ""), say("place.nowhere")) for check in grounds.checks}
        for label, put in columns.items()
    }
