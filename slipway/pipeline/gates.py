"""Gates that follow from facts alone: approved reviews and coverage."""

from slipway.pipeline.checks import Cause
from slipway.pipeline.sim import Sim
from slipway.pipeline.stages import CoverageGate, ReviewGate
from slipway.pipeline.trunk import Revision
from slipway.verdict import Verdict
from slipway.words import say


def judge_review(sim: Sim, gate: ReviewGate, revision: Revision) -> tuple[Verdict, Cause | None]:
    """Every change that customers do not have yet has an approved review."""
    fresh = sim.trunk.fresh(revision)
    unreviewed = [c for c in fresh if not sim.trunk.works[c].reviewed]
    approved = len(fresh) - len(unreviewed)
    key = "rules.reviews_missing" if unreviewed else "rules.reviews_enough"
    verdict = Verdict(
        rule="approved_review",
        passed=not unreviewed,
        inputs=(("approved_reviews", approved), ("changes", len(fresh))),
        threshold=len(fresh),
        arithmetic=say(key, approved=approved, changes=len(fresh)),
    )
    return verdict, Cause("review", gate.id, unreviewed[0]) if unreviewed else None


def judge_coverage(sim: Sim, gate: CoverageGate, revision: Revision) -> tuple[Verdict, Cause | None]:
    """Coverage = covered lines / lines, in every package changed since production; the lowest decides."""
    threshold = sim.rules.threshold_pct(gate)
    coverage = sim.trunk.coverage(revision)
    if not coverage:
        nothing = say("rules.coverage_nothing")
        return Verdict("coverage", True, (("packages", 0),), threshold, nothing), None
    worst = min(coverage, key=lambda name: (coverage[name][0] / coverage[name][1], name))
    covered, lines = coverage[worst]
    passed = covered * 100 >= threshold * lines
    verdict = Verdict(
        rule="coverage",
        passed=passed,
        inputs=(
            ("package", worst),
            ("covered_lines", covered),
            ("lines", lines),
            ("coverage_pct", _pct(covered, lines)),
        ),
        threshold=threshold,
        arithmetic=say(
            "rules.coverage_enough" if passed else "rules.coverage_short",
            coverage=f"{_pct(covered, lines):g}",
            threshold=f"{threshold:g}",
            covered=covered,
            lines=lines,
            package=worst,
        ),
    )
    return verdict, None if passed else Cause("coverage", worst, sim.trunk.owner(worst, revision))


def _pct(covered: int, lines: int) -> float:
    """Cut, never rounded up: 79.96 % must not read as 80 %."""
    return covered * 1000 // lines / 10
