"""Links to what is not there any more say so, whatever page they lead to."""

import re

import pytest
from playwright.sync_api import Page, expect

from slipway.bench.server import Server
from tests.browser.settled import visit


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/quiz?about=topic-nosuch", "“topic-nosuch”"),
        ("/labs?lab=nosuch", "“nosuch”"),
        ("/labs?lab=unit-or-integration&set=defects=nosuch&ran=1", "“defects=nosuch”"),
        ("/labs?lab=test-data&set=minutes=99999999&ran=1", "“minutes=99999999”"),
        ("/classify?sample=<b>nosuch</b>", "“?b?nosuch??b?”"),
        ("/replay?scenario=paulo&choose=requirement.ask.nosuch", "requirement has no guess 'nosuch'"),
    ],
)
def test_a_link_to_what_is_not_there_says_so(app: Server, page: Page, path: str, said: str) -> None:
    visit(page, app.url + path)
    expect(page.get_by_role("alert")).to_contain_text(said)


def test_a_step_beyond_the_end_becomes_the_last_one_in_the_address_too(app: Server, page: Page) -> None:
    visit(page, f"{app.url}/replay?scenario=paulo&at=9999")
    last = page.locator(".slipway-replay .scrubber").input_value()
    expect(page).to_have_url(re.compile(rf"[?&]at={last}(&|$)"))


def test_help_closes_with_escape(app: Server, page: Page) -> None:
    visit(page, f"{app.url}/replay?scenario=paulo")
    page.keyboard.press("?")
    expect(page.locator(".slipway-replay section.help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".slipway-replay section.help")).to_be_hidden()
