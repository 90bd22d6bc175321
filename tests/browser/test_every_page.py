"""Every page of the app, and every state that its entry names, seen as a visitor's browser sees it."""

import pytest
from playwright.sync_api import Page

from slipway.bench.server import Server
from tests.browser.addresses import addresses
from tests.browser.axe import findings
from tests.browser.settled import settle, unroll, visit

PATHS = addresses()
WIDE, PHONES = 1280, (480, 390)


@pytest.mark.parametrize("name", PATHS)
def test_a_page_opens_well_reads_well_and_fits_a_phone(app: Server, page: Page, name: str) -> None:
    visit(page, app.url + PATHS[name])
    faults = _opening_faults(page)
    unroll(page, WIDE)
    faults += [f"light: {finding}" for finding in findings(page)]
    page.emulate_media(color_scheme="dark")
    settle(page)
    faults += [f"dark: {finding}" for finding in findings(page)]
    for width in PHONES:
        unroll(page, width)
        faults += [*_sideways(page, width), *(f"{width} px: {finding}" for finding in findings(page))]
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)


def _opening_faults(page: Page) -> list[str]:
    faults = [f"shows {what}" for what in ("stException", "stDialog") if page.get_by_test_id(what).count()]
    if page.locator("h1").count() != 1:
        faults.append(f"has {page.locator('h1').count()} top headings, not one")
    if page.title() in ("", "Streamlit"):
        faults.append("has no title of its own")
    return faults


def _sideways(page: Page, width: int) -> list[str]:
    beyond = page.get_by_test_id("stMain").evaluate("(main) => main.scrollWidth - main.clientWidth")
    return [f"needs {beyond} px of sideways scrolling at {width} px"] if beyond else []
