"""Prometheus' own checkers, whom the tests ask: `python -m tests.oracles` finds them, or fetches them and says so."""

import os
import shutil
import sys
from pathlib import Path

from tests import debian

FOLDER = Path(__file__).parents[1] / ".venv" / "oracles"
PACKAGES = {"promtool": "prometheus", "amtool": "prometheus-alertmanager"}
"""The programs, and the package of Debian that each is in."""


def find(name: str) -> str | None:
    """The path of one of the programs: installed, or fetched before."""
    return shutil.which(name, path=os.pathsep.join((os.environ.get("PATH", ""), str(FOLDER))))


def missing(name: str) -> str:
    """Why a test that asks this program is not run, and what would do."""
    return f"{name} is not here, so it was not asked: `make oracles`, or Debian's package {PACKAGES[name]}"


def main() -> int:
    """Always 0: without them everything else is still tested, and the tests that need them are named as left out."""
    absent = {name: package for name, package in PACKAGES.items() if find(name) is None}
    if absent:
        debian.unpack(absent, FOLDER)
    for name in PACKAGES:
        path = find(name)
        print(f"{name}: {path}" if path else f"oracles: {missing(name)}", file=sys.stdout if path else sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
