"""Workflows, reusable workflows and composite actions."""

from slipway.formats.classification.classify import classify
from tests.formats.told import phases, verdicts


def test_a_step_is_a_part_with_the_name_the_line_and_the_job_around_it() -> None:
    found = verdicts(
        """\
        on: push
        jobs:
          unit:
            name: Unit tests
            environment: {name: beta, url: https://beta.example}
            steps:
              - name: Get the code
                uses: actions/checkout@v4
        """
    )
    part = found["Get the code"].part
    assert (part.id, part.inside, part.line) == ("jobs.unit.steps.1", ("Unit tests", "environment: beta"), 7)
    assert found["Get the code"].reasons == ("“actions/checkout@v4” fetches the code.",)


def test_actions_are_known_whatever_their_version_and_capitals() -> None:
    assert phases(
        """\
        on: [push]
        jobs:
          a:
            steps:
              - uses: Actions/Checkout@8f4b7f84864484a7bf31766abe9204da3cbe65b3
              - uses: github/codeql-action/analyze@v3
              - uses: docker://alpine:3
              - uses: ./.github/actions/mystery
        """
    ) == {
        "Actions/Checkout@8f4b7f84864484a7bf31766abe9204da3cbe65b3": "source",
        "github/codeql-action/analyze@v3": "build",
        "docker://alpine:3": "unknown",
        "./.github/actions/mystery": "unknown",
    }


def test_a_reusable_workflow_is_a_part_whose_name_has_to_speak() -> None:
    found = verdicts(
        """\
        on: push
        jobs:
          ship: {uses: org/flows/.github/workflows/deploy.yml@main}
          other: {uses: ./.github/workflows/reusable.yml}
        """
    )
    assert [(v.phase, v.certainty) for v in found.values()] == [("deploy", "name"), ("unknown", "none")]


def test_a_workflow_without_triggers_is_recognised_by_its_jobs() -> None:
    assert phases("jobs:\n  a:\n    runs-on: ubuntu-latest\n    steps: [{run: cargo test}]\n") == {"cargo test": "test"}


def test_the_name_of_the_job_does_not_speak_for_its_steps() -> None:
    assert phases("on: push\njobs:\n  deploy:\n    steps: [{run: ./mystery}]\n") == {"./mystery": "unknown"}


def test_anchors_stand_for_what_they_name() -> None:
    found = phases(
        """\
        on: push
        jobs:
          a: {steps: [&get {name: Get, uses: actions/checkout@v4}, {name: Test, run: pytest}]}
          b: {steps: [*get]}
        """
    )
    assert found == {"Get": "source", "Test": "test"}


def test_steps_that_are_no_steps_break_nothing() -> None:
    for jobs in ("{a: 1}", "[1]", "{a: {steps: 1}}", "{a: {steps: [1, [2], {}]}}", "{a: {steps: [{run: [1]}]}}"):
        found = classify(f"on: push\njobs: {jobs}\n")
        assert found.system == "github_actions"
        assert all(verdict.phase == "unknown" for verdict in found.parts)
    assert "no steps" in str(classify("on: push\njobs: {}\n").problems[0])


def test_a_script_in_another_language_is_one_unknown_thing() -> None:
    found = verdicts("on: push\njobs: {a: {steps: [{shell: python, run: 'import os; print(1)'}]}}\n")
    (verdict,) = found.values()
    assert (verdict.phase, verdict.unread) == ("unknown", ("import os; print(1)",))
