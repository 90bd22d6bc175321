"""A release in a lesson: bet, see what it did, go on in the lab."""

from playwright.sync_api import Page, expect

from slipway.bench.server import Server
from tests.browser.axe import findings
from tests.browser.settled import settle, visit


def test_a_learner_bets_sees_it_go_and_finds_the_bet_again(app: Server, page: Page) -> None:
    visit(page, app.url + "/lesson?lesson=shipping")
    part = page.locator(".st-key-rollout-shipping-canary")
    expect(part.get_by_text("Fails 5 % of requests")).to_be_visible()
    expect(part.get_by_role("table")).to_have_count(0)
    part.get_by_role("button", name="Place your bet").click()
    expect(part.get_by_text("Choose one first.")).to_be_visible()
    part.get_by_text("fewer than 1,000").click()
    part.get_by_role("button", name="Place your bet").click()
    expect(part.get_by_text("You said “fewer than 1,000”: right.")).to_be_visible()
    expect(part.get_by_role("cell", name="rolled back")).to_be_visible()
    settle(page)
    assert findings(page) == []
    part.get_by_role("link", name="Open it in the shipping lab").click()
    settle(page)
    expect(page.get_by_role("heading", level=1, name="Ship it")).to_be_visible()
    expect(page.get_by_role("cell", name="rolled back").first).to_be_visible()
    page.go_back()
    settle(page)
    expect(page.get_by_text("You said “fewer than 1,000”: right.")).to_be_visible()


def test_a_learner_draws_the_curve_and_finds_it_again_over_what_came(app: Server, page: Page) -> None:
    visit(page, app.url + "/lesson?lesson=canary")
    part = page.locator(".st-key-rollout-canary-under-load")
    part.get_by_role("button", name="Place your bet").click()
    expect(part.get_by_text("Draw a curve first.")).to_be_visible()
    field = part.get_by_role("spinbutton", name="Minute 40: failed requests, %")
    field.fill("100")
    field.press("Tab")
    part.get_by_role("button", name="Place your bet").click()
    expect(part.get_by_text("You drew the curve, and it is")).to_be_visible()
    settle(page)
    assert findings(page) == []
    visit(page, app.url + "/lesson?lesson=canary")
    expect(part.get_by_text("You drew the curve, and it is")).to_be_visible()
