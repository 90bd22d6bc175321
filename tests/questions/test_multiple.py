from itertools import combinations
from typing import get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from slipway.questions.kind import Unreadable
from slipway.questions.multiple import KIND, Scoring, Tally
from tests.questions.samples import STRAIGHT, answer, multiple

MODES: tuple[Scoring, ...] = get_args(Scoring)

# What five other systems give for n=5 and right answers A and B; `each` has 0 for blank, as all modes here do.
WORKED: dict[Scoring, dict[str, float]] = {
    "net": {"AB": 1, "A": 0.5, "AC": 0, "ABC": 0.5, "ABCDE": 0, "C": 0},
    "off": {"AB": 1, "A": 0, "AC": 0, "ABC": 0, "ABCDE": 0, "C": 0},
    "each": {"AB": 1, "A": 0.8, "AC": 0.6, "ABC": 0.8, "ABCDE": 0.4, "C": 0.4},
    "coverage": {"AB": 1, "A": 0.5, "AC": 0.25, "ABC": 2 / 3, "ABCDE": 0.4, "C": 0},
}
MEANS: dict[Scoring, float] = {"net": 0.109, "off": 1 / 32, "each": 0.5 - 0.6 / 32, "coverage": 0.270}


@pytest.mark.parametrize("scoring", MODES)
def test_scores_are_those_of_the_worked_comparison(scoring):
    question = multiple("AB", scoring=scoring)
    scores = {chosen: KIND.grade(question, STRAIGHT, answer(chosen)).score for chosen in WORKED[scoring]}
    assert scores == pytest.approx(WORKED[scoring])


@pytest.mark.parametrize("scoring", MODES)
def test_the_mean_over_all_subsets_says_what_guessing_earns(scoring):
    subsets = [c for size in range(6) for c in combinations(range(5), size)]
    scores = [KIND.grade(multiple("AB", scoring=scoring), STRAIGHT, subset).score for subset in subsets]
    assert sum(scores) / 32 == pytest.approx(MEANS[scoring], abs=5e-4)


def test_every_right_option_chosen_is_correct_and_anything_else_is_not():
    subsets = [c for size in range(6) for c in combinations(range(5), size)]
    assert [s for s in subsets if KIND.grade(multiple("AB"), STRAIGHT, s).correct] == [(0, 1)]


@pytest.mark.parametrize("blank", [None, [], ()])
def test_choosing_nothing_asks_for_a_choice(blank):
    complaint = KIND.parse(multiple(), STRAIGHT, blank)
    assert isinstance(complaint, Unreadable)
    assert "at least one" in complaint.message


def test_the_arithmetic_shows_how_the_score_came_about():
    assert KIND.grade(multiple("AB"), STRAIGHT, answer("ABC")).arithmetic == "(2 right − 1 wrong) ÷ 2 = 0.5"
    assert KIND.grade(multiple("AB"), STRAIGHT, answer("C")).arithmetic == "(0 right − 1 wrong) ÷ 2 is below 0, so 0"
    assert KIND.grade(multiple("AB", scoring="coverage"), STRAIGHT, answer("ABC")).arithmetic == (
        "2/2 found × 2/3 right = 0.67"
    )


@pytest.mark.parametrize("scoring", MODES)
def test_the_rule_told_before_the_answer_does_not_say_how_many_are_right(scoring):
    rules = {KIND.rule(multiple(right, scoring=scoring)) for right in ("A", "AB", "ABCD")}
    assert len(rules) == 1


@st.composite
def tallies(draw: st.DrawFn) -> Tally:
    options = draw(st.integers(2, 12))
    keys = draw(st.integers(1, options))
    right = draw(st.integers(0, keys))
    return Tally(right, draw(st.integers(0, options - keys)), keys, options)


@given(tallies(), st.sampled_from(MODES))
def test_a_score_is_a_share_and_only_the_exact_answer_is_worth_all(tally, scoring):
    assert 0 <= tally.score(scoring) <= 1
    assert (tally.score(scoring) == 1) == tally.exact


@given(tallies(), st.sampled_from(MODES))
def test_one_more_wrong_option_never_raises_a_score(tally, scoring):
    assume(tally.right + tally.wrong > 0 and tally.wrong < tally.options - tally.keys)
    worse = Tally(tally.right, tally.wrong + 1, tally.keys, tally.options)
    assert worse.score(scoring) <= tally.score(scoring)


@given(tallies(), st.sampled_from(MODES))
def test_one_more_right_option_never_lowers_a_score(tally, scoring):
    assume(tally.right < tally.keys)
    better = Tally(tally.right + 1, tally.wrong, tally.keys, tally.options)
    assert better.score(scoring) >= tally.score(scoring)


@given(tallies())
def test_net_and_off_are_never_more_generous_than_coverage_and_each(tally):
    assert tally.score("off") <= tally.score("net") <= tally.score("coverage") + 1e-12
    assert tally.score("off") <= tally.score("each")
