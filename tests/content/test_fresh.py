"""Edits on disk: noticed, and shown when the course is read again."""

from pathlib import Path

from slipway.content.load import fingerprint, load
from slipway.questions import MODELS

COURSE = """title: T
objectives: [{id: goal, text: Do it}]
lessons: [{id: one, file: one.md, minutes: 1, objectives: [goal]}]
"""


def _course(folder: Path) -> Path:
    for name in ("lessons", "scenarios", "quiz_bank"):
        (folder / name).mkdir()
    (folder / "lessons" / "course.yaml").write_text(COURSE, "utf-8")
    (folder / "lessons" / "one.md").write_text("# One\n\nWords.\n", "utf-8")
    return folder


def test_an_edited_file_changes_the_fingerprint_and_shows_when_loaded_again(tmp_path: Path) -> None:
    root = _course(tmp_path)
    before = fingerprint(root)
    assert fingerprint(root) == before
    (root / "lessons" / "one.md").write_text("# One and a half\n\nWords.\n", "utf-8")
    assert fingerprint(root) != before
    assert load(root, MODELS).lessons[0].title == "One and a half"


def test_a_new_file_and_a_deleted_one_change_the_fingerprint(tmp_path: Path) -> None:
    root = _course(tmp_path)
    marks = [fingerprint(root)]
    (root / "quiz_bank" / "new.yaml").write_text("topic: T\nquestions: []\n", "utf-8")
    marks.append(fingerprint(root))
    (root / "lessons" / "one.md").unlink()
    marks.append(fingerprint(root))
    assert len(set(marks)) == 3


def test_an_items_hash_follows_its_text(tmp_path: Path) -> None:
    root = _course(tmp_path)
    before = load(root, MODELS).lessons[0].content_hash
    (root / "lessons" / "one.md").write_text("# One\n\nOther words.\n", "utf-8")
    assert load(root, MODELS).lessons[0].content_hash != before


def test_scenarios_and_topics_come_in_the_courses_order() -> None:
    from tests.course import course

    assert list(course().scenarios) == ["paulo", "friday-hotfix", "flaky-search", "seat-map"]
    assert list(course().topics)[:6] == ["pipeline", "source", "build", "beta", "gamma", "production"]
