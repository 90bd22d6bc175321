"""Files that nobody should write: each gets an error line, none a traceback or a hang."""

from pathlib import Path
from shutil import copytree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slipway.content.load import load
from slipway.content.preview import preview
from slipway.content.source import MOST_BYTES
from slipway.questions import MODELS
from tests.course import ROOT, course

PAULO = (ROOT / "scenarios" / "paulo.yaml").read_text("utf-8")


def _lines(name: str, data: bytes) -> list[str]:
    return [str(problem) for problem in preview(name, data, ROOT, MODELS).problems]


def _changed(old: str, new: str) -> list[str]:
    assert old in PAULO
    return _lines("mine.yaml", PAULO.replace(old, new, 1).encode())


BOMB = b"a: &a [x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nworld: [*c, *c]\n"


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (BOMB, "mine.yaml:1:4: an alias or anchor"),
        (b"a: " + b"[" * 5_000, "nested too deeply"),
        (b"world: caf\xe9\n", "mine.yaml:1:11: byte 0xe9 is not UTF-8; expected a file saved as UTF-8 text"),
        (b"x" * (MOST_BYTES + 1), "too large"),
        (b"", "there is nothing in here"),
        (b"# only a comment\n", "there is nothing in here"),
        (b"a: 1\n---\nb: 2\n", "a second document"),
        (b"a: !!python/object/apply:os.system ['true']\n", "a YAML tag"),
        (b"a: 1\na: 2\n", "'a' is given twice (first on line 1)"),
        (b"a: [1, 2\n", "this is not YAML"),
        (b"a: \x00\n", "control character U+0000"),
        (b"[1, 2, 3]\n", "neither a scenario"),
        (b"just words\n", "neither a scenario"),
        (b"? [a, b]\n: 1\n", "this key is not a word"),
        (b"world: " + b"x,".join([b"- [y]\n"] * 5), "this is not YAML"),
        (b"a: [" + b"1," * 30_000 + b"1]\n", "too many values"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_hostile_file_gets_a_line(data: bytes, complaint: str) -> None:
    assert any(complaint in line for line in _lines("mine.yaml", data)), _lines("mine.yaml", data)


def test_a_mistyped_field_is_named_with_the_nearest_valid_one() -> None:
    lines = _changed("      title: “Almost Done” tag", "      titel: “Almost Done” tag")
    (line,) = [line for line in lines if "there is no field 'titel' here" in line]
    assert line.endswith("did you mean 'title'?")


def test_every_fault_of_a_file_is_reported_at_once_with_its_place() -> None:
    text = PAULO.replace("purpose: build", "purpose: built", 1).replace("takes: 9m", "takes: soon", 1)
    text = text.replace("threshold_pct: 80", "threshold_pct: 180", 1)
    lines = _lines("mine.yaml", text.encode())
    assert len(lines) == 3
    assert all(line.split(":")[1].isdigit() and line.split(":")[2].isdigit() for line in lines)
    for part in ("did you mean 'build'?", "'soon'", "threshold_pct is '180'; expected 100 or less"):
        assert any(part in line for line in lines), lines


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("author: paulo", "author: paolo", "there is no person 'paolo'"),
        ("follows: almost-done", "follows: almost-dome", "did you mean 'almost-done'?"),
        ("{id: jane, name: Jane", "{id: paulo, name: Jane", "the person id 'paulo' is taken"),
        ("store: gamma-db", "store: gama-db", "did you mean 'gamma-db'?"),
        ("kind: stage_blocked, stage: build", "kind: stage_blokked, stage: build", "did you mean 'stage_blocked'?"),
        ("story: ask", "story: asks", "story must be one of the options"),
        ("{arithmetic}. The tests", "{arithmetics}. The tests", "did you mean 'arithmetic'?"),
        ("choose: {missing-test: write}", "choose: {missing-test: wrote}", "missing-test has no option 'wrote'"),
        ("Monday morning.", "<script>alert(1)</script>", "HTML in prose: '<script>'"),
        ("Monday morning.", "[x](javascript:alert)", "a link that runs code"),
        ("covered: 272", "covered: 372", "covered must be at most lines (320), got 372"),
        ("id: almost-done\n", "id: Almost_Done\n", "an id is lower-case words joined by single hyphens"),
        ("purpose: source", "purpose: test", "the first stage is not a source"),
    ],
)
def test_a_fault_in_a_scenario_is_said_plainly(old: str, new: str, complaint: str) -> None:
    lines = _changed(old, new)
    assert any(complaint in line for line in lines), lines


LESSON = "# A title\n\nSome words.\n\n```{check}\nquestion: build-approval-order\n```\n"


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("# A title", "A title", "mine.md:1:1: the lesson has no title"),
        ("{check}", "{chekc}", "mine.md:5:4: there is no directive {chekc}"),
        ("{check}", "{chekc}", "did you mean 'check'?"),
        ("question: build", "qestion: build", "mine.md:6:1: there is no field 'qestion' here"),
        ("build-approval-order", "build-aproval-order", "did you mean 'build-approval-order'?"),
        ("order\n```\n", "order\n", "mine.md:5:1: the directive {check} is never closed"),
        ("Some words.", "Some <script>words</script>.", "mine.md:3:6: HTML in prose: '<script>'"),
        ("Some words.", "Some <img src=x onerror=alert(1)>.", "HTML in prose"),
    ],
)
def test_a_fault_in_a_lesson_is_said_with_its_line(old: str, new: str, complaint: str) -> None:
    assert _lines("mine.md", LESSON.encode()) == []
    lines = _lines("mine.md", LESSON.replace(old, new, 1).encode())
    assert any(complaint in line for line in lines), lines


def test_code_in_a_lesson_may_show_tags() -> None:
    text = LESSON.replace("Some words.", "Write `<b>` or\n\n```html\n<script>\n```\n")
    assert _lines("mine.md", text.encode()) == []


BANK = """topic: T
questions:
  - {id: q-one, kind: single, objectives: [early-bugs], prompt: P, explanation: E,
     options: [{text: A, correct: true, feedback: F}, {text: B, correct: false, feedback: G}]}
"""


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("kind: single", "kind: singel", "did you mean 'single'?"),
        ("early-bugs", "early-bug", "did you mean 'early-bugs'?"),
        ("correct: true", "correct: false", "no option is correct"),
        ("correct: false", "correct: true", "more than one option is correct"),
        ("text: B", "text: A", "twice"),
        ("feedback: G", "feedback: ''", "feedback"),
        ("prompt: P", "prompt: <b>P</b>", "HTML in prose"),
    ],
)
def test_a_fault_in_a_question_is_said_plainly(old: str, new: str, complaint: str) -> None:
    assert _lines("mine.yaml", BANK.encode()) == []
    lines = _lines("mine.yaml", BANK.replace(old, new, 1).encode())
    assert any(complaint in line for line in lines), lines


def _copy_course(folder: Path) -> None:
    for name in ("lessons", "scenarios", "quiz_bank"):
        copytree(ROOT / name, folder / name)


def test_broken_files_never_take_the_rest_of_the_course_down(tmp_path: Path) -> None:
    _copy_course(tmp_path)
    (tmp_path / "scenarios" / "flaky-search.yaml").write_bytes(b"\xff\xfe broken")
    (tmp_path / "scenarios" / "huge.yaml").write_bytes(b"x: 1\n" + b"#" * 50_000_000)
    (tmp_path / "scenarios" / "folder.yaml").mkdir()
    (tmp_path / "scenarios" / "link.yaml").symlink_to(tmp_path / "nowhere")
    (tmp_path / "lessons" / "beta.md").write_text("No title\n", "utf-8")
    (tmp_path / "quiz_bank" / "gamma.yaml").write_text("topic: [", "utf-8")
    library = load(tmp_path, MODELS)
    assert list(library.scenarios) == ["paulo", "friday-hotfix", "seat-map"]
    assert [lesson.id for lesson in library.lessons] == [lesson.id for lesson in course().lessons]
    assert "build-approval-order" in library.questions
    named = {problem.path for problem in library.problems}
    assert {f"scenarios/{n}.yaml" for n in ("flaky-search", "huge", "folder", "link")} <= named
    assert {"lessons/beta.md", "quiz_bank/gamma.yaml", "lessons/gamma.md"} <= named


def test_a_ring_of_prerequisites_is_named_in_full(tmp_path: Path) -> None:
    _copy_course(tmp_path)
    file = tmp_path / "lessons" / "course.yaml"
    file.write_text(
        file.read_text("utf-8").replace("file: overview.md\n", "file: overview.md\n    requires: [source]\n")
    )
    problems = [str(problem) for problem in load(tmp_path, MODELS).problems]
    assert any("overview requires source, which requires overview" in line for line in problems)


def test_a_lesson_that_the_course_does_not_list_and_one_that_is_missing_are_both_said(tmp_path: Path) -> None:
    _copy_course(tmp_path)
    (tmp_path / "lessons" / "beta.md").rename(tmp_path / "lessons" / "betta.md")
    lines = [str(problem) for problem in load(tmp_path, MODELS).problems]
    assert any("there is no lesson file 'beta.md'" in line and "did you mean 'betta.md'?" in line for line in lines)
    assert any(line.startswith("lessons/betta.md:1:1: the course does not list this lesson") for line in lines)


def test_an_empty_folder_is_an_empty_course_with_one_problem(tmp_path: Path) -> None:
    library = load(tmp_path, MODELS)
    assert library.lessons == ()
    assert [str(problem) for problem in library.problems] == [
        "lessons/course.yaml:1:1: the file cannot be read: No such file or directory; expected a readable file"
    ]


@settings(max_examples=150)
@given(st.binary(max_size=400), st.sampled_from(["a.yaml", "a.md"]))
def test_no_bytes_whatever_break_the_reader(data: bytes, name: str) -> None:
    for problem in preview(name, data, ROOT, MODELS).problems:
        assert problem.line >= 1
        assert problem.column >= 1


@settings(max_examples=100)
@given(st.integers(0, len(PAULO)), st.text(max_size=12), st.integers(0, 40))
def test_no_slip_of_the_pen_in_a_scenario_breaks_the_reader(at: int, written: str, erased: int) -> None:
    text = PAULO[:at] + written + PAULO[at + erased :]
    data = text.encode("utf-8", "surrogatepass")
    assert all(problem.path == "mine.yaml" for problem in preview("mine.yaml", data, ROOT, MODELS).problems)


def test_what_we_ship_previews_without_a_problem() -> None:
    assert course().problems == ()
    for name in ("scenarios/paulo.yaml", "quiz_bank/build.yaml", "lessons/build.md", "lessons/course.yaml"):
        assert _lines(name, (ROOT / name).read_bytes()) == []
