"""Recorded alarm states under CodeDeploy's rules."""

import json

import pytest

from slipway.content.source import Text
from slipway.formats.judging import judge

NAME = "CodeDeployDefault.LambdaCanary10Percent5Minutes"
GROUP = {
    "Resources": {
        "Group": {
            "Type": "AWS::CodeDeploy::DeploymentGroup",
            "Metadata": {"AppSpec": {"Hooks": [{"AfterAllowTraffic": "check"}]}},
            "Properties": {
                "DeploymentConfigName": NAME,
                "AlarmConfiguration": {"Alarms": [{"Name": "HighErrors"}, {"Name": "Slow"}]},
                "AutoRollbackConfiguration": {"Enabled": True, "Events": ["DEPLOYMENT_STOP_ON_ALARM"]},
            },
        }
    }
}
TEMPLATE = json.dumps(GROUP)


def judged(settings, recorded):
    content = recorded if isinstance(recorded, str) else json.dumps(recorded)
    return judge(Text("deploy", settings), Text("recorded", content))


def decided(settings, recorded):
    found = judged(settings, recorded)
    assert found.problems == ()
    assert found.settings is not None and found.settings.system == "codedeploy"
    return found.settings


def lines(decision, of):
    return [(line.name, line.judged) for line in decision.lines if line.of == of]


def test_an_alarm_during_the_deployment_stops_it():
    decision = decided(NAME, {"alarms": {"HighErrors": [["0", "OK"], ["120", "ALARM"]]}})
    assert decision.decision == "Stopped"
    assert lines(decision, "alarm") == [("120 s", "ALARM")]
    assert "HighErrors: recorded at 120 s → ALARM → Stopped" in decision.lines[-1].verdict.arithmetic


def test_an_alarm_after_success_is_ignored_and_that_is_said():
    decision = decided(NAME, {"alarms": {"HighErrors": [[0, "OK"], [301, "ALARM"]]}})
    assert decision.decision == "Succeeded"
    assert lines(decision, "alarm") == [("301 s", "ignored")]
    assert "the deployment ended at 300 s" in decision.lines[-1].verdict.arithmetic


def test_an_alarm_in_the_very_second_of_the_last_shift_still_stops_it():
    assert decided(NAME, {"alarms": {"HighErrors": [[0, "OK"], [300, "ALARM"]]}}).decision == "Stopped"


def test_a_rollback_is_a_deployment_of_its_own():
    decision = decided(TEMPLATE, {"alarms": {"HighErrors": [[0, "OK"], [60, "ALARM"]], "Slow": [[0, "OK"]]}})
    assert decision.decision == "Stopped"
    assert [line.of for line in decision.lines][-4:] == ["stopped", "roll_back", "set_weight", "rolled_back"]


def test_a_short_alarm_between_two_minutes_is_seen():
    decision = decided(TEMPLATE, {"alarms": {"HighErrors": [[0, "OK"], [61.5, "ALARM"], [70, "OK"]]}})
    assert lines(decision, "stopped") == [("61.5 s", "Stopped")]


@pytest.mark.parametrize(("state", "decision"), [(None, "Stopped"), ("INSUFFICIENT_DATA", "Succeeded")])
def test_a_state_that_could_not_be_read_stops_and_too_few_data_do_not(state, decision):
    assert decided(TEMPLATE, {"alarms": {"HighErrors": [[0, "OK"], [60, state]]}}).decision == decision


def test_an_alarm_of_which_nothing_is_recorded_stops_nothing():
    decision = decided(TEMPLATE, {})
    assert decision.decision == "Succeeded"
    assert lines(decision, "alarm") == [("0 s", "INSUFFICIENT_DATA")] * 2


def test_what_hooks_answered_counts():
    decision = decided(TEMPLATE, {"hooks": {"AfterAllowTraffic": "Failed"}})
    assert decision.decision == "Failed"
    silent = decided(TEMPLATE, {"hooks": {"AfterAllowTraffic": "none"}})
    assert lines(silent, "failed") == [("3900 s", "Failed")]


@pytest.mark.parametrize(("failed", "decision"), [(8, "Succeeded"), (9, "Failed")])
def test_all_at_once_on_nine_hosts_succeeds_if_one_does(failed, decision):
    recorded = {"hosts": {"count": 9, "failed": list(range(failed)), "seconds": 30}}
    assert decided("CodeDeployDefault.AllAtOnce", recorded).decision == decision


def test_sams_files_are_judged_too():
    function = {"AutoPublishAlias": "live", "DeploymentPreference": {"Type": "AllAtOnce", "Alarms": ["HighErrors"]}}
    template = {"Resources": {"F": {"Type": "AWS::Serverless::Function", "Properties": function}}}
    decision = decided(json.dumps(template), {"alarms": {"HighErrors": [[0, "ALARM"]]}})
    assert (decision.decision, decision.lines[-1].of) == ("Stopped", "rolled_back")


@pytest.mark.parametrize(
    ("settings", "recorded", "complaint"),
    [
        (TEMPLATE, {"alarms": {"HighError": [[0, "OK"]]}}, "there is no alarm 'HighError'; expected one of High"),
        (TEMPLATE, {"alarms": {"Slow": [[0, "BAD"]]}}, "expected seconds and a state: OK, ALARM, INSUFFICIENT_DATA or"),
        (TEMPLATE, {"alarms": {"Slow": [[-1, "OK"]]}}, "expected seconds and a state"),
        (TEMPLATE, {"alarms": {"Slow": [["soon", "OK"]]}}, "expected seconds and a state"),
        (TEMPLATE, {"alarms": {"Slow": [[1e300, "OK"]]}}, "expected seconds and a state"),
        (TEMPLATE, {"alarms": {"Slow": [[0, ["OK"]]]}}, "expected seconds and a state"),
        (TEMPLATE, {"alarms": {"Slow": "alarm"}}, "expected a list such as"),
        (
            TEMPLATE,
            {"Slwo": "ALARM"},
            "there is no alarm 'Slwo'; expected one of HighErrors, Slow; did you mean 'Slow'?",
        ),
        (TEMPLATE, {"alarms": {"Slow": [[-5, "OK"]]}}, 'this is [-5, "OK"]; expected seconds and a state'),
        (TEMPLATE, {"alarms": [1]}, "a list of 1; expected a group of fields"),
        (
            TEMPLATE,
            {"hooks": {"BeforeAllowTraffic": "Failed"}},
            "no hook at 'BeforeAllowTraffic'; expected one of Aft",
        ),
        (TEMPLATE, {"hooks": {"AfterAllowTraffic": "Maybe"}}, "expected one of Succeeded, Failed, none"),
        (NAME, {"hooks": {"AfterAllowTraffic": "Failed"}}, "expected no hooks, since the settings have none"),
        (NAME, {"alarms": {str(n): [] for n in range(11)}}, "there are 11 alarms; expected at most 10"),
        (NAME, {"hosts": {"count": 0}}, "'count' is 0; expected a number from 1 to 1000"),
        (NAME, {"hosts": {"failed": [10]}}, "expected a list of hosts from 0 to 9"),
        (NAME, {"hosts": {"failed": [True]}}, "expected a list of hosts from 0 to 9"),
        (NAME, "[", "this is not JSON"),
        (NAME, "3", "expected a group of fields"),
        (NAME, '{"alarms": {"A": [[NaN, "OK"]]}}', "this is not JSON"),
        (NAME, '{"alarms": {}, "alarms": {}}', "'alarms' is given twice"),
        ("CodeDeployDefault.Nothing", {}, "there is no predefined configuration"),
    ],
)
def test_what_cannot_be_judged_says_why(settings, recorded, complaint):
    found = judged(settings, recorded)
    assert found.settings is None
    assert any(complaint in str(problem) for problem in found.problems), found.problems


def test_what_the_recording_says_besides_is_told():
    found = judged(NAME, {"alarms": {}, "colour": "blue"})
    assert found.settings is not None
    assert any("'colour' is not supported" in str(problem) for problem in found.unsupported)


@pytest.mark.parametrize("settings", [NAME, TEMPLATE])
@pytest.mark.parametrize("recorded", [{"Slow": "ALARM"}, {"alarms": {"Slow": "ALARM"}}, {"Slow": [[0, "ALARM"]]}])
def test_states_by_name_are_enough(settings, recorded):
    decision = decided(settings, recorded)
    assert (decision.decision, lines(decision, "stopped")) == ("Stopped", [("0 s", "Stopped")])


def test_nothing_is_assumed_of_an_alarm_whose_states_are_recorded():
    assert judged(TEMPLATE, {"Slow": [[0, "OK"]]}).unsupported == ()


def test_a_verdict_names_its_alarm_and_its_time():
    decision = decided(TEMPLATE, {"HighErrors": [[0, "OK"], [120, "ALARM"], [900, "ALARM"]], "Slow": "OK"})
    alarms = [line.as_dict() for line in decision.lines if line.of == "alarm"]
    assert [(each["metric"], each["at_s"], each["verdict"]) for each in alarms] == [
        ("HighErrors", 120.0, "ALARM"),
        ("HighErrors", 900.0, "ignored"),
    ]
