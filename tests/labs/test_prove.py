"""A `{lab}` directive that names what is not there is told with its place and the nearest name."""

from pathlib import Path

import pytest

from slipway.content.load import load
from slipway.labs import LABS
from slipway.proofs import proven
from slipway.questions import MODELS
from tests.content.small import COURSE

CASES = {
    "lab: unit-or-integratoin": (
        "4:6: there is no lab 'unit-or-integratoin'; "
        "expected one of canary-sight, flags, test-data, unit-or-integration; did you mean 'unit-or-integration'?"
    ),
    "lab: unit-or-integration\nhide: [fakes]": (
        "5:8: there is no control 'fakes'; expected one of defects, fake; did you mean 'fake'?"
    ),
    "lab: test-data\nstart: {stoer: [beta]}": (
        "5:9: there is no control 'stoer'; expected one of store, tests, safeguards, minutes; did you mean 'store'?"
    ),
    "lab: test-data\noffer:\n  store: [beta, gama]": (
        "6:17: there is no choice 'gama'; expected one of beta, gamma, production; did you mean 'gamma'?"
    ),
    "lab: test-data\nstart: {store: [beta, gamma]}": "5:16: 'store' starts with 2 choices; expected exactly one",
    "lab: test-data\nstart: {store: [gamma]}\noffer: {store: [beta]}": (
        "5:17: 'store' does not offer 'gamma' here; expected one of beta"
    ),
}


def problems(tmp_path: Path, body: str) -> list[str]:
    (tmp_path / "lessons").mkdir()
    (tmp_path / "lessons" / "course.yaml").write_text(COURSE.split("  - {id: second")[0], "utf-8")
    (tmp_path / "lessons" / "first.md").write_text(f"# First\n\n```{{lab}}\n{body}\n```\n", "utf-8")
    library = load(tmp_path, MODELS)
    found = [*library.problems, *proven(library)]
    return [str(problem).removeprefix("lessons/first.md:") for problem in found]


@pytest.mark.parametrize("body", CASES)
def test_a_name_that_leads_nowhere_is_told(tmp_path: Path, body: str) -> None:
    assert problems(tmp_path, body) == [CASES[body]]


@pytest.mark.parametrize("body", ["start: {store: beta}", "start: {store: {a: b}}", "goal: perhaps", "laab: test-data"])
def test_a_value_of_the_wrong_kind_is_told(tmp_path: Path, body: str) -> None:
    assert problems(tmp_path, f"lab: test-data\n{body}")


def test_a_lab_that_is_all_right_is_not_told(tmp_path: Path) -> None:
    body = "lab: test-data\nhide: [minutes]\nstart: {store: [beta], tests: []}\noffer: {store: [beta, gamma]}"
    assert problems(tmp_path, body) == []


def test_the_guide_names_every_lab_and_control() -> None:
    page = (Path(__file__).parents[2] / "docs" / "authoring.md").read_text("utf-8")
    names = [*LABS, *(control.field.name for lab in LABS.values() for control in lab.controls)]
    assert [name for name in names if f"`{name}`" not in page] == []
