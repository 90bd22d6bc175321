"""How evidence is weighed, and how a learner’s sorting is scored."""

import pytest

from slipway.formats.classification.names import phases_named
from slipway.formats.classification.score import Score, agrees, score
from tests.formats.told import step


def test_a_known_command_decides_and_says_so() -> None:
    verdict = step("pytest -q")
    assert (verdict.phase, verdict.certainty, verdict.reasons) == ("test", "used", ("“pytest -q” runs unit tests.",))


def test_what_prepares_a_test_does_not_make_it_a_build() -> None:
    assert step("npm ci && npm test").phase == "test"
    assert step("npm ci").phase == "build"


def test_several_phases_in_one_part_are_all_told() -> None:
    verdict = step("npm ci && npm test && npm run deploy")
    assert (verdict.phase, verdict.phases, verdict.certainty) == ("mixed", ("test", "deploy"), "name")
    assert len(verdict.reasons) == 2


def test_an_unknown_command_leaves_the_part_unknown_even_beside_preparation() -> None:
    for run in ("./mystery", "npm ci && ./mystery", "echo a; ./mystery"):
        verdict = step(run)
        assert (verdict.phase, verdict.certainty, verdict.unread) == ("unknown", "none", ("./mystery",))


def test_an_unknown_command_beside_a_known_one_is_told() -> None:
    verdict = step("pytest && ./mystery")
    assert (verdict.phase, verdict.unread) == ("test", ("./mystery",))


def test_a_name_decides_only_where_nothing_else_does_and_is_called_weak() -> None:
    verdict = step("./mystery", name="Deploy to production")
    assert (verdict.phase, verdict.certainty) == ("deploy", "name")
    assert verdict.reasons == ("Only a name speaks: “Deploy to production” says deploy.",)


def test_a_name_that_says_otherwise_is_told_and_does_not_count() -> None:
    verdict = step("pytest", name="Deploy")
    assert verdict.phase == "test"
    assert verdict.reasons[-1] == "Its name, “Deploy”, says deploy; what it does counts."


def test_an_empty_part_is_unknown() -> None:
    verdict = step("")
    assert (verdict.phase, verdict.reasons) == (
        "unknown",
        ("There is nothing in this part that Slipway could judge by.",),
    )


@pytest.mark.parametrize(
    ("name", "phases"),
    [
        ("Build and test", ["build", "test"]),
        ("Deploy to test", ["deploy"]),
        ("runIntegrationTests", ["test"]),
        ("e2e", ["test"]),
        ("build-docker-image", ["build"]),
        ("Contest latest attestation", []),
        ("x" * 1000 + " deploy", []),
    ],
)
def test_a_name_speaks_word_by_word(name: str, phases: list[str]) -> None:
    assert [phase for phase, _ in phases_named(name)] == phases


def test_any_phase_of_a_mixed_part_agrees_and_unknown_parts_are_not_counted() -> None:
    mixed, unknown, support = step("pytest && kubectl apply -f x"), step("./mystery"), step("echo hello")
    assert agrees(mixed, "test") and agrees(mixed, "deploy") and not agrees(mixed, "build")
    assert agrees(support, "support")
    result = score([mixed, unknown, support], ["deploy", "source", None])
    assert (result, result.percent) == (Score(1, 2), 50)
    assert score([unknown], ["test"]).percent == 0
