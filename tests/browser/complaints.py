"""What a browser holds against a page: console errors and uncaught exceptions."""

import re

from playwright.sync_api import BrowserContext, ConsoleMessage, WebError

# On a deep link the frontend looks for its server below the page's own path first.
_PROBES = re.compile(r"/[^/]+/_stcore/(health|host-config)$")


class Complaints:
    """Collects them for every page of the contexts it listens to."""

    def __init__(self) -> None:
        self._heard: list[str] = []
        self._expected: list[re.Pattern[str]] = []

    def listen(self, context: BrowserContext) -> None:
        """Hear this context's pages from now on."""
        context.on("console", self._console)
        context.on("weberror", self._error)

    def expect(self, pattern: str) -> None:
        """What this test brings about on purpose, such as a server that is gone for a moment."""
        self._expected.append(re.compile(pattern))

    def unexpected(self) -> list[str]:
        """All that nobody expected."""
        return [text for text in self._heard if not any(pattern.search(text) for pattern in self._expected)]

    def _console(self, message: ConsoleMessage) -> None:
        address = message.location.get("url", "")
        if message.type == "error" and not _PROBES.search(address):
            self._heard.append(f"console: {message.text} ({address})")

    def _error(self, error: WebError) -> None:
        self._heard.append(f"uncaught: {error.error}")
