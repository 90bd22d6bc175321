"""Label matchers of routes with quotes and backslashes: unquoted as Alertmanager does, and as amtool agrees."""

import subprocess

import pytest

from slipway.alerting.event import labels_of
from slipway.alerting.matcher import Matcher
from slipway.content.source import Text
from slipway.formats.alertmanager import read_routing
from slipway.formats.prometheus_rules import dumped
from tests import oracles

AMTOOL = oracles.find("amtool")
QUOTED = [
    (r'foo=~"5\d\d"', "=~", r"5\d\d", "5xd", "503"),
    (r'foo="a\"b"', "=", 'a"b', "a", 'a"b'),
    (r"foo=a\"b", "=", 'a"b', "a", 'a"b'),
    (r'foo="a\\b"', "=", r"a\b", "ab", r"a\b"),
    (r'foo="a\nb"', "=", "a\nb", "anb", "a\nb"),
    ('{ foo != "a,b" , }', "!=", "a,b", "a,b", "a"),
    ("foo = a b ", "=", "a b", "a", "a b"),
    ("foo==a", "=", "=a", "a", "=a"),
    ("foo='a'", "=", "'a'", "a", "'a'"),
    ('foo=~"^a$"', "=~", "^a$", "^a$", "a"),
]


def quoted_route(matcher):
    return dumped(
        {
            "route": {"receiver": "rest", "routes": [{"receiver": "own", "matchers": [matcher]}]},
            "receivers": [{"name": "rest"}, {"name": "own"}],
        }
    )


@pytest.mark.parametrize(("matcher", "sign", "value", "other", "same"), QUOTED)
def test_a_matcher_is_unquoted_as_alertmanager_does(matcher, sign, value, other, same):
    imported = read_routing(Text("file", quoted_route(matcher)))
    assert imported.settings, imported.problems
    assert imported.settings.root.routes[0].matchers == (Matcher("foo", sign, value),)
    told = [imported.settings.targets(labels_of({"foo": each}))[0].receiver for each in (other, same)]
    assert told == ["rest", "own"]


@pytest.mark.skipif(AMTOOL is None, reason=oracles.missing("amtool"))
@pytest.mark.parametrize(("matcher", "sign", "value", "other", "same"), QUOTED)
def test_amtool_unquotes_alike(matcher, sign, value, other, same, tmp_path):
    (tmp_path / "am.yml").write_text(quoted_route(matcher), "utf-8")
    for plain, receiver in ((other, "rest"), (same, "own")):
        label = "foo=" + plain.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        told = subprocess.run(
            [str(AMTOOL), "config", "routes", "test", "--config.file", "am.yml", label],
            cwd=tmp_path, capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert told.stdout.strip() == receiver, plain


@pytest.mark.parametrize(
    "matcher", ["a=" + " " * 20_000 + '"', 'a="' + "\\\\" * 20_000, "a=b " * 5_000 + '"', "=", '"a=b']
)
def test_a_matcher_that_is_none_is_told_at_once(matcher):
    (problem,) = read_routing(Text("file", quoted_route(matcher))).problems
    assert "route.routes[0].matchers has" in problem.what


@pytest.mark.parametrize(
    ("matcher", "found"),
    [('"foo"="bar"', Matcher("foo", "=", "bar")), (r'foo="\x41\u00e9\103"', Matcher("foo", "=", "A\u00e9C"))],
)
def test_a_matcher_may_be_as_newer_alertmanagers_read_it(matcher, found):
    imported = read_routing(Text("file", quoted_route(matcher)))
    assert imported.settings and imported.settings.root.routes[0].matchers == (found,)
