"""Levels that carry their own proof: each can be solved, each pair has its reason, each wrong way its consequence."""

from collections import Counter
from collections.abc import Iterator

from slipway.content.level import LoadedLevel
from slipway.content.problem import Problem
from slipway.pipeline.placement.consequences import consequences
from slipway.pipeline.placement.level import Level
from slipway.pipeline.placement.model import Model
from slipway.pipeline.placement.optimum import Par, optimum
from slipway.pipeline.placement.reasons import Reasons
from slipway.pipeline.placement.score import judge

LEAST_POINTS = 90
LEAST_CONSEQUENCES = 3


def prove_level(loaded: LoadedLevel) -> Iterator[Problem]:
    """A problem for each claim of a level that the engine does not bear out."""
    level = loaded.level
    model = Model(level.grounds)
    par = optimum(model, level.goals)
    yield from _solution(loaded, level, model, par)
    yield from _reasons(loaded, model, par)
    yield from _tempting(loaded, level, model, par)


def _solution(loaded: LoadedLevel, level: Level, model: Model, par: Par) -> Iterator[Problem]:
    best = judge(model, level, par, par.placement)
    for goal in best.goals:
        if not goal.met:
            what = f"no placement found meets this goal; the best has {goal.value:.4g}"
            yield loaded.tree.problem(("goals", goal.name), what, f"a limit of {goal.value:.4g} or more")
    result = judge(model, level, par, level.solution)
    for goal in result.goals:
        if not goal.met:
            what = f"the solution misses the goal {goal.name}: {goal.value:.4g} > {goal.limit:.4g}"
            yield loaded.tree.problem(("solution",), what, "a placement that meets all goals")
    if result.score.points < LEAST_POINTS:
        what = f"the solution earns {result.score.points} points of 100"
        near = ", ".join(f"{check}: {stage}" for check, stage in par.placement.items())
        yield loaded.tree.problem(("solution",), what, f"at least {LEAST_POINTS}, as this does: {near}")


def _reasons(loaded: LoadedLevel, model: Model, par: Par) -> Iterator[Problem]:
    """Every pair of test and stage has a text of its own."""
    reasons = Reasons(model, par).every()
    texts = Counter(reason.text for reason in reasons)
    for reason in reasons:
        if not reason.text.strip() or texts[reason.text] > 1:
            what = f"{reason.check} in {reason.stage} has no reason of its own: {reason.text!r}"
            yield loaded.tree.problem(("checks",), what, "names that tell tests and stages apart")


def _tempting(loaded: LoadedLevel, level: Level, model: Model, par: Par) -> Iterator[Problem]:
    firsts = set()
    for index, tempting in enumerate(level.tempting):
        found = consequences(model, par, judge(model, level, par, tempting.put))
        first = found[0].id if found else "none"
        firsts.add(first)
        if first != tempting.consequence:
            what = f"{tempting.title!r} leads to {first}, not to {tempting.consequence}"
            yield loaded.tree.problem(("tempting", index, "consequence"), what, first)
    if len(firsts - {"none"}) < LEAST_CONSEQUENCES:
        what = f"the tempting placements lead to {len(firsts - {'none'})} different consequences"
        yield loaded.tree.problem(("tempting",), what, f"at least {LEAST_CONSEQUENCES}")
