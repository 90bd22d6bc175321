"""Scheduled actions: when they come due, in which time zone, around daylight saving, and what they change."""

from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.scaling.scheduled import MONDAY, Bounds, Schedule, Scheduled, times_of

BERLIN, NEW_YORK = "Europe/Berlin", "America/New_York"
# In 2024 clocks in Berlin went from 2:00 to 3:00 on 31 March, and from 3:00 back to 2:00 on 27 October.
SPRING = datetime(2024, 3, 30, tzinfo=UTC)
AUTUMN = datetime(2024, 10, 26, tzinfo=UTC)


def times(begin=MONDAY, most=4, **fields):
    action = Scheduled("x", least=2, **fields)
    return [f"{at.astimezone(UTC):%a %d %H:%M}" for at in islice(times_of(action, begin), most)]


def test_second_0_is_a_monday_at_midnight():
    assert f"{MONDAY:%A %H:%M}" == "Monday 00:00"
    assert times(cron="0 0 * * *", most=2) == ["Mon 01 00:00", "Tue 02 00:00"]


def test_cron_is_read_in_its_time_zone():
    assert times(cron="30 7 * * 1-5", zone=BERLIN, most=2) == ["Mon 01 06:30", "Tue 02 06:30"]
    assert times(cron="0 20 * * FRI", zone=NEW_YORK, most=1) == ["Sat 06 01:00"]


def test_nine_in_the_morning_stays_nine_when_clocks_change():
    assert times(SPRING, cron="0 9 * * *", zone=BERLIN, most=2) == ["Sat 30 08:00", "Sun 31 07:00"]
    assert times(AUTUMN, cron="0 9 * * *", zone=BERLIN, most=2) == ["Sat 26 07:00", "Sun 27 08:00"]


def test_in_the_hour_that_is_skipped_it_comes_right_after_and_in_the_double_one_once():
    assert times(SPRING, cron="30 2 * * *", zone=BERLIN, most=3) == ["Sat 30 01:30", "Sun 31 01:00", "Mon 01 00:30"]
    assert times(AUTUMN, cron="30 2 * * *", zone=BERLIN, most=3) == ["Sat 26 00:30", "Sun 27 00:30", "Mon 28 01:30"]


def test_once_is_once_on_the_clocks_of_its_zone():
    at = datetime(2024, 7, 1, 9, 0)  # noqa: DTZ001
    assert times(once=at, zone=BERLIN) == ["Mon 01 07:00"]
    assert times(once=at, zone="UTC") == ["Mon 01 09:00"]
    assert times(datetime(2024, 8, 1, tzinfo=UTC), once=at) == []


def test_it_acts_at_its_start_as_well_and_not_after_its_end():
    since, until = MONDAY + timedelta(hours=5), MONDAY + timedelta(days=2)
    assert times(cron="0 9 * * *", since=since, until=until) == ["Mon 01 05:00", "Mon 01 09:00", "Tue 02 09:00"]


def test_an_interval_begins_with_the_run_or_at_its_start():
    assert times(every_s=1800, most=2) == ["Mon 01 00:30", "Mon 01 01:00"]
    since = MONDAY - timedelta(minutes=50)
    assert times(every_s=1800, since=since, most=2) == ["Mon 01 00:10", "Mon 01 00:40"]
    assert times(every_s=1800, since=MONDAY + timedelta(minutes=5), most=1) == ["Mon 01 00:05"]


def test_a_schedule_tells_each_action_when_its_time_has_come():
    up, down = Scheduled("up", least=6, cron="0 8 * * *"), Scheduled("down", least=2, cron="0 20 * * *")
    schedule = Schedule((down, up))
    days = {at_h: [each.name for each in schedule.due(at_h * 3600)] for at_h in range(48)}
    assert {at_h: names for at_h, names in days.items() if names} == {8: ["up"], 20: ["down"], 32: ["up"], 44: ["down"]}


def test_a_schedule_asked_late_has_missed_nothing():
    up, down = Scheduled("up", least=6, cron="0 8 * * *"), Scheduled("down", least=2, cron="0 20 * * *")
    assert [each.name for each in Schedule((down, up)).due(86_400)] == ["up", "down"]


@pytest.mark.parametrize(
    ("fields", "after"),
    [
        ({"least": 6}, Bounds(6, 10, 6)),
        ({"most": 3}, Bounds(2, 3, 3)),
        ({"desired": 7}, Bounds(2, 10, 7)),
        ({"least": 4, "most": 20}, Bounds(4, 20, 4)),
        ({"desired": 99}, Bounds(2, 10, 10)),
        ({"least": 12}, Bounds(12, 12, 12)),
        ({"most": 1}, Bounds(1, 1, 1)),
        ({"least": 0, "desired": 0}, Bounds(0, 10, 0)),
    ],
)
def test_it_changes_bounds_and_brings_what_is_wanted_inside(fields, after):
    action, before = Scheduled("x", cron="0 8 * * *", **fields), Bounds(2, 10, 3)
    assert action.changed(before) == after
    assert str(after.desired) in action.verdict(before, after).arithmetic


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"least": 1}, "one of a time"),
        ({"least": 1, "cron": "0 8 * * *", "every_s": 60}, "one of a time"),
        ({"cron": "0 8 * * *"}, "neither a minimum"),
        ({"least": -1, "cron": "0 8 * * *"}, "0 or more"),
        ({"least": 5, "most": 4, "cron": "0 8 * * *"}, "above the maximum"),
        ({"least": 1, "cron": "0 8 * *"}, "five fields"),
        ({"least": 1, "cron": "0 8 * * * *"}, "five fields"),
        ({"least": 1, "cron": "0 25 * * *"}, "Bad hour"),
        ({"least": 1, "cron": "0 0 31 2 *"}, "no cron expression|never comes true"),
        ({"least": 1, "cron": "0 8 * * *" + " " * 300}, "five fields"),
        ({"least": 1, "cron": "0 8 * * *", "zone": "Mars/Olympus"}, "no time zone"),
        ({"least": 1, "cron": "0 8 * * *", "zone": "../../etc/passwd"}, "no time zone"),
        ({"least": 1, "cron": "0 8 * * *", "zone": "A" * 5000}, "no time zone"),
        ({"least": 1, "cron": "0 8 * * *", "zone": "America"}, "no time zone"),
        ({"least": 1, "once": MONDAY}, "without an offset"),
        ({"least": 1, "cron": "0 8 * * *", "since": MONDAY.replace(tzinfo=None)}, "with an offset"),
        ({"least": 1, "every_s": 90}, "whole minutes"),
    ],
)
def test_what_makes_no_sense_is_refused(fields, says):
    with pytest.raises(ValueError, match=says):
        Scheduled("x", **fields)


@given(st.integers(0, 59), st.integers(0, 23), st.sampled_from(["UTC", BERLIN, NEW_YORK]), st.integers(0, 360))
def test_a_daily_action_comes_once_on_every_day_of_its_zone(minute, hour, zone, day):
    begin = MONDAY + timedelta(days=day)
    found = list(islice(times_of(Scheduled("x", least=1, cron=f"{minute} {hour} * * *", zone=zone), begin), 10))
    gaps = {(after - before).total_seconds() / 3600 for before, after in zip(found, found[1:], strict=False)}
    assert found == sorted(found)
    assert all(22.9 < gap < 25.1 for gap in gaps)
