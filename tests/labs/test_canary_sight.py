"""What a canary sees: a worse fault is caught more often, sequential rules keep their promise, peeking does not."""

from dataclasses import replace
from math import sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slipway.delivery.peeking import false_alarms
from slipway.delivery.two_proportions import baseline_ratio, power_of
from slipway.labs.canary_sight import FAULTS_OF_GOAL, LAB, PAR
from slipway.labs.choices import read_choices
from slipway.labs.lab import Played
from slipway.labs.sight.canary import Canary
from slipway.labs.sight.rules import RULES
from slipway.labs.sight.tables import BAKES_MIN, SHARES_PCT
from slipway.labs.sight.trial import MAP_RUNS, chance_map, try_out
from slipway.panel import Grid, Lines, Table, Words

COMMON = Canary(share_pct=5, per_minute=600, minutes=20, base_pct=0.5, fault_pct=1)
LEANEST = {
    "5": {"share": "2", "traffic": "100", "bake": "60"},
    "1": {"share": "1", "traffic": "3000", "bake": "40"},
    "0.5": {"share": "1", "traffic": "12000", "bake": "40"},
}
canaries = st.builds(
    Canary,
    share_pct=st.sampled_from(SHARES_PCT),
    per_minute=st.sampled_from([100, 600, 3_000]),
    minutes=st.sampled_from(BAKES_MIN[:4]),
    base_pct=st.sampled_from([0.1, 0.5, 1.0]),
    fault_pct=st.sampled_from([0.2, 0.5, 1.0]),
)


def played(**chosen: str) -> Played:
    choices = read_choices(LAB, {name: [key] for name, key in chosen.items()})
    return Played(choices, LAB.run(choices, LAB.seed))


@settings(max_examples=25)
@given(canaries, st.sampled_from(["limit", "ranks", "once", "peeking", "sequence"]), st.integers(0, 99))
def test_a_worse_fault_is_never_caught_less_often(canary: Canary, rule: str, seed: int) -> None:
    """SPRT is left out: it is told which fault to look for, so another fault makes it another test."""
    mild, severe = (try_out(each, [rule], seed, 200)[rule] for each in (canary, replace(canary, fault_pct=5)))
    assert severe.caught >= mild.caught
    assert severe.thrown_away == mild.thrown_away


@settings(max_examples=15)
@given(canaries, st.sampled_from(sorted(RULES)), st.integers(0, 99))
def test_a_cell_of_the_map_is_the_canary_run_by_itself(canary: Canary, rule: str, seed: int) -> None:
    found = chance_map(canary, rule, [canary.share_pct], BAKES_MIN[:4], seed)[canary.share_pct, canary.minutes]
    alone = try_out(canary, [rule], seed, MAP_RUNS)[rule]
    assert (found.caught, found.thrown_away) == (alone.caught, alone.thrown_away)


@settings(max_examples=15)
@given(canaries, st.sampled_from(sorted(RULES)), st.integers(0, 99))
def test_the_course_only_rises_and_ends_at_the_chances(canary: Canary, rule: str, seed: int) -> None:
    trial = try_out(canary, [rule], seed, 200)[rule]
    for shares, end in zip(trial.by_minute(), (trial.caught, trial.thrown_away), strict=True):
        assert len(shares) == canary.minutes
        assert shares == sorted(shares)
        assert shares[-1] == pytest.approx(end)


@pytest.mark.parametrize("rule", ["sprt", "sequence"])
@pytest.mark.parametrize("share", SHARES_PCT)
def test_a_sequential_rule_keeps_its_promise_however_often_it_looks(rule: str, share: int) -> None:
    """Wald's bound on the false alarms is alpha/(1 − beta)."""
    trial = try_out(replace(COMMON, share_pct=share, minutes=60), [rule], 7)[rule]
    assert trial.thrown_away <= 0.05 / 0.95


def test_one_look_comes_near_to_what_it_promises_and_sixty_do_not() -> None:
    large = Canary(share_pct=50, per_minute=3_000, minutes=60, base_pct=1, fault_pct=0.2)
    trials = try_out(large, ["once", "peeking"], 3)
    assert trials["once"].thrown_away == pytest.approx(0.05, abs=4 * sqrt(0.05 * 0.95 / 3_000))
    assert trials["peeking"].thrown_away == pytest.approx(false_alarms(60, 0.05, 1)[-1], abs=0.03)
    assert trials["peeking"].thrown_away > 4 * 0.05


def test_one_look_catches_what_the_formula_says() -> None:
    large = Canary(share_pct=50, per_minute=3_000, minutes=5, base_pct=1, fault_pct=0.5)
    power = power_of(large.requests, large.good_rate, large.bad_rate, baseline_ratio(0.5))
    assert try_out(large, ["once"], 3)["once"].caught == pytest.approx(power, abs=0.03)


@pytest.mark.parametrize("fault", FAULTS_OF_GOAL)
def test_no_rule_share_or_bake_time_next_to_the_leanest_is_leaner(fault: str) -> None:
    best = played(fault=fault, rule="sprt", **LEANEST[fault])
    assert best.result.reached == {fault}
    for name in ("share", "traffic", "bake", "rule"):
        control = LAB.control(name)
        assert control is not None
        for choice in control.field.choices:
            other = played(**{"fault": fault, "rule": "sprt", **LEANEST[fault], name: choice.key})
            assert not other.result.reached or other.result.cost >= best.result.cost


def test_par_is_what_the_leanest_three_add_up_to() -> None:
    runs = [played(fault=fault, rule="sprt", **LEANEST[fault]) for fault in FAULTS_OF_GOAL]
    fat = played(fault="5", rule="once", share="50", traffic="600", bake="60")
    assert LAB.goal.score([fat, *runs]) == LAB.goal.score(runs) == PAR
    assert LAB.goal.score([]) == 0


def test_another_base_rate_does_not_count_for_the_goal() -> None:
    assert played(fault="5", rule="sprt", base="0.5").result.reached == {"5"}
    assert played(fault="5", rule="sprt", base="0.1").result.reached == frozenset()


def test_the_bets_are_settled_by_the_rule_chosen() -> None:
    peeking = played(rule="peeking", bake="40").result
    assert peeking.outcomes == {"caught": "most", "thrown": "many"}
    sequence = played(rule="sequence", bake="5").result
    assert sequence.outcomes == {"caught": "few", "thrown": "rarely"}


def test_every_figure_has_its_numbers_in_words_beside_it() -> None:
    panels = played(rule="peeking").result.panels
    (grid,) = (panel for panel in panels if isinstance(panel, Grid))
    table = next(panel for panel in panels if isinstance(panel, Table) and panel.folded)
    for spots, (_, baked_cell) in zip(grid.spots, table.rows, strict=True):
        assert [baked.split(": ")[1] for baked in baked_cell.text.split("; ")] == [spot.text for spot in spots]
    assert grid.here == (SHARES_PCT.index(5), BAKES_MIN.index(20))
    (lines,) = (panel for panel in panels if isinstance(panel, Lines))
    told = next(panel for panel in panels if isinstance(panel, Words))
    assert [f"**{line.ys[-1]:.0f} %**" in told.text for line in lines.lines] == [True, True]
    assert lines.level == (5, "promised: 5 % of good ones at most")


def test_too_few_errors_for_a_bell_curve_are_told() -> None:
    def told(**chosen: str) -> str:
        return next(panel for panel in played(**chosen).result.panels if isinstance(panel, Words)).text

    assert "one error is much" in told(share="1")
    assert "one error is much" not in told(share="50")
