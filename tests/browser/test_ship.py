"""The shipping lab as people use it: bet, ship, scrub, compare, bring files, take one home."""

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from slipway.bench.server import Server
from tests.browser.axe import findings
from tests.browser.settled import settle, visit

RUN = "/ship?release=errors&profile=steady&plan=canary&seed=1&against=all_at_once&ran=1"
MANIFEST = """apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata:
  name: shop
spec:
  replicas: 10
  strategy:
    canary:
      steps:
      - setWeight: 20
      - pause: {}
"""


def _choose(page: Page, label: str, option: str) -> None:
    page.get_by_role("combobox", name=label, exact=True).click()
    page.get_by_role("option", name=option, exact=True).click()
    settle(page)


def _bet(page: Page, ask: str, guess: str) -> None:
    page.get_by_role("radiogroup", name=ask).get_by_text(guess).click()
    settle(page)


def test_a_learner_bets_ships_and_is_told_what_happened(
    app: Server, page: Page, new_context: Callable[..., BrowserContext]
) -> None:
    visit(page, app.url + "/ship")
    _bet(page, "Your bet: how does the first one end?", "everybody gets it")
    _bet(page, "How many of 20,000 users meet the fault?", "fewer than 1,000")
    page.get_by_role("button", name="Ship it").click()
    expect(page.get_by_text("You said “everybody gets it”; it was “it goes back”.")).to_be_visible()
    expect(page.get_by_text("You said “fewer than 1,000”: right.")).to_be_visible()
    expect(page.get_by_role("cell", name="rolled back")).to_be_visible()
    settle(page)
    assert findings(page) == []
    again = new_context().new_page()
    visit(again, page.url)
    expect(again.get_by_text("You said “fewer than 1,000”: right.")).to_be_visible()


def test_a_curve_is_drawn_and_laid_over_what_came(
    app: Server, page: Page, new_context: Callable[..., BrowserContext]
) -> None:
    visit(page, app.url + "/ship?release=crash&plan=blue_green&against=canary")
    picture = page.locator(".slipway-sketch svg")
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    assert box is not None
    left, width, bottom = box["x"] + 60, box["width"] - 76, box["y"] + box["height"] - 44
    page.mouse.move(left, bottom)
    page.mouse.down()
    for step in range(1, 25):
        page.mouse.move(left + width * step / 24, bottom - (120 if step in (1, 2) else 0))
    page.mouse.up()
    settle(page)
    expect(page.get_by_role("spinbutton", name="Minute 60: failed requests, %")).to_have_value("0.1")
    page.get_by_role("button", name="Ship it").click()
    expect(page.get_by_text("You drew the curve, and it is")).to_be_visible()
    expect(page.get_by_role("img", name="what came: Minute 0: 0.1 %. Minute 5: 20 %.")).to_be_visible()
    settle(page)
    assert findings(page) == []
    again = new_context().new_page()
    visit(again, page.url)
    expect(again.get_by_text("You drew the curve, and it is")).to_be_visible()


def test_a_curve_is_typed_instead_and_taken_back(app: Server, page: Page) -> None:
    visit(page, app.url + "/ship")
    field = page.get_by_role("spinbutton", name="Minute 5: failed requests, %")
    field.focus()
    page.keyboard.type("20")
    page.keyboard.press("Tab")
    settle(page)
    expect(page.get_by_role("spinbutton", name="Minute 10: failed requests, %")).to_have_value("0.1")
    expect(page.get_by_role("img", name="Minute 5: 20 %.")).to_be_visible()
    page.get_by_role("button", name="Begin anew").click()
    settle(page)
    expect(field).to_have_value("")
    page.get_by_role("button", name="Ship it").click()
    expect(page.get_by_role("heading", name="What happened")).to_be_visible()
    assert "drawn" not in page.url


def test_a_link_with_settings_that_are_the_usual_ones_is_not_called_changed(app: Server, page: Page) -> None:
    visit(page, app.url + "/ship?release=good&plan=canary;max_error_rate=0.01&against=argo&ran=1")
    expect(page.get_by_role("heading", name="What happened")).to_be_visible()
    expect(page.get_by_text("The settings above have changed")).to_have_count(0)


def test_the_film_is_scrubbed_by_keyboard_and_without_the_server(app: Server, page: Page) -> None:
    visit(page, app.url + RUN)
    sent: list[object] = []
    page.on("websocket", lambda socket: socket.on("framesent", sent.append))
    slider = page.get_by_role("slider", name="Time")
    slider.focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("minute 2 of 60")).to_be_visible()
    page.keyboard.press("End")
    expect(page.get_by_text("minute 60 of 60")).to_be_visible()
    assert sent == []


def test_a_change_shows_at_once_when_asked_to(app: Server, page: Page) -> None:
    visit(page, app.url + RUN)
    page.get_by_text("Run at once after each change").click()
    settle(page)
    _choose(page, "What is really in the release", "Nothing wrong")
    expect(page.get_by_role("cell", name="released to everybody").first).to_be_visible()
    assert "release=good" in page.url


def test_a_manifest_is_pasted_and_simulated_by_its_own_rules(app: Server, page: Page) -> None:
    visit(page, app.url + "/ship")
    _choose(page, "How it goes out", "a configuration file of mine")
    paste = page.get_by_role("textbox", name="Or paste the configuration")
    paste.fill(MANIFEST)
    paste.press("Control+Enter")
    expect(page.get_by_text("Read: it speaks Argo Rollouts.")).to_be_visible()
    settle(page)
    page.get_by_role("button", name="Ship it").click()
    expect(page.get_by_role("cell", name="paused")).to_be_visible()


def test_a_table_of_traffic_and_a_release_are_brought_and_what_is_wrong_is_named(app: Server, page: Page) -> None:
    visit(page, app.url + "/ship")
    _choose(page, "Traffic", "a table of mine (CSV)")
    table = page.get_by_role("textbox", name="Or paste the table")
    table.fill("time,rps\n0,50\n600,many\n")
    table.press("Control+Enter")
    expect(page.get_by_text("pasted text:3:1")).to_be_visible()
    settle(page)
    page.get_by_role("button", name="Ship it").click()
    expect(page.get_by_text("there is no table of traffic yet that can be simulated")).to_be_visible()
    visit(page, app.url + "/ship")
    _choose(page, "Traffic", "a table of mine (CSV)")
    table.fill("time,rps\n0,50\n600,60\n")
    table.press("Control+Enter")
    expect(page.get_by_text("Read: 10 minutes, about 33,000 requests.")).to_be_visible()
    settle(page)
    _choose(page, "What is really in the release", "a file of mine")
    release = page.get_by_role("textbox", name="Or paste the release")
    release.fill("name: half\nfault: errors\nerror_rate: 0.5\n")
    release.press("Control+Enter")
    expect(page.get_by_text("Read: half.")).to_be_visible()
    settle(page)
    page.get_by_role("button", name="Ship it").click()
    expect(page.get_by_text("minute 10 of 10")).to_be_visible()
    assert findings(page) == []


def test_many_days_run_with_progress_and_are_kept(app: Server, page: Page) -> None:
    visit(page, app.url + RUN.replace("profile=steady", "profile=quiet"))
    page.get_by_role("button", name="Run them").click()
    expect(page.get_by_role("columnheader", name="a good release")).to_be_visible()
    settle(page)
    assert findings(page) == []


def test_many_days_are_stopped_and_what_is_done_is_kept(app: Server, page: Page) -> None:
    visit(page, app.url + RUN)
    page.get_by_role("combobox", name="Days", exact=True).focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", name="200")).to_be_visible()
    for key in ("End", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_role("combobox", name="Days", exact=True)).to_have_value("200")
    settle(page)
    page.get_by_role("button", name="Run them").click()
    expect(page.get_by_text(re.compile(r"^[1-9]\d* of 200 days$"))).to_be_visible()
    page.get_by_role("button", name="Stop, keep what is done").click()
    expect(page.get_by_role("columnheader", name="a good release")).to_be_visible()
    expect(page.get_by_text(re.compile(r"^\d+ of 200 days$"))).to_have_count(0)
    expect(page.get_by_role("button", name="Stop, keep what is done")).to_have_count(0)


def test_chances_of_a_canary_are_computed_when_asked_for(app: Server, page: Page) -> None:
    visit(page, app.url + RUN.replace("release=errors", "release=subtle"))
    page.get_by_text("Compute the chances").click()
    expect(page.get_by_role("cell", name=" / ").first).to_be_visible()
    settle(page)
    assert findings(page) == []
    visit(page, app.url + RUN.replace("release=errors", "release=leak"))
    expect(page.get_by_text("its chances are not one number")).to_be_visible()


def test_settings_go_home_as_a_file_that_says_what_it_cannot_say(app: Server, page: Page) -> None:
    visit(page, app.url + RUN)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save argo.yaml").click()
    assert "kind: Rollout" in download.value.path().read_text("utf-8")
    page.get_by_role("radiogroup", name="As a file of").get_by_text("AWS SAM").click()
    expect(page.get_by_text("AWS::Serverless::Function").first).to_be_visible()
    expect(page.get_by_text("The file cannot say:")).to_be_visible()


def test_an_address_that_cannot_be_read_is_named_and_can_be_left(app: Server, page: Page) -> None:
    visit(page, app.url + "/ship?plan=nosuch&ran=1")
    expect(page.get_by_text("there is no strategy 'nosuch'").first).to_be_visible()
    page.get_by_role("button", name="Start over").click()
    settle(page)
    expect(page.get_by_role("button", name="Ship it")).to_be_visible()
