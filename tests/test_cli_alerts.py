"""`python -m slipway alerts`."""

import json

import pytest

from slipway.cli import main

RULES = """groups:
- name: g
  rules:
  - alert: Errors
    expr: sum(rate(requests_total{code="500"}[5m])) / sum(rate(requests_total[5m])) > 0.02
    for: 2m
    labels: {severity: page}
"""
ROUTES = "route: {receiver: pager, group_wait: 1m}\nreceivers: [{name: pager}]\n"
METRICS = 'time_s,"requests_total{code=""500""}",cpu\n' + "".join(
    f"{60 * n},{max(n - 5, 0) * 60},{n}\n" for n in range(20)
)


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, content in (("rules.yml", RULES), ("routes.yml", ROUTES), ("metrics.csv", METRICS)):
        (tmp_path / name).write_text(content, "utf-8")
    return tmp_path


def test_rules_and_routes_watch_a_week(files, capsys):
    assert main(["alerts", "rules.yml", "routes.yml", "--profile", "bad-week", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert {event["kind"] for event in document["events"]} == {"alert", "notice"}
    assert document["judgement"]["recall"] > 0
    waits = [page["at_s"] % 60 for page in document["pages"]]
    assert waits and set(waits) == {0}


def test_recorded_series_are_not_judged(files, capsys):
    assert main(["alerts", "rules.yml", "--metrics", "metrics.csv"]) == 0
    told = capsys.readouterr().out
    assert 'day 1, 00:08  alert     Errors{severity="page"} firing' in told
    assert told.splitlines()[-1].startswith("1 page;")


def test_alerting_by_name_is_told_as_lines(capsys):
    assert main(["alerts", "twitchy", "--profile", "quiet-week"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[-2] == "0 of 0 incidents were noticed → recall –"
    assert told[-3].startswith("0 of ")
    assert told[-1].endswith("at night that needed nobody")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nothing.yml"], "nothing.yml:1:1"),
        (["routes.yml"], "no rule and no alarm"),
        (["rules.yml", "--profile", "never"], "there are: quiet-week"),
        (["rules.yml", "--metrics", "routes.yml"], "routes.yml:1:1"),
    ],
)
def test_a_call_that_is_off_says_what_would_do(files, capsys, arguments, told):
    assert main(["alerts", *arguments]) == 2
    assert told in capsys.readouterr().err
