"""Cases of Alertmanager's own tests: dispatch/route_test.go, inhibit/inhibit_test.go, notify/notify_test.go."""

import pytest

from slipway.alerting.dispatch import Fired, dispatch
from slipway.alerting.event import labels_of
from slipway.alerting.matcher import Matcher
from slipway.alerting.mute import Inhibition
from slipway.alerting.route import Route, Routing
from slipway.content.source import Text
from slipway.formats.alertmanager import read_routing

ROUTES = """
route:
  receiver: def
  routes:
  - {OWNER}
    receiver: A
    routes:
    - {TESTING}
      receiver: testing
      group_by: [...]
    - {PRODUCTION}
      receiver: productionA
      group_wait: 1m
      continue: true
    - {PRODUCED}
      receiver: productionB
      group_wait: 30s
      group_interval: 5m
      repeat_interval: 1h
      group_by: ['job']
  - {OWNERS}
    group_by: ['foo', 'bar']
    group_wait: 2m
    receiver: BC
  - {ROLE}
    group_by: ['role']
    routes:
    - {TESTING}
      receiver: testing
      routes:
      - {LONG}
        group_wait: 2m
receivers: [{name: def}, {name: A}, {name: testing}, {name: productionA}, {name: productionB}, {name: BC}]
"""
OLD = {
    "OWNER": "match: {owner: team-A}",
    "TESTING": "match: {env: testing}",
    "PRODUCTION": 'match: {env: "production"}',
    "PRODUCED": 'match_re: {env: "produ.*", job: ".*"}',
    "OWNERS": "match_re: {owner: 'team-(B|C)'}",
    "ROLE": "match: {group_by: role}",
    "LONG": "match: {wait: long}",
}
NEW = {
    "OWNER": """matchers: ['{owner="team-A"}', '{level!="critical"}']""",
    "TESTING": """matchers: ['{env="testing"}', '{baz!~".*quux"}']""",
    "PRODUCTION": """matchers: ['{env="production"}']""",
    "PRODUCED": 'matchers: [ env=~"produ.*", job=~".*"]',
    "OWNERS": 'matchers: [owner=~"team-(B|C)"]',
    "ROLE": 'matchers: [group_by="role"]',
    "LONG": 'matchers: [wait="long"]',
}
DEFAULT = ((), 30, 300, 14_400)
B = ("productionB", ("job",), 30, 300, 3600)
BC = ("BC", ("foo", "bar"), 120, 300, 14_400)


@pytest.mark.parametrize("conditions", [OLD, NEW], ids=["match", "matchers"])
@pytest.mark.parametrize(
    ("labels", "found"),
    [
        ({"owner": "team-A"}, [("A", *DEFAULT)]),
        ({"owner": "team-A", "env": "unset"}, [("A", *DEFAULT)]),
        ({"owner": "team-C"}, [BC]),
        ({"owner": "team-A", "env": "testing"}, [("testing", ("...",), 30, 300, 14_400)]),
        ({"owner": "team-A", "env": "production"}, [("productionA", (), 60, 300, 14_400), B]),
        ({"group_by": "role"}, [("def", ("role",), 30, 300, 14_400)]),
        ({"env": "testing", "group_by": "role"}, [("testing", ("role",), 30, 300, 14_400)]),
        ({"env": "testing", "group_by": "role", "wait": "long"}, [("testing", ("role",), 120, 300, 14_400)]),
    ],
)
def test_an_alert_goes_where_alertmanagers_own_test_sends_it(conditions, labels, found):
    content = ROUTES
    for name, condition in conditions.items():
        content = content.replace("{" + name + "}", condition)
    routing = read_routing(Text("am.yml", content)).settings
    assert routing
    targets = routing.targets(labels_of(labels))
    assert [
        (each.receiver, each.group_by, each.group_wait_s, each.group_interval_s, each.repeat_s) for each in targets
    ] == found


def test_a_node_that_says_how_to_bundle_overrides_the_three_dots_above():
    children = (Route(None, (Matcher("x", "=", "1"),)), Route(None, (Matcher("x", "=", "2"),), group_by=("foo",)))
    routing = Routing(Route("r", routes=(Route(None, (), ("...",), routes=children),)))
    labels = [labels_of({"x": x, "foo": "f", "y": "z"}) for x in "12"]
    assert [routing.targets(each)[0].group_of(each) for each in labels] == [labels[0], (("foo", "f"),)]


def one(sign="="):
    return (Matcher("t1", sign, "1"),)


S1, S2, T2 = ((Matcher(name, "=", "1"),) for name in ("s1", "s2", "t2"))
FIRING = [labels_of({"s1": "1", "t1": "2", "e": "1"}), labels_of({"s2": "1", "t2": "1", "e": "1"})]
TARGETS = [
    {"t1": "1", "e": "1"},
    {"t2": "1", "e": "1"},
    {"t1": "1", "t3": "1", "e": "1"},
    {"t1": "1", "t2": "1", "e": "1"},
    {"t1": "0", "e": "1"},
    {"s1": "1", "t1": "1", "e": "1"},
    {"s2": "1", "t2": "1", "e": "1"},
    {"t1": "1", "e": "0"},
]


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        (Inhibition(S1, one(), ("e",)), [True, True, True, True, False, True, False, False]),
        (Inhibition(S1, one("!="), ("e",)), [False, True, False, True, True, False, True, False]),
    ],
    ids=["equal", "not equal"],
)
def test_an_alert_is_held_back_where_alertmanagers_own_test_holds_it(first, expected):
    # Of the first rule upstream's cache has the first alert as a source, of the second rule the second.
    rules = [(first, FIRING[:1]), (Inhibition(S2, T2, ("e",)), FIRING[1:])]
    found = [any(rule.mutes(labels_of(each), firing) for rule, firing in rules) for each in TARGETS]
    assert found == expected


def test_without_equal_labels_any_source_holds_back():
    everything = Inhibition((), (Matcher("a", "=", "b"),))
    target = labels_of({"a": "b"})
    assert everything.mutes(target, []) is None
    assert Inhibition((Matcher("s", "=", "1"),), (), ()).mutes(target, [labels_of({"s": "1"})]) is not None


def told(alerts, tell_resolved, **times):
    routing = Routing(Route("r", **times))
    found = dispatch(routing, alerts, 3600, tell_resolved)
    return [(each.at_s, each.reason, len(each.firing), len(each.resolved)) for each in found]


def alert(number, since_s, until_s=None):
    return Fired(labels_of({"alertname": "A", "n": str(number)}), since_s, until_s)


def test_what_is_over_is_told_only_where_it_is_to_be():
    assert told([alert(1, 0), alert(2, 0, 200)], True) == [(30, "new", 2, 0), (330, "resolved", 1, 1)]
    assert told([alert(1, 0), alert(2, 0, 200)], False) == [(30, "new", 2, 0)]


def test_an_alert_that_comes_back_is_told_again_though_its_end_was_not():
    assert told([alert(1, 0, 200), alert(1, 1000)], False) == [(30, "new", 1, 0), (1030, "new", 1, 0)]


def test_a_bundle_that_does_not_change_is_told_again_after_the_repeat_interval():
    assert told([alert(1, 0)], True, group_interval_s=60, repeat_s=600) == [
        (30 + 600 * n, "repeat" if n else "new", 1, 0) for n in range(6)
    ]
