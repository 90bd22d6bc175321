"""A page in a real browser, timed from the click until it rests or shows something else."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from slipway.bench.chromium import find_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PATIENCE_MS = 60_000
_IDLE = "[data-testid=stApp][data-test-script-state=notRunning]"

# Note when the server was heard last, and how much it said.
_LISTEN = """
window.WebSocket = class extends window.WebSocket {
  constructor(...how) {
    super(...how);
    this.addEventListener("message", ({ data }) => {
      window.slipwayHeard = performance.now();
      window.slipwayBytes = (window.slipwayBytes || 0) + (data.size ?? data.byteLength ?? data.length);
    });
  }
};
"""

# From the click until the last message of the server, and the last change in the page that followed from it.
# A server that is silent for long may still be at work.
CLICK_TO_REST_MS = """
([button]) => new Promise((done, fail) => {
  const start = performance.now();
  window.slipwayHeard = 0;
  let changed = 0;
  const watcher = new MutationObserver(() => { changed = performance.now(); });
  watcher.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  const rest = () => {
    if (performance.now() - start > PATIENCE) return fail(new Error("no answer to the click"));
    const last = Math.max(changed, window.slipwayHeard);
    const running = !document.querySelector("IDLE");
    if (!window.slipwayHeard || running || performance.now() - last < 250) return setTimeout(rest, 50);
    watcher.disconnect();
    done(last - start);
  };
  document.querySelector(button).click();
  rest();
})
"""

# From the click until something else is seen, in the page or in a component's shadow.
CLICK_TO_CHANGE_MS = """
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


def missing() -> str:
    """Why there can be no browser here; empty where there can."""
    try:
        import playwright.sync_api  # noqa: F401
    except ImportError:
        return "Playwright is not installed; `make bench` installs it"
    return "" if find_chromium() else "no Chrome or Chromium found; `make bench` installs one"


@contextmanager
def a_browser() -> Iterator["Browser"]:
    """A Chromium; call it only where nothing is missing."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium())
        yield browser
        browser.close()


def open_page(browser: "Browser", url: str, button: str) -> "Page":
    """A page that has come to rest, with the button in it."""
    page = browser.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.add_init_script(_LISTEN)
    page.goto(url)
    page.locator(button).wait_for()
    page.locator(_IDLE).wait_for()
    return page


def click_ms(page: "Page", measure: str, *arguments: str) -> float:
    """How long one of the measures above takes, with its arguments: the button, and what is watched."""
    page.bring_to_front()
    script = measure.replace("PATIENCE", str(PATIENCE_MS)).replace("IDLE", _IDLE)
    took = float(page.evaluate(script, list(arguments)))
    page.locator(_IDLE).wait_for()
    return took


def heard_bytes(page: "Page") -> int:
    """How much the server has sent since this was asked last."""
    return int(
        page.evaluate("() => { const heard = window.slipwayBytes || 0; window.slipwayBytes = 0; return heard; }")
    )
