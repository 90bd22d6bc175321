"""Which plan hurts fewest: the engine ships, the seed draws the release, and close cases are not asked."""

import pytest

from slipway.questions.choosing import place_key
from slipway.questions.contest import Named, best, clear_cases
from slipway.questions.kind import Unreadable, Variant
from slipway.questions.shipped import KIND
from tests.questions.samples import shipped

QUESTION = shipped()
CANARY = 1


def grade(question, seed, plan):
    variant = Variant(seed, ())
    answer = KIND.parse(question, variant, place_key(plan, variant))
    assert not isinstance(answer, Unreadable)
    return KIND.grade(question, variant, answer)


def test_the_engine_knows_that_a_canary_hurts_fewer():
    assert clear_cases(QUESTION) == [0, 1]
    assert {best(QUESTION, number) for number in (0, 1)} == {CANARY}
    assert grade(QUESTION, 1, CANARY).correct
    wrong = grade(QUESTION, 1, 0)
    assert (wrong.score, wrong.correct) == (0, False)
    assert [remark.verdict for remark in wrong.remarks] == ["wrong", "missed"]
    assert "users" in wrong.remarks[0].text and "rolled back" in wrong.remarks[1].text


def test_each_seed_draws_a_release_and_the_prompt_names_it():
    prompts = {KIND.form(QUESTION, Variant(seed, ())).label for seed in range(20)}
    assert len(prompts) == 2
    assert all("Quiet, 2 requests per second" in prompt for prompt in prompts)


def test_where_no_plan_is_clearly_best_nothing_is_asked():
    same = shipped(plans=(Named("all_at_once", "a"), Named("all_at_once", "b")))
    assert clear_cases(same) == []
    assert [loc for loc, _, _ in same.problems()] == [("releases",)]
    good = shipped(releases=(Named("good", "nothing"), Named("errors", "errors")))
    assert clear_cases(good) == [1]
    assert list(good.problems()) == []


@pytest.mark.parametrize(
    ("fields", "place", "says"),
    [
        ({"plans": (Named("canary", "a"),)}, ("plans",), "there are 1 plans"),
        ({"plans": (Named("canary", "a"), Named("argo", "A"))}, ("plans", 1, "title"), "another plan"),
        ({"plans": (Named("cannary", "a"), Named("argo", "b"))}, ("plans", 0, "text"), "no strategy 'cannary'"),
        ({"releases": ()}, ("releases",), "there are 0 releases"),
        ({"releases": (Named("erors", "x"),)}, ("releases", 0, "text"), "no release 'erors'"),
        ({"profile": "stedy"}, ("profile",), "no traffic 'stedy'"),
    ],
)
def test_what_an_author_must_mend_is_named(fields, place, says):
    found = {loc: what for loc, what, _ in shipped(**fields).problems()}
    assert says in found[place]
