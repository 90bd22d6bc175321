"""Numbers that questions call right, and figures that their words name, are what the engine computes."""

import pytest

from slipway.delivery.blast import harmed
from slipway.delivery.peeking import bonferroni, false_alarms, of_many_metrics
from slipway.delivery.threshold_test import allowed_errors
from slipway.delivery.two_proportions import (
    chance_of_an_error,
    minutes,
    requests_for_an_error,
    rule_of_three,
    sample_size,
)
from slipway.labs.flagged.moment import Moment
from slipway.labs.flagged.people import COUNT, NAMED
from slipway.labs.flagged.switch import OTHER_NAME, Switch
from slipway.labs.flagged.systems import SYSTEMS, first_pct, holders
from slipway.labs.sight.canary import Canary
from slipway.labs.sight.trial import try_out
from tests.course import course

COMPUTED = {
    "canary-minutes-needed": minutes(1_800, 0.05, 10),
    "canary-one-error": 100 * chance_of_an_error(0.01, 100),
    "canary-rule-of-three": 100 * rule_of_three(1_500),
    "canary-limit-in-requests": allowed_errors(40, 98) + 1,
    "canary-ten-metrics": 100 * of_many_metrics(10, 0.05),
    "canary-share-the-alarm": 100 * bonferroni(0.05, 40),
    "canary-users-met": harmed(0.05, 100, 0.05, 120, 60),
}


@pytest.mark.parametrize("name", COMPUTED)
def test_a_number_called_right_is_computed(name: str) -> None:
    question = course().questions[name].question
    assert question.answer == pytest.approx(COMPUTED[name], rel=0.001)


def test_how_many_requests_it_takes_to_see_an_error() -> None:
    assert (
        f"takes {requests_for_an_error(0.01)} requests" in course().questions["canary-one-error"].question.explanation
    )


def test_what_twenty_looks_do_is_told_in_whole_per_cent() -> None:
    right = next(option for option in course().questions["canary-peeking"].question.options if option.correct)
    assert f"about {100 * false_alarms(20, 0.05)[-1]:.0f} %" in right.feedback


def test_faults_that_a_small_canary_catches_and_misses_are_as_sorted() -> None:
    small = {fault: Canary(1, 600, 20, base_pct=0.5, fault_pct=fault) for fault in (99.5, 9.5, 1.0, 0.1)}
    caught = {fault: try_out(canary, ["once"], 1)["once"].caught for fault, canary in small.items()}
    assert min(caught[99.5], caught[9.5]) >= 0.9
    assert caught[1.0] == pytest.approx(0.5, abs=0.05), "the lesson says: wrong about half of the time"
    assert caught[0.1] < 0.5


def test_a_tenth_of_a_point_needs_hours_on_half_the_traffic() -> None:
    assert minutes(sample_size(0.005, 0.006, 1, power=0.9), 0.5, 10) > 2 * 60


def answer(name: str) -> float:
    return float(course().questions[name].question.answer)


def near(name: str) -> float:
    return float(course().questions[name].question.tolerance)


def test_raising_a_share_takes_the_feature_from_as_many_as_the_question_says() -> None:
    lost = {len(Moment(system, Switch(5), Switch(25), deployed=True).lost) for system in SYSTEMS}
    assert lost == {answer("flags-ramp-people")}


def test_lowering_it_takes_it_from_about_as_many_as_the_question_says() -> None:
    lost = [len(Moment(system, Switch(25), Switch(10), deployed=True).lost) for system in SYSTEMS]
    assert 20_000 * sum(lost) / COUNT / len(SYSTEMS) == pytest.approx(
        answer("flags-ramp-down"), abs=near("flags-ramp-down")
    )


def test_another_name_leaves_the_feature_to_about_as_many_as_the_question_says() -> None:
    moments = [Moment(system, Switch(20), Switch(20, OTHER_NAME), deployed=True) for system in SYSTEMS]
    kept = sum(len(moment.kept) for moment in moments) / sum(len(moment.had) for moment in moments)
    assert 1_000 * kept == pytest.approx(answer("flags-renamed"), abs=near("flags-renamed"))


def test_rules_multiply_as_the_question_says() -> None:
    ruled = Switch(25, eu_only=True, needs_player=True)
    share = sum(len(holders(system, ruled)) for system in SYSTEMS) / COUNT / len(SYSTEMS)
    assert 10_000 * share == pytest.approx(answer("flags-two-rules"), abs=near("flags-two-rules"))


def test_emma_comes_in_where_the_question_says() -> None:
    emma = next(person for person in NAMED if person.key == "emma")
    assert first_pct("unleash", Switch(0), emma) == answer("flags-unleash-emma")
