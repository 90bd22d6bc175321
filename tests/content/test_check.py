"""What `check` prints, for the whole course and for some paths."""

from pathlib import Path

import pytest

from slipway.content.check import check
from slipway.content.load import load
from slipway.content.prove import prove
from tests.content.small import BANK, FIRST, KINDS, SCENARIO, lines, write_course

WRONG = SCENARIO.replace("released: true", "released: false")


def told(root: Path, *paths: str) -> list[str]:
    return lines(check([root / path for path in paths], root, KINDS, [prove]))


def test_a_good_course_has_no_problems(root):
    assert told(root) == []


def test_a_solution_that_comes_out_otherwise_is_told_at_its_expectation(root):
    write_course(root, tiny=WRONG)
    assert told(root) == ["scenarios/tiny.yaml:47:58: 'Now': released is true; expected false"]


def test_a_scenario_without_a_good_way_through_is_told(root):
    write_course(root, tiny=SCENARIO.replace("{title: Now, choose", "{title: Now, tempting: true, choose"))
    assert told(root) == [
        "scenarios/tiny.yaml:1:5: the scenario has no reference solution; expected a solution that is not tempting"
    ]


def test_a_picture_of_something_that_never_happens_is_told(root):
    write_course(root, first=FIRST.replace("kind: stage_passed", "kind: stage_failed"))
    assert told(root) == [
        "lessons/first.md:7:5: stage_failed does not happen in this run; expected an event that happens"
    ]


def test_paths_narrow_what_is_told(root):
    write_course(root, tiny=WRONG, second="words")
    assert [line.split(":")[0] for line in told(root)] == ["lessons/second.md", "scenarios/tiny.yaml"]
    assert [line.split(":")[0] for line in told(root, "lessons")] == ["lessons/second.md"]
    assert [line.split(":")[0] for line in told(root, "scenarios/tiny.yaml", "scenarios")] == ["scenarios/tiny.yaml"]
    assert told(root, "quiz_bank") == []
    assert told(root, ".") == told(root)


def test_paths_are_known_wherever_one_stands(root, monkeypatch):
    write_course(root, tiny=WRONG)
    monkeypatch.chdir(root / "scenarios")
    assert lines(check([Path("tiny.yaml")], root, KINDS, [prove])) == told(root)
    assert lines(check([Path("../scenarios/../scenarios")], root, KINDS, [prove])) == told(root)


def test_a_file_outside_the_course_is_checked_and_played_as_if_it_were_in_it(root, tmp_path):
    (tmp_path / "tiny.yaml").write_text(WRONG)
    (problem,) = lines(check([tmp_path / "tiny.yaml"], root, KINDS, [prove]))
    assert problem.endswith("'Now': released is true; expected false")


@pytest.mark.parametrize("sort", ["missing", "loop", "folder of nothing"])
def test_odd_paths_are_told_and_never_a_traceback(root, tmp_path, sort):
    path = tmp_path / "odd.yaml"
    if sort == "loop":
        path.symlink_to(path)
    if sort == "folder of nothing":
        path.mkdir()
    problems = lines(check([path], root, KINDS, [prove]))
    assert len(problems) == 1


def test_a_folder_in_place_of_a_content_file_is_told(root):
    (root / "scenarios" / "odd.yaml").mkdir()
    assert told(root, "scenarios/odd.yaml") == ["scenarios/odd.yaml:1:1: this is not a file; expected a text file"]


LESSON = """\
# First
```{task}
id: see-it
scenario: tiny
goal: See it
when: {kind: stage_passed, stage: build}
explain: It passes.
```
"""
COPIES = [("tiny.yaml", SCENARIO, "scenario id 'tiny'"), ("small.yaml", BANK, "question id 'is-it'")]


@pytest.mark.parametrize(("name", "content", "noun"), [*COPIES, ("first.md", LESSON, "part id 'see-it'")])
def test_one_rule_for_every_id_a_draft_may_have_the_courses_and_no_two_files_asked_about_the_same(
    root, tmp_path, name, content, noun
):
    (root / "lessons" / "first.md").write_text(LESSON)
    a, b = tmp_path / "drafts" / f"a-{name}", tmp_path / "drafts" / f"b-{name}"
    a.parent.mkdir()
    for draft in (a, b):
        draft.write_text(content)
    original = next(root.rglob(name))
    assert told(root, str(a)) == []
    for pair in ([a, b], [a.parent], [original, b], [b, original]):
        problem, *_ = lines(check(pair, root, KINDS))
        first = "a-" if original not in pair else ""
        assert problem.startswith(str(b)) and f"the {noun}" in problem, problem
        assert f"{first}{name}:" in problem.partition("(first at")[2], problem


@pytest.mark.parametrize(("name", "content", "noun"), COPIES)
def test_a_copy_in_the_courses_folders_is_told(root, name, content, noun):
    copy = next(root.rglob(name)).parent / "zz.yaml"
    copy.write_text(content)
    assert "zz.yaml:" in told(root)[0] and f"the {noun} is taken" in told(root)[0]


def test_of_two_with_the_same_id_the_one_named_after_it_is_used(root):
    (root / "scenarios" / "copy.yaml").write_text(SCENARIO.replace("title: Tiny", "title: Copied"))
    assert told(root) == [
        "scenarios/copy.yaml:1:5: the scenario id 'tiny' is taken (first at scenarios/tiny.yaml:1); "
        "expected an id of its own"
    ]
    assert load(root, KINDS).scenarios["tiny"].title == "Tiny"


def test_of_two_with_the_same_questions_the_shorter_name_comes_first(root):
    (root / "quiz_bank" / "small-copy.yaml").write_text(BANK)
    assert {line.split(":")[0] for line in told(root)} == {"quiz_bank/small-copy.yaml"}


def test_causes_are_told_before_what_only_follows_from_them(root):
    write_course(root, tiny=SCENARIO.replace("seed: 1", "seed: soon"))
    first, *others = told(root)
    assert first.startswith("scenarios/tiny.yaml:4:7:")
    assert others and all("cannot be used" in line for line in others)
