"""Levels over the catalogue: whatever is wrong gets a line, and nothing broken reaches a learner."""

from pathlib import Path
from shutil import copytree

import pytest

from slipway.content.level import LoadedLevel
from slipway.content.load import load
from slipway.content.preview import preview
from slipway.content.prove_level import prove_level
from slipway.questions import MODELS
from tests.course import ROOT, course

GOOD = (
    (ROOT / "scenarios" / "placement" / "first-five.yaml").read_text("utf-8").replace("id: first-five", "id: mine", 1)
)


def lines(text: str) -> list[str]:
    return [str(problem) for problem in preview("mine.yaml", text.encode(), ROOT, MODELS).problems]


def proved(text: str) -> list[str]:
    (loaded,) = preview("mine.yaml", text.encode(), ROOT, MODELS).library.loaded_levels
    return [str(problem) for problem in prove_level(loaded)]


def test_a_good_level_has_no_problem_and_is_there():
    assert lines(GOOD) == []
    assert proved(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("unit-tests: build", "unit-tets: build", "there is no check 'unit-tets'"),
        ("unit-tests: build", "unit-tests: biuld", "did you mean 'build'?"),
        ("load-test: gamma", "end-to-end: gamma", "this level does not have the test 'end-to-end'"),
        ("hazards: [off-by-one", "hazards: [off-by-two", "there is no hazard 'off-by-two'"),
        ("escapes_per_100: 20", "escapes_per_1000: 20", "did you mean 'escapes_per_100'?"),
        ("data_violations: 0", "data_violations: 2", "0 or less"),
        ("title: Place five tests", "title: <b>Place</b>", "HTML in prose"),
        ("story: >-", "tales: >-", "there is no field 'tales' here"),
    ],
)
def test_what_is_wrong_in_a_level_gets_a_line(old, new, complaint):
    assert old in GOOD
    found = lines(GOOD.replace(old, new, 1))
    assert any(complaint in line for line in found), found
    assert all(line.startswith("mine.yaml:") for line in found)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("escapes_per_100: 20", "escapes_per_100: 2", "no placement found meets this goal"),
        ("solution: {static-analysis: build, unit-tests: build", "solution: {static-analysis: build", "the solution"),
        ("strains_customers:load-test", "false_stops", "leads to strains_customers:load-test, not to false_stops"),
    ],
)
def test_a_claim_that_the_engine_does_not_bear_out_gets_a_line(old, new, complaint):
    assert old in GOOD
    found = proved(GOOD.replace(old, new, 1))
    assert any(complaint in line for line in found), found


def test_fewer_than_three_consequences_are_too_few():
    start = GOOD.index("  - title: The load test")
    assert any("lead to 1 different consequences" in line for line in proved(GOOD[:start]))


def test_what_is_the_levels_own_stands_in_the_catalogues_place():
    level = course().levels["shared-database"]
    gamma = next(stage for stage in level.grounds.stages if stage.id == "gamma")
    assert gamma.store == "beta-db"
    assert next(s for s in course().levels["first-five"].grounds.stages if s.id == "gamma").store == "gamma-db"


def test_a_broken_catalogue_takes_its_levels_out_and_nothing_else(tmp_path: Path):
    for name in ("lessons", "scenarios", "quiz_bank"):
        copytree(ROOT / name, tmp_path / name)
    catalogue = tmp_path / "scenarios" / "placement" / "catalogue.yaml"
    catalogue.write_text(catalogue.read_text("utf-8").replace("takes: 4m", "takes: soon", 1), "utf-8")
    library = load(tmp_path, MODELS)
    assert library.levels == {}
    assert set(library.scenarios) == set(course().scenarios)
    assert any("catalogue.yaml" in str(problem) and "'soon'" in str(problem) for problem in library.problems)


def test_a_broken_level_is_left_out_and_the_others_stay(tmp_path: Path):
    for name in ("lessons", "scenarios", "quiz_bank"):
        copytree(ROOT / name, tmp_path / name)
    (tmp_path / "scenarios" / "placement" / "sandbox.yaml").write_bytes(b"\xff\xfe id: sandbox")
    assert set(load(tmp_path, MODELS).levels) == set(course().levels) - {"sandbox"}


def test_every_level_is_offered_in_the_courses_order():
    loaded: tuple[LoadedLevel, ...] = course().loaded_levels
    assert len(loaded) >= 8
    assert list(course().levels)[0] == "first-five"
    assert list(course().levels)[-1] == "sandbox"
