"""The replay page against an empty page, from the click in the browser: a rerun, and a decision until it shows."""

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
_RERUN, _DECISION = "rerun of the replay page", "decision on the replay page, until it shows"
_REPEATS = 24
_PATIENCE_MS = 60_000
_IDLE = "[data-testid=stApp][data-test-script-state=notRunning]"
_AGAIN, _RESET = ".st-key-again button", ".st-key-replay_reset button"
_SEND = ".slipway-replay .primary"

_EMPTY_APP = """\
import time
import streamlit as st
st.button("Again", key="again")
st.write(f"{time.perf_counter_ns()}")
"""

# Note when the server was heard last.
_LISTEN = """
window.WebSocket = class extends window.WebSocket {
  constructor(...how) {
    super(...how);
    this.addEventListener("message", () => { window.slipwayHeard = performance.now(); });
  }
};
"""

# From the click until the last message of the server, and the last change in the page that followed from it.
_CLICK_TO_REST_MS = """
([button]) => new Promise((done, fail) => {
  const start = performance.now();
  window.slipwayHeard = 0;
  let changed = 0;
  const watcher = new MutationObserver(() => { changed = performance.now(); });
  watcher.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  const rest = () => {
    if (performance.now() - start > PATIENCE) return fail(new Error("no answer to the click"));
    const last = Math.max(changed, window.slipwayHeard);
    if (!window.slipwayHeard || performance.now() - last < 250) return setTimeout(rest, 50);
    watcher.disconnect();
    done(last - start);
  };
  document.querySelector(button).click();
  rest();
})
"""

# From the click until something else is seen, in the page or in a component's shadow.
_CLICK_TO_CHANGE_MS = """
([button, watched, attribute]) => new Promise((done, fail) => {
  const inside = (selector) => {
    const hosts = [...document.querySelectorAll("[data-testid^=stBidiComponent]")];
    return [document, ...hosts.map((host) => host.shadowRoot).filter(Boolean)]
      .map((root) => root.querySelector(selector)).find(Boolean);
  };
  const probe = () => { const node = inside(watched); return node ? node[attribute] : undefined; };
  const before = probe();
  const start = performance.now();
  const look = () => {
    const now = probe();
    if (now !== undefined && now !== before) done(performance.now() - start);
    else if (performance.now() - start > PATIENCE) fail(new Error("the click changed nothing"));
    else setTimeout(look, 0);
  };
  inside(button).click();
  look();
})
"""


def bench_rerun() -> list[Row]:
    """The pages take turns, under the same settings, so that a busy machine slows both."""
    try:
        import playwright.sync_api  # noqa: F401
    except ImportError:
        return _skipped("Playwright is not installed; `make bench` installs it")
    path = find_chromium()
    if path is None:
        return _skipped("no Chrome or Chromium found; `make bench` installs one")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        replay, empty = _serve(stack, folder)
        browser = stack.enter_context(_browser(path))
        return _measure(browser, f"{replay.url}/replay?scenario=paulo", empty.url)


def _skipped(reason: str) -> list[Row]:
    return [{"what": what, "skipped": reason} for what in (_RERUN, _DECISION)]


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


def _measure(browser: "Browser", replay_url: str, empty_url: str) -> list[Row]:
    empty, untouched = _open(browser, empty_url, _AGAIN), _open(browser, replay_url, _RESET)
    story = browser.new_page()
    story.set_default_timeout(_PATIENCE_MS)
    reruns, empty_reruns, decisions, changes = [], [], [], []
    for repeat in range(_REPEATS):
        empty_reruns.append(_time_ms(empty, _CLICK_TO_REST_MS, _AGAIN))
        reruns.append(_time_ms(untouched, _CLICK_TO_REST_MS, _RESET))
        _come_to_decision(story, replay_url, repeat)
        changes.append(_time_ms(empty, _CLICK_TO_CHANGE_MS, _AGAIN, "[data-testid=stMarkdown]", "innerText"))
        decisions.append(_time_ms(story, _CLICK_TO_CHANGE_MS, _SEND, ".scrubber", "max"))
    return [
        compare(_RERUN, reruns, "an empty page's rerun", empty_reruns),
        compare(_DECISION, decisions, "a text changed on an empty page", changes),
    ]


def _open(browser: "Browser", url: str, button: str) -> "Page":
    page = browser.new_page()
    page.add_init_script(_LISTEN)
    page.goto(url, timeout=_PATIENCE_MS)
    page.locator(button).wait_for(timeout=_PATIENCE_MS)
    page.locator(_IDLE).wait_for(timeout=_PATIENCE_MS)
    return page


def _come_to_decision(page: "Page", url: str, repeat: int) -> None:
    """Choose and predict, ready to be sent; a run without open decisions starts over."""
    page.bring_to_front()
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


def _time_ms(page: "Page", measure: str, *arguments: str) -> float:
    page.bring_to_front()
    took = float(page.evaluate(measure.replace("PATIENCE", str(_PATIENCE_MS)), list(arguments)))
    page.locator(_IDLE).wait_for()
    return took
