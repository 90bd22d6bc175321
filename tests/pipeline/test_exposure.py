"""A new version for a few customers first: whom it hurts, who notices, and the way back."""

from hypothesis import given
from hypothesis import strategies as st

from slipway.pipeline.condition import Condition
from slipway.pipeline.effects import AimMonitors, Expose
from slipway.pipeline.measure import outcome
from slipway.pipeline.stages import Monitor, Portion
from tests.pipeline.worlds import at, change, decision, defect, live, of, play, stage, world

BAD = defect("bad", error_rate_pct=5, reported_after=300, fix=60)
TENTH = (Portion(10, 20), Portion(50, 20))
ALONE = (Monitor("errors", "Errors", "error_rate_pct", 1.0, 5, "new_version"),)


def shipped(*decisions, **live_facts):
    one = change(defects=("bad",))
    return world(stage("beta"), live(**live_facts), changes=(one,), defects=(BAD,), decisions=decisions)


def failed(run):
    return outcome(run).failed_requests


def told(event):
    assert event.verdict
    return event.verdict.arithmetic


def first_harm(run):
    verdict = of(run, "harm_ended")[0].verdict
    assert verdict
    return int(dict(verdict.inputs)["failed_requests"])


def test_a_tenth_of_the_customers_meets_it_first_and_the_monitor_of_the_new_version_sees_it_whole():
    run = play(shipped(portions=TENTH, monitors=ALONE))
    (alarm,) = of(run, "alarm_raised")
    assert told(alarm) == "error rate 5.1 % > 1 % for 5 min, alarm"
    assert alarm.at_min == at(run, "customers_harmed") + 5
    harm = told(of(run, "harm_ended")[0])
    assert harm == "15 min, on average to 10 % of the traffic × 1000 requests/min × 5 % = 75 failed requests"


def test_among_everybody_a_tenth_is_too_little_to_see_and_the_next_portion_is_enough():
    run = play(shipped(portions=TENTH))
    (alarm,) = of(run, "alarm_raised")
    assert alarm.at_min == at(run, "customers_harmed") + 20 + 5
    assert told(alarm) == "error rate 2.6 % > 1 % for 5 min, alarm"
    assert failed(run) > failed(play(shipped(portions=TENTH, monitors=ALONE)))


def test_each_portion_is_told_and_after_an_alarm_none_follows():
    good = play(world(stage("beta"), live(portions=TENTH), changes=(change(),)))
    assert [event.subject for event in of(good, "traffic_shifted")] == ["10 %", "50 %", "100 %"]
    assert at(good, "bake_passed") == of(good, "traffic_shifted")[0].at_min + 40 + 30
    bad = play(shipped(portions=TENTH, monitors=ALONE))
    first = of(bad, "change_withdrawn")[0].at_min
    assert [event.subject for event in of(bad, "traffic_shifted") if event.at_min <= first] == ["10 %"]


def test_without_monitors_the_portions_go_on_to_everybody():
    run = play(shipped(portions=TENTH, monitors=()))
    assert [event.subject for event in of(run, "traffic_shifted")][:3] == ["10 %", "50 %", "100 %"]
    assert not of(run, "alarm_raised") and not of(run, "bake_passed")


def test_a_fix_that_goes_out_in_portions_ends_the_harm_with_the_last_one():
    run = play(shipped(portions=TENTH, monitors=()))
    fixed = [event for event in of(run, "traffic_shifted") if "one-fix" in event.changes]
    (ended,) = of(run, "harm_ended")
    assert [event.subject for event in fixed] == ["10 %", "50 %", "100 %"]
    assert ended.at_min == fixed[-1].at_min


def test_a_decision_sets_portions_and_whose_traffic_is_watched():
    when = Condition("change_pushed")
    careful = decision(
        "careful", when, Expose("expose", "live", TENTH), AimMonitors("aim_monitors", "live", "new_version")
    )
    assert failed(play(shipped(careful), careful="do")) == failed(play(shipped(portions=TENTH, monitors=ALONE)))
    assert failed(play(shipped(careful), careful="leave")) == failed(play(shipped()))


@given(st.lists(st.tuples(st.integers(1, 99), st.integers(1, 60)), max_size=3), st.integers(1, 5))
def test_who_sees_less_of_a_bad_version_is_hurt_no_more(portions, seed):
    facts = {"portions": tuple(Portion(share, lasts) for share, lasts in portions), "monitors": ALONE}
    few, all_at_once = play(shipped(**facts), seed), play(shipped(monitors=ALONE), seed)
    assert first_harm(few) <= first_harm(all_at_once)
