"""A Streamlit app in a process of its own: started on a free port, waited for, stopped."""

import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from time import monotonic, sleep
from urllib.error import URLError
from urllib.request import urlopen

_ROOT = Path(__file__).parents[2]
_START_S = 90
_STOP_S = 5
_POLL_S = 0.1


class Server:
    """Serves `script` with this project's settings; a context manager that starts and stops it."""

    def __init__(self, script: Path, log: Path, environment: Mapping[str, str] | None = None) -> None:
        self.script = script
        self.log = log
        self.port = _free_port()
        self.url = f"http://localhost:{self.port}"
        self._environment = {**os.environ, **(environment or {})}
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Server":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Return once it answers; raises RuntimeError, with its log, when it ends or stays silent instead."""
        command = [sys.executable, "-m", "streamlit", "run", str(self.script)]
        options = ["--server.headless", "true", "--server.port", str(self.port), "--browser.serverAddress", "localhost"]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*command, *options], cwd=_ROOT, env=self._environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL
            )
        deadline = monotonic() + _START_S
        while not self._answers():
            if self._process.poll() is not None or monotonic() > deadline:
                self.stop()
                raise RuntimeError(f"{self.script.name} did not start on port {self.port}\n{self.said()}")
            sleep(_POLL_S)

    def stop(self) -> None:
        """End the process; one that lingers over open connections is killed."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def restart(self) -> None:
        """The same address, a new process: nothing in memory survives."""
        self.stop()
        self.start()

    def said(self, since: int = 0) -> str:
        """Its log, from byte `since` on."""
        return self.log.read_bytes()[since:].decode("utf-8", "replace") if self.log.exists() else ""

    def _answers(self) -> bool:
        try:
            with urlopen(f"{self.url}/_stcore/health", timeout=2) as reply:  # noqa: S310
                return bool(reply.status == 200)
        except (URLError, OSError):
            return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("", 0))
        return int(probe.getsockname()[1])
