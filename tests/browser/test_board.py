"""The placement board as people use it: by keyboard, by lists, by mouse; and what the server hears of it."""

import re
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import Locator, Page, expect

from slipway.bench.server import Server
from tests.browser.axe import findings
from tests.browser.settled import settle, visit

BOARD = ".slipway-board"
SOLUTION = {
    "static-analysis": 2,
    "unit-tests": 2,
    "integration-tests": 3,
    "load-test": 4,
    "manual-qa": 4,
}
"""How many columns to the right of the tray each test of the first level belongs."""


def grip(page: Page, test: str) -> Locator:
    return page.locator(f'{BOARD} .grip[data-id="{test}"]')


def column(page: Page, stage: str) -> Locator:
    return page.locator(f'{BOARD} [data-column="{stage}"]')


def said(page: Page):
    return expect(page.locator(f"{BOARD} [aria-live]"))


def asked(page: Page, name: str) -> str:
    return parse_qs(urlparse(page.url).query).get(name, [""])[0]


def wait_for_put(page: Page, text: str) -> None:
    page.wait_for_function("(text) => decodeURIComponent(location.search).includes(text)", arg=text)
    settle(page)


def test_a_level_is_solved_by_keyboard_alone_and_every_step_is_spoken(app: Server, page: Page) -> None:
    visit(page, f"{app.url}/placement?level=first-five")
    for test, steps in SOLUTION.items():
        grip(page, test).focus()
        page.keyboard.press("Enter")
        said(page).to_contain_text("taken up from Not placed")
        for _ in range(steps):
            page.keyboard.press("ArrowRight")
        stage = ("Source", "Build", "Beta", "Gamma", "Production")[steps - 1]
        said(page).to_have_text(re.compile(f"^{stage}, "))
        page.keyboard.press("Enter")
        said(page).to_have_text(re.compile(f": {stage}\\.$"))
        expect(grip(page, test)).to_be_focused()
    wait_for_put(page, "manual-qa.gamma")
    go = page.get_by_role("button", name="Run it")
    go.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Solved: 100 points.")).to_be_visible()
    settle(page)
    assert [str(finding) for finding in findings(page)] == []
    expect(grip(page, "unit-tests").locator("..").locator(".mark")).to_have_text("✓")


def test_escape_leaves_a_test_where_it_was(app: Server, page: Page) -> None:
    visit(page, f"{app.url}/placement?level=first-five")
    grip(page, "unit-tests").focus()
    for key in ("Enter", "ArrowRight", "ArrowRight", "Escape"):
        page.keyboard.press(key)
    said(page).to_have_text("Unit tests stays: Not placed.")
    expect(column(page, "").locator(".card")).to_have_count(5)


def test_dragging_asks_the_server_for_nothing_until_the_card_is_dropped(app: Server, page: Page) -> None:
    frames: list[object] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: frames.append(frame)))
    visit(page, f"{app.url}/placement?level=first-five")
    before = len(frames)
    page.locator(BOARD).scroll_into_view_if_needed()
    start, goal = grip(page, "load-test").bounding_box(), column(page, "gamma").bounding_box()
    assert start and goal
    page.mouse.move(start["x"] + 20, start["y"] + 8)
    page.mouse.down()
    for stage in ("source", "build", "beta", "gamma"):
        box = column(page, stage).bounding_box()
        assert box
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 40, steps=6)
        expect(column(page, stage)).to_have_class("column over")
    assert len(frames) == before
    page.mouse.up()
    expect(column(page, "gamma").locator('[data-card="load-test"]')).to_be_visible()
    wait_for_put(page, "load-test.gamma")
    assert len(frames) > before


def test_a_list_places_a_test_and_undo_redo_and_reset_take_it_back_and_forth(app: Server, page: Page) -> None:
    visit(page, f"{app.url}/placement?level=first-five")
    page.get_by_label("Stage for Unit tests").select_option("Build")
    wait_for_put(page, "unit-tests.build")
    page.get_by_role("button", name="Undo").click()
    expect(column(page, "").locator(".card")).to_have_count(5)
    page.get_by_role("button", name="Redo").click()
    expect(column(page, "build").locator(".card")).to_have_count(1)
    page.get_by_label("Stage for Load test").select_option("Production")
    page.get_by_role("button", name="Reset").click()
    expect(column(page, "").locator(".card")).to_have_count(5)
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Control+z")
    expect(column(page, "production").locator(".card")).to_have_count(1)
    wait_for_put(page, "load-test.production")


def test_a_wrong_placement_is_run_and_its_consequences_told(app: Server, page: Page) -> None:
    visit(page, f"{app.url}/placement?level=first-five&put=unit-tests.build,load-test.production")
    page.get_by_role("button", name="Run it").click()
    expect(page.get_by_text("Not there yet")).to_be_visible()
    expect(page.get_by_text("45 min of load on Production’s database").first).to_be_visible()
    expect(page.locator(".slipway-replay .picture")).to_be_visible()
    expect(page.get_by_role("button", name="Show where par has its tests")).to_be_visible()
    assert asked(page, "ran") == "unit-tests.build,load-test.production"


def test_a_run_is_in_its_address_and_a_solved_level_is_remembered(app: Server, page: Page) -> None:
    put = "static-analysis.build,unit-tests.build,integration-tests.beta,load-test.gamma,manual-qa.gamma"
    visit(page, f"{app.url}/placement?level=first-five&put={put}&ran={put}&bet=busy-evening")
    expect(page.get_by_text("You bet on “The service gives in on a busy evening”")).to_be_visible()
    expect(page.get_by_text("Solved: 100 points.")).to_be_visible()
    visit(page, f"{app.url}/placement?level=right-data")
    page.get_by_label("Level", exact=True).click()
    expect(page.get_by_text("✓ 1. Place five tests (100 points)")).to_be_visible()


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("level=nowhere", "there is no level called “nowhere”"),
        ("level=first-five&put=unit-tests.nowhere", "no stage 'nowhere'"),
        ("level=first-five&put=%3Cscript%3E", "a placed test is written test.stage"),
        ("level=first-five&assume=blind_spot.7", "the blind spot must be a share"),
    ],
)
def test_a_broken_address_says_what_is_wrong_and_offers_a_way_out(
    app: Server, page: Page, query: str, reason: str
) -> None:
    visit(page, f"{app.url}/placement?{query}")
    expect(page.get_by_text(reason)).to_be_visible()
    page.get_by_role("button", name="Start afresh").click()
    expect(page.locator(BOARD)).to_be_visible()


def test_other_assumptions_make_another_game(app: Server, page: Page) -> None:
    visit(page, f"{app.url}/placement?level=first-five")
    page.get_by_text("Assumptions behind the numbers").click()
    settle(page)
    team = page.get_by_label("People in the team")
    team.fill("40")
    team.press("Tab")
    expect(team).to_have_value("40")
    page.get_by_role("button", name="Compute with these").click()
    wait_for_put(page, "assume=team.40")
