"""Each planted defect and the tests that catch it, from real runs."""

from inspect import getsource

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slipway.labs.almost_done.defects import BY_KEY, DEFECTS
from slipway.labs.almost_done.fakes import FAKES
from slipway.labs.almost_done.integration_tests import INTEGRATION_TESTS
from slipway.labs.almost_done.reasons import reason
from slipway.labs.almost_done.trial import CELLS, try_out
from slipway.labs.almost_done.unit_tests import UNIT_TESTS
from slipway.labs.unit_or_integration import LAB, PAR
from slipway.panel import Source

# defect            with the quick fake  with the faithful fake
MATRIX = """
after-eighty        unit                 unit
swapped-columns     integration          integration
finished-too        both                 both
no-commit           integration          integration
one-too-few         unit                 unit
null-hidden         integration          integration
oldest-first        both                 both
insert-twice        integration          both
seconds-lost        integration          both
no-fallback         unit                 unit
store-order         integration          both
other-case          neither              neither
credits-counted     neither              neither
"""
ROWS = [row.split() for row in MATRIX.strip().split("\n")]


@pytest.mark.parametrize(("key", "simple", "faithful"), ROWS, ids=[row[0] for row in ROWS])
def test_a_defect_is_caught_where_the_table_says(key: str, simple: str, faithful: str) -> None:
    assert (try_out(BY_KEY[key], "simple").cell, try_out(BY_KEY[key], "faithful").cell) == (simple, faithful)


def test_the_table_has_every_defect() -> None:
    assert [row[0] for row in ROWS] == [defect.key for defect in DEFECTS]


@pytest.mark.parametrize("fake", FAKES)
def test_with_nothing_planted_every_test_passes(fake: str) -> None:
    trial = try_out(None, fake)
    assert [verdict for verdict in trial.unit + trial.integration if not verdict.passed] == []


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.key)
def test_a_defect_is_one_method_and_nothing_else(defect) -> None:
    assert [name for name in vars(defect.planted) if not name.startswith("__")] == [defect.method]
    assert getsource(getattr(defect.planted, defect.method)) != getsource(getattr(defect.healthy, defect.method))


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.key)
def test_a_defect_shows_in_an_answer_of_the_real_store(defect) -> None:
    answers = try_out(defect).answers
    assert answers is not None
    assert answers.sqlite.right != answers.sqlite.got
    assert answers.fake.right == answers.sqlite.right


@pytest.mark.parametrize("fake", FAKES)
@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.key)
def test_the_planted_line_runs_in_the_integration_tests_and_a_reason_is_given(defect, fake: str) -> None:
    trial = try_out(defect, fake)
    assert trial.ran[1] > 0
    assert reason(trial).count("\n- ") == 2


def test_a_faithful_fake_takes_nothing_from_the_unit_tests() -> None:
    for defect in DEFECTS:
        simple, faithful = (try_out(defect, fake) for fake in ("simple", "faithful"))
        assert all(not mine.passed or theirs.passed for theirs, mine in zip(simple.unit, faithful.unit, strict=True))
        assert simple.integration == faithful.integration


def test_the_same_trial_comes_out_the_same_whatever_the_time_it_took() -> None:
    assert [try_out(defect) for defect in DEFECTS] == [try_out(defect) for defect in DEFECTS]


some_defects = st.sets(st.sampled_from(sorted(BY_KEY))).map(lambda keys: tuple(k for k in BY_KEY if k in keys))


@settings(deadline=None, max_examples=40)
@given(some_defects, st.sampled_from(sorted(FAKES)))
def test_a_defect_comes_out_the_same_whatever_else_is_planted(keys: tuple[str, ...], fake: str) -> None:
    result = LAB.run({"defects": keys, "fake": (fake,)}, LAB.seed)
    alone = {key: try_out(BY_KEY[key], fake).cell for key in keys}
    assert result.outcomes == alone
    assert result.reached == set(alone.values())
    assert [bet.name for bet in LAB.bets({"defects": keys, "fake": (fake,)})] == list(keys)


def test_par_is_one_defect_for_each_of_the_four_answers() -> None:
    assert {part.key for part in LAB.goal.parts} == set(CELLS)
    assert {simple for _, simple, _ in ROWS} == set(CELLS)
    assert len(CELLS) == PAR


def test_there_are_as_many_tests_and_mistakes_as_the_lesson_says() -> None:
    assert (len(UNIT_TESTS), len(INTEGRATION_TESTS), len(DEFECTS)) == (6, 4, 13)


def test_what_is_shown_before_the_run_is_code_and_no_verdict() -> None:
    panels = LAB.before({"defects": tuple(BY_KEY), "fake": ("simple",)})
    assert all(isinstance(panel, Source) for panel in panels)
    assert sum(isinstance(panel, Source) and panel.language == "diff" for panel in panels) == len(DEFECTS)
