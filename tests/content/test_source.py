"""Files that are hostile, broken or merely odd become one line, never an exception."""

from pathlib import Path

import pytest

from slipway.content.problem import Problem, shown
from slipway.content.source import MOST_BYTES, Text, decode, read_file
from tests.content.small import tree_of


def problem_of(path: Path) -> str:
    read = read_file(path, path.name)
    assert isinstance(read, Problem)
    return str(read)


def test_a_file_of_fifty_megabytes_is_refused_without_being_read(tmp_path, monkeypatch):
    path = tmp_path / "big.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    monkeypatch.setattr(Path, "open", lambda *_: pytest.fail("it was opened"))
    assert (
        problem_of(path) == "big.yaml:1:1: the file is too large (50,000,000 bytes); expected at most 1,000,000 bytes"
    )


def test_an_upload_over_the_limit_is_refused():
    assert isinstance(decode(b"a" * (MOST_BYTES + 1), "a.yaml"), Problem)
    assert isinstance(decode(b"a" * MOST_BYTES, "a.yaml"), Text)


def test_latin_1_is_told_with_the_place_of_the_byte():
    assert str(decode("title: x\nname: Jos\xe9\n".encode("latin-1"), "a.yaml")) == (
        "a.yaml:2:10: byte 0xe9 is not UTF-8; expected a file saved as UTF-8 text"
    )


def test_utf_16_is_not_utf_8():
    assert "0xff is not UTF-8" in str(decode("title: x".encode("utf-16"), "a.yaml"))


def test_a_byte_order_mark_is_no_part_of_the_text():
    assert decode(b"\xef\xbb\xbftitle: x", "a.yaml") == Text("a.yaml", "title: x")


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\n"])
def test_lines_end_as_any_system_ends_them(newline):
    assert decode(f"a{newline}b".encode(), "a.md") == Text("a.md", "a\nb")


@pytest.mark.parametrize("char", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\u2028", "\ufeff", "\uffff"])
def test_control_characters_are_told_with_their_place(char):
    assert str(decode(f"a: b\nc: d{char}".encode(), "a.yaml")).startswith("a.yaml:2:5: control character U+")


def test_a_folder_with_the_name_of_a_file_is_told(tmp_path):
    (tmp_path / "x.yaml").mkdir()
    assert problem_of(tmp_path / "x.yaml") == "x.yaml:1:1: this is not a file; expected a text file"


def test_a_link_that_leads_nowhere_is_told(tmp_path):
    (tmp_path / "x.yaml").symlink_to(tmp_path / "gone.yaml")
    assert "cannot be read: No such file" in problem_of(tmp_path / "x.yaml")


def test_a_link_to_itself_is_told(tmp_path):
    (tmp_path / "x.yaml").symlink_to(tmp_path / "x.yaml")
    assert "cannot be read" in problem_of(tmp_path / "x.yaml")
    assert shown(tmp_path / "x.yaml", tmp_path) == "x.yaml"


def test_a_file_that_may_not_be_read_is_told(tmp_path, monkeypatch):
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "x.yaml").write_text("a: b")
    monkeypatch.setattr(Path, "open", refuse)
    assert problem_of(tmp_path / "x.yaml").endswith("cannot be read: Permission denied; expected a readable file")


def test_a_name_that_no_system_allows_is_told(tmp_path):
    assert "cannot be read" in problem_of(tmp_path / "a\x00b.yaml")


def test_a_file_name_is_shown_in_one_line(tmp_path):
    assert shown(tmp_path / "a\nb\udcff.yaml", tmp_path) == "a\\u000ab\\udcff.yaml"


def test_a_problem_is_one_line_however_much_the_author_wrote():
    problem = Text("a.yaml", "").problem(1, 1, "x" * 5000 + "\nand more", "y")
    assert len(str(problem)) < 300 and "\n" not in str(problem)


def test_a_position_that_is_not_there_is_its_parents():
    tree = tree_of("a:\n  b:\n    - {c: d}\n")
    assert tree.position(("a", "b", 0, "c")) == (3, 11)
    assert tree.position(("a", "b", 0, "missing")) == (3, 7)
    assert tree.position(("a", "tag", "b", 7)) == (3, 5)


def test_a_snippet_is_found_on_its_own_line_inside_a_long_text():
    tree = tree_of("a: |\n  one\n  two X\n  X\nb: X\n")
    assert tree.position_of(("a",), "X") == (3, 7)
    assert tree.position_of(("a",), "X", 1) == (4, 3)
    assert tree.position_of(("a",), "X", 2) == tree.position(("a",))
