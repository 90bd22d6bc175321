"""A rerun of the replay page against one of an empty page: from the click to the change in the browser."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from slipway.bench.chromium import find_chromium
from slipway.bench.row import Row, compare
from slipway.bench.server import Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_ROOT = Path(__file__).parents[2]
_WHAT = "rerun of the replay page"
_REPEATS = 24
_PATIENCE_MS = 60_000
_SEND = ".slipway-replay .primary"

_EMPTY_APP = """\
import time
import streamlit as st
st.button("Again", key="again")
st.write(f"{time.perf_counter_ns()}")
"""

# Click, then look at the probe as often as the browser lets us until it has changed.
_CLICK_TO_CHANGE_MS = """
([button, watched, attribute, patience]) => new Promise((done, fail) => {
  const inside = (selector) => {
    const hosts = [...document.querySelectorAll("[data-testid^=stBidiComponent], [data-testid^=stBidiComponent] *")];
    return [document, ...hosts.map((host) => host.shadowRoot).filter(Boolean)]
      .map((root) => root.querySelector(selector)).find(Boolean);
  };
  const probe = () => { const node = inside(watched); return node ? node[attribute] : undefined; };
  const before = probe();
  const start = performance.now();
  const look = () => {
    const now = probe();
    if (now !== undefined && now !== before) done(performance.now() - start);
    else if (performance.now() - start > patience) fail(new Error(`${watched} did not change`));
    else setTimeout(look, 0);
  };
  inside(button).click();
  look();
})
"""


def bench_rerun() -> Row:
    """Decisions on the replay page and clicks on the empty one take turns, under the same settings."""
    try:
        import playwright.sync_api  # noqa: F401
    except ImportError:
        return {"what": _WHAT, "skipped": "Playwright is not installed; `make bench` installs it"}
    path = find_chromium()
    if path is None:
        return {"what": _WHAT, "skipped": "no Chrome or Chromium found; `make bench` installs one"}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        replay, empty = _serve(stack, folder)
        browser = stack.enter_context(_browser(path))
        return _measure(browser, f"{replay.url}/replay?scenario=paulo", empty.url)


def _serve(stack: ExitStack, folder: Path) -> tuple[Server, Server]:
    script = folder / "empty.py"
    script.write_text(_EMPTY_APP, "utf-8")
    database = {"SLIPWAY_DATABASE_URL": f"sqlite:///{folder / 'bench.db'}"}
    replay = stack.enter_context(Server(_ROOT / "app.py", folder / "replay.log", database))
    return replay, stack.enter_context(Server(script, folder / "empty.log"))


@contextmanager
def _browser(path: str) -> Iterator["Browser"]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path)
        yield browser
        browser.close()


def _measure(browser: "Browser", replay_url: str, empty_url: str) -> Row:
    empty, replay = browser.new_page(), browser.new_page()
    for page in (empty, replay):
        page.set_default_timeout(_PATIENCE_MS)
    empty.goto(empty_url)
    empty.get_by_role("button", name="Again").wait_for()
    mine: list[float] = []
    bare: list[float] = []
    for repeat in range(_REPEATS):
        _come_to_decision(replay, replay_url, repeat)
        bare.append(_click_ms(empty, ".st-key-again button", "[data-testid=stMarkdown]", "innerText"))
        mine.append(_click_ms(replay, _SEND, ".scrubber", "max"))
    return compare(_WHAT, mine, "an empty page's rerun", bare)


def _come_to_decision(page: "Page", url: str, repeat: int) -> None:
    """Choose and predict, ready to be sent; a run without open decisions starts over."""
    if page.url == "about:blank" or not _at_decision(page):
        page.goto(url)
        page.locator(".scrubber").wait_for()
        _at_decision(page)
    for fieldset in page.locator(".slipway-replay fieldset").all():
        choices = fieldset.locator("input")
        choices.nth(repeat % choices.count()).check()


def _at_decision(page: "Page") -> bool:
    page.locator(".control.last").click()
    return page.locator(_SEND).count() > 0


def _click_ms(page: "Page", button: str, watched: str, attribute: str) -> float:
    took = float(page.evaluate(_CLICK_TO_CHANGE_MS, [button, watched, attribute, _PATIENCE_MS]))
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    return took
