"""Every practice that the course must teach has a challenge that shows it."""

from slipway.cli.common import ROOT
from slipway.content.load import load
from slipway.labs.practices import PRACTICES
from slipway.questions import MODELS
from slipway.words import say

CHALLENGES = load(ROOT, MODELS).challenges.values()


def test_every_practice_has_a_challenge_with_limits():
    shown = {practice for challenge in CHALLENGES if challenge.goals for practice in challenge.shows}
    assert [practice for practice in PRACTICES if practice not in shown] == []


def test_every_practice_has_a_name_for_learners():
    assert all(say(f"operate.practice_{practice}") for practice in PRACTICES)


def test_every_subject_ends_with_a_sandbox():
    last = {challenge.subject: challenge for challenge in CHALLENGES}
    assert len(last) == 4
    assert all(not challenge.goals for challenge in last.values())
