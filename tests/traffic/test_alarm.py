"""CloudWatch's rule of missing data, every cell of the manual's tables."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from slipway.traffic.alarm import MISSING, Alarm, Judged, judged

KEEPS = None
NO_DATA = "INSUFFICIENT_DATA"

# Amazon CloudWatch user guide, "Configuring how CloudWatch alarms treat missing data", values only; the newest
# datapoint is on the right, 0 is within the threshold, X beyond, - missing. The last three rows: an older edition.
CELLS = [
    (3, "0-X-X", 0, "OK", "OK", "OK", "OK"),
    (3, "0----", 2, "OK", "OK", "OK", "OK"),
    (3, "-----", 3, NO_DATA, KEEPS, "ALARM", "OK"),
    (3, "0XX-X", 0, "ALARM", "ALARM", "ALARM", "ALARM"),
    (3, "--X--", 2, "ALARM", KEEPS, "ALARM", "OK"),
    (2, "0-X-X", 0, "ALARM", "ALARM", "ALARM", "ALARM"),
    (2, "00X0X", 0, "ALARM", "ALARM", "ALARM", "ALARM"),
    (2, "0-X--", 1, "OK", "OK", "ALARM", "OK"),
    (2, "----0", 2, "OK", "OK", "ALARM", "OK"),
    (2, "---X-", 2, "ALARM", KEEPS, "ALARM", "OK"),
    (3, "----X", 2, NO_DATA, KEEPS, "ALARM", "OK"),
    (3, "X----", 2, "ALARM", KEEPS, "ALARM", "OK"),
    (2, "----X", 2, NO_DATA, KEEPS, "ALARM", "OK"),
]
MARKS = {"0": False, "X": True, "-": None}
points = some.lists(some.sampled_from([False, True, None]), max_size=8)


@pytest.mark.parametrize(
    ("needed", "row", "filled", "missing", "expected"),
    [(needed, row, filled, *cell) for needed, row, filled, *of in CELLS for cell in zip(MISSING, of, strict=True)],
)
def test_a_cell_of_the_manual(needed, row, filled, missing, expected):
    found = judged([MARKS[mark] for mark in row], needed, 3, missing)
    assert found.state == expected
    if missing in ("breaching", "notBreaching"):
        assert found.filled == filled


@given(points, some.integers(1, 4), some.integers(0, 3), some.sampled_from(MISSING))
def test_one_more_datapoint_beyond_never_calms_an_alarm(seen, needed, more, missing):
    periods = needed + more
    before = judged([False, *seen], needed, periods, missing).state
    after = judged([True, *seen], needed, periods, missing).state
    assert not (before == "ALARM" and after == "OK")


@given(points, some.integers(1, 4), some.integers(0, 3))
def test_breaching_is_the_strictest_and_not_breaching_the_mildest(seen, needed, more):
    periods = needed + more
    found = [judged(seen, needed, periods, missing).state for missing in ("notBreaching", "breaching")]
    assert found != ["ALARM", "OK"]


@given(some.lists(some.booleans(), min_size=5, max_size=8), some.sampled_from(MISSING))
def test_without_a_gap_the_setting_does_not_matter(seen, missing):
    assert judged(seen, 3, 5, missing) == Judged("ALARM" if sum(seen[-5:]) >= 3 else "OK", sum(seen[-5:]), 0)


def test_more_datapoints_cannot_be_needed_than_are_looked_at():
    with pytest.raises(ValueError, match="from 1 to 2"):
        Alarm("a", evaluation_periods=2, datapoints=3)
