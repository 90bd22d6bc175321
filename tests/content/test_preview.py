"""A file beside the course: seen against it, published nowhere."""

import pytest

from slipway.content.load import load
from tests.content.small import BANK, COURSE, FIRST, KINDS, SCENARIO, lines, seen

DRAFTS = ((".yaml", SCENARIO), (".yaml", BANK), (".md", FIRST))


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("tiny.yaml", SCENARIO, "scenario"),
        ("tiny (1).yaml", SCENARIO, "scenario"),
        ("small.yaml", BANK, "questions"),
        ("first.md", FIRST, "lesson"),
        ("lessons/first.md", FIRST, "lesson"),
        ("my-course.yaml", COURSE, "course"),
    ],
)
def test_another_version_of_a_file_may_use_that_files_ids(root, name, content, what):
    found = seen(root, name, content)
    assert (found.what, found.problems) == (what, ())


def test_a_draft_under_another_name_may_have_the_ids_of_what_it_is_a_draft_of(root):
    assert [seen(root, f"other{end}", content).problems for end, content in DRAFTS] == [(), (), ()]


def test_within_a_draft_an_id_still_stands_once(root):
    twice = BANK + BANK.splitlines()[2] + "\n"
    assert lines(seen(root, "other.yaml", twice).problems) == [
        "other.yaml:5:10: the question id 'is-it' is taken (first at other.yaml:3); expected an id of its own"
    ]


def test_an_upload_is_seen_against_the_course(root):
    problems = lines(seen(root, "new.md", "# New\n\n```{check}\nquestion: is-ti\n```").problems)
    assert problems == [
        "new.md:4:11: there is no question 'is-ti'; expected one of is-it, was-it; did you mean 'is-it'?"
    ]


def test_an_upload_tells_only_its_own_problems(root):
    (root / "scenarios" / "bad.yaml").write_text("[")
    assert seen(root, "tiny.yaml", SCENARIO).problems == ()


def test_an_upload_may_mend_what_is_broken_on_disk(root):
    (root / "scenarios" / "tiny.yaml").write_text("id: tiny\nworld: x")
    found = seen(root, "tiny.yaml", SCENARIO)
    assert found.problems == () and found.scenario is not None
    assert [loaded.scenario.id for loaded in found.library.loaded] == ["tiny"]


def test_an_upload_changes_nothing_in_the_course(root):
    seen(root, "tiny.yaml", SCENARIO.replace("Tiny", "Else"))
    assert load(root, KINDS).scenarios["tiny"].title == "Tiny"


def test_what_would_break_the_engine_is_not_given_to_it(root):
    found = seen(root, "tiny.yaml", SCENARIO.replace("author: ann", "author: zoe"))
    assert found.scenario is None and not found.library.loaded
    assert len(found.problems) == 1


def test_a_lesson_is_given_without_its_broken_parts(root):
    found = seen(root, "first.md", FIRST.replace("stage: build", "stage: biuld"))
    assert found.lesson is not None and len(found.lesson.parts) == 2 and len(found.problems) == 1


@pytest.mark.parametrize("content", ["a: b", "- a", "a"])
def test_what_is_no_content_is_told_what_there_could_be(root, content):
    (problem,) = lines(seen(root, "x.yaml", content).problems)
    assert problem.startswith("x.yaml:1:1: this is neither a scenario")


def test_the_name_of_an_upload_is_only_a_name(root):
    (problem,) = lines(seen(root, "../../x\n<b>.yaml", b"\xff").problems)
    assert problem.startswith("../../x\\u000a<b>.yaml:1:1: byte 0xff")
