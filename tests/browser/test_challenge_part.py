"""A challenge in a lesson: its limits, the way to it, and that it is solved."""

from urllib.parse import urlencode

from playwright.sync_api import Page, expect

from slipway.bench.server import Server
from tests.browser.axe import findings
from tests.browser.settled import settle, visit

LESSON = "/lesson?lesson=auto-scaling"
SOLVED = urlencode({"challenge": "step-by-step", "ran": "1"}) + "&plan=" + "step%3Blow_pct%3D50%3Blow_alarm_min%3D1"


def test_a_learner_opens_a_challenge_solves_it_and_finds_it_solved_in_the_lesson(app: Server, page: Page) -> None:
    visit(page, app.url + LESSON)
    part = page.locator(".st-key-challenge-step-by-step")
    expect(part.get_by_text("Challenge: Fast up, slowly down.")).to_be_visible()
    expect(part.get_by_role("listitem")).to_have_count(2)
    assert findings(page) == []
    part.get_by_role("link", name="Open it on the Operate page").click()
    settle(page)
    expect(page.get_by_role("heading", name="Fast up, slowly down")).to_be_visible()
    visit(page, f"{app.url}/operate?{SOLVED}%3Bremove%3D1%3Badd_then%3D5%3Badd%3D2")
    expect(page.get_by_text("Solved.")).to_be_visible()
    visit(page, app.url + LESSON)
    expect(part.get_by_text("Challenge solved: Fast up, slowly down.")).to_be_visible()
    expect(part.get_by_text("Cost, your best:")).to_be_visible()
    assert findings(page) == []
    part.get_by_role("link", name="Open it on the Operate page").click()
    settle(page)
    expect(page.get_by_text("Solved.")).to_be_visible()
