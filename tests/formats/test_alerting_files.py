"""Rules, routes, alarms and recorded series as files: read, written, refused."""

import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from slipway.alerting.alarm import MetricAlarm
from slipway.alerting.composite import Always, Composite, In, Joined, Not
from slipway.alerting.event import labels_of
from slipway.alerting.matcher import Matcher
from slipway.alerting.mute import Inhibition
from slipway.alerting.promql.parse import parse
from slipway.alerting.promql.tree import PromqlError
from slipway.alerting.route import Route, Routing
from slipway.alerting.rule import Alerting, Recording, RuleGroup
from slipway.alerting.time_interval import Stretch, TimeInterval
from slipway.content.problem import Problem
from slipway.content.source import Text, decode
from slipway.formats.alertmanager import read_routing, write_routing
from slipway.formats.cloudwatch_alarms import Alarms, read_watched, write_watched
from slipway.formats.prometheus_rules import read_rules, write_rules
from slipway.formats.series import Series, read_series, write_series
from slipway.formats.watching import read_watching
from slipway.traffic.alarm import COMPARISONS, MISSING, Alarm
from tests import oracles

AMTOOL = oracles.find("amtool")
needs_amtool = pytest.mark.skipif(AMTOOL is None, reason=oracles.missing("amtool"))
READERS = [read_rules, read_routing, read_watched, read_series]

words = some.from_regex(r"[a-z][a-z_]{0,8}", fullmatch=True)
texts = some.text(some.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12)
pairs = some.dictionaries(words, texts, max_size=3).map(lambda found: tuple(sorted(found.items())))
queries = some.sampled_from(["up == 0", "rate(a[5m]) > 1\nand b", 'sum by (x) (c{y=~"a|b"}) / 2', "1"])
milliseconds = some.integers(0, 10**9)
rules = some.builds(Recording, words, queries, pairs) | some.builds(
    Alerting, words, queries, milliseconds, milliseconds, pairs, pairs
)
groups = some.lists(
    some.builds(
        RuleGroup, words, some.lists(rules, min_size=1, max_size=3).map(tuple), some.none() | some.integers(1, 10**7)
    ),
    max_size=3,
    unique_by=lambda group: group.name,
).map(tuple)
matchers = some.builds(Matcher, words, some.sampled_from(["=", "!="]), texts | some.just("")) | some.builds(
    Matcher, words, some.sampled_from(["=~", "!~"]), some.sampled_from(["a|b", "a.*", ".+", "x{2}", '"q"'])
)
several = some.lists(matchers, min_size=1, max_size=2).map(tuple)
seconds = some.none() | some.integers(1, 10**6).map(float)
INTERVALS = (
    TimeInterval("night", (Stretch(((0, 360), (1320, 1440)), ((1, 5),)), Stretch(weekdays=((6, 6),)))),
    TimeInterval(
        "sunday",
        (Stretch((), ((0, 0),), ((1, 15), (-7, -1)), ((1, 3), (12, 12)), ((2024, 2030),), "Australia/Sydney"),),
    ),
)
times = some.sampled_from([(), ("night",), ("night", "sunday")])


def route_of(children, most=2):
    return some.builds(
        Route,
        some.none() | some.sampled_from(["red", "blue"]),
        several,
        some.none() | some.lists(words, max_size=2, unique=True).map(tuple),
        seconds,
        seconds,
        seconds,
        some.booleans(),
        times,
        times,
        some.lists(children, max_size=most).map(tuple),
    )


leaf = route_of(some.nothing(), 0)
roots = some.builds(
    Route, some.sampled_from(["red", "blue"]), group_by=some.none() | some.just(("a",)), repeat_s=seconds,
    routes=some.lists(route_of(leaf) | leaf, max_size=3).map(tuple),
)  # fmt: skip
inhibitions = some.lists(some.builds(Inhibition, several, several, some.just(("a",))), max_size=2).map(tuple)
routings = some.builds(Routing, roots, inhibitions, some.just(()), some.just(INTERVALS))


def text(content):
    return Text("file", content)


@given(groups)
def test_rules_read_back_as_the_same(found):
    imported = read_rules(text(write_rules(found)))
    assert (imported.settings, imported.problems, imported.unsupported) == (found, (), ())


@settings(max_examples=50)
@given(routings)
def test_routes_read_back_as_the_same(routing):
    imported = read_routing(text(write_routing(routing)))
    assert (imported.problems, imported.settings, imported.unsupported) == ((), routing, ())


@needs_amtool
def test_amtool_takes_an_alert_where_we_do(tmp_path):
    page, db = Matcher("severity", "=", "page"), Matcher("team", "=~", "db|sql")
    inner = (Route("blue", (db,)), Route("green", (Matcher("team", "!=", "web"),), goes_on=True), Route("log", (page,)))
    routing = Routing(
        Route(
            "red",
            routes=(Route("all", (Matcher("x", "!~", "y.*"),), goes_on=True), Route("page", (page,), routes=inner)),
        ),
        (Inhibition((page,), (db,), ("region",)),),
        (),
        INTERVALS,
    )
    (tmp_path / "am.yml").write_text(write_routing(routing), "utf-8")
    checked = subprocess.run(
        [str(AMTOOL), "check-config", "am.yml"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
    for severity in ("page", "ticket"):
        for team in ("db", "web", "sqlx", ""):
            for x in ("", "yes"):
                labels = labels_of({"severity": severity, "team": team, "x": x})
                given = [f"{name}={value}" for name, value in labels]
                told = subprocess.run(
                    [str(AMTOOL), "config", "routes", "test", "--config.file", "am.yml", *given],
                    cwd=tmp_path, capture_output=True, text=True, check=True,
                )  # fmt: skip
                assert told.stdout.strip().split(",") == [each.receiver for each in routing.targets(labels)], given


def test_old_matchers_and_lists_in_braces_are_read():
    content = """
route:
  receiver: a
  routes:
    - match: {team: db}
      match_re: {severity: page|critical}
    - matchers: ['{x="1, 2",y!~"z.*"}', "k=v"]
      receiver: b
receivers: [{name: a}, {name: b, slack_configs: [{channel: c}]}]
"""
    imported = read_routing(text(content))
    assert imported.settings
    first, second = imported.settings.root.routes
    assert first.matchers == (Matcher("team", "=", "db"), Matcher("severity", "=~", "page|critical"))
    assert second.matchers == (Matcher("x", "=", "1, 2"), Matcher("y", "!~", "z.*"), Matcher("k", "=", "v"))
    assert [problem.line for problem in imported.unsupported] == [9]


alarms = some.builds(
    Alarm, words, words, some.sampled_from(["Average", "Sum", "p99", "p99.9", "SampleCount"]),
    some.sampled_from(COMPARISONS), some.floats(-1e6, 1e6).map(lambda each: round(each, 3)), some.integers(1, 3600),
    some.just(5), some.none() | some.integers(1, 5), some.sampled_from(MISSING), words,
)  # fmt: skip
actions = some.sampled_from([(), (("ALARM", ("arn:page",)), ("OK", ("arn:ok", "arn:log")))])
leaves = some.builds(In, some.just("zz"), some.sampled_from(["OK", "ALARM"])) | some.builds(Always, some.booleans())
inner_rules = some.builds(Not, leaves) | some.builds(lambda a, b: Joined("AND", (a, b)), leaves, leaves)
composites = some.builds(Composite, some.just("c-1"), inner_rules, actions)


@settings(max_examples=50)
@given(some.lists(some.builds(MetricAlarm, alarms, pairs, actions, some.booleans()), max_size=2), composites)
def test_alarms_read_back_as_the_same(metric, composite):
    found = Alarms((MetricAlarm(Alarm("zz", "m")), *metric), (composite,))
    imported = read_watched(text(write_watched(found)))
    assert (imported.problems, imported.settings) == ((), found)
    assert all("Dimensions" in problem.what for problem in imported.unsupported)


def test_a_rule_over_an_alarm_that_is_not_there_is_told():
    made = Alarms((MetricAlarm(Alarm("High", "m")),), (Composite("c", In("Hihg", "ALARM")),))
    (problem,) = read_watched(text(write_watched(made))).problems
    assert "'Hihg'" in problem.what and problem.expected == "an alarm of this file: High, c"


points = some.lists(
    some.tuples(some.integers(0, 10**6).map(float), some.floats(-1e9, 1e9)),
    min_size=1,
    max_size=6,
    unique_by=lambda p: p[0],
).map(sorted)


def a_series(name, labels, found):
    return Series(name, labels, tuple(at_s for at_s, _ in found), tuple(value for _, value in found))


label_values = some.from_regex(
    r"[^\"\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]{1,6}", fullmatch=True
)
labelled = some.dictionaries(words, label_values, max_size=2).map(lambda found: tuple(sorted(found.items())))


@given(
    some.lists(
        some.builds(a_series, words, labelled, points), min_size=1, max_size=3, unique_by=lambda s: (s.name, s.labels)
    )
)
def test_series_read_back_as_the_same_from_the_first_sample_on(found):
    begin_s = min(each.at_s[0] for each in found)
    moved = tuple(
        Series(each.name, each.labels, tuple(at_s - begin_s for at_s in each.at_s), each.values) for each in found
    )
    imported = read_series(text(write_series(tuple(found))))
    assert (imported.problems, imported.settings) == ((), moved)


def test_what_prometheus_answers_is_read():
    result = '[{"metric": {"__name__": "up", "job": "a"}, "values": [[100, "1"], [160, "0"]]}]'
    answer = f'{{"status": "success", "data": {{"resultType": "matrix", "result": {result}}}}}'
    assert read_series(text(answer)).settings == (Series("up", (("job", "a"),), (0, 60), (1, 0)),)


@pytest.mark.parametrize(
    ("content", "line", "column", "part"),
    [
        ("groups:\n- name: g\n  rules:\n  - alert: A\n    expr: sum(foo) > bar(\n", 5, 22, "bar"),
        ("groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up == 0 @ 5\n", 5, 19, "@"),
        ("groups:\n- name: g\n  rules:\n  - alert: A\n    expr: |\n      up ==\n        quux(1)\n", 7, 9, "quux"),
        ("groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up\n    for: 5 minutes\n", 6, 10, "for"),
        ("groups:\n- name: g\n  rules:\n  - alert: A\n    expr: rate(up) > 1\n", 5, 16, "range vector"),
        ("groups:\n- name: g\n  rules:\n  - expr: up\n", 4, 5, "record"),
        (
            "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up\n    labels: {a: '{{ end }}'}\n",
            6,
            18,
            "{{ end }}",
        ),
        ("{}", 1, 1, "groups"),
    ],
)
def test_a_fault_in_a_rule_is_told_with_its_place(content, line, column, part):
    (problem,) = read_rules(text(content)).problems
    assert (problem.line, problem.column) == (line, column), problem
    assert part in problem.what


def test_what_is_not_supported_of_a_rule_file_is_told():
    content = "groups:\n- name: g\n  limit: 3\n  rules:\n  - alert: A\n    expr: up\n    fro: 5m\n"
    told = read_rules(text(content)).unsupported
    assert [(each.line, each.nearest) for each in told] == [(3, ""), (7, "")]


HOSTILE = [
    "",
    "route: groups: rules:",
    "[" * 5000,
    "groups: &a [*a]",
    "\n".join(["a0: &a0 [x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 7))]),
    "groups: 1\nroute: 1\nResources: 1",
    "groups: [{name: g, rules: [{alert: A, expr: [1]}]}]\nroute: {routes: 3}",
    "Resources: {a: {Type: AWS::CloudWatch::Alarm, Properties: {Threshold: .nan}}}",
    "groups: [{name: g, rules: [{alert: A, expr: up, for: 99999999999999y}]}]\nroute: {receiver: x, group_wait: 1e99}",
    "groups: [{name: g, name: h, rules: []}]\nroute: {receiver: a, receiver: b}",
    "time_s,a\n1,Inf",
    "time_s,a\n1,1e999",
    "time_s,a\n2,1\n1,1",
    'time_s,"a\n1,2',
    "{" * 100,
    '{"data": {"result": [{"metric": {"__name__": "a"}, "values": [[1e99, 2]]}]}}',
    '[{"name": "a", "points": 5}]',
    "time_s,a\n0,1\n99999999999,1",
    "!!python/object:os.system x",
]


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("content", HOSTILE)
def test_hostile_files_get_a_line_each(read, content):
    imported = read(text(content))
    assert imported.settings is None
    assert imported.problems and all(isinstance(each, Problem) for each in imported.problems)


def test_what_is_not_utf8_is_refused_before():
    assert isinstance(decode(b"groups: \xff", "file"), Problem)


@given(some.text(max_size=60) | some.text("sumrate(){}[]<>=!~+-*/%^,:@5mh.'\" \nbyonor", max_size=40))
def test_any_text_is_a_query_or_an_error_with_its_place(content):
    assert 0 <= stops_at(content) <= len(content)


def stops_at(content):
    try:
        parse(content)
    except PromqlError as error:
        return error.at
    return 0


def test_files_together_make_alerting_as_a_whole():
    rules_text = text(write_rules((RuleGroup("g", (Alerting("A", "up"),)),)))
    routes_text = text(write_routing(Routing(Route("pager"))))
    alarms_text = text(write_watched(Alarms((MetricAlarm(Alarm("High", "m")),))))
    whole = read_watching([rules_text, routes_text, alarms_text]).settings
    assert whole
    assert (whole.routing.root.receiver, len(whole.groups), len(whole.alarms)) == ("pager", 1, 1)
    assert "no rule and no alarm" in read_watching([routes_text]).problems[0].what


def test_prometheus_own_rule_file_is_read_whole():
    content = (Path(__file__).parents[1] / "alerting" / "recorded" / "prometheus_rules.yml").read_text("utf-8")
    imported = read_rules(text(content))
    assert imported.settings and not imported.unsupported
    assert [len(group.rules) for group in imported.settings] == [2, 3]


@pytest.mark.parametrize(
    ("stretch", "says"),
    [
        ("times: [{start_time: '17:31', end_time: '17:31'}]", "a later time than start_time"),
        ("times: [{start_time: '12:30', end_time: '24:01'}]", "up to 24:00"),
        ("times: [{start_time: '14:03'}]", "end_time is missing"),
        ("weekdays: ['friday:monday']", "from sunday on"),
        ("weekdays: ['1:3']", "a day such as monday"),
        ("days_of_month: ['0']", "from 1 to 31"),
        ("days_of_month: ['-50:-20']", "from 1 to 31"),
        ("days_of_month: ['-15:5']", "from 1 to 31"),
        ("days_of_month: ['10:-25']", "from 1 to 31"),
        ("months: ['december:january']", "a month such as march"),
        ("months: ['martius:june']", "a month such as march"),
        ("years: ['2022:2020']", "a year"),
        ("location: Atlantis/Main", "a time zone"),
    ],
)
def test_a_time_that_alertmanager_refuses_is_refused(stretch, says):
    content = f"""
route: {{receiver: a}}
receivers: [{{name: a}}]
time_intervals: [{{name: t, time_intervals: [{{{stretch}}}]}}]
"""
    imported = read_routing(text(content))
    assert imported.settings is None and says in str(imported.problems[0])
