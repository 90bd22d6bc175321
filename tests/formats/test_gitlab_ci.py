"""Jobs, templates, references and environments."""

import pytest

from slipway.formats.classification.classify import classify
from tests.formats.told import phases, verdicts


def test_jobs_are_parts_and_settings_and_hidden_jobs_are_not() -> None:
    found = phases(
        """\
        stages: [build, test]
        variables: {A: b}
        workflow: {rules: [{when: always}]}
        .hidden: {script: [make]}
        compile: {stage: build, script: [make]}
        """
    )
    assert found == {"compile": "build"}


def test_extends_brings_in_what_the_job_does_not_say_itself() -> None:
    found = verdicts(
        """\
        .base: {stage: test, script: [pytest], environment: beta}
        .more: {extends: .base, script: [kubectl apply -f x.yaml]}
        one: {extends: .base, environment: {name: beta, action: verify}}
        two: {extends: [.base, .more]}
        """
    )
    assert {title: verdict.phase for title, verdict in found.items()} == {"one": "test", "two": "deploy"}
    assert found["one"].part.inside == ("test",)


def test_templates_that_extend_each_other_in_a_circle_end() -> None:
    assert phases(".a: {extends: .b}\n.b: {extends: .a}\nc: {extends: .a, script: [pytest]}\n") == {"c": "test"}


def test_a_template_from_another_file_is_unknown_and_the_file_says_that_it_includes_others() -> None:
    found = classify("include: other.yml\njob: {extends: .elsewhere}\n", "mine.yml")
    assert [verdict.phase for verdict in found.parts] == ["unknown"]
    assert "extends: .elsewhere" in found.parts[0].unread
    assert str(found.remarks[0]) == "mine.yml:1:1: this file includes others, and Slipway sees only this one"


def test_references_and_nested_lists_become_commands() -> None:
    found = phases(
        """\
        .setup: {script: [npm ci, [eslint .]]}
        job: {script: [!reference [.setup, script], [mypy shop]]}
        lost: {script: [!reference [.nowhere, script]]}
        """
    )
    assert found == {"job": "build", "lost": "unknown"}


def test_steps_in_place_of_a_script_are_read() -> None:
    found = phases("job:\n  run:\n    - {name: a, script: pytest}\n    - {name: b, step: ./steps/mystery@v1}\n")
    assert found == {"job": "test"}


@pytest.mark.parametrize(
    ("keyword", "phase"),
    [
        ("environment: beta", "deploy"),
        ("environment: {name: beta, action: start}", "deploy"),
        ("environment: {name: beta, action: stop}", "support"),
        ("environment: {name: beta, action: verify}", "support"),
        ("trigger: group/project", "support"),
        ("release: {tag_name: v1}", "deploy"),
        ("pages: {publish: public}", "deploy"),
    ],
)
def test_keywords_speak_too(keyword: str, phase: str) -> None:
    assert phases(f"job:\n  {keyword}\n  script: [echo done]\n") == {"job": phase}


def test_the_stage_is_only_a_name() -> None:
    verdict = verdicts("job: {stage: deploy, script: [./mystery]}\n")["job"]
    assert (verdict.phase, verdict.certainty, verdict.unread) == ("deploy", "name", ("./mystery",))


def test_an_environment_and_a_test_in_one_job_are_two_phases() -> None:
    verdict = verdicts("job: {environment: beta, script: [cypress run]}\n")["job"]
    assert (verdict.phase, verdict.phases) == ("mixed", ("test", "deploy"))


def test_references_that_multiply_are_stopped() -> None:
    layers = [f".a0: {{script: [{', '.join('x' * 99)}]}}"]
    layers += [
        f".a{n}: {{script: [!reference [.a{n - 1}, script], !reference [.a{n - 1}, script]]}}" for n in range(1, 12)
    ]
    found = classify("\n".join([*layers, "job: {script: [!reference [.a11, script]]}", ""]))
    assert found.system == ""
    assert "nested too deeply" in str(found.problems[0])
    few = classify("\n".join([*layers[:4], "job: {script: [!reference [.a3, script]]}", ""]))
    assert "too many lines" in str(few.problems[0])


def test_a_header_with_inputs_may_come_first() -> None:
    found = phases(
        "spec:\n  inputs: {stage: {default: test}}\n---\njob:\n  stage: $[[ inputs.stage ]]\n  script: [pytest]\n"
    )
    assert found == {"job": "test"}
