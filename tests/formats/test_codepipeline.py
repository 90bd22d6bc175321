"""What `get-pipeline` prints, and templates."""

import json

import pytest

from slipway.formats.classification.classify import classify
from tests.formats.told import phases, verdicts


def _action(category: str, provider: str = "CodeBuild", name: str = "Act", **more: object) -> dict[str, object]:
    return {"name": name, "actionTypeId": {"category": category, "owner": "AWS", "provider": provider}, **more}


def _pipeline(*actions: dict[str, object]) -> str:
    return json.dumps({"pipeline": {"stages": [{"name": "Stage", "actions": list(actions)}]}}, indent=1)


@pytest.mark.parametrize(
    ("category", "phase"),
    [
        ("Source", "source"),
        ("Build", "build"),
        ("Test", "test"),
        ("Deploy", "deploy"),
        ("Approval", "support"),
        ("Invoke", "unknown"),
        ("", "unknown"),
    ],
)
def test_the_category_declares_the_phase(category: str, phase: str) -> None:
    (verdict,) = verdicts(_pipeline(_action(category))).values()
    assert verdict.phase == phase
    assert verdict.certainty == ("none" if phase == "unknown" else "declared")


def test_where_the_category_is_none_of_the_four_commands_speak() -> None:
    assert phases(_pipeline(_action("Compute", "Commands", commands=["npm ci", "npm test"]))) == {"Act": "test"}


def test_a_name_that_contradicts_the_category_is_told_and_does_not_count() -> None:
    (verdict,) = verdicts(_pipeline(_action("Build", name="IntegrationTests"))).values()
    assert verdict.phase == "build"
    assert verdict.reasons[1] == "Its name, “IntegrationTests”, says test; what it does counts."


def test_stages_on_the_outermost_level_are_read_too() -> None:
    document = json.loads(_pipeline(_action("Test")))["pipeline"]
    assert phases(json.dumps(document)) == {"Act": "test"}


def test_json_with_tabs_is_read() -> None:
    text = json.dumps(json.loads(_pipeline(_action("Test"))), indent="\t")
    assert phases(text) == {"Act": "test"}


def test_a_template_may_hold_functions_tags_and_choices() -> None:
    found = verdicts(
        """\
        Resources:
          Bucket: {Type: "AWS::S3::Bucket"}
          Line:
            Type: AWS::CodePipeline::Pipeline
            Properties:
              Name: !Join ["-", [!Ref A, !GetAtt B.C]]
              Stages:
                - Fn::If:
                    - Wanted
                    - {Name: One, Actions: [{Name: Yes, ActionTypeId: {Category: Test, Provider: X}}]}
                    - {Name: Two, Actions: [{Name: No, ActionTypeId: {Category: Build, Provider: X}}]}
                - Name: !Sub "${A}-three"
                  Actions:
                    - !If
                      - Asked
                      - {Name: Ask, ActionTypeId: {Category: Approval, Provider: Manual}}
                      - !Ref AWS::NoValue
                    - Name: Who knows
                      ActionTypeId: {Category: {Ref: Category}, Provider: !Ref Provider}
        """
    )
    assert {title: verdict.phase for title, verdict in found.items()} == {
        "Yes": "test",
        "No": "build",
        "Ask": "support",
        "Who knows": "unknown",
    }
    assert found["Ask"].part.inside == ("Line", "${A}-three")
    assert found["Who knows"].unread == ("category ?, provider !Ref Provider",)


def test_a_template_without_a_pipeline_is_none() -> None:
    assert classify('{"Resources": {"A": {"Type": "AWS::S3::Bucket"}}}').system == ""
