"""When a Streamlit page has finished: its script, its lazy chunks, its fonts and pictures."""

from playwright.sync_api import Page

PATIENCE_MS = 60_000
_HEIGHT, _MOST_HEIGHT = 900, 12_000

# Chunks announce themselves as skeletons or as further requests, so half a second without either is the end.
_SETTLED = """
() => {
  const app = document.querySelector("[data-testid=stApp]");
  const idle = app && app.dataset.testScriptState === "notRunning" && app.dataset.testConnectionState === "CONNECTED";
  const loading = document.querySelector("[data-testid=stSkeleton], [data-testid=stAppSkeleton], [data-stale=true]");
  const ready = idle && !loading && document.fonts.status === "loaded" && [...document.images].every((i) => i.complete);
  const mark = ready ? `${performance.getEntriesByType("resource").length}/${document.body.scrollHeight}` : "";
  const since = window.slipwaySettling || { mark: null, at: 0 };
  if (!mark || since.mark !== mark) {
    window.slipwaySettling = { mark, at: performance.now() };
    return false;
  }
  return performance.now() - since.at > 500;
}
"""


def settle(page: Page) -> None:
    """Wait until the page shows all it is going to show."""
    page.evaluate("() => { delete window.slipwaySettling; }")
    page.wait_for_function(_SETTLED, polling=100, timeout=PATIENCE_MS)


def unroll(page: Page, width: int) -> None:
    """Let the window grow until nothing is left to scroll: Streamlit scrolls inside the page, and axe-core passes over
    the contrast of what is out of sight."""
    page.set_viewport_size({"width": width, "height": _HEIGHT})
    beyond = page.get_by_test_id("stMain").evaluate("(main) => main.scrollHeight - main.clientHeight")
    if beyond > 0:
        page.set_viewport_size({"width": width, "height": min(_HEIGHT + int(beyond), _MOST_HEIGHT)})
    settle(page)


def visit(page: Page, url: str) -> None:
    """Open an address and wait for all of it."""
    page.goto(url)
    settle(page)
