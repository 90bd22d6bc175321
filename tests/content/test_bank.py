"""Questions about a level: they come with its facts, and nothing that does not fit them reaches a learner."""

from shutil import copytree

import pytest

from slipway.content.load import load
from slipway.content.preview import preview
from slipway.questions import MODELS
from tests.course import ROOT

BANK = """topic: T
questions:
  - id: where
    kind: caught
    objectives: [place-tests]
    prompt: Where?
    level: first-five
    arrangements:
      - {title: All, put: {unit-tests: build, manual-qa: gamma}}
    explanation: There.
"""


def read(text: str):
    return preview("mine.yaml", text.encode(), ROOT, MODELS)


def test_a_question_about_a_level_has_its_facts():
    found = read(BANK)
    assert found.problems == ()
    (question,) = found.questions
    assert question.facts.id == "first-five"


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("level: first-five", "level: first-fife", "mine.yaml:7:12: there is no level 'first-fife'"),
        (
            "unit-tests: build",
            "units: build",
            "the level does not have the test 'units'; expected one of static-analysis",
        ),
        ("unit-tests: build", "unit-tests: delta", "there is no stage 'delta'"),
    ],
)
def test_one_that_does_not_fit_its_level_is_not_asked_and_gets_a_line(old, new, complaint):
    found = read(BANK.replace(old, new))
    assert found.questions == ()
    assert any(complaint in str(problem) for problem in found.problems)


def test_another_level_makes_another_question(tmp_path):
    for name in ("lessons", "scenarios", "quiz_bank"):
        copytree(ROOT / name, tmp_path / name)
    before = load(tmp_path, MODELS).questions
    catalogue = tmp_path / "scenarios" / "placement" / "catalogue.yaml"
    catalogue.write_text(catalogue.read_text("utf-8").replace("logic: 0.75", "logic: 0.55"), "utf-8")
    after = load(tmp_path, MODELS).questions
    changed = [name for name in before if before[name].content_hash != after[name].content_hash]
    assert changed == ["caught-five-tests"]
