"""Unleash against its client specification (Apache-2.0), values transcribed."""

from typing import Any

import pytest

from slipway.delivery.flags.clause import Clause
from slipway.delivery.flags.unleash import Feature, Strategy, Variant, bucket, evaluate


def flexible(rollout: int, stickiness: str = "default", **fields: Any) -> Strategy:
    return Strategy("flexibleRollout", rollout=rollout, stickiness=stickiness, **fields)


def ask(feature: Feature, context: dict[str, Any], *others: Feature) -> tuple[Any, str | None, str]:
    found = evaluate({each.name: each for each in (feature, *others)}, feature.name, context)
    return found.value, found.variant, found.reason


@pytest.mark.parametrize(
    ("name", "strategy", "context", "expected"),
    [
        ("Feature.flexibleRollout.100", flexible(100), {}, True),
        ("Feature.flexibleRollout.10", flexible(10), {"userId": "174"}, True),
        ("Feature.flexibleRollout.10", flexible(10), {"userId": "499"}, False),
        ("Feature.flexibleRollout.10", flexible(10), {"sessionId": "174"}, True),
        ("Feature.flexibleRollout.10", flexible(10), {"sessionId": "499"}, False),
        ("Feature.flexibleRollout.userId.55", flexible(55, "userId"), {"userId": "25"}, True),
        ("Feature.flexibleRollout.userId.55", flexible(55, "userId"), {"sessionId": "25"}, False),
        ("Feature.flexibleRollout.userId.55", flexible(55, "userId"), {}, False),
        ("Feature.flexibleRollout.sessionId.42", flexible(42, "sessionId"), {"sessionId": "147"}, True),
    ],
)
def test_flexible_rollout(name: str, strategy: Strategy, context: dict[str, str], expected: bool) -> None:
    assert ask(Feature(name, strategies=(strategy,)), context)[0] is expected


def weighted(*weights: int) -> tuple[Variant, ...]:
    return tuple(Variant(f"variant{number}", weight) for number, weight in enumerate(weights, start=1))


@pytest.mark.parametrize(
    ("name", "weights", "user", "expected"),
    [
        ("A", (1,), "0", "variant1"),
        ("C", (33, 33, 33), "232", "variant1"),
        ("C", (33, 33, 33), "607", "variant2"),
        ("C", (33, 33, 33), "656", "variant3"),
        ("D", (1, 49, 50), "712", "variant1"),
        ("D", (1, 49, 50), "525", "variant2"),
        ("D", (1, 49, 50), "537", "variant3"),
    ],
)
def test_variants(name: str, weights: tuple[int, ...], user: str, expected: str) -> None:
    feature = Feature(f"Feature.Variants.{name}", variants=weighted(*weights))
    assert ask(feature, {"userId": user}) == (True, expected, "SPLIT")


def test_overrides_come_before_the_bucket() -> None:
    first, *rest = weighted(33, 33, 34)
    named = Variant(first.name, first.weight, overrides=(("userId", ("132", "61")),))
    feature = Feature("Feature.Variants.override.D", variants=(named, *rest))
    found = [ask(feature, {"userId": user})[1:] for user in ("132", "61", "82")]
    assert found == [("variant1", "TARGETING_MATCH"), ("variant1", "TARGETING_MATCH"), ("variant1", "SPLIT")]


def test_buckets_run_from_1_to_100() -> None:
    found = {bucket("g", str(number)) for number in range(3000)}
    assert found == set(range(1, 101))


def test_the_kill_switch_and_no_variants() -> None:
    assert ask(Feature("E", enabled=False, variants=weighted(1)), {}) == (False, "disabled", "DISABLED")
    assert ask(Feature("F"), {"userId": "0"}) == (True, "disabled", "STATIC")
    assert ask(Feature("G", strategies=(flexible(0),), variants=weighted(1)), {"userId": "0"})[0] is False


def test_one_strategy_that_takes_you_in_is_enough() -> None:
    eu = Clause("region", "in", ("eu",))
    feature = Feature("f", strategies=(Strategy("userWithId", user_ids=("7",)), Strategy(constraints=(eu,))))
    assert ask(feature, {"userId": "7"}) == (True, "disabled", "TARGETING_MATCH")
    assert ask(feature, {"userId": "8", "region": "eu"}) == (True, "disabled", "STATIC")
    assert ask(feature, {"userId": "8", "region": "us"}) == (False, "disabled", "DEFAULT")
    assert ask(feature, {}) == (False, "disabled", "DEFAULT")


def test_not_in_holds_for_somebody_without_the_attribute() -> None:
    not_eu = Clause("region", "in", ("eu",), negate=True)
    assert ask(Feature("f", strategies=(Strategy(constraints=(not_eu,)),)), {})[0] is True


def test_parents() -> None:
    child = Feature("child", parents=(("parent", True),))
    assert ask(child, {}, Feature("parent"))[0] is True
    assert ask(child, {}, Feature("parent", enabled=False)) == (False, "disabled", "DEFAULT")
    assert ask(child, {}, Feature("parent", parents=(("child", True),)))[0] is False
    assert ask(child, {})[0] is False
    assert ask(Feature("child", parents=(("parent", False),)), {}, Feature("parent", enabled=False))[0] is True


def test_a_parent_may_have_to_give_one_of_some_variants() -> None:
    parent = Feature("parent", strategies=(Strategy(variants=(Variant("parent.variant", 1),)),))
    off = Feature("parent", enabled=False)
    for wanted, expected in ((("parent.variant",), True), (("parent.variant", "other"), True), (("other",), False)):
        child = Feature("child", parents=(("parent", wanted),))
        assert ask(child, {}, parent)[0] is expected
        assert ask(child, {}, off)[0] is False
    assert ask(Feature("child", parents=(("parent", ()),)), {}, parent)[0] is True
    assert ask(Feature("child", parents=(("plain", ("disabled",)),)), {}, Feature("plain"))[0] is True


def test_a_strategys_own_variants_are_given_by_its_group() -> None:
    own = flexible(100, group_id="Feature.Variants.C", variants=weighted(33, 33, 33))
    feature = Feature("another", strategies=(own,), variants=(Variant("never", 1),))
    found = {user: ask(feature, {"userId": user})[1] for user in ("232", "607", "656")}
    assert found == {"232": "variant1", "607": "variant2", "656": "variant3"}
    both = Feature(
        "Feature.strategy.multiple.variants", strategies=(flexible(100, group_id="a", variants=weighted(1, 1)),)
    )
    assert [ask(both, {"userId": user})[1] for user in ("5", "0")] == ["variant1", "variant2"]


def test_an_unknown_feature_gives_the_callers_default() -> None:
    assert evaluate({}, "f", {}, default=True).value is True
