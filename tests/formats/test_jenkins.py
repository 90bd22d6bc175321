"""Stages of declarative and scripted pipelines, and the Groovy around them."""

import pytest

from slipway.formats.classification.classify import classify
from slipway.formats.groovy import statements, tokens
from tests.formats.told import phases, verdicts


def _stage(steps: str) -> str:
    return f"pipeline {{ stages {{ stage('One') {{ steps {{\n{steps}\n}} }} }} }}"


def test_stages_nest_and_know_what_is_around_them() -> None:
    found = classify(
        """\
        pipeline {
          agent any
          stages {
            stage('Checks') {
              parallel {
                stage("Unit") { steps { sh 'mvn test' } }
                stage("Lint") { steps { sh 'npx eslint .' } post { always { junit '*.xml' } } }
              }
            }
          }
          post { success { slackSend message: 'done' } }
        }
        """
    )
    assert [(verdict.part.id, verdict.phase) for verdict in found.parts] == [
        ("Checks.Unit", "test"),
        ("Checks.Lint", "build"),
        ("Checks.Lint.post", "support"),
        ("post", "support"),
    ]


def test_strings_of_every_kind_are_commands() -> None:
    for command in (
        "sh 'pytest'",
        'sh "pytest"',
        "sh '''\n  cd x\n  pytest\n'''",
        'sh """pytest ${a ? "b" : "c"}"""',
        "sh(script: 'pytest', returnStdout: true)",
        "sh(returnStdout: true, script: 'pytest')",
        "def out = sh(script: 'pytest')",
        "bat 'pytest.exe'",
        "sh \\\n 'pytest'",
    ):
        assert phases(_stage(command)) == {"One": "test"}, command


def test_comments_and_braces_in_strings_do_not_count() -> None:
    steps = "// sh 'kubectl apply -f x'\n/* sh 'helm upgrade' } */\necho '}'\nsh 'pytest' // } \n"
    assert phases(_stage(steps)) == {"One": "test"}


def test_wrappers_are_looked_into_and_unknown_steps_are_not() -> None:
    wrapped = "script { if (x) { dir('a') { withCredentials([b(c: 'd')]) { sh 'pytest' } } } else { echo 'no' } }"
    assert phases(_stage(wrapped)) == {"One": "test"}
    (verdict,) = verdicts(_stage("acmeThing { sh 'pytest' }")).values()
    assert (verdict.phase, verdict.unread) == ("unknown", ("acmeThing",))


def test_what_a_variable_does_is_known_by_its_method() -> None:
    found = verdicts(_stage("script {\n def i = docker.build('a')\n i.push()\n def v = env.TAG\n env.A = 'b'\n}"))[
        "One"
    ]
    assert (found.phase, found.unread) == ("build", ())


def test_a_scripted_pipeline_is_read_by_its_stages() -> None:
    found = phases("node('linux') {\n stage('Get') { checkout scm }\n stage('Ship it') {\n acme() }\n}\n")
    assert found == {"Get": "source", "Ship it": "deploy"}


def test_stages_under_a_condition_are_found() -> None:
    source = "node {\n if (env.X == 'y') {\n  stage('a') { sh 'pytest' }\n } else {\n  stage('b') { git 'x' }\n }\n}"
    assert phases(source) == {"a": "test", "b": "source"}


def test_an_input_waits_for_a_person() -> None:
    source = "pipeline { stages { stage('Ask') { input { message 'Go?' } steps { echo 'going' } } } }"
    assert phases(source) == {"Ask": "support"}


def test_lines_count_through_strings_and_comments() -> None:
    source = (
        "/* one\ntwo */\npipeline { stages {\n  stage('a') { steps { sh '''x\ny''' } }\n  stage('b') { steps { } } } }"
    )
    assert [verdict.part.line for verdict in classify(source).parts] == [4, 6]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('pipeline {\n agent any\n stages { stage("B") { steps { sh "make" } }', "3:9: this { is never closed"),
        ('pipeline {\n stages { stage("B") { steps { sh "make test } } } }\n}', '2:35: this " is never closed'),
        ("pipeline {\n stages { stage('B') { steps { sh '''make } } } }\n}", "2:35: this ''' is never closed"),
        ("pipeline {\n stages { stage('B' { steps { sh 'make' } } }\n}", "2:16: this ( is never closed"),
        ("pipeline {\n /* stages { stage('B') { steps { sh 'make' } } }\n}", "2:2: this /* is never closed"),
        ("}\npipeline {\n stages { }\n}", "1:1: this } closes nothing"),
        ("pipeline {\n stages { stage('B') { steps { sh 'make' } } }\n}\n}", "4:1: this } closes nothing"),
    ],
)
def test_what_never_ends_or_never_began_is_told_with_its_place_and_nothing_is_guessed(text: str, problem: str) -> None:
    found = classify(text, "J")
    assert [str(each) for each in found.problems] == [f"J:{problem}; expected brackets and quotes in pairs"]
    assert (found.system, found.parts) == ("", ())


def test_quotes_and_brackets_between_slashes_do_not_count() -> None:
    steps = "if (env.X ==~ /it's (.*/) { echo 'a' }\ndef n = 6 / 2 / 3\ndef p = $/don't [/$\nsh 'pytest'"
    assert phases(_stage(f"script {{ {steps} }}")) == {"One": "test"}


def test_blocks_nested_too_deeply_are_refused() -> None:
    found = classify("pipeline {\n" + "a {" * 5_000)
    assert str(found.problems[0]).endswith("these blocks are nested too deeply; expected at most 60 levels")


def test_a_word_ends_at_a_sign_and_a_string_at_its_quotes() -> None:
    assert [token.text for token in tokens("a.b(c: 'd\\'e', \"f${g('h')}i\")")] == [
        *("a.b", "(", "c", ":", "d'e", ",", "f${g('h')}i", ")"),
    ]


def test_a_statement_ends_with_its_line_but_not_inside_brackets() -> None:
    assert [statement.name for statement in statements("a(1,\n2)\nb c\nx = d()\n\nif (e)\n{ f }")] == [
        "a",
        "b",
        "d",
        "if",
    ]
