"""LaunchDarkly's buckets, boundaries and order of evaluation."""

from dataclasses import replace
from typing import Any

import pytest

from slipway.delivery.flags.clause import Clause
from slipway.delivery.flags.launchdarkly import Flag, Rollout, Rule, bucket, evaluate

HALF = Rollout(((0, 50_000), (1, 50_000)))
SALTED = Flag("hashKey", ("a", "b"), HALF, salt="saltyA")


def ask(flag: Flag, context: dict[str, Any], *others: Flag) -> tuple[Any, str | None, str, str]:
    found = evaluate({each.key: each for each in (flag, *others)}, flag.key, context, "caller's")
    return found.value, found.variant, found.reason, found.verdict.rule


# Values of LaunchDarkly's SDK tests (Apache-2.0), transcribed.
@pytest.mark.parametrize(
    ("key", "seed", "value"),
    [
        ("userKeyA", None, 0.42157587),
        ("userKeyB", None, 0.6708485),
        ("userKeyC", None, 0.10343106),
        ("userKeyA", 61, 0.09801207),
        ("userKeyB", 61, 0.14483777),
        ("userKeyC", 61, 0.9242641),
    ],
)
def test_buckets_are_those_of_the_sdks(key: str, seed: int | None, value: float) -> None:
    assert bucket(SALTED, replace(HALF, seed=seed), {"key": key}) == pytest.approx(value, abs=1e-7)


def test_the_boundary_belongs_to_the_next_variation() -> None:
    place = bucket(SALTED, HALF, {"key": "userKeyA"})
    assert 0.42157 <= place < 0.42158
    for first, expected in ((42_157, "b"), (42_158, "a")):
        rollout = Rollout(((0, first), (1, 100_000 - first)))
        assert ask(replace(SALTED, fallthrough=rollout), {"key": "userKeyA"})[0] == expected


def test_past_all_weights_is_the_last_variation() -> None:
    flag = replace(SALTED, fallthrough=Rollout(((0, 1000), (1, 1000))))
    assert ask(flag, {"key": "userKeyB"}) == ("b", "1", "SPLIT", "FALLTHROUGH")


def test_another_kind_of_context_gets_the_first_variation() -> None:
    flag = replace(SALTED, fallthrough=Rollout(((1, 0), (0, 100_000)), kind="org"))
    assert bucket(flag, Rollout(((0, 1),), kind="org"), {"key": "userKeyA"}) == -1
    assert ask(flag, {"key": "userKeyA"})[0] == "b"


@pytest.mark.parametrize("value", [None, 1.5, True])
def test_an_attribute_that_is_no_text_or_number_is_bucket_0(value: Any) -> None:
    assert bucket(SALTED, replace(HALF, bucket_by="plan"), {"key": "x", "plan": value}) == 0


def test_a_whole_number_is_hashed_as_text() -> None:
    by_plan = replace(HALF, bucket_by="plan")
    assert bucket(SALTED, by_plan, {"plan": 33}) == bucket(SALTED, by_plan, {"plan": "33"})


class TestOrder:
    FLAG = Flag(
        "checkout",
        ("off", "named", "ruled", "else"),
        3,
        off_variation=0,
        targets=((1, ("anna",)),),
        rules=(
            Rule((Clause("region", "in", ("eu-west-1",)), Clause("plan", "in", ("free",), negate=True)), 2),
            Rule((Clause("region", "starts_with", ("eu",)),), 1),
        ),
    )

    @pytest.mark.parametrize(
        ("context", "expected"),
        [
            ({"key": "anna", "region": "eu-west-1", "plan": "pro"}, ("named", "1", "TARGETING_MATCH", "TARGET_MATCH")),
            ({"key": "ben", "region": "eu-west-1", "plan": "pro"}, ("ruled", "2", "TARGETING_MATCH", "RULE_MATCH")),
            ({"key": "ben", "region": "eu-west-1", "plan": "free"}, ("named", "1", "TARGETING_MATCH", "RULE_MATCH")),
            ({"key": "ben", "region": "eu-west-1"}, ("named", "1", "TARGETING_MATCH", "RULE_MATCH")),
            ({"key": "ben", "region": "us-east-1"}, ("else", "3", "DEFAULT", "FALLTHROUGH")),
        ],
    )
    def test_targets_then_rules_then_the_rest(self, context: dict[str, Any], expected: tuple[Any, ...]) -> None:
        assert ask(self.FLAG, context) == expected

    def test_the_kill_switch_comes_first(self) -> None:
        off = replace(self.FLAG, on=False)
        assert ask(off, {"key": "anna"}) == ("off", "0", "DISABLED", "OFF")
        assert ask(replace(off, off_variation=None), {"key": "anna"}) == ("caller's", None, "DISABLED", "OFF")

    def test_a_prerequisite_must_be_on_and_give_its_variation(self) -> None:
        needy = replace(self.FLAG, prerequisites=(("base", 1),))
        base = Flag("base", (False, True), 1)
        assert ask(needy, {"key": "anna"}, base)[0] == "named"
        for broken in (replace(base, fallthrough=0), replace(base, on=False, off_variation=1)):
            assert ask(needy, {"key": "anna"}, broken) == ("off", "0", "DEFAULT", "PREREQUISITE_FAILED")
        assert ask(needy, {"key": "anna"})[3] == "PREREQUISITE_FAILED"

    def test_a_circle_of_prerequisites_is_an_error(self) -> None:
        one = Flag("one", (1,), 0, prerequisites=(("two", 0),))
        two = Flag("two", (1,), 0, prerequisites=(("one", 0),))
        assert ask(one, {"key": "x"}, two) == ("caller's", None, "ERROR", "ERROR")

    def test_an_unknown_flag_gives_the_callers_default(self) -> None:
        found = evaluate({}, "nothing", {}, 7)
        assert (found.value, found.reason, found.error) == (7, "ERROR", "FLAG_NOT_FOUND")

    def test_a_flag_without_targeting_is_static(self) -> None:
        assert ask(Flag("f", ("a",), 0), {"key": "x"})[2] == "STATIC"

    @pytest.mark.parametrize(
        "wrong", [{"fallthrough": 9}, {"off_variation": -1}, {"targets": ((9, ()),)}, {"fallthrough": Rollout(())}]
    )
    def test_a_variation_that_does_not_exist_is_refused(self, wrong: dict[str, Any]) -> None:
        with pytest.raises(ValueError, match="variation"):
            replace(self.FLAG, **wrong)


@pytest.mark.parametrize(
    ("operator", "values", "value", "expected"),
    [
        ("in", (1,), 1, True),
        ("in", (1,), True, False),
        ("in", ("a", "b"), ["x", "b"], True),
        ("ends_with", ("@example.com",), "anna@example.com", True),
        ("contains", ("na@",), "anna@example.com", True),
        ("starts_with", ("a",), 5, False),
        ("less", (5,), 4, True),
        ("at_most", (5,), 5, True),
        ("more", (5,), 5, False),
        ("at_least", (5,), 5.0, True),
        ("at_least", (5,), "6", False),
        ("less", (5,), True, False),
    ],
)
def test_clauses(operator: Any, values: tuple[Any, ...], value: Any, expected: bool) -> None:
    assert Clause("it", operator, values).holds({"it": value}, if_missing=False) is expected
    assert Clause("it", operator, values, negate=True).holds({"it": value}, if_missing=False) is not expected
