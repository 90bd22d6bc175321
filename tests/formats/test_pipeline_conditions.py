"""CodePipeline V2 definitions with conditions: read with everything told, written, read again."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slipway.content.source import Text
from slipway.delivery.pipeline_conditions_settings import Action, Condition, OnFailure, Pipeline, Rule, Stage
from slipway.formats.pipeline_conditions import export_pipeline, import_pipeline
from tests.formats.aws_settings import HOSTILE, PIPELINES, format_name
from tests.formats.cloudformation import complaints, faults

FIVE_STAGE = (Path(__file__).parents[2] / "slipway/formats/samples/five-stage.json").read_text("utf-8")


def kind(category, provider):
    return {"category": category, "owner": "AWS", "provider": provider, "version": "1"}


# Composed of documented fragments: the last stages of a five-stage pipeline, as `get-pipeline` would print them.
PRINTED: dict[str, Any] = {
    "pipeline": {
        "name": "learner-demo",
        "pipelineType": "V2",
        "executionMode": "QUEUED",
        "roleArn": "arn:aws:iam::111122223333:role/Pipe",
        "artifactStore": {"type": "S3", "location": "bucket"},
        "stages": [
            {
                "name": "Build",
                "actions": [{"name": "Build", "actionTypeId": kind("Build", "CodeBuild"), "namespace": "B"}],
                "onFailure": {"result": "RETRY", "retryConfiguration": {"retryMode": "ALL_ACTIONS"}},
            },
            {
                "name": "Prod",
                "beforeEntry": {
                    "conditions": [
                        {
                            "result": "FAIL",
                            "rules": [
                                {
                                    "name": "Window",
                                    "ruleTypeId": kind("Rule", "DeploymentWindow"),
                                    "configuration": {"Cron": "* * 9-17 ? * MON-THU *", "TimeZone": "UTC"},
                                    "inputArtifacts": [],
                                    "region": "us-east-1",
                                }
                            ],
                        }
                    ]
                },
                "actions": [
                    {
                        "name": "DeployProd",
                        "actionTypeId": kind("Deploy", "CodeDeploy"),
                        "runOrder": 2,
                        "configuration": {"ApplicationName": "a"},
                        "inputArtifacts": [{"name": "Bin"}],
                    }
                ],
                "onFailure": {"result": "ROLLBACK"},
                "onSuccess": {
                    "conditions": [
                        {
                            "result": "ROLLBACK",
                            "rules": [
                                {
                                    "name": "ProdAlarm",
                                    "ruleTypeId": kind("Rule", "CloudWatchAlarm"),
                                    "configuration": {"AlarmName": "prod-errors", "WaitTime": "60"},
                                    "timeoutInMinutes": 90,
                                }
                            ],
                        }
                    ]
                },
            },
        ],
    }
}
TEXT = json.dumps(PRINTED, indent=2)


def read(content):
    return import_pipeline(Text("pipeline", content))


def told(imported):
    return [str(each) for each in (*imported.problems, *imported.unsupported)]


def test_conditions_are_read_where_they_stand():
    found = read(TEXT)
    window = Rule("Window", "DeploymentWindow", (("Cron", "* * 9-17 ? * MON-THU *"), ("TimeZone", "UTC")))
    alarm = Rule("ProdAlarm", "CloudWatchAlarm", (("AlarmName", "prod-errors"), ("WaitTime", "60")))
    assert found.problems == ()
    assert found.settings.stages == (
        Stage("Build", (Action("Build", "Build", "CodeBuild"),), None, None, OnFailure("RETRY", "ALL_ACTIONS")),
        Stage(
            "Prod",
            (Action("DeployProd", "Deploy", "CodeDeploy", 2),),
            Condition("FAIL", (window,)),
            Condition("ROLLBACK", (alarm,)),
            OnFailure("ROLLBACK"),
        ),
    )
    assert (found.settings.mode, found.settings.released_by.name) == ("QUEUED", "Prod")
    assert (alarm.wait_s, alarm.states) == (3600, ("ALARM",))
    assert format_name(TEXT) == "codepipeline"


def test_what_is_not_simulated_or_assumed_is_told_and_nothing_else():
    assert [line.partition(": ")[2] for line in told(read(TEXT))] == [
        "AWS takes sources in the first stage, and nothing else there: Build in Build it would refuse",
        "only the stage Prod, the last that deploys, is played; the stages before it are taken to have succeeded",
        "the alarm prod-errors is not in here; it is taken to watch error_rate with the limit 0.01 over a minute",
        "the rule Window is taken to pass",
        "file.pipeline.stages[0].actions[0].namespace is not simulated",
        "file.pipeline.stages[1].onSuccess.conditions[0].rules[0].timeoutInMinutes is not simulated",
    ]


def test_the_sample_of_the_classifier_is_read_too():
    assert read(FIVE_STAGE).settings.released_by.deploys


def test_a_failure_condition_gives_the_result_when_its_rules_fail():
    rule = PRINTED["pipeline"]["stages"][1]["onSuccess"]["conditions"][0]["rules"][0]
    failing = {"conditions": [{"result": "ROLLBACK", "rules": [rule]}]}
    stages = [PRINTED["pipeline"]["stages"][1] | {"onFailure": failing}]
    found = read(json.dumps({"pipeline": PRINTED["pipeline"] | {"stages": stages}}))
    assert found.settings.stages[0].on_failure.rules[0].name == "ProdAlarm"


def broken(old, new):
    assert old in TEXT
    return read(TEXT.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('"result": "FAIL"', '"result": "ROLLBACK"', "result is 'ROLLBACK'; expected one of FAIL, SKIP"),
        (
            '"result": "FAIL"',
            '"result": "SKIP"',
            "is SKIP with a DeploymentWindow rule; expected only one of LambdaInvoke",
        ),
        ('"provider": "DeploymentWindow"', '"provider": "DeployWindow"', "did you mean 'DeploymentWindow'"),
        ('"pipelineType": "V2"', '"pipelineType": "V1"', "is 'V1', which has no conditions; expected V2"),
        ('"WaitTime": "60"', '"WaitTime": "soon"', "WaitTime is 'soon'; expected a whole number"),
        ('"WaitTime": "60"', '"WaitTime": "60", "AlarmStates": "BAD"', "AlarmStates has 'BAD'"),
        ('"AlarmName": "prod-errors", ', "", "AlarmName is missing"),
        ('"retryMode": "ALL_ACTIONS"', '"retryMode": "ALL"', "retryMode is 'ALL'"),
        ('"category": "Deploy"', '"category": "Test"', "has no stage that deploys anything"),
        ('"category": "Build"', '"category": "Bake"', "category is 'Bake'"),
        ('"runOrder": 2', '"runOrder": 0', "runOrder is '0'; expected a whole number from 1 to 999"),
        ('"name": "Prod",', "", "stages[1].name is missing"),
        ('"name": "Prod",', '"name": "Build",', "stages[1].name 'Build' is given twice"),
        ('"executionMode": "QUEUED"', '"executionMode": "QUEUE"', "did you mean 'QUEUED'"),
        ('"name": "learner-demo",', '"name": "learner-demo", "name": "again",', "'name' is given twice"),
    ],
)
def test_a_fault_is_said_plainly_where_it_is(old, new, complaint):
    old = old if old in TEXT else old.replace(", ", ",\n" + " " * 20)
    content = TEXT.replace('"AlarmName": "prod-errors",\n' + " " * 22, '"AlarmName": "prod-errors", ')
    assert old in content
    found = read(content.replace(old, new, 1))
    assert found.settings is None
    assert any(complaint in str(line) for line in found.problems), found.problems


def test_there_is_one_condition_in_a_place_and_from_one_to_five_rules():
    entry = PRINTED["pipeline"]["stages"][1]["beforeEntry"]["conditions"][0]
    for conditions, complaint in (
        ([entry, entry], "has 2 entries; expected exactly one condition"),
        ([], "has 0 entries"),
        ([entry | {"rules": entry["rules"] * 6}], "is a list of 6; expected at most 5"),
        ([entry | {"rules": []}], "rules is empty"),
    ):
        stages = [PRINTED["pipeline"]["stages"][1] | {"beforeEntry": {"conditions": conditions}}]
        found = read(json.dumps({"pipeline": PRINTED["pipeline"] | {"stages": stages}}))
        assert any(complaint in str(line) for line in found.problems), found.problems


@pytest.mark.parametrize("content", HOSTILE, ids=lambda content: repr(content[:20]))
def test_a_hostile_text_gets_a_line(content):
    found = read(content)
    assert found.settings is None
    assert found.problems
    assert all(line.startswith("pipeline:") and "\n" not in line for line in told(found))


@settings(deadline=None)
@given(st.integers(0, len(TEXT)), st.integers(0, 60), st.sampled_from(["", "{", "]", '"', ",", "null", "&a ", "*a"]))
def test_any_slip_is_read_or_refused(start, length, instead):
    found = read(TEXT[:start] + instead + TEXT[start + length :])
    assert (found.settings is None) == bool(found.problems)


def test_every_source_has_an_artifact_of_its_own():
    sources = tuple(Action(name, "Source", "S3") for name in ("Code", "Config"))
    stages = (Stage("Source", sources), Stage("Prod", (Action("Deploy", "Deploy", "CodeDeploy"),)))
    content = export_pipeline(Pipeline("shop", stages))
    assert [line.strip() for line in content.splitlines() if "- Name: Source" in line] == [
        "- Name: Source",
        "- Name: Source",
        "- Name: Source2",
        "- Name: Source",
    ]
    assert faults(content) == []


@settings(deadline=None, max_examples=60)
@given(PIPELINES)
def test_what_is_written_is_read_as_it_was_and_fits_the_published_schemas(pipeline):
    content = export_pipeline(pipeline)
    found = read(content)
    assert (found.settings, found.problems) == (pipeline, ())
    assert complaints(content) == []
    assert format_name(content) == "codepipeline"
