"""A browser for the tests: `python -m tests.browser.chromium` finds one, or fetches one and says which."""

import os
import shutil
import subprocess
import sys

from slipway.bench.chromium import VARIABLE, find_chromium

_FETCH_S = 600
_UPDATE_S = 300
_APT = "apt-get"


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
    if _try([sys.executable, "-m", "playwright", "install", "chromium"], _FETCH_S) and find_chromium():
        return
    root = _as_root()
    if root is None:
        print("No root rights, so Debian's package is not tried.")
        return
    if _try([*root, _APT, "update", "-q"], _UPDATE_S):
        _try([*root, _APT, "install", "-q", "-y", "--no-install-recommends", "chromium"], _FETCH_S)


def _as_root() -> list[str] | None:
    """What to put before `apt-get`, or None where there is no apt-get or no right to use it."""
    if not shutil.which(_APT):
        return None
    if os.geteuid() == 0:
        return ["env", "DEBIAN_FRONTEND=noninteractive"]
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return ["sudo", "-n", "env", "DEBIAN_FRONTEND=noninteractive"]
    return None


def _try(command: list[str], limit_s: int) -> bool:
    print(f"Trying: {' '.join(command[-4:])}", flush=True)
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=limit_s, check=False
        )
    except subprocess.TimeoutExpired:
        print(f"  no end after {limit_s} s")
        return False
    if done.returncode:
        print("  " + "\n  ".join((done.stderr or done.stdout).strip().splitlines()[-3:]))
    return done.returncode == 0


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
