"""GrowthBook against its SDKs' shared cases (MIT), values transcribed."""

from typing import Any

import pytest

from slipway.delivery.flags.clause import Clause
from slipway.delivery.flags.growthbook import Feature, HashVersion, Rule, evaluate, place_of, ranges


def ask(feature: Feature, context: dict[str, Any], *others: Feature) -> tuple[Any, str | None, str]:
    found = evaluate({each.key: each for each in (feature, *others)}, feature.key, context, "caller's")
    return found.value, found.variant, found.reason


@pytest.mark.parametrize(("user", "expected"), [("123", "c"), ("456", "a"), ("fds", "b")])
def test_an_experiment_of_three(user: str, expected: str) -> None:
    feature = Feature("feature", rules=(Rule(variations=("a", "b", "c")),))
    assert ask(feature, {"id": user})[::2] == (expected, "SPLIT")


@pytest.mark.parametrize(("user", "expected"), [("3", 1), ("1", 2)])
def test_a_forced_value_for_half(user: str, expected: int) -> None:
    assert ask(Feature("feature", 2, (Rule(force=1, coverage=0.5),)), {"id": user})[0] == expected


def test_coverage_without_the_attribute_takes_nobody() -> None:
    feature = Feature("feature", 2, (Rule(force=1, coverage=0.5), Rule(variations=(3, 4))))
    assert ask(feature, {}) == (2, "default", "DEFAULT")


def test_rules_in_order_and_the_default() -> None:
    rules = tuple(Rule((Clause("browser", "in", (b,)),), n) for n, b in ((1, "chrome"), (2, "firefox"), (3, "safari")))
    feature = Feature("feature", 0, rules)
    assert [ask(feature, {"browser": b})[0] for b in ("firefox", "safari", "ie")] == [2, 3, 0]


def test_an_experiment_that_leaves_somebody_out_goes_on_to_the_next_rule() -> None:
    feature = Feature("feature", 0, (Rule(variations=(0, 1, 2, 3), coverage=0.01), Rule(force=3)))
    assert ask(feature, {"id": "123"}) == (3, "force-2", "TARGETING_MATCH")


def test_ranges_start_after_full_weights() -> None:
    rule = Rule(variations=("a", "b"), weights=(0.4, 0.6), coverage=0.5)
    assert ranges(rule) == [(0.0, 0.2), (0.4, pytest.approx(0.7))]
    assert ranges(Rule(variations=("a", "b"))) == [(0.0, 0.5), (0.5, 1.0)]


def test_the_two_versions_of_the_hash() -> None:
    assert place_of("seed", "a", 1) == int(place_of("seed", "a", 1) * 1000 + 0.5) / 1000
    users = [str(number) for number in range(2000)]
    first = [place_of("exp-1", user, 1) for user in users]
    for version, least, most in ((1, 0.005, 1.0), (2, 0.0, 0.005)):
        again = [place_of("exp-2", user, version) for user in users]  # type: ignore[arg-type]
        same = sum(
            round(abs(a - b), 6) == round(abs(first[0] - again[0]), 6) for a, b in zip(first, again, strict=True)
        )
        assert least <= same / len(users) <= most


def test_the_kill_switch_and_prerequisites() -> None:
    child = Feature("child", 1, prerequisites=(("parent", True),))
    assert ask(Feature("child", 1, enabled=False), {}) == ("caller's", None, "DISABLED")
    assert ask(child, {}, Feature("parent", True)) == (1, "default", "STATIC")
    assert ask(child, {}, Feature("parent", False)) == ("caller's", None, "DEFAULT")
    assert ask(child, {}, Feature("parent", True, prerequisites=(("child", 1),)))[2] == "ERROR"
    assert ask(child, {})[2] == "ERROR"


@pytest.mark.parametrize(
    ("seed", "identifier", "version", "place"),
    [
        ("", "a", 1, 0.22),
        ("", "b", 1, 0.077),
        ("b", "a", 1, 0.946),
        ("ef", "d", 1, 0.652),
        ("asdf", "8952klfjas09ujk", 1, 0.549),
        ("", "123", 1, 0.011),
        ("", '___)((*":&', 1, 0.563),
        ("seed", "a", 2, 0.0505),
        ("seed", "b", 2, 0.2696),
        ("foo", "ab", 2, 0.2575),
        ("foo", "def", 2, 0.2019),
        ("89123klj", "8952klfjas09ujkasdf", 2, 0.124),
        ("90850943850283058242805", "123", 2, 0.7516),
        ("()**(%$##$%#$#", '___)((*":&', 2, 0.0128),
    ],
)
def test_places_are_those_of_the_sdks(seed: str, identifier: str, version: HashVersion, place: float) -> None:
    assert place_of(seed, identifier, version) == place


@pytest.mark.parametrize(
    ("count", "coverage", "weights", "expected"),
    [
        (2, 0, (), [(0, 0), (0.5, 0.5)]),
        (4, 1, (), [(0, 0.25), (0.25, 0.5), (0.5, 0.75), (0.75, 1)]),
        (3, 0.2, (0.2, 0.3, 0.5), [(0, 0.04), (0.2, 0.26), (0.5, 0.6)]),
        (2, -0.2, (), [(0, 0), (0.5, 0.5)]),
        (2, 1.5, (), [(0, 0.5), (0.5, 1)]),
        (2, 1, (0.4, 0.1), [(0, 0.5), (0.5, 1)]),
        (2, 1, (0.7, 0.6), [(0, 0.5), (0.5, 1)]),
        (4, 1, (0.4, 0.4, 0.2), [(0, 0.25), (0.25, 0.5), (0.5, 0.75), (0.75, 1)]),
        (2, 1, (0.4, 0.5999), [(0, 0.4), (0.4, 0.9999)]),
    ],
)
def test_ranges_are_those_of_the_sdks(
    count: int, coverage: float, weights: tuple[float, ...], expected: list[tuple[float, float]]
) -> None:
    found = ranges(Rule(variations=tuple(range(count)), coverage=coverage, weights=weights))
    assert found == [pytest.approx(each) for each in expected]


def test_experiments_with_other_ranges_of_a_namespace_share_nobody() -> None:
    def taken(start: float, end: float) -> set[str]:
        rule = Rule(variations=("a", "b"), namespace=("pricing", start, end))
        users = map(str, range(500))
        return {user for user in users if ask(Feature("f", None, (rule,)), {"id": user})[1] != "default"}

    first, second = taken(0, 0.4), taken(0.4, 1)
    assert not first & second
    assert len(first | second) == 500
    assert 0.3 < len(first) / 500 < 0.5
