"""The app and a browser for tests; whatever the browser complains of fails the test that caused it."""

from collections.abc import Callable, Generator, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from slipway.bench.server import Server
from tests.browser.app_server import app_server
from tests.browser.chromium import chromium
from tests.browser.complaints import Complaints

PATIENCE_MS = 30_000
_LOG_CHARACTERS = 8_000


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app, one per test process; `app.restart()` gives it a new process at the same address."""
    with app_server(tmp_path_factory.mktemp("app")) as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium, one per test process."""
    path = chromium()
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path)
        yield browser
        browser.close()


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    """What the browser held against this test's pages; `complaints.expect(pattern)` for what it causes on purpose."""
    heard = Complaints()
    yield heard
    assert heard.unexpected() == []


@pytest.fixture
def new_context(browser: Browser, complaints: Complaints) -> Iterator[Callable[..., BrowserContext]]:
    """Makes clean browsers: no cookies, nothing shared; takes the options of Playwright's `new_context`."""
    made: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        context.set_default_timeout(PATIENCE_MS)
        complaints.listen(context)
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()


@pytest.fixture
def context(new_context: Callable[..., BrowserContext]) -> BrowserContext:
    """A clean browser."""
    return new_context()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page in it."""
    return context.new_page()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show what the app logged last when a test that uses it fails."""
    report = yield
    server: Server | None = getattr(item, "funcargs", {}).get("app")
    if server and report.failed:
        report.sections.append(("Log of the app", server.said()[-_LOG_CHARACTERS:]))
    return report
