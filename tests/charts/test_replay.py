"""The replay's data: what the player draws, and nothing about what is not known yet."""

import json

from slipway.charts.replay import View, replay_data
from slipway.pipeline.simulate import simulate
from tests.course import course

PAULO = course().scenarios["paulo"]
TO_THE_BLOCK = {"requirement": "ask", "local-tests": "all", "review": "read", "missing-test": "forget"}


def _data(choices: dict[str, str], view: View | None = None, fork: dict[str, str] | None = None):
    run = simulate(PAULO.world, choices, PAULO.seed)
    other = simulate(PAULO.world, fork, PAULO.seed) if fork is not None else None
    return replay_data(PAULO, run, view or View(), other)


def test_the_run_is_shown_up_to_the_decision_that_is_due_and_no_further() -> None:
    data = _data(TO_THE_BLOCK)
    assert data["decision"]["id"] == "coverage-block"
    assert data["runs"][0]["events"][-1]["kind"] == "decision_reached"
    assert "bake" not in json.dumps(data["runs"])


def test_a_run_without_open_decisions_asks_for_none() -> None:
    story = {d.id: d.story for d in PAULO.world.decisions}
    data = _data(story)
    assert data["decision"] is None
    assert data["runs"][0]["events"][-1]["kind"] == "run_ended"


def test_effects_and_story_stay_on_the_server() -> None:
    text = json.dumps(_data(TO_THE_BLOCK))
    for secret in ("set_threshold", '"story"', '"effects"', '"when": {', "tempting"):
        assert secret not in text


def test_the_prediction_is_quoted_back_with_what_happened_first() -> None:
    choices = {**TO_THE_BLOCK, "coverage-block": "write", "second-review": "review"}
    (taken,) = [
        t for t in _data(choices, View(bets={"coverage-block": "wait"}))["taken"] if t["decision"] == "coverage-block"
    ]
    assert taken["verdict"] == "right"
    assert taken["verdict_at"] > taken["index"]
    assert taken["verdict_text"].startswith("You predicted: “They wait in front of Build”. So it went: Tue 14:20.")


def test_a_wrong_bet_is_told_what_came_first_and_an_open_one_waits() -> None:
    choices = {**TO_THE_BLOCK, "coverage-block": "write", "second-review": "review"}
    bets = {"coverage-block": "fail", "requirement": "customers"}
    verdicts = {t["decision"]: t for t in _data(choices, View(bets=bets))["taken"]}
    assert verdicts["coverage-block"]["verdict"] == "wrong"
    assert "What came first was “They wait in front of Build”" in verdicts["coverage-block"]["verdict_text"]
    assert verdicts["requirement"]["verdict"] == "open"
    assert verdicts["review"]["verdict"] is None


def test_a_fork_runs_side_by_side_and_parts_at_the_decision() -> None:
    data = _data(TO_THE_BLOCK, fork={**TO_THE_BLOCK, "missing-test": "write"})
    left, right = (run["events"] for run in data["runs"])
    parts = data["parts_at"]
    assert all(left[a] == right[b] for a, b in data["track"][:parts])
    assert left[data["track"][parts][0]] != right[data["track"][parts - 1][1] + 1]
    assert data["track"][-1] == [len(left) - 1, len(right) - 1]


def test_the_track_of_a_fork_never_goes_back() -> None:
    track = _data(TO_THE_BLOCK, fork={**TO_THE_BLOCK, "review": "glance"})["track"]
    assert all(a[0] <= b[0] and a[1] <= b[1] for a, b in zip(track, track[1:], strict=False))


def test_the_cursor_is_kept_within_the_run() -> None:
    assert _data({}, View(cursor=10_000))["cursor"] == len(_data({})["track"]) - 1


def test_equal_input_has_an_equal_revision_and_other_input_another() -> None:
    assert _data({})["rev"] == _data({})["rev"]
    assert _data({})["rev"] != _data({"requirement": "ask"})["rev"]


def test_a_whole_story_travels_in_a_small_message() -> None:
    story = {d.id: d.story for d in PAULO.world.decisions}
    assert len(json.dumps(_data(story), separators=(",", ":")).encode()) < 150_000
