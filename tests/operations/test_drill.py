"""A drill as a plan: moves by hand in one text, or a runbook that is followed."""

import pytest

from slipway.alerting.drill import play
from slipway.operations.subjects import SUBJECTS, drill
from slipway.panel import Timeline

DRILL = SUBJECTS["drill"]


def test_moves_by_hand_are_read_from_a_plan_and_written_again():
    plan = "hand;moves=36.errors,37.roll_back"
    assert DRILL.text(*DRILL.read(plan)) == plan
    assert DRILL.try_out("first-evening", plan, 1).measures["looks"] == 1


@pytest.mark.parametrize(
    ("plan", "says"),
    [
        ("hand;moves=36.roll_back,38.errors", "38.errors begins before 36.roll_back is done"),
        ("hand;moves=36 errors", "words with commas between"),
        ("hand;moves=" + ",".join(f"{n}.errors" for n in range(99)), "at most 60 words"),
        ("book;errors_first=pray", "errors_first must be"),
    ],
)
def test_a_plan_that_cannot_be_followed_says_why(plan, says):
    with pytest.raises(ValueError, match=says):
        DRILL.read(plan)


def test_a_book_that_helps_hurts_customers_for_less_time_than_none():
    none, some = (DRILL.try_out("second-evening", plan, 1) for plan in ("book", "book;slow_first=restart"))
    assert some.measures["hurt_min"] < none.measures["hurt_min"]
    assert "restart → helped" in [told.what for told in some.told]


def test_what_is_told_counts_from_the_beginning_of_the_evening():
    trial = DRILL.try_out("first-evening", "hand", 1)
    assert [(told.at_s / 60, told.what) for told in trial.told[:2]] == [
        (29, "a new version is out"),
        (36, 'ErrorsHigh{region="eu"} → fires'),
    ]
    timeline = trial.panels[0]
    assert isinstance(timeline, Timeline)
    assert max(timeline.strips[0].courses[0].at_min) < 360


def test_a_look_shows_a_line_for_each_region_until_now():
    strip = drill.strip_of(play(drill.evening_of("first-evening", 1), ()), "errors", 60)
    assert [course.name for course in strip.courses] == ["eu", "us"]
    assert len(strip.courses[0].at_min) == 60
    early, late = strip.courses[0].values[:30], strip.courses[0].values[30:]
    assert max(value or 0 for value in early) < 2 < min(value or 0 for value in late)


@pytest.mark.parametrize("name", DRILL.situations)
def test_a_bad_release_is_seen_going_out_and_so_is_a_good_one(name):
    evening = DRILL.situations[name]
    bad = [each.since_s for each in evening.days.incidents if each.kind == "error_burst"]
    just_before = [any(0 < since_s - at_s <= 120 for since_s in bad) for at_s in evening.releases_s]
    assert any(just_before) and not all(just_before)
    assert all(evening.begins_s <= at_s < evening.ends_s for at_s in evening.releases_s)


def test_what_was_done_is_told_apart_from_what_came_in_the_same_minute():
    told = [told for told in DRILL.try_out("first-evening", "hand;moves=36.restart", 1).told if told.at_s == 36 * 60]
    assert [(each.what.split(" ")[0], each.done) for each in told] == [
        ('ErrorsHigh{region="eu"}', False),
        ('ErrorsHigh{region="us"}', False),
        ("restart", True),
    ]
