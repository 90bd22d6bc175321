"""What was set up in operations, as files that read back as the same."""

import re

import pytest
import yaml

from slipway.content.source import Text
from slipway.formats.alertmanager import read_routing
from slipway.formats.aws_scaling_cli import read_commands
from slipway.formats.aws_scaling_template import read_template
from slipway.formats.cloudwatch_alarms import read_watched
from slipway.formats.hpa import import_hpa
from slipway.formats.operations import operations_files
from slipway.formats.prometheus_rules import read_rules, write_rules
from slipway.formats.promtool import write_tests
from slipway.operations.subjects import SUBJECTS
from tests.alerting.promtool import edition, needs_promtool, run

ALARMS = "alarms;only_together=yes"


def files(subject, plan):
    made = SUBJECTS[subject]
    return {each.name: each for each in operations_files(made.spec(next(iter(made.situations)), *made.read(plan)))}


def spec(subject, plan):
    made = SUBJECTS[subject]
    return made.spec(next(iter(made.situations)), *made.read(plan))


def test_an_autoscaler_of_kubernetes_reads_back():
    (name, made), *rest = files("scaling", "hpa;target=70").items()
    assert (name, rest) == ("hpa.yaml", [])
    assert import_hpa(Text(name, made.content)).settings == spec("scaling", "hpa;target=70")


@pytest.mark.parametrize("plan", ["target_tracking;target=40", "step;add=2", "scheduled;from_hour=8", "predictive"])
def test_a_group_of_aws_reads_back_from_either_file(plan):
    made, group = files("scaling", plan), spec("scaling", plan)
    assert [*made] == ["scaling.json", "scaling-template.yaml"]
    for name, read in (("scaling.json", read_commands), ("scaling-template.yaml", read_template)):
        found = read(Text(name, made[name].content)).settings
        assert found is not None
        assert (found.least, found.most, len(found.policies), len(found.scheduled)) == (
            group.least,
            group.most,
            len(group.policies),
            len(group.scheduled),
        )


def test_rules_and_routes_read_back_and_say_what_they_leave_out():
    plan = "rules;errors=page;roll_back=yes"
    made, watching = files("alerting", plan), spec("alerting", plan).watching
    assert [*made] == ["rules.yaml", "rules-test.yaml", "alertmanager.yaml"]
    assert read_rules(Text("rules.yaml", made["rules.yaml"].content)).settings == watching.groups
    assert read_routing(Text("alertmanager.yaml", made["alertmanager.yaml"].content)).settings is not None
    assert len(made["rules.yaml"].left_out) == 2


def test_the_rules_come_with_a_test_of_the_first_incident_that_names_when_they_fire():
    made = files("alerting", "rules;errors_for_min=5")["rules-test.yaml"]
    (test,) = yaml.safe_load(made.content)["tests"]
    firing = [each["eval_time"] for each in test["alert_rule_test"] if each["exp_alerts"]]
    assert firing and all(re.fullmatch(r"\d+[hm](\d+m)?", each) for each in firing)
    assert {each.partition("{")[0] for each in (row["series"] for row in test["input_series"])} >= {"requests_total"}


@needs_promtool
def test_promtool_itself_passes_such_a_test(tmp_path):
    scene = spec("alerting", "rules;errors_for_min=5;latency=page")
    groups = scene.watching.groups
    tests = write_tests(groups, scene.store, scene.lasts_s, "rules.yml", edition=edition())
    told = run(tmp_path, tests, write_rules(groups))
    assert told.returncode == 0, told.stderr


def test_alarms_read_back_with_what_they_are_together():
    made, watching = files("alerting", ALARMS), spec("alerting", ALARMS).watching
    found = read_watched(Text("alarms.yaml", made["alarms.yaml"].content)).settings
    assert found is not None
    assert {each.name for each in found.metric} == {each.name for each in watching.alarms}
    assert [each.name for each in found.composite] == [each.name for each in watching.composites]


def test_what_no_system_has_a_file_for_has_none():
    assert files("scaling", "fixed") == {}
    assert files("performance", "service") == {}
