"""What a run comes to."""

from slipway.pipeline.measure import outcome
from tests.course import course
from tests.pipeline.worlds import change, defect, play, stage, world


def _paulo(**choices: str):
    scenario = course().scenarios["paulo"]
    return outcome(play(scenario.world, scenario.seed, **choices))


def test_lead_time_runs_from_the_first_commit_to_the_customers() -> None:
    result = outcome(play(world(stage("beta"))))
    assert result.released
    assert result.lead_time_minutes == 20


def test_a_change_that_was_taken_out_has_no_lead_time() -> None:
    result = _paulo(coverage_block="revert")
    assert not result.released
    assert result.lead_time_minutes is None
    assert "almost-done" in result.unreleased_changes


def test_the_story_blocks_build_for_as_long_as_the_mend_takes_and_lets_nothing_escape() -> None:
    result = _paulo()
    assert result.released
    assert result.escaped_defects == ()
    assert result.dora.change_fail_share == 0
    assert result.dora.recovery_time_median_min is None


def test_harm_counts_in_the_five_figures() -> None:
    result = _paulo(review="glance", load_test="skip")
    assert result.escaped_defects == ("slow-query",)
    assert result.failed_requests == 1500
    assert result.dora.change_fail_share == 0.5
    assert result.dora.recovery_time_median_min == 25
    assert result.rollbacks == 1


def test_overlapping_blocks_are_counted_once() -> None:
    result = _paulo(requirement="guess")
    assert result.blocked_minutes < 60 * 24 * 3


def test_unended_harm_is_counted_to_the_end_of_the_run() -> None:
    bug = defect("bug", error_rate_pct=0.5, reported_after=10_000, fix=60)
    w = world(stage("beta"), changes=(change(defects=("bug",)),), defects=(bug,), lasts=2000)
    assert outcome(play(w)).failed_requests == (2000 - 20) * 1000 // 200
