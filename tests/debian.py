"""Debian's packages for the tests: installed as root, or only unpacked into a folder, which takes no rights."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

APT = "apt-get"
_FETCH_S = 600
_UPDATE_S = 300
_PATIENCE = ("-o", "Acquire::http::Timeout=30", "-o", "Acquire::https::Timeout=30", "-o", "Acquire::Retries=1")


def install(package: str) -> bool:
    """Whether a package was installed for the whole machine, which takes root's rights; no question is asked."""
    root = as_root()
    if root is None:
        print("No root rights, so Debian's package is not tried.")
        return False
    return attempt([*root, APT, "update", "-q"], _UPDATE_S) and attempt(
        [*root, APT, "install", "-q", "-y", "--no-install-recommends", package], _FETCH_S
    )


def unpack(programs: dict[str, str], folder: Path) -> bool:
    """Whether programs of packages (a package's name for each) now lie in the folder; nothing else is kept.

    Where the machine's lists of packages know them not, lists of its own are fetched for this once.
    """
    if not (shutil.which(APT) and shutil.which("dpkg-deb")):
        print("No apt-get and dpkg-deb here, so Debian's packages are not tried.")
        return False
    with TemporaryDirectory() as made:
        work = Path(made)
        for each in ("lists/partial", "cache/archives/partial"):
            (work / each).mkdir(parents=True)
        own = ("-o", f"Dir::State::Lists={work / 'lists'}", "-o", f"Dir::Cache={work / 'cache'}")
        packages = sorted(set(programs.values()))
        if not _download(packages, work, ()):
            attempt([APT, *_PATIENCE, *own, "update", "-q"], _UPDATE_S)
            if not _download(packages, work, own):
                return False
        return all(attempt(["dpkg-deb", "-x", str(file), made], _FETCH_S) for file in work.glob("*.deb")) and all(
            _kept(work / "usr" / "bin" / name, folder) for name in programs
        )


def as_root() -> list[str] | None:
    """What to put before `apt-get`, or None where there is no apt-get or no right to use it."""
    if not shutil.which(APT):
        return None
    if os.geteuid() == 0:
        return ["env", "DEBIAN_FRONTEND=noninteractive"]
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return ["sudo", "-n", "env", "DEBIAN_FRONTEND=noninteractive"]
    return None


def attempt(command: Sequence[str], limit_s: int, folder: Path | None = None) -> bool:
    """Whether a command ended well within its time; what it complained of is printed."""
    print(f"Trying: {' '.join(command[-4:])}", flush=True)
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=limit_s, check=False, cwd=folder
        )
    except subprocess.TimeoutExpired:
        print(f"  no end after {limit_s} s")
        return False
    if done.returncode:
        print("  " + "\n  ".join((done.stderr or done.stdout).strip().splitlines()[-3:]))
    return done.returncode == 0


def _download(packages: Sequence[str], folder: Path, options: Sequence[str]) -> bool:
    return attempt([APT, *_PATIENCE, *options, "download", *packages], _FETCH_S, folder)


def _kept(program: Path, folder: Path) -> bool:
    if not program.is_file():
        print(f"  {program.name} is not in its package", file=sys.stderr)
        return False
    folder.mkdir(parents=True, exist_ok=True)
    shutil.move(program, folder / program.name)
    return True
