"""Strips over time: each with its own key, on minutes, hours or a clock."""

from slipway.charts.rollout import LIGHT
from slipway.charts.timeline import Across, Marks, timeline_figure
from slipway.panel import Course, Span, Strip

ALONE = Strip("Requests", (Course("requests", (0, 60), (1, 2), "stable"),))
PAIR = Strip("In use", (Course("eu", (0, 60), (1, 2), "stable"), Course("us", (0, 60), (2, 1), "canary")))
HELD = Strip("p95", (Course("p95", (0, 60), (100, 200), "alarm"),), (300, "slow from 300 ms on"))
NOTHING = Marks("", ())
MINUTES = Across("Minutes")


def figure(*strips: Strip, marks: Marks = NOTHING, across: Across = MINUTES, spans: tuple[Span, ...] = ()):
    return timeline_figure(strips, spans, marks, across, LIGHT)


def test_a_line_is_named_in_its_own_strip_unless_it_is_alone_there():
    shown = [(trace.name, trace.legend) for trace in figure(ALONE, PAIR, HELD).data if trace.showlegend]
    assert shown == [("eu", "legend2"), ("us", "legend2"), ("p95", "legend3"), ("slow from 300 ms on", "legend3")]


def test_the_key_of_a_strip_stands_right_above_it():
    drawn = figure(ALONE, PAIR, HELD)
    assert drawn.layout.legend2.y == drawn.layout.yaxis2.domain[1]
    assert drawn.layout.legend3.y == drawn.layout.yaxis3.domain[1]


def test_marks_say_what_they_are_and_are_seen_whole():
    drawn = figure(ALONE, marks=Marks("Somebody is called", [(30, "ErrorsHigh")], alarms=True))
    assert drawn.layout.annotations[-1].text == "Somebody is called"
    assert (drawn.data[-1].marker.symbol, tuple(drawn.layout.yaxis2.range)) == ("triangle-up", (-1, 1))


def test_an_axis_counts_minutes_or_hours_or_is_a_clock():
    assert Across("Minutes").at(90) == 90
    assert Across("Hours", 60.0).at(90) == 1.5
    clock = Across("Time", clock="%H:%M", begins_min=16 * 60)
    assert clock.at(30) - clock.at(0) == 30 * 60_000
    drawn = figure(ALONE, across=clock, spans=(Span(10, 20, "a leak"),))
    assert drawn.layout.xaxis.type == "date" and drawn.layout.xaxis.tickformat == "%H:%M"
    assert drawn.data[0].x[0] == 978_307_200_000 + 16 * 3_600_000
    assert drawn.layout.shapes[0].x0 == clock.at(10)
