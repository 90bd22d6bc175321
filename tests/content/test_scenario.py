"""Scenarios: ids within them, words, choices, and what would mean nothing to the engine."""

import pytest

from slipway.content.scenario import LoadedScenario, read_scenario
from tests.content.small import SCENARIO, lines, tree_of

EFFECT = "kind: turn_gate, gate: coverage, on: false"


def broken(old: str, new: str) -> list[tuple[str, str]]:
    """(what stands at the place, what is told) of each problem that a replacement makes."""
    assert old in SCENARIO
    content = SCENARIO.replace(old, new, 1)
    problems = read_scenario(tree_of(content))[1]
    rows = content.split("\n")
    return [(rows[p.line - 1][p.column - 1 :], str(p).split(": ", 1)[1]) for p in problems]


def test_the_small_scenario_is_good():
    loaded, problems = read_scenario(tree_of(SCENARIO))
    assert isinstance(loaded, LoadedScenario) and not problems
    assert loaded.scenario.world.people[0].name == "Ann"


@pytest.mark.parametrize(
    ("old", "new", "place", "told"),
    [
        (
            "author: ann",
            "author: anna",
            "anna",
            "there is no person 'anna'; expected one of ann, ben; did you mean 'ann'?",
        ),
        ("follows: change", "follows: chnage", "chnage", "there is no change 'chnage'; expected one of change"),
        ("stage: build}}", "stage: biuld}}", "biuld", "no stage 'biuld'; expected one of source, build, live; did you"),
        (
            "people: [",
            "people: [{id: ben, name: B, role: x}, ",
            "ben, name: Ben",
            "id 'ben' is taken (first at a.yaml:8)",
        ),
        ("id: fails", "id: passes", "passes, text: It fails", "two guesses are called 'passes'"),
        (
            "{when: now}",
            "{when: nwo}",
            "nwo",
            "when has no option 'nwo'; expected one of now, later; did you mean 'now'?",
        ),
        (
            "{when: now}",
            "{wehn: now}",
            "now",
            "there is no decision 'wehn'; expected one of when; did you mean 'when'?",
        ),
        ("story: now", "story: never", "id: when", "story must be one of the options (now, later), got 'never'"),
        ("{change}", "{chnage}", "{chnage}", "{chnage} is no placeholder; expected one of {at}, {actor}, {change}"),
        ("{change}", "{change", '"{actor} pushes', "a brace without its partner"),
        ("{actor}", "{actor.__class__}", "{actor.", "{actor.__class__} is no placeholder"),
        ("title: A change", "title: A <script>", "<script>", "HTML in prose: '<script>'"),
        ("purpose: source", "purpose: test", "test", "the first stage is not a source; expected purpose: source"),
        ("purpose: deploy", "purpose: test", "test", "the last stage does not deploy; expected purpose: deploy"),
        ("develop: 1h", "develop: 9999w 9999w", "9999w 9999w", "is longer than any story; expected at most 52w"),
        (EFFECT, "kind: answer, gate: coverage", "coverage", "the gate 'coverage' is of another kind (coverage)"),
        (EFFECT, "kind: roll_back, stage: source", "source", "'source' is the source; expected one of build, live"),
        (
            EFFECT,
            "kind: turn_monitors, stage: build, on: no",
            "build",
            "'build' has no customers to watch; expected live",
        ),
        (
            "review: 30m",
            "missing_tests: {package: X, lines: 2, takes: 1h}\n      review: 1m",
            "X",
            "not touch the package 'X'",
        ),
        (
            "released: true",
            "blocked_minutes: {at_least: 5, at_most: 4}",
            "{at_least",
            "at_least (5) is more than at_most",
        ),
    ],
)
def test_a_fault_is_told_at_its_place_with_the_way_out(old, new, place, told):
    problems = broken(old, new)
    assert len(problems) == 1
    assert problems[0][0].startswith(place) and told in problems[0][1]


def test_a_fault_in_one_place_does_not_hide_those_of_another():
    content = (
        SCENARIO.replace("takes: 10m", "takes: long").replace("author: ann", "author: anna").replace("Now or", "<b>")
    )
    problems = lines(read_scenario(tree_of(content))[1])
    assert len(problems) == 3


def test_a_gate_of_an_unknown_kind_still_declares_its_id():
    assert len(broken("kind: coverage", "kind: coverege")) == 1


def test_the_hash_is_of_what_is_said_and_not_of_the_spacing():
    def hash_of(content: str) -> str:
        loaded, _ = read_scenario(tree_of(content))
        assert loaded is not None
        return loaded.scenario.content_hash

    assert hash_of(SCENARIO) == hash_of("# a comment\n" + SCENARIO)
    assert hash_of(SCENARIO) != hash_of(SCENARIO.replace("Nothing much", "Something"))
