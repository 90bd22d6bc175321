"""Which Chrome or Chromium drives our pages: the one named, one installed, or Playwright's own."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

VARIABLE = "SLIPWAY_CHROMIUM"
_NAMES = ("google-chrome", "google-chrome-stable", "chromium", "chromium-browser")
_MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
_START_S = 60


def find_chromium() -> str | None:
    """The path of the first browser that starts; raises FileNotFoundError when the one named does not."""
    named = os.environ.get(VARIABLE)
    if named:
        if not _starts(named):
            raise FileNotFoundError(f"{VARIABLE} names {named!r}, which is no browser that starts")
        return named
    return next((path for path in _known() if _starts(path)), None)


def _known() -> Iterator[str]:
    yield from filter(None, map(shutil.which, _NAMES))
    yield _MAC
    yield from _of_playwright()


def _of_playwright() -> Iterator[str]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    yield path


def _starts(path: str) -> bool:
    """Whether it is there with all it needs; a stub that only points at another package is not."""
    if not Path(path).is_file():
        return False
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, timeout=_START_S, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0
