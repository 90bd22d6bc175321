"""Simulated time: working hours, durations and moments."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from slipway.pipeline.clock import MINUTES_PER_DAY, Minutes, Moment, Workday, clock_label, duration_label

DAY = Workday()


def test_work_begun_in_the_evening_goes_on_the_next_morning() -> None:
    assert DAY.after(16 * 60 + 30, 60) == MINUTES_PER_DAY + 9 * 60 + 30


def test_work_begun_on_friday_evening_goes_on_on_monday() -> None:
    friday = 4 * MINUTES_PER_DAY
    assert DAY.after(friday + 16 * 60 + 30, 60) == friday + 3 * MINUTES_PER_DAY + 9 * 60 + 30


def test_an_office_that_closes_before_it_opens_is_refused() -> None:
    with pytest.raises(ValueError, match="must end after it starts"):
        Workday(600, 540)


@given(st.integers(0, 60_000), st.integers(0, 3_000), st.integers(0, 3_000))
def test_work_can_be_done_in_two_goes(start: int, first: int, second: int) -> None:
    assert DAY.after(DAY.after(start, first), second) == DAY.after(start, first + second) or first == 0 or second == 0


@given(st.integers(0, 60_000), st.integers(0, 3_000))
def test_work_never_ends_before_it_begins(start: int, work: int) -> None:
    assert DAY.after(start, work) >= start + work


@pytest.mark.parametrize(("text", "minutes"), [("45m", 45), ("2h", 120), ("1d", 1440), ("2h 30m", 150), ("1w", 10080)])
def test_durations_are_read_as_authors_write_them(text: str, minutes: int) -> None:
    assert TypeAdapter(Minutes).validate_python(text) == minutes


@pytest.mark.parametrize("text", ["", "45", "half an hour", "2 hours", "-5m", "1e3m"])
def test_a_duration_that_is_none_says_what_one_looks_like(text: str) -> None:
    with pytest.raises(ValidationError, match="a duration is a number and m, h, d or w"):
        TypeAdapter(Minutes).validate_python(text)


def test_moments_are_a_weekday_and_a_time() -> None:
    assert TypeAdapter(Moment).validate_python("Tue 10:30") == MINUTES_PER_DAY + 630
    assert TypeAdapter(Moment).validate_python("Mon+1w 09:00") == 7 * MINUTES_PER_DAY + 540


@pytest.mark.parametrize(("at", "label"), [(540, "Mon 09:00"), (7 * 1440 + 61, "Mon 01:01, week 2")])
def test_a_minute_is_shown_as_a_weekday_and_a_time(at: int, label: str) -> None:
    assert clock_label(at) == label


@pytest.mark.parametrize(("minutes", "label"), [(0, "0 min"), (59, "59 min"), (1500, "1 d 1 h"), (61, "1 h 1 min")])
def test_a_length_of_time_is_shown_in_its_parts(minutes: int, label: str) -> None:
    assert duration_label(minutes) == label
