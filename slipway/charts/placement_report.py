"""A placement's result for the terminal: one document of plain values, and the same as lines."""

from typing import Any

from slipway.charts.placement import SIGNS, figures_column, goal_line
from slipway.pipeline.placement.consequences import consequences
from slipway.pipeline.placement.expect import Estimate
from slipway.pipeline.placement.level import Level
from slipway.pipeline.placement.model import Model, Placement
from slipway.pipeline.placement.optimum import optimum
from slipway.pipeline.placement.prices import COST_PARTS, FIGURES
from slipway.pipeline.placement.reasons import Reasons
from slipway.pipeline.placement.score import judge
from slipway.words import say

Document = dict[str, Any]
_DIGITS = 4


def placement_document(level: Level, placement: Placement) -> Document:
    """Everything that follows from a placement; minutes are of people's time, per change.

    Raises ValueError for tests or stages that the level does not have.
    """
    model = Model(level.grounds)
    par = optimum(model, level.goals)
    result = judge(model, level, par, placement)
    reasons = Reasons(model, par)
    return {
        "level": level.id,
        "put": dict(placement),
        "solved": result.solved,
        "points": result.score.points,
        "formula": result.score.arithmetic,
        "goals": [
            {"name": goal.name, "limit": goal.limit, "value": round(goal.value, _DIGITS), "met": goal.met}
            for goal in result.goals
        ],
        "figures": _figures(result.estimate),
        "par": {"figures": _figures(par.estimate), "complete": par.complete},
        "hazards": _hazards(model, result.estimate),
        "violations": [
            {"kind": v.kind, "test": v.check, "stage": v.stage, "store": v.store, "amount": round(v.amount, _DIGITS)}
            for v in result.violations
        ],
        "consequences": [{"id": found.id, "text": found.text} for found in consequences(model, par, result)],
        "reasons": [
            {"test": reason.check, "stage": reason.stage, "fit": reason.fit, "rule": reason.rule, "text": reason.text}
            for reason in (reasons.of(check, stage) for check, stage in placement.items())
        ],
        "readable": {"goals": [goal_line(goal) for goal in result.goals], "figures": figures_column(result.estimate)},
    }


def _figures(estimate: Estimate) -> dict[str, float]:
    named = zip(FIGURES, estimate.figures, strict=True)
    figures: dict[str, float] = {name: round(float(value), _DIGITS) for name, value in named}
    return {
        "cost": round(estimate.cost, _DIGITS),
        "escapes": round(estimate.escapes, _DIGITS),
        "feedback": round(estimate.feedback, _DIGITS),
        **figures,
    }


def _hazards(model: Model, estimate: Estimate) -> list[Document]:
    """Per hazard, how likely a change carries it and each stage catches it or none does."""
    found = []
    for number, hazard in enumerate(model.grounds.hazards):
        caught: dict[str, float] = {}
        for place, stage in enumerate(estimate.line.stages):
            name = model.grounds.stages[stage].id
            caught[name] = caught.get(name, 0.0) + float(estimate.caught[number, place])
        found.append(
            {
                "id": hazard.id,
                "chance": hazard.chance,
                "caught": {stage: round(share, _DIGITS) for stage, share in caught.items()},
                "escaped": round(float(estimate.escaped[number]), _DIGITS),
            }
        )
    return found


def placement_lines(level: Level, document: Document) -> list[str]:
    """The document as a person reads it."""
    lines = [f"{level.title} · {say('place.points', points=document['points'])} · {_verdict(document)}"]
    lines += [f"  {line}" for line in document["readable"]["goals"]]
    lines += [f"  {document['formula']}", ""]
    for name, value in document["readable"]["figures"].items():
        if name == say(f"place.cost_{COST_PARTS[0]}"):
            lines += ["", say("place.cost_parts")]
        lines.append(f"{name:48} {value}")
    lines += ["", *(f"- {found['text']}" for found in document["consequences"])]
    lines += ["", *(f"{SIGNS[reason['fit']]} {reason['text']}" for reason in document["reasons"])]
    return lines


def _verdict(document: Document) -> str:
    verdict = "no_goals" if not document["goals"] else "solved" if document["solved"] else "not_solved"
    return say(f"place.verdict_{verdict}")
