"""Development, local checks, review, push."""

from slipway.pipeline.changes import Find, Improvement, MissingTests, Package
from slipway.pipeline.condition import Condition
from slipway.pipeline.effects import ReviewCarefully, SelfMerge, WriteTests
from tests.pipeline.worlds import MON_9, at, change, decision, defect, of, play, stage, world

IMPROVED = Improvement("Batch it", 60, (Package("Pkgone", 50, 0),), removes=("slow",), introduces=("lost",))


def test_a_change_is_pushed_only_after_its_review_was_approved() -> None:
    run = play(world(stage("beta")))
    kinds = [e.kind for e in run.events if e.change == "one"]
    assert kinds.index("review_approved") < kinds.index("change_pushed")
    (push,) = of(run, "change_pushed")
    assert push.verdict and push.verdict.passed and push.verdict.rule == "approved_review"


def test_a_push_without_an_approved_review_is_refused_and_goes_to_review_after_all() -> None:
    asked = decision(
        "merge", Condition("work_started", change="one", subject="develop"), SelfMerge("self_merge", "one")
    )
    run = play(world(stage("beta"), decisions=(asked,)), merge="do")
    (refused,) = of(run, "push_refused")
    assert refused.verdict and refused.verdict.arithmetic == "0 approved reviews < 1, push refused"
    assert of(run, "review_approved") and of(run, "change_pushed")


def test_local_checks_find_a_bug_before_anybody_else_sees_it() -> None:
    bug = defect("bug", Find("unit_tests", 1.0))
    one = change(defects=("bug",), local_checks=("unit_tests",))
    run = play(world(stage("beta"), changes=(one,), defects=(bug,)))
    (found,) = of(run, "defect_found")
    assert (found.stage, found.actor) == ("source", "ann")
    assert at(run, "change_committed") == MON_9 + bug.fix
    assert not of(run, "customers_harmed")


def test_a_check_that_is_not_run_finds_nothing() -> None:
    bug = defect("bug", Find("unit_tests", 1.0), error_rate_pct=5)
    run = play(world(stage("beta"), changes=(change(defects=("bug",)),), defects=(bug,)))
    assert not of(run, "defect_found")
    assert of(run, "customers_harmed", subject="bug")


def test_a_careful_reviewer_asks_for_the_improvement_and_gets_a_second_revision() -> None:
    one = change(review=40, improvement=IMPROVED, defects=("slow",))
    run = play(world(stage("beta"), changes=(one,), defects=(defect("slow"), defect("lost"))))
    assert len(of(run, "review_published", change="one")) == 2
    assert at(run, "review_approved", change="one") == MON_9 + 40 + 60 + 40
    assert {e.subject for e in of(run, "customers_harmed")} == {"lost"}


def test_a_reviewer_who_does_not_read_asks_for_nothing() -> None:
    unread = decision(
        "unread", Condition("review_published"), ReviewCarefully("review_carefully", "one", careful=False)
    )
    one = change(review=40, improvement=IMPROVED, defects=("slow",))
    run = play(
        world(stage("beta"), changes=(one,), defects=(defect("slow"), defect("lost")), decisions=(unread,)), unread="do"
    )
    assert not of(run, "review_commented")
    assert at(run, "review_approved", change="one") == MON_9 + 5
    assert {e.subject for e in of(run, "customers_harmed")} == {"slow"}


def test_tests_written_with_the_revision_take_their_time_and_count() -> None:
    one = change(review=10, improvement=IMPROVED, missing_tests=MissingTests("Pkgone", 50, 45))
    with_tests = decision("tests", Condition("review_commented"), WriteTests("write_tests", "one"))
    w = world(stage("beta"), changes=(one,), defects=(defect("slow"), defect("lost")), decisions=(with_tests,))
    with_them, without = play(w, tests="do"), play(w)
    assert at(with_them, "change_pushed", change="one") - at(without, "change_pushed", change="one") == 45


def test_people_work_in_working_hours_only() -> None:
    late = change(pushed_at=16 * 60 + 50, develop=30)
    run = play(world(stage("beta"), changes=(late,)))
    assert at(run, "work_finished", subject="develop") == 1440 + 9 * 60 + 20
