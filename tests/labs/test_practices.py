"""Every practice that the course must teach has a challenge that shows it."""

from dataclasses import replace

import pytest

from slipway.cli.common import ROOT
from slipway.content.load import load
from slipway.labs.practices import PRACTICES
from slipway.labs.prove_challenge import prove_challenge
from slipway.operations.subjects import SUBJECTS
from slipway.performance.site import Site
from slipway.questions import MODELS
from slipway.scaling.fleet import Fleet
from slipway.ui.operate_link import ANSWERS
from slipway.words import say

LIBRARY = load(ROOT, MODELS)
CHALLENGES = LIBRARY.challenges.values()


def test_every_practice_has_a_challenge_with_limits():
    shown = {practice for challenge in CHALLENGES if challenge.goals for practice in challenge.shows}
    assert [practice for practice in PRACTICES if practice not in shown] == []


def test_every_practice_has_a_name_for_learners():
    assert all(say(f"operate.practice_{practice}") for practice in PRACTICES)


def test_every_subject_ends_with_a_sandbox():
    last = {challenge.subject: challenge for challenge in CHALLENGES}
    assert len(last) == 4
    assert all(not challenge.goals for challenge in last.values())


def test_the_bottleneck_is_bet_on_before_money_is_spent_and_only_where_there_is_one():
    (loaded,) = [each for each in LIBRARY.loaded_challenges if each.challenge.bet == "bottleneck"]
    challenge = loaded.challenge
    trial = SUBJECTS[challenge.subject].try_out(challenge.situation, challenge.start, challenge.seed)
    assert trial.bottleneck == "database" and trial.bottleneck in ANSWERS["bottleneck"]
    elsewhere = replace(loaded, challenge=replace(challenge, subject="scaling", situation="spike"))
    problems = [str(problem) for problem in prove_challenge(SUBJECTS, elsewhere)]
    assert any("there are no places to be full in scaling; expected limits" in problem for problem in problems)


def test_learners_are_told_the_prices_that_are_charged():
    site = Site()
    for price in (site.instance_usd_per_h, site.worker_usd_per_h, site.core_usd_per_h, site.thousand_keys_usd_per_h):
        assert f"${price:.2f}" in say("operate.lead_service")
    assert f"${Fleet().instance_usd_per_h:.2f}" in say("operate.measure_instance_h")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"ways": ("step",)}, "nobody can choose fixed; expected one of step, or fixed in ways"),
        ({"knobs": ("target",)}, "nobody can turn instances; expected plans that turn only what knobs names"),
    ],
)
def test_a_plan_that_no_learner_can_set_up_is_told(changes, told):
    (loaded,) = [each for each in LIBRARY.loaded_challenges if each.challenge.id == "follow-the-evening"]
    changed = replace(loaded, challenge=replace(loaded.challenge, **changes))
    assert any(told in str(problem) for problem in prove_challenge(SUBJECTS, changed))
