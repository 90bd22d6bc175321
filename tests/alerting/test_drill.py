"""An evening on call: what is done takes its time, helps or does not, and changes nothing before it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slipway.alerting.drill import DEEDS, TAKES_MIN, Move, play, read_moves
from slipway.alerting.drill_book import ANSWERS_MIN, Book, follow
from slipway.alerting.evenings import EVENINGS

EVENING = EVENINGS["first-evening"]
"""Many requests fail from minute 30 on, too many people come in minute 150, a region fails in minute 285."""


def hurt_min(drilled):
    return {each.kind: drilled.hurt_s(each) / 60 for each in drilled.incidents if each.is_harmful}


@st.composite
def moves(draw):
    found, at_min = [], 0
    for gap_min in draw(st.lists(st.integers(0, 90), max_size=4)):
        found.append(Move(at_min + gap_min, draw(st.sampled_from([*TAKES_MIN]))))
        at_min = found[-1].until_min
    return tuple(found)


def test_who_does_nothing_lets_everything_go_on():
    nothing = play(EVENING, ())
    assert hurt_min(nothing) == {"error_burst": 270, "saturation": 120, "region": 75}
    assert (nothing.deeds, nothing.needless) == ((), 0)


def test_a_deed_that_helps_ends_the_incident_once_it_is_done():
    drilled = play(EVENING, read_moves(["40.roll_back"]))
    assert hurt_min(drilled)["error_burst"] == 15
    (deed,) = drilled.deeds
    assert (deed.state, deed.verdict.passed) == ("helped", True)
    assert "begun in minute 40, takes 5 min → in minute 45 it ends the failing requests" in deed.verdict.arithmetic


def test_a_deed_that_mends_nothing_is_needless_and_a_restart_cuts_connections():
    drilled = play(EVENING, read_moves(["5.restart"]))
    assert (drilled.needless, drilled.deeds[0].state) == (1, "needless")
    assert hurt_min(drilled) == hurt_min(play(EVENING, ()))
    assert drilled.failed > play(EVENING, ()).failed
    assert play(EVENING, read_moves(["5.scale_out"])).failed == play(EVENING, ()).failed


def test_looking_changes_nothing():
    looked, not_looked = play(EVENING, read_moves(["5.errors", "40.sales"])), play(EVENING, ())
    assert (looked.alerts(), looked.failed) == (not_looked.alerts(), not_looked.failed)


def test_alerts_are_told_when_they_fire_and_when_they_end():
    told = [(each.name, each.state) for each in play(EVENING, read_moves(["40.roll_back"])).alerts()]
    assert told[:3] == [("ErrorsHigh", "firing"), ("ErrorsHigh", "firing"), ("roll_back", "helped")]
    assert ("ErrorsHigh", "inactive") in told


@settings(max_examples=15, deadline=None)
@given(moves())
def test_what_was_before_a_move_is_the_same_without_it(given_moves):
    whole, without = play(EVENING, given_moves), play(EVENING, given_moves[:-1])
    if given_moves:
        at_s = EVENING.at_s(given_moves[-1].at_min)
        assert [e for e in whole.alerts() if e.at_s < at_s] == [e for e in without.alerts() if e.at_s < at_s]
    assert sum(hurt_min(whole).values()) <= sum(hurt_min(without).values())


@settings(max_examples=10, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["ErrorsHigh", "AnswersSlow", "SalesGone"]),
        st.lists(st.sampled_from(DEEDS), min_size=1, max_size=2).map(tuple),
    ),
    st.integers(0, 20),
)
def test_a_book_is_followed_with_one_pair_of_hands(deeds, wait_min):
    made = follow(EVENING, Book(deeds, wait_min))
    assert read_moves([str(move) for move in made]) == made
    assert all(move.at_min < EVENING.lasts_min for move in made)


def test_the_second_step_is_taken_only_while_the_alert_still_fires():
    alert_min = 36
    right = follow(EVENING, Book({"ErrorsHigh": ("roll_back", "restart")}, 5))
    assert right[0] == Move(alert_min + ANSWERS_MIN, "roll_back")
    assert right[1].at_min > 150
    wrong = follow(EVENING, Book({"ErrorsHigh": ("restart", "roll_back")}, 5))
    assert wrong[:2] == (Move(38, "restart"), Move(38 + TAKES_MIN["restart"] + 5, "roll_back"))


def test_about_an_alert_that_the_book_does_not_know_nothing_is_done():
    assert follow(EVENING, Book({"MemoryRunsOut": ("restart",)}, 5)) == ()
    assert follow(EVENING, Book({}, 5)) == ()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["errors"], "got 'errors'"),
        (["12.dance"], "got '12.dance'"),
        (["-1.errors"], "got '-1.errors'"),
        (["10.roll_back", "14.errors"], "14.errors begins before 10.roll_back is done, in minute 15"),
    ],
)
def test_moves_that_cannot_be_made_are_named(words, says):
    with pytest.raises(ValueError, match=says):
        read_moves(words)
