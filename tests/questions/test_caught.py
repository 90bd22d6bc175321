from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.luck import uniform
from slipway.pipeline.placement.sample import sample
from slipway.questions.caught import KIND, Arrangement, CaughtIn
from slipway.questions.kind import Unreadable, Variant
from tests.course import course
from tests.pipeline.placement.grounds import hazard
from tests.questions.samples import caught, caught_in, level

PLAIN = Variant(seed=7, order=())
SOURCE, BUILD, BETA, PRODUCTION, NOBODY = range(5)
SHIPPED = [item.question for item in course().questions.values() if item.question.kind == "caught"]


def test_the_chances_are_those_worked_by_hand():
    """The unit test finds 0.6 in Build, the other finds half of the remaining 0.4 in Beta, and 0.2 are left."""
    (case,) = caught_in(level(0.6, 0.5)).cases
    assert case.chances == pytest.approx((0, 0.6, 0.2, 0, 0.2))
    assert case.key == BUILD


@pytest.mark.parametrize(
    ("unit", "integration", "key"), [(0.6, 0.5, BUILD), (0.2, 0.9, BETA), (0.2, 0.2, NOBODY), (0.0, 0.7, BETA)]
)
def test_the_right_place_is_where_most_are_caught_first(unit, integration, key):
    question = caught_in(level(unit, integration))
    assert [KIND.grade(question, PLAIN, (0, place)).score for place in range(5)] == [place == key for place in range(5)]


def test_a_test_that_cannot_run_where_it_stands_finds_nothing_and_says_so():
    question = caught_in(level(), put={"whole": "build"})
    grade = KIND.grade(question, PLAIN, (0, BUILD))
    assert question.cases[0].key == NOBODY
    assert "cannot run, for want of a database" in grade.remarks[0].text
    assert grade.arithmetic == "of 100 such defects: No test finds it 100"


def test_a_place_without_a_test_says_so_and_the_right_one_shows_its_sum():
    wrong, right = KIND.grade(caught_in(level()), PLAIN, (0, PRODUCTION)).remarks
    assert wrong.text == "No test stands here. Of 100 such defects 0 end here."
    assert right.text == "unit: power 60 % × conditions present 100 % = 60 % found. Of 100 such defects 60 end here."


def test_a_case_without_a_clear_answer_is_not_asked():
    close = caught_in(level(0.5, 0.9))
    assert close.cases == ()
    assert [what for _, what, _ in close.problems()] == ["nowhere is one answer clearly right"]


def test_names_that_the_level_does_not_have_are_named_with_their_place():
    question = caught_in(level(), put={"units": "build", "whole": "gamma"})
    assert [loc[1:] for loc, _, _ in question.problems()] == [(0, "put", "units"), (0, "put", "whole")]


def test_a_question_about_a_level_that_is_not_there_is_not_asked():
    assert caught().given({}) is None


def two_hazards() -> CaughtIn:
    facts = level()
    hazards = (hazard(), hazard("other", title="another"), hazard("never", chance=0.0))
    return caught_in(replace(facts, grounds=replace(facts.grounds, hazards=hazards)))


def test_the_seed_draws_the_case_and_the_answer_holds_it():
    question = two_hazards()
    assert len(question.cases) == 2
    drawn = set()
    for seed in range(20):
        form = KIND.form(question, Variant(seed, ()))
        answer = KIND.parse(question, Variant(seed, ()), form.choices[BUILD].key)  # type: ignore[union-attr]
        assert answer == (int(uniform(seed, "caught/case") * 2), BUILD)
        assert ("another" in form.label) == (answer == (1, BUILD))
        drawn.add(answer)
    assert len(drawn) == 2


def test_a_page_left_open_cannot_answer_for_the_next_try():
    question = two_hazards()
    stale = KIND.form(question, Variant(1, ())).choices[0].key  # type: ignore[union-attr]
    assert isinstance(KIND.parse(question, Variant(2, ()), stale), Unreadable)


def test_another_arrangement_asks_about_every_hazard_again():
    question = two_hazards()
    more = replace(question, arrangements=(*question.arrangements, Arrangement("Nothing", {})))
    assert [case.key for case in more.cases] == [BUILD, BUILD, NOBODY, NOBODY]


@given(st.floats(0, 1), st.floats(0, 1))
def test_every_defect_ends_somewhere(unit, integration):
    question = caught_in(level(unit, integration))
    assert all(sum(case.chances) == pytest.approx(1) for case in question.cases)


@pytest.mark.parametrize("question", SHIPPED, ids=lambda question: question.id)
def test_sample_runs_end_where_the_key_says(question):
    for number, arrangement in enumerate(question.arrangements):
        runs = sample(question.model, arrangement.put, 20_000, seed=3)
        stages = [*runs.line.stages, len(question.facts.grounds.stages)]
        for case in question.cases:
            if case.arrangement == number:
                fates = [stages[fate] for fate in runs.fates[:, case.hazard] if fate >= 0]
                assert max(set(fates), key=fates.count) == case.key
