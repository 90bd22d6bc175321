"""Command lines: taken apart, and looked up in the tables."""

import pytest

from slipway.formats.classification.purposes import PURPOSES
from slipway.formats.classification.shell import commands
from slipway.formats.tables import table_of
from tests.formats.told import step

TABLES = ("commands", "github_actions", "gitlab_ci", "codepipeline", "jenkins")


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("a b && c || d; e | f & g", [("a", "b"), ("c",), ("d",), ("e",), ("f",), ("g",)]),
        ("a \\\n  b\nc", [("a", "b"), ("c",)]),
        ("a 'b && c' \"d ; e\"", [("a", "b && c", "d ; e")]),
        ("# a\nb # c\nd#e", [("b",), ("d#e",)]),
        ("A=1 B='2 3' a", [("a",)]),
        ("if a; then b; else c; fi", [("a",), ("b",), ("c",)]),
        ("for x in 1 2; do a; done", [("a",)]),
        ("a $(b && c) ${{ d && e }} ${f:-(g)}", [("a", "$(b && c)", "${{ d && e }}", "${f:-(g)}")]),
        ("cat <<END > x\ndeploy now\nEND\na", [("cat", "<<END", ">", "x"), ("a",)]),
        ("a 2>&1 >&2", [("a", "2>&1", ">&2")]),
        ("(cd x && a)", [("cd", "x"), ("a",)]),
        ("if [[ $A =~ b-(c|d) && x ]]; then a; fi", [("a",)]),
        ("case $A in\nb) a ;;\nc) d ;;\nesac", [("a",), ("d",)]),
        ("a $(never closed", [("a", "$(never closed")]),
        ("a b\\ c", [("a", "b c")]),
        ("a 'never closed", [("a", "never closed")]),
        ("", []),
        ("\\", []),
    ],
)
def test_a_script_is_taken_apart(script: str, expected: list[tuple[str, ...]]) -> None:
    assert list(commands(script)) == expected


@pytest.mark.parametrize(
    ("line", "phase"),
    [
        ("python -m pytest -q", "test"),
        ("npx --yes playwright@1.49 test", "test"),
        ("poetry run ruff check .", "build"),
        ("./gradlew -p app clean test", "test"),
        ("./mvnw -B -s settings.xml clean deploy", "deploy"),
        ("mvn -DskipTests package", "build"),
        ("mvn org.sonarsource.scanner.maven:sonar-maven-plugin:sonar", "build"),
        ("mvn org.apache.maven.plugins:maven-failsafe-plugin:3.5.0:verify", "test"),
        ("mvn spring-boot:build-image", "build"),
        ("gradle build -x test", "build"),
        ("make -C web -j4", "build"),
        ("make deploy-prod", "deploy"),
        ("npm --prefix web run test:unit", "test"),
        ("npm install test", "build"),
        ("kubectl -n prod apply -f k8s/", "deploy"),
        ("docker compose -f ci.yml build", "build"),
        ("timeout 300 go test ./...", "test"),
        ("bash -c 'set -e; cargo test'", "test"),
        ("terraform plan", "support"),
        ("tox -e lint", "build"),
        ("tox", "test"),
        ("hatch run test", "test"),
        ("python setup.py test", "test"),
        ('powershell -Command "Invoke-Pester"', "test"),
        ("docker compose up -d db", "unknown"),
        ("git push heroku main", "deploy"),
        ("/usr/bin/env pytest", "test"),
        ("A=1 sudo -E pytest", "test"),
        ("C:\\\\tools\\\\dotnet.exe test", "test"),
        ("curl https://example.com", "unknown"),
        ("docker run --rm image", "unknown"),
        ("echo npm test", "support"),
        ("npx npx npx npx npx npx npx npx npx pytest", "unknown"),
    ],
)
def test_a_command_line_is_known_by_what_it_begins_with(line: str, phase: str) -> None:
    assert step(line).phase == phase


@pytest.mark.parametrize("table", TABLES)
def test_a_table_lists_each_thing_once_under_a_known_purpose(table: str) -> None:
    purposes = table_of(table)
    assert set(purposes) <= set(PURPOSES)
    names = [name.lower() for each in purposes.values() for name in each]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_every_purpose_is_in_some_table() -> None:
    used = {purpose for table in TABLES for purpose in table_of(table)}
    assert set(PURPOSES) - used == set()
