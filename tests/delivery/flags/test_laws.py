"""What holds in every system: same person, same side; more percent, only more people; and nothing is remembered."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.delivery.flags import flagd, growthbook, launchdarkly, unleash
from slipway.delivery.flags.evaluation import Evaluation

USERS = [f"user-{number}" for number in range(400)]


def by_launchdarkly(percent: int, user: str) -> Evaluation:
    rollout = launchdarkly.Rollout(((0, percent * 1000), (1, (100 - percent) * 1000)))
    flag = launchdarkly.Flag("new-search", (True, False), rollout, salt="s")
    return launchdarkly.evaluate({flag.key: flag}, flag.key, {"key": user})


def by_flagd(percent: int, user: str) -> Evaluation:
    shares = {"fractional": [["on", percent], ["off", 100 - percent]]}
    flag = flagd.Flag("new-search", (("on", True), ("off", False)), "off", targeting=shares)
    return flagd.evaluate(flagd.FlagFile((flag,)), flag.key, {"targetingKey": user})


def by_unleash(percent: int, user: str) -> Evaluation:
    feature = unleash.Feature("new-search", strategies=(unleash.Strategy("flexibleRollout", rollout=percent),))
    return unleash.evaluate({feature.name: feature}, feature.name, {"userId": user})


def by_growthbook(percent: int, user: str) -> Evaluation:
    rule = growthbook.Rule(force=True, coverage=percent / 100, hash_version=2)
    feature = growthbook.Feature("new-search", False, (rule,))
    return growthbook.evaluate({feature.key: feature}, feature.key, {"id": user})


System = Callable[[int, str], Evaluation]
every_system = pytest.mark.parametrize("system", [by_launchdarkly, by_flagd, by_unleash, by_growthbook])


def people_in(system: System, percent: int) -> set[str]:
    return {user for user in USERS if system(percent, user).value}


@every_system
@given(user=st.text(min_size=1), percent=st.integers(0, 100))
def test_the_same_person_is_always_on_the_same_side(system: System, user: str, percent: int) -> None:
    assert system(percent, user) == system(percent, user)


@every_system
@given(user=st.text(min_size=1), low=st.integers(0, 100), high=st.integers(0, 100))
def test_more_percent_takes_nobody_out(system: System, user: str, low: int, high: int) -> None:
    low, high = sorted((low, high))
    assert system(high, user).value >= system(low, user).value


@every_system
def test_the_ends_take_nobody_and_everybody(system: System) -> None:
    assert people_in(system, 0) == set()
    assert people_in(system, 100) == set(USERS)


@every_system
def test_about_as_many_are_in_as_the_percentage_says(system: System) -> None:
    assert len(people_in(system, 30)) == pytest.approx(120, abs=30)


@every_system
def test_sticky_by_hash_is_not_remembered(system: System) -> None:
    """Whoever got in at 50 % is out again at 20 %, and the same people come back."""
    before = people_in(system, 50)
    assert people_in(system, 20) < before == people_in(system, 50)


@every_system
def test_systems_disagree_about_who_is_in(system: System) -> None:
    others = [each for each in (by_launchdarkly, by_flagd, by_unleash, by_growthbook) if each is not system]
    assert all(people_in(each, 50) != people_in(system, 50) for each in others)


@every_system
def test_the_arithmetic_is_shown(system: System) -> None:
    assert "user-1" in system(50, "user-1").verdict.arithmetic


def test_moving_an_early_boundary_reassigns_people() -> None:
    """With three variations growth of the first comes from the second, and the second takes from the third."""

    def variations(first: int) -> list[Any]:
        rollout = launchdarkly.Rollout(((0, first), (1, 30_000), (2, 70_000 - first)))
        flag = launchdarkly.Flag("f", ("a", "b", "c"), rollout)
        return [launchdarkly.evaluate({"f": flag}, "f", {"key": user}).value for user in USERS]

    moves = {pair for pair in zip(variations(20_000), variations(40_000), strict=True) if pair[0] != pair[1]}
    assert moves == {("b", "a"), ("c", "b")}
