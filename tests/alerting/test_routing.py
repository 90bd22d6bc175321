"""Who is told when: routes, bundles, timers, what mutes, and who is called."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from slipway.alerting.dispatch import Fired, dispatch
from slipway.alerting.escalation import Escalation, Person, called, is_night
from slipway.alerting.event import labels_of
from slipway.alerting.matcher import Matcher
from slipway.alerting.mute import Inhibition, Silence
from slipway.alerting.pattern import pattern
from slipway.alerting.route import Route, Routing
from slipway.alerting.time_interval import Stretch, TimeInterval

HOUR = 3600.0


def alert(name, since_s, until_s=None, **labels):
    return Fired(labels_of({"alertname": name, **labels}), since_s, until_s)


def told(routing, alerts, lasts_s=HOUR):
    return [
        (notice.at_s, notice.receiver, notice.reason, len(notice.firing))
        for notice in dispatch(routing, alerts, lasts_s)
    ]


ALL = Routing(Route("team", group_by=("alertname",)))


def test_a_new_group_waits_then_looks_again_at_every_interval():
    alerts = [alert("A", 0, instance="1"), alert("A", 20, instance="2"), alert("A", 100, 500, instance="3")]
    assert told(ALL, alerts) == [
        (30, "team", "new", 2),
        (330, "team", "new", 3),
        (630, "team", "resolved", 2),
    ]


def test_what_is_over_within_the_wait_is_never_told():
    assert told(ALL, [alert("A", 0, 29)]) == []


def test_a_repeat_is_rounded_up_to_a_look():
    routing = Routing(Route("team", repeat_s=1000))
    assert [at_s for at_s, *_ in told(routing, [alert("A", 0)])] == [30, 1230, 2430]


def test_a_group_that_is_over_begins_anew_with_the_wait():
    alerts = [alert("A", 0, 100), alert("A", 1000, 1100)]
    assert told(ALL, alerts) == [
        (30, "team", "new", 1),
        (330, "team", "resolved", 0),
        (1030, "team", "new", 1),
        (1330, "team", "resolved", 0),
    ]


def test_the_first_child_that_fits_wins_unless_it_goes_on():
    page = Matcher("severity", "=", "page")
    children = (
        Route("log", goes_on=True),
        Route("pager", (page,), group_wait_s=10, routes=(Route("db", (Matcher("team", "=~", "db|sql"),)),)),
        Route("never", (page,)),
    )
    routing = Routing(Route("rest", group_wait_s=60, routes=children))
    found = [(each.receiver, each.group_wait_s) for each in routing.targets(labels_of({"severity": "page"}))]
    assert found == [("log", 60), ("pager", 10)]
    assert [each.receiver for each in routing.targets(labels_of({"severity": "page", "team": "sql"}))] == ["log", "db"]
    assert [each.receiver for each in Routing(Route("rest", routes=children[1:])).targets(())] == ["rest"]


def test_three_dots_bundle_nothing():
    alerts = [alert("A", 0, instance=str(number)) for number in range(3)]
    assert len(told(Routing(Route("team", group_by=("...",))), alerts)) == 3
    assert len(told(Routing(Route("team")), alerts)) == 1


DOWN = Inhibition((Matcher("alertname", "=", "Down"),), (Matcher("alertname", "=~", "Slow|Down"),), ("region",))


def test_a_worse_alert_mutes_one_that_agrees_with_it():
    routing = Routing(Route("team", group_by=("alertname",)), (DOWN,))
    slow = alert("Slow", 0, region="eu")
    assert [each[1:] for each in told(routing, [slow, alert("Down", 0, region="us")], 60)] == [("team", "new", 1)] * 2
    assert len(told(routing, [slow, alert("Down", 0, region="eu")], 60)) == 1


def test_a_label_that_is_missing_on_both_counts_as_equal():
    routing = Routing(Route("team", group_by=("alertname",)), (DOWN,))
    assert len(told(routing, [alert("Slow", 0), alert("Down", 0)], 60)) == 1


def test_two_that_are_both_source_and_target_do_not_mute_each_other():
    routing = Routing(Route("team", group_by=("...",)), (DOWN,))
    assert len(told(routing, [alert("Down", 0, instance="1"), alert("Down", 0, instance="2")], 60)) == 2


def test_a_silence_holds_back_until_it_ends():
    silence = Silence((Matcher("alertname", "=", "A"),), 0, 400)
    assert told(Routing(ALL.root, (), (silence,)), [alert("A", 0)], 700) == [(630, "team", "new", 1)]


def test_a_time_holds_back_from_its_first_minute_to_before_its_last():
    night = TimeInterval("night", (Stretch(((0, 6),), ((1, 1),)),))
    assert [night.holds(at_s) for at_s in (0, 359, 360, 86_400, 7 * 86_400)] == [True, True, False, False, True]
    muted = Routing(Route("team", routes=(Route("own", mute_times=("night",)),)), times=(night,))
    assert told(muted, [alert("A", 0)], 700) == [(630, "own", "new", 1)]
    active = Routing(Route("team", routes=(Route("own", active_times=("night",)),)), times=(night,))
    assert told(active, [alert("A", 340)], HOUR) == []


alerts_drawn = some.lists(
    some.builds(
        lambda name, since_s, lasts_s, number: alert(name, since_s, since_s + lasts_s, instance=str(number)),
        some.sampled_from("AB"),
        some.integers(0, 3000),
        some.integers(1, 3000),
        some.integers(0, 10**6),
    ),
    max_size=6,
    unique_by=lambda each: each.labels,
)


@given(alerts_drawn)
def test_whatever_fires_through_the_wait_is_told(alerts):
    known = {labels for notice in dispatch(ALL, alerts, 10_000) for labels in notice.firing}
    assert {each.labels for each in alerts if each.until_s - each.since_s > 330} <= known


@given(alerts_drawn, some.integers(0, 5000))
def test_the_future_does_not_change_the_past(alerts, cut_s):
    early = [each for each in told(ALL, [a for a in alerts if a.since_s <= cut_s], 10_000) if each[0] <= cut_s]
    assert early == [each for each in told(ALL, alerts, 10_000) if each[0] <= cut_s]


def test_calls_go_up_until_somebody_answers():
    steps = Escalation(((0, Person("first", 120, None)), (300, Person("second", 60, 60))))
    noon_s, night_s = 12 * HOUR, 23 * HOUR
    by_day = [(event.at_s - noon_s, event.name, event.state) for event in called(steps, "A", noon_s)]
    assert by_day == [(0, "first", "called"), (120, "first", "answered")]
    at_night = [(event.at_s - night_s, event.name, event.state) for event in called(steps, "A", night_s)]
    assert at_night == [(0, "first", "called"), (300, "second", "called"), (360, "second", "answered")]
    nobody = Escalation(((0, Person("first", None, None)),))
    assert [event.state for event in called(nobody, "A", 0)] == ["called", "nobody"]
    assert [is_night(hour * HOUR) for hour in (6.9, 7, 21.9, 22)] == [True, False, False, True]


@pytest.mark.parametrize(
    ("text", "fits", "fits_not"),
    [
        ("a|bc", ["a", "bc"], ["ac", "abc", ""]),
        ("a.*b?", ["a", "axb"], ["ba"]),
        (r"[^a-c]\d+", ["x12"], ["a1", "x"]),
        ("(?:ab){2,3}", ["abab", "ababab"], ["ab", "abababab"]),
        ("(a|b)*c+", ["c", "abacc"], ["ab"]),
        (r"a\.b", ["a.b"], ["axb"]),
        ("", [""], ["a"]),
        ("x{2}", ["xx"], ["x", "xxx"]),
        ("x{1,}", ["x", "xxx"], [""]),
        ("^a$|b", ["a", "b"], ["^a$"]),
        ("a^b|c$d", [], ["ab", "cd", "a^b", "c$d"]),
        ("a*?b+?c??", ["b", "aabbc"], ["a"]),
        ("(?i:ab)c", ["ABc", "abc"], ["ABC"]),
        ("((?i)a)b", ["Ab", "ab"], ["AB"]),
        ("(?s).(?P<x>y)", ["\ny"], ["y"]),
        ("[[:alpha:]_]+[[]", ["a_B["], ["a1[", "ab"]),
        ("[]a]+", ["]a"], ["["]),
    ],
)
def test_a_pattern_fits_as_a_whole(text, fits, fits_not):
    found = pattern(text)
    assert all(map(found.matches, fits))
    assert not any(map(found.matches, fits_not))


@pytest.mark.parametrize(
    ("expression", "text", "template", "found"),
    [
        ("(a|ab)(c|bcd)(d*)", "abcd", "$1,$2,$3", "a,bcd,"),
        ("(a+?)(a*)", "aaa", "$1,${2}", "a,aa"),
        ("(a+)(a*)", "aaa", "$1,$2", "aaa,"),
        ("(?P<host>[^:]+):(?:\\d+)", "h:80", "$host ${host}x $hostx $0", "h hx  h:80"),
        ("(?:(a)|b)*", "ab", "$1$$1$9", "a$1"),
        ("(a)", "a", "$ $- ${ $999999999999999999999", "$ $- ${ "),
        ("(a)", "b", "$1", None),
    ],
)
def test_what_brackets_took_fills_a_template(expression, text, template, found):
    assert pattern(expression).filled(template, text) == found


def test_a_pattern_that_would_take_forever_elsewhere_does_not_here():
    assert not pattern("(a|a)*(a*)*b").matches("a" * 2000)


@pytest.mark.parametrize(
    "text",
    [
        "(",
        "a)",
        "*a",
        "[",
        r"\1",
        "(?=a)",
        "a**",
        "(?i)*",
        "[[:none:]]",
        "(?P<x>a)(?P<x>b)",
        "a{3,2}",
        "(a{999}){999}",
        "x" * 501,
        "[z-a]",
    ],
)
def test_a_pattern_that_is_not_supported_is_refused(text):
    with pytest.raises(ValueError, match="regular expression"):
        pattern(text)
