"""Finding a browser, tried with programs that are none."""

from pathlib import Path

import pytest

from slipway.bench import chromium as finder
from tests.browser import chromium


def program(folder: Path, name: str, exit_code: int) -> Path:
    file = folder / name
    file.write_text(f"#!/bin/sh\nexit {exit_code}\n", "utf-8")
    file.chmod(0o755)
    return file


@pytest.fixture
def nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine whose only programs are those put into this folder."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(finder.VARIABLE, raising=False)
    monkeypatch.setattr(finder, "_MAC", str(tmp_path / "no such browser"))
    monkeypatch.setattr(finder, "_of_playwright", lambda: iter(()))
    return tmp_path


def test_an_installed_browser_is_found(nothing_else: Path) -> None:
    assert finder.find_chromium() is None
    file = program(nothing_else, "chromium", 0)
    assert finder.find_chromium() == str(file)


def test_a_stub_that_does_not_start_is_passed_over(nothing_else: Path) -> None:
    program(nothing_else, "google-chrome", 1)
    file = program(nothing_else, "chromium-browser", 0)
    assert finder.find_chromium() == str(file)


def test_the_browser_named_comes_first(nothing_else: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(nothing_else, "chromium", 0)
    named = program(nothing_else, "mine", 0)
    monkeypatch.setenv(finder.VARIABLE, str(named))
    assert finder.find_chromium() == str(named)


def test_a_browser_named_in_vain_is_an_error_and_not_passed_over(
    nothing_else: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(nothing_else, "chromium", 0)
    monkeypatch.setenv(finder.VARIABLE, str(nothing_else / "gone"))
    with pytest.raises(FileNotFoundError, match=finder.VARIABLE):
        finder.find_chromium()


@pytest.mark.usefixtures("nothing_else")
def test_without_any_browser_the_error_says_what_would_do() -> None:
    with pytest.raises(FileNotFoundError, match="playwright install"):
        chromium.chromium()
