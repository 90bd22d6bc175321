"""Which way to run a service does best: the engine measures, the seed draws the situation."""

import pytest

from slipway.content.bank import read_bank
from slipway.content.compose import parse
from slipway.content.source import Text
from slipway.questions import MODELS
from slipway.questions.choosing import place_key
from slipway.questions.contest import Named, best, clear_cases
from slipway.questions.kind import Unreadable, Variant
from slipway.questions.operated import KIND
from slipway.questions.proof import prove_question
from tests.questions.samples import operated

QUESTION = operated()
TWENTY = 1


def grade(question, seed, plan):
    variant = Variant(seed, ())
    answer = KIND.parse(question, variant, place_key(plan, variant))
    assert not isinstance(answer, Unreadable)
    return KIND.grade(question, variant, answer)


def test_the_engine_knows_that_enough_instances_are_slow_for_fewer_minutes():
    assert clear_cases(QUESTION) == [0, 1]
    assert {best(QUESTION, number) for number in (0, 1)} == {TWENTY}
    assert grade(QUESTION, 1, TWENTY).correct
    wrong = grade(QUESTION, 1, 0)
    assert (wrong.score, [remark.verdict for remark in wrong.remarks]) == (0, ["wrong", "missed"])
    assert "Minutes with a slow p95" in wrong.arithmetic and "two" in wrong.arithmetic


def test_each_seed_draws_a_situation_and_the_prompt_names_it():
    prompts = {KIND.form(QUESTION, Variant(seed, ())).label for seed in range(20)}
    assert len(prompts) == 2
    assert any("A spike" in prompt for prompt in prompts)


def test_of_a_measure_that_a_run_has_none_of_nothing_is_worse():
    question = operated(
        subject="alerting",
        measure="detected_min",
        situations=(Named("one-region", "r"),),
        plans=(Named("rules;errors=off", "nobody looks"), Named("rules", "somebody looks")),
    )
    assert question.figure(0, 0) == float("inf")
    assert best(question, 0) == 1


@pytest.mark.parametrize(
    ("fields", "place", "says"),
    [
        ({"measure": "slow_minutes"}, ("measure",), "no measure 'slow_minutes'"),
        ({"plans": (Named("hpa", "a"),)}, ("plans",), "there are 1 plans"),
        ({"plans": (Named("hpa", "a"), Named("hpa;target=50", "A"))}, ("plans", 1, "title"), "another plan"),
        ({"plans": (Named("hpa", "a"), Named("hpa;targt=50", "b"))}, ("plans", 1, "text"), "no setting 'targt'"),
        ({"situations": (Named("evenings", "x"),)}, ("situations", 0, "text"), "no 'evenings'"),
    ],
)
def test_what_an_author_must_mend_is_named(fields, place, says):
    found = {loc: what for loc, what, _ in operated(**fields).problems()}
    assert says in found[place]


BANK = """topic: T
questions:
  - id: q
    kind: operated
    objectives: [o]
    prompt: Which is best?
    subject: scaling
    measure: slow_min
    situations:
      - {text: evening, title: An evening}
    plans:
      - {text: "fixed;instances=20", title: twenty}
      - {text: "fixed;instances=ELSE", title: else}
    explanation: "!"
"""


@pytest.mark.parametrize(("other", "told"), [("21", ["bank.yaml:10"]), ("2", [])])
def test_a_check_says_where_no_plan_is_clearly_best(other, told):
    tree, _ = parse(Text("bank.yaml", BANK.replace("ELSE", other)))
    assert tree is not None
    (located,), problems = read_bank(tree, MODELS)
    assert problems == []
    found = [str(problem) for problem in prove_question(located)]
    assert [problem[: len("bank.yaml:10")] for problem in found] == told
    assert all("no situation one plan is clearly best" in problem for problem in found)
