"""Times of Alertmanager: upstream's cases (timeinterval_test.go, Apache-2.0, values only)."""

from datetime import datetime

import pytest

from slipway.alerting.time_interval import Stretch, TimeInterval

OFFICE = Stretch(((540, 1020),), ((1, 5),))
EASTER = Stretch(days=((4, 6),), months=((4, 4),), years=((2020, 2020),))
LAST_DAYS = Stretch(days=((-3, -1),))
JUNE = Stretch(days=((-31, 31),), months=((6, 6),))
SYDNEY = Stretch(((540, 1020),), ((1, 5),), zone="Australia/Sydney")
QUARTER = Stretch(((540, 1020),), ((1, 5), (0, 0)), ((-7, -1),), ((1, 3),), ((2020, 2025), (2030, 2035)))
MIXED = Stretch(((780, 900),), ((1, 3), (6, 6), (0, 0)), ((1, 1), (10, 10), (20, -1)), ((1, 3),), ((2020, 2023),))
FEBRUARY = Stretch(days=((30, 31),), months=((2, 2),))


def instants(text):
    return [datetime.strptime(each, "%d %b %y %H:%M %z") for each in text.split(", ")]


@pytest.mark.parametrize(
    ("stretch", "inside", "outside"),
    [
        (OFFICE, "04 May 20 15:04 +0000, 09 Jun 20 09:04 +0000", "03 May 20 15:04 +0000, 04 May 20 08:59 +0000"),
        (EASTER, "04 Apr 20 15:04 +0000, 06 Apr 20 23:05 +0000", "03 Apr 20 23:59 +0000, 06 Apr 19 23:59 +0000"),
        (LAST_DAYS, "29 Jan 20 15:04 +0000, 29 Feb 20 23:05 +0000", "27 Jan 20 15:04 +0000, 01 Mar 20 00:00 +0000"),
        (JUNE, "30 Jun 20 00:00 +0000, 01 Jun 20 00:00 +0000", "31 May 20 00:00 +0000, 01 Jul 20 00:00 +0000"),
        (SYDNEY, "06 Apr 21 13:00 +1000, 31 Oct 21 22:00 +0000", "06 Apr 21 13:00 +0000, 31 Oct 21 21:00 +0000"),
        (QUARTER, "27 Jan 21 09:00 +0000, 31 Jan 35 13:00 +0000", "30 Jan 21 13:00 +0000, 31 Jan 35 17:01 +0000"),
        (MIXED, "10 Jan 21 13:00 +0000, 30 Jan 21 14:24 +0000", "09 Jan 21 13:00 +0000, 02 Feb 21 13:00 +0000"),
        (FEBRUARY, "", "28 Feb 21 13:00 +0000"),
    ],
)
def test_what_lies_inside(stretch, inside, outside):
    assert all(map(stretch.contains, instants(inside) if inside else []))
    assert not any(map(stretch.contains, instants(outside)))


def test_any_of_several_stretches_will_do_and_none_holds_never():
    weekend = TimeInterval("off", (Stretch(weekdays=((6, 6),)), Stretch(weekdays=((0, 0),))))
    assert [weekend.holds(86_400.0 * day) for day in range(7)] == [False] * 5 + [True] * 2
    assert not TimeInterval("never", ()).holds(0)
