"""Flagger's rules, from its documentation: ticks, failed checks that count until the end, overshooting steps, gates."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.delivery.controller import Reading
from slipway.delivery.flagger import FlaggerRelease
from slipway.delivery.flagger_hook import Hook, answers_text, read_answers
from slipway.delivery.flagger_settings import DURATION, MATCHED_PCT, SUCCESS_RATE, Check, Flagger, Gates
from slipway.delivery.service import Service
from tests.delivery.monitoring import always, answering, run

AT_ONCE = Service(boot_s=0)
CHECK = Check(SUCCESS_RATE, least=99)
FINE = always(99.9)


def settings(**fields):
    return Flagger(**{"name": "shop", "checks": (CHECK,), "step_weight": 10.0, "max_weight": 50.0, **fields})


def told(found):
    return [(each.at_s, each.kind, each.weight_pct) for each in found if each.kind != "check"]


def test_it_takes_a_tick_to_begin_one_per_step_and_one_to_promote():
    release = FlaggerRelease(settings(), AT_ONCE)
    found = told(run(release, FINE))
    assert found[0] == (0, "new_revision", 0)
    assert found[1:6] == [(60.0 * tick, "advance", 10.0 * tick) for tick in range(1, 6)]
    assert found[6:] == [(360, "promote", 50), (420, "to_primary", 100), (480, "succeeded", 100)]
    assert (release.phase, release.status, release.next_at_s) == ("promoted", "Succeeded", None)


@pytest.mark.parametrize(
    ("fields", "weights"),
    [
        ({"step_weight": 20.0, "max_weight": 50.0}, [20, 40, 60]),
        ({"step_weight": 60.0, "max_weight": 100.0}, [60, 100]),
        ({"step_weight": 0.0, "step_weights": (1.0, 2.0, 10.0, 80.0)}, [1, 2, 10, 80]),
        ({"step_weight": 50.0, "max_weight": 50.0}, [50]),
    ],
)
def test_the_last_step_may_overshoot_and_given_steps_are_kept(fields, weights):
    found = told(run(FlaggerRelease(settings(**fields), AT_ONCE), FINE))
    assert [weight for _, kind, weight in found if kind == "advance"] == weights


def test_failed_checks_are_never_forgotten_and_counted_on_the_next_tick():
    # Ticks 2, 4 and 6 fail, those between pass.
    values = [(90, 1), (99.9, 1), (90, 1), (99.9, 1), (90, 1)]
    release = FlaggerRelease(settings(threshold=3, step_weight=1.0), AT_ONCE)
    found = told(run(release, answering(values)))
    assert release.failed_checks == 3
    assert found[-1] == (420, "rollback", 0)
    assert (release.phase, release.status) == ("rolled_back", "Failed")
    assert release.layout.canary == 0


def test_a_failed_check_takes_no_step():
    found = told(run(FlaggerRelease(settings(threshold=2), AT_ONCE), answering([(90, 1), *[(99.9, 1)] * 9])))
    assert found[1:4] == [(60, "advance", 10), (180, "advance", 20), (240, "advance", 30)]


def test_no_value_is_a_failed_check():
    release = FlaggerRelease(settings(), AT_ONCE)
    found = run(release, always(None, 0))
    assert [each.kind for each in found][-2:] == ["check", "rollback"]
    assert found[-2].verdict and "no values found for request-success-rate" in found[-2].verdict.arithmetic
    assert release.phase == "rolled_back"


def test_the_rollback_takes_interval_times_threshold_from_the_first_look():
    release = FlaggerRelease(settings(threshold=4, interval_s=30), AT_ONCE)
    assert told(run(release, always(0.0)))[-1] == (30 * (2 + 4), "rollback", 0)


@pytest.mark.parametrize(
    ("check", "value", "passes"),
    [
        (Check(SUCCESS_RATE, least=99), 99.0, True),
        (Check(SUCCESS_RATE, least=99), 98.999, False),
        (Check(DURATION, most=500), 500.0, True),
        (Check(DURATION, most=500), 500.1, False),
        (Check("errors", 1, 5, template="errors"), 0.9, False),
        (Check("errors", 1, 5, template="errors"), 5.1, False),
        (Check("errors", 1, 5, template="errors"), 3, True),
    ],
)
def test_limits_are_strict(check, value, passes):
    release = FlaggerRelease(settings(checks=(check,), threshold=100), AT_ONCE)
    for at_s in (0, 60):
        release.step(at_s, FINE)
    looked = next(each for each in release.step(120, always(value)) if each.kind == "check")
    assert looked.verdict and looked.verdict.passed == passes


def test_each_check_looks_back_over_its_own_interval_in_its_own_unit():
    asked = []

    def measure(query):
        asked.append(query)
        return Reading(99.9 if query.metric.startswith("success") else 100, 5)

    checks = (Check(SUCCESS_RATE, least=99, interval_s=60), Check(DURATION, most=500, interval_s=30))
    release = FlaggerRelease(settings(checks=checks, interval_s=15), AT_ONCE)
    for tick in range(10):
        release.step(15.0 * tick, measure)
    assert {(query.metric, query.version) for query in asked} == {("success_rate_pct", "canary"), ("p99_ms", "canary")}
    assert (asked[-2].since_s, asked[-1].since_s, asked[-1].until_s) == (30, 60, 90)


def test_after_a_failed_check_the_next_ones_are_not_looked_at():
    asked = []

    def measure(query):
        asked.append(query.metric)
        return Reading(0.0, 5)

    checks = (CHECK, Check(DURATION, most=500))
    run(FlaggerRelease(settings(checks=checks), AT_ONCE), measure)
    assert asked == ["success_rate_pct"]


def test_an_interval_is_at_least_ten_seconds():
    assert told(run(FlaggerRelease(settings(interval_s=1), AT_ONCE), FINE))[1][0] == 10


def test_a_canary_that_boots_waits():
    found = told(run(FlaggerRelease(settings(interval_s=20), Service(boot_s=50)), FINE))
    assert [(at_s, kind) for at_s, kind, _ in found[1:4]] == [(20, "not_ready"), (40, "not_ready"), (60, "advance")]


def test_blue_green_looks_at_no_traffic_then_gives_all_of_it():
    release = FlaggerRelease(settings(step_weight=0.0, iterations=2, checks=()), AT_ONCE)
    assert [(kind, weight) for _, kind, weight in told(run(release, FINE))][1:] == [
        ("iterate", 0),
        ("iterate", 0),
        ("switch", 100),
        ("promote", 100),
        ("to_primary", 100),
        ("succeeded", 100),
    ]


def test_matching_users_stay_on_the_canary_for_all_iterations():
    release = FlaggerRelease(settings(step_weight=0.0, iterations=3, matched=True), AT_ONCE)
    weights = [weight for _, kind, weight in told(run(release, FINE)) if kind == "iterate"]
    assert weights == [MATCHED_PCT] * 3


def test_skipping_the_analysis_promotes_without_a_look():
    release = FlaggerRelease(settings(skip_analysis=True), AT_ONCE)
    assert told(run(release, always(0.0))) == [(0, "new_revision", 0), (60, "succeeded", 100)]


@pytest.mark.parametrize("gate", ["before_rollout", "before_more_traffic", "before_promotion"])
def test_a_gate_waits_for_somebody_and_then_goes_on(gate):
    release = FlaggerRelease(settings(gates=replace(Gates(), **{gate: True}), step_weight=50.0), AT_ONCE)
    run(release, FINE, until_s=900)
    assert (release.phase, release.waits) == ("paused", True)
    assert release.resume(1000)[0].kind == "confirmed"
    assert release.resume(1000) == ()
    run(release, FINE)
    assert release.phase == "promoted"


def test_a_promotion_in_steps_gives_traffic_back_in_steps():
    found = run(FlaggerRelease(settings(step_weight_promotion=40.0), AT_ONCE), FINE)
    back = [each.verdict.arithmetic for each in found if each.kind == "to_primary" and each.verdict]
    assert [text.split("version: ")[1].split(" %")[0] for text in back] == ["90", "100"]


@given(st.lists(st.sampled_from([(99.9, 10), (50.0, 10), (None, 0)]), min_size=60, max_size=60), st.integers(1, 6))
def test_it_rolls_back_exactly_when_so_many_looks_failed_before_it_could_promote(values, threshold):
    release = FlaggerRelease(settings(threshold=threshold), AT_ONCE)
    found = run(release, answering(values))
    failed = sum(each.kind == "check" and each.verdict is not None and not each.verdict.passed for each in found)
    assert release.failed_checks == failed <= threshold
    assert release.phase == ("rolled_back" if failed == threshold else "promoted")
    assert [each.weight_pct for each in found if each.kind == "advance"] == [10, 20, 30, 40, 50][
        : len([each for each in found if each.kind == "advance"])
    ]


@pytest.mark.parametrize(
    "make", [lambda: Flagger("x"), lambda: Check("errors", least=1), lambda: Check(SUCCESS_RATE, interval_s=0)]
)
def test_settings_that_would_not_do_are_refused(make):
    with pytest.raises(ValueError, match=r"needs stepWeight|no template|above 0"):
        make()


def test_equal_steps_go_before_given_ones_up_to_the_last_given_one():
    found = told(run(FlaggerRelease(settings(step_weight=30.0, step_weights=(1.0, 40.0)), AT_ONCE), FINE))
    assert [weight for _, kind, weight in found if kind == "advance"] == [30, 60]


def test_a_promotion_in_steps_begins_at_the_share_that_the_primary_kept_and_where_users_matched_at_none():
    for fields, returned in (({"iterations": 1, "matched": True}, ["40", "80", "100"]), ({"iterations": 1}, ["40"])):
        release = FlaggerRelease(settings(step_weight_promotion=40.0, step_weight=0.0, **fields), AT_ONCE)
        found = run(release, FINE)
        back = [each.verdict.arithmetic for each in found if each.kind == "to_primary" and each.verdict]
        assert [text.split("version: ")[1].split(" %")[0] for text in back][: len(returned)] == returned


def test_blue_green_asks_before_the_switch_and_not_only_before_it_promotes():
    gates = Gates(before_promotion=True)
    release = FlaggerRelease(settings(step_weight=0.0, iterations=2, gates=gates), AT_ONCE)
    found = told(run(release, FINE, until_s=900))
    assert [kind for _, kind, _ in found] == ["new_revision", "iterate", "iterate", "wait"]
    assert (release.weight_pct, release.status) == (0, "WaitingPromotion")
    release.resume(900)
    assert [kind for _, kind, _ in told(run(release, FINE))] == ["switch", "promote", "to_primary", "succeeded"]


def test_without_a_way_to_split_traffic_the_canary_never_has_any_before_the_primary():
    release = FlaggerRelease(settings(step_weight=0.0, iterations=2, splits=False, checks=()), AT_ONCE)
    found = told(run(release, FINE))
    assert [weight for _, kind, weight in found if kind in ("iterate", "switch", "promote")] == [0, 0, 0, 0]
    assert release.phase == "promoted"


def test_at_a_gate_it_looks_on_and_goes_back_if_too_much_fails():
    values = [(99.9, 1)] * 4 + [(90.0, 1)] * 9
    release = FlaggerRelease(settings(gates=Gates(before_promotion=True), threshold=2), AT_ONCE)
    found = told(run(release, answering([(99.9, 1)] * 2 + values), until_s=3600))
    assert [kind for _, kind, _ in found][-2:] == ["wait", "rollback"]
    assert release.phase == "rolled_back"


def test_before_it_has_begun_nothing_is_looked_at():
    release = FlaggerRelease(settings(gates=Gates(before_rollout=True)), AT_ONCE)
    run(release, always(0.0))
    assert (release.phase, release.status, release.next_at_s) == ("paused", "Waiting", None)


def test_who_is_suspended_does_nothing():
    release = FlaggerRelease(settings(suspended=True), AT_ONCE)
    assert [kind for _, kind, _ in told(run(release, FINE))] == ["suspended"]
    assert (release.phase, release.waits) == ("waiting", False)


def test_own_metrics_are_looked_at_before_those_of_templates():
    checks = (Check("late", most=1, template="late"), CHECK)
    release = FlaggerRelease(settings(checks=checks), AT_ONCE)
    found = run(release, always(0.0))
    assert [each.verdict.rule for each in found if each.kind == "check" and each.verdict] == [SUCCESS_RATE]


def hooked(*hooks, measure=FINE, **fields):
    release = FlaggerRelease(settings(hooks=hooks, **fields), AT_ONCE)
    return release, run(release, measure, until_s=3600)


def calls(found):
    return [(each.at_s, each.verdict.passed) for each in found if each.kind == "hook" and each.verdict]


def test_a_pre_rollout_hook_is_called_before_there_is_traffic_and_its_failure_is_a_failed_check():
    release, found = hooked(Hook("smoke", "pre-rollout", (False, True)), threshold=2)
    assert calls(found) == [(60, False), (120, True)]
    assert (release.failed_checks, release.phase) == (1, "promoted")
    assert told(found)[3] == (120, "advance", 10)
    release, found = hooked(Hook("smoke", "pre-rollout", (False,)), threshold=3)
    assert told(found)[-1] == (60 * 4, "rollback", 0)
    assert release.phase == "rolled_back"


def test_a_rollout_hook_is_called_before_every_look_and_where_it_fails_no_metric_is_looked_at():
    asked = []

    def measure(query):
        asked.append(query.until_s)
        return Reading(99.9, 5)

    release, found = hooked(Hook("load", "rollout", (True, False, True)), measure=measure, threshold=2)
    assert calls(found)[:3] == [(120, True), (180, False), (240, True)]
    assert asked[:2] == [120, 240]
    assert (release.failed_checks, release.phase) == (1, "promoted")


def test_the_first_hook_that_fails_is_the_last_that_is_called():
    _, found = hooked(Hook("a", "pre-rollout", (False,)), Hook("b", "pre-rollout"))
    assert [each.verdict.inputs[0][1] for each in found if each.kind == "hook" and each.verdict] == ["a"]


def test_a_rollback_hook_that_answers_2xx_ends_it_and_one_that_is_not_told_to_never_does():
    release, found = hooked(Hook("back", "rollback", (False, False, True)))
    assert told(found)[-1] == (180, "rollback", 0)
    assert "so somebody wants it back" in found[-1].verdict.arithmetic
    assert hooked(Hook("back", "rollback"))[0].phase == "promoted"


def test_a_rollback_hook_is_called_at_the_gate_before_the_promotion_too():
    answers = (*[False] * 12, True)
    release, found = hooked(Hook("back", "rollback", answers), gates=Gates(before_promotion=True))
    assert [kind for _, kind, _ in told(found)][-2:] == ["wait", "rollback"]
    assert release.phase == "rolled_back"


@pytest.mark.parametrize(("measure", "phase"), [(FINE, "promoted"), (always(0.0), "rolled_back")])
def test_post_rollout_hooks_are_called_at_either_end_and_change_nothing(measure, phase):
    release, found = hooked(Hook("tell", "post-rollout", (False,)), Hook("more", "post-rollout"), measure=measure)
    assert release.phase == phase
    assert [each.kind for each in found][-1] == "hook"
    assert len(calls(found)) == 1


def test_an_event_hook_is_heard_of_by_nobody():
    release, found = hooked(Hook("hear", "event", (False,)))
    assert (release.phase, calls(found)) == ("promoted", [])


def test_a_canary_that_is_not_ready_beyond_its_deadline_goes_back():
    never = Service(new_starts=False)
    for fields in ({}, {"skip_analysis": True}):
        found = told(run(FlaggerRelease(settings(progress_deadline_s=120, **fields), never), FINE))
        assert [(at_s, kind) for at_s, kind, _ in found[1:]] == [
            (60, "not_ready"),
            (120, "not_ready"),
            (180, "rollback"),
        ]


@given(st.lists(st.booleans(), min_size=1, max_size=60).map(tuple))
def test_answers_are_written_so_that_they_are_read_again(answers):
    assert read_answers(answers_text(answers)) == answers


@pytest.mark.parametrize("text", ["", "yes", "ok,", "fail*0", "ok*1001", "ok*999, fail*2", "ok*-1", "ok*ok"])
def test_answers_that_are_none_are_refused(text):
    with pytest.raises(ValueError, match="fail\\*2, ok"):
        read_answers(text)
