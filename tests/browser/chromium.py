"""A browser for the tests: `python -m tests.browser.chromium` finds one, or fetches one and says which."""

import sys

from slipway.bench.chromium import VARIABLE, find_chromium
from tests.debian import attempt, install

_FETCH_S = 600


def chromium() -> str:
    """The browser to use; raises FileNotFoundError, saying what would do, when there is none."""
    found = find_chromium()
    if found is None:
        raise FileNotFoundError(
            "no Chrome or Chromium found, and none could be fetched. Any of these would do: install Google Chrome or "
            "Chromium; `.venv/bin/python -m playwright install --with-deps chromium`; as root on Debian "
            f"`apt-get install chromium`; or name one: {VARIABLE}=/path/to/chromium"
        )
    return found


def fetch() -> None:
    """Playwright's own, else Debian's package; each within its time, neither asks a question."""
    if not (attempt([sys.executable, "-m", "playwright", "install", "chromium"], _FETCH_S) and find_chromium()):
        install("chromium")


def main() -> int:
    """0 when there is a browser in the end."""
    try:
        if find_chromium() is None:
            fetch()
        print(f"Browser: {chromium()}")
    except FileNotFoundError as error:
        print(f"browser: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
