"""Foreseen mistakes are known again in other figures, and nothing else is taken for one."""

import pytest

from slipway.labs.tempted import tempted
from slipway.operations.subjects import SUBJECTS
from tests.course import course

TEMPTING = [
    (challenge, each)
    for challenge in course().challenges.values()
    if "hand" not in challenge.ways
    for each in challenge.tempting
]


def why(name: str, plan: str, *missed: str) -> str:
    challenge = course().challenges[name]
    return tempted(challenge, SUBJECTS[challenge.subject], plan, missed)


@pytest.mark.parametrize(("challenge", "each"), TEMPTING)
def test_what_tempts_is_told_by_its_own_reason(challenge, each) -> None:
    assert tempted(challenge, SUBJECTS[challenge.subject], each.plan, each.misses) == each.because


def test_the_same_mistake_in_another_figure_is_known() -> None:
    known = why("too-nervous", "rules;errors_for_min=60", "hurt_min")
    assert known and why("too-nervous", "rules;errors_for_min=45", "hurt_min") == known


def test_other_limits_missed_another_setting_or_another_choice_are_another_mistake() -> None:
    assert not why("too-nervous", "rules;errors_for_min=60", "needless")
    assert not why("too-nervous", "rules;errors_for_min=60;errors_pct=5", "hurt_min")
    assert not why("all-green-no-sales", "rules;errors_for_min=5;latency=ticket", "recall_pct", "hurt_min")


def test_a_plan_that_keeps_every_limit_is_no_mistake() -> None:
    assert not why("too-nervous", "rules;errors_for_min=5")


def test_another_way_is_measured_from_where_it_begins_by_itself() -> None:
    known = why("follow-the-evening", "hpa;target=80", "slow_min")
    assert known and why("follow-the-evening", "hpa;target=85", "slow_min") == known
    assert not why("follow-the-evening", "target_tracking;target=80", "slow_min")
