"""The replay player in a real browser, alone on a page and with made-up data."""

import json
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from slipway.bench.server import Server
from tests.browser.axe import findings
from tests.ui.replay_harness.data import DECISION_AT, HOSTILE

HARNESS = Path(__file__).parents[1] / "ui" / "replay_harness" / "app.py"
WIDTHS = (480, 760, 1280)

# Texts of the picture that reach out of their panel's row, or out of the picture.
OVERFLOWS = """(svg) => {
  const frame = svg.getBoundingClientRect();
  const out = (text, box) => {
    const t = text.getBoundingClientRect();
    const sideways = t.left < box.left - 1 || t.right > box.right + 1;
    return t.width > 0 && (sideways || t.top < box.top - 1 || t.bottom > box.bottom + 1);
  };
  const rows = [...svg.querySelectorAll('.row')].flatMap((plate) =>
    [...plate.parentNode.querySelectorAll('text')].filter((text) => out(text, plate.getBoundingClientRect())));
  const all = [...svg.querySelectorAll('text')].filter((text) => !text.closest('.gone') && out(text, frame));
  return [...rows, ...all].map((text) => text.textContent);
}"""


# Every drawing is as wide as its place: the page has come to rest after a change of its width.
DRAWN_TO_FIT = """() => {
  const host = [...document.querySelectorAll('[data-testid=stBidiComponentIsolated]')].pop();
  const fits = ([...host.shadowRoot.querySelectorAll('.picture')]).every((picture) =>
    Number(picture.firstChild.getAttribute('width')) === Math.floor(picture.clientWidth));
  const width = innerWidth;
  const calm = window.drawnAt === width;
  window.drawnAt = width;
  return fits && calm;
}"""


@pytest.fixture(scope="module")
def harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(HARNESS, tmp_path_factory.mktemp("harness") / "log") as server:
        yield server


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    made: list[BrowserContext] = []

    def make(width: int = 1280, **options) -> BrowserContext:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        context.set_default_timeout(30_000)
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()


@pytest.fixture
def visit(harness: Server, new_context: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """A page that shows the example, its player drawn; websocket frames sent are kept in `page.sent`."""

    def open_page(mode: str, width: int = 1280, more: str = "", **options) -> Page:
        page = new_context(width, **options).new_page()
        page.goto(f"{harness.url}/?mode={mode}{more}")
        page.locator(".drawing .panel").first.wait_for()
        page.wait_for_function("() => document.fonts.status === 'loaded'")
        return page

    return open_page


def player(page: Page) -> Locator:
    return page.locator(".slipway-replay")


def cursor(page: Page) -> int:
    return int(page.locator(".scrubber").input_value())


def focused(page: Page) -> str:
    return str(
        page.evaluate(
            "() => { let a = document.activeElement; while (a.shadowRoot && a.shadowRoot.activeElement)"
            " a = a.shadowRoot.activeElement; return a.type || a.tagName.toLowerCase(); }"
        )
    )


def acts(page: Page) -> list[dict[str, Any]]:
    return list(json.loads(page.get_by_test_id("stCode").inner_text()))


def count_frames(page: Page) -> list[object]:
    """Frames sent from now on; the page must not have been opened yet."""
    frames: list[object] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: frames.append(frame)))
    return frames


def test_the_keyboard_alone_reaches_the_decision_predicts_chooses_and_sends(visit) -> None:
    page = visit("decision")
    page.keyboard.press("ArrowRight")
    assert cursor(page) == 1
    page.keyboard.press("n")
    assert (cursor(page), focused(page)) == (DECISION_AT, "radio")
    go = page.get_by_role("button", name="See what happens")
    expect(go).to_be_disabled()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    expect(go).to_be_disabled()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("stCode")).to_contain_text("decide")
    sent = acts(page)[0]
    assert (sent["decision"], sent["option"], sent["prediction"], sent["cursor"]) == (
        "block",
        "lower",
        "wait",
        DECISION_AT,
    )


def test_a_double_click_decides_once(visit) -> None:
    page = visit("decision")
    page.get_by_role("button", name="To the end").click()
    page.get_by_role("radio", name="They wait").check()
    page.get_by_role("radio", name="Lower the threshold").check()
    page.get_by_role("button", name="See what happens").dblclick()
    expect(page.get_by_test_id("stCode")).to_contain_text("decide")
    page.get_by_role("button", name="Rerun").click()
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    assert [act["do"] for act in acts(page)] == ["decide"]


def test_scrubbing_stepping_and_playing_send_nothing(harness: Server, new_context) -> None:
    page = new_context().new_page()
    frames = count_frames(page)
    page.goto(f"{harness.url}/?mode=past&keep=this")
    page.locator(".drawing .panel").first.wait_for()
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    before = len(frames)
    for key in ("ArrowRight", "ArrowLeft", "Home", "End", "p", "Shift+N", "n", "+", "-", "?", "?"):
        page.keyboard.press(key)
    for position in range(0, 36, 4):
        page.locator(".scrubber").fill(str(position))
    page.keyboard.press("Space")
    expect(page.locator(".scrubber")).not_to_have_value("32")
    page.keyboard.press("Space")
    page.locator(".log .jump").nth(5).click()
    assert cursor(page) == 5
    page.wait_for_function("() => new URL(location.href).searchParams.get('at') === '5'")
    assert parse_qs(urlparse(page.url).query) == {"mode": ["past"], "keep": ["this"], "at": ["5"]}
    assert len(frames) == before


def test_keys_are_left_alone_while_somebody_writes(visit) -> None:
    page = visit("past")
    before = cursor(page)
    page.get_by_label("A page field").fill("a")
    for key in ("n", "Home", "Space", "ArrowLeft", "u"):
        page.keyboard.press(key)
    assert cursor(page) == before
    assert acts(page) == []


def test_playing_goes_on_by_itself_and_stops_at_the_decision_that_is_due(visit) -> None:
    page = visit("decision")
    page.locator(".scrubber").fill(str(DECISION_AT - 3))
    for _ in range(2):
        page.keyboard.press("+")
    page.get_by_role("button", name="Play").click()
    expect(page.locator(".deciding.due")).to_be_visible()
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    expect(page.locator("[aria-live]")).to_contain_text("A decision is due: The pipeline is blocked")


def test_after_a_decision_what_is_new_unfolds_and_playing_goes_on(visit) -> None:
    page = visit("decision")
    page.locator(".scrubber").fill(str(DECISION_AT - 1))
    page.keyboard.press("Space")
    expect(page.locator(".deciding.due")).to_be_visible()
    page.get_by_role("radio", name="They pass on their own").check()
    page.get_by_role("radio", name="Write the missing tests").check()
    page.get_by_role("button", name="See what happens").press("Enter")
    expect(page.locator(".deciding")).to_contain_text("Play on to see.")
    expect(page.get_by_role("button", name="Pause")).to_be_focused()
    expect(page.locator(".deciding")).to_contain_text("What came first was")
    expect(page.locator(".scrubber")).to_have_value(str(DECISION_AT + 7))
    expect(page.get_by_role("button", name="Play")).to_be_focused()


def test_what_was_picked_survives_a_rerun_and_a_look_back(visit) -> None:
    page = visit("decision")
    page.keyboard.press("End")
    page.get_by_role("radio", name="They wait").check()
    page.get_by_role("button", name="One step back").click()
    page.get_by_role("button", name="Rerun").click()
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    assert cursor(page) == DECISION_AT - 1
    page.get_by_role("button", name="One step on").click()
    expect(page.get_by_role("radio", name="They wait")).to_be_checked()


def test_the_state_at_a_step_is_what_the_events_up_to_it_make(visit) -> None:
    page = visit("decision")
    expect(page.get_by_role("img", name="Build: idle")).to_be_visible()
    page.keyboard.press("End")
    expect(page.get_by_role("img", name="Build: blocked, coverage 71 % < 80 %, gate fails")).to_be_visible()
    expect(page.locator(".standing")).to_contain_text("In front of Build: New badge, Faster cache.")
    expect(page.locator(".people li", has_text="Cho")).to_contain_text("Build is blocked")
    expect(page.locator("tr[aria-current]")).to_have_text("Mon 17:00Time to decide: The pipeline is blockedBuildAna")
    page.keyboard.press("Home")
    expect(page.locator(".standing")).to_be_hidden()
    expect(page.locator(".people li", has_text="Cho")).to_contain_text("nothing yet")


def test_a_past_decision_says_what_became_of_the_bet_only_where_it_was_settled(visit) -> None:
    page = visit("past")
    panel = page.locator(".deciding")
    expect(panel).to_contain_text("Decided: Write the missing tests.")
    expect(panel).to_contain_text("You predicted: “They pass on their own”. Play on to see.")
    page.locator(".scrubber").fill(str(DECISION_AT + 4))
    expect(panel).to_contain_text("What came first was “They wait”.")
    panel.get_by_role("button", name="Lower the threshold").click()
    expect(page.get_by_test_id("stCode")).to_contain_text("fork")
    assert [(act["do"], act["decision"], act["option"]) for act in acts(page)] == [("fork", "block", "lower")]


def test_undo_is_a_key_and_a_button(visit) -> None:
    page = visit("past")
    page.keyboard.press("u")
    expect(page.get_by_test_id("stCode")).to_contain_text("undo")
    page.get_by_role("button", name="Undo the last decision").click()
    expect(page.get_by_test_id("stCode")).to_contain_text("undo", timeout=5_000)
    page.wait_for_function("() => document.querySelector('[data-testid=stCode]').innerText.split('undo').length === 3")


def test_two_runs_stand_side_by_side_on_one_time_line(visit) -> None:
    page = visit("compare")
    expect(page.locator(".picture")).to_have_count(2)
    expect(page.locator(".run h2")).to_have_text(["Your run", "The other choice"])
    expect(page.locator(".parting")).to_have_text("here they part")
    expect(page.locator(".fact").nth(0)).to_contain_text("all three")
    expect(page.locator(".fact").nth(1)).to_contain_text("wrong price")
    expect(page.get_by_role("table")).to_have_count(2)
    page.locator(".log").nth(1).locator(".jump").nth(2).click()
    assert cursor(page) == 2


def test_a_figure_steps_and_scrubs_but_hears_no_keys_of_the_page_and_writes_no_address(visit) -> None:
    page = visit("figure")
    before = cursor(page)
    page.keyboard.press("ArrowLeft")
    assert cursor(page) == before
    page.get_by_role("button", name="One step back").click()
    assert cursor(page) == before - 1
    page.locator(".scrubber").fill("3")
    assert cursor(page) == 3
    page.wait_for_timeout(400)
    assert "at=" not in page.url
    assert page.get_by_role("button", name="Play").count() == 0


def test_a_zoomed_figure_shows_its_stage_and_no_other(visit) -> None:
    page = visit("zoom")
    expect(page.locator(".stage-name")).to_have_text(["Build"])


def test_markup_in_any_text_is_text(visit) -> None:
    page = visit("hostile")
    expect(page.locator(".deciding h2")).to_contain_text(HOSTILE)
    expect(page.locator(".story")).to_have_text(HOSTILE)
    assert player(page).locator("img, script").count() == 0
    assert "hurt" not in page.title()


@pytest.mark.parametrize("mode", ["decision", "past", "compare", "zoom", "crowded", "hostile"])
def test_no_text_leaves_its_box_and_nothing_needs_sideways_scrolling(visit, mode: str) -> None:
    page = visit(mode)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_function(DRAWN_TO_FIT)
        assert [
            drawing.evaluate(OVERFLOWS) for drawing in page.locator(".drawing").all() if drawing.evaluate(OVERFLOWS)
        ] == []
        assert player(page).evaluate("(root) => root.scrollWidth - root.clientWidth") == 0
        assert page.get_by_test_id("stMain").evaluate("(main) => main.scrollWidth - main.clientWidth") == 0


def test_on_a_phone_the_panels_stand_below_one_another_and_the_controls_stay_in_reach(visit) -> None:
    page = visit("decision", 480)
    tops = [box["y"] for panel in page.locator(".panel").all() if (box := panel.bounding_box())]
    assert all(upper < lower for upper, lower in pairwise(tops))
    play = page.get_by_role("button", name="Play")
    expect(play).to_be_in_viewport()
    page.locator(".people").scroll_into_view_if_needed()
    expect(play).to_be_in_viewport()
    sizes = [button.bounding_box() for button in page.locator(".controls button").all()]
    assert all(size and size["height"] >= 32 and size["width"] >= 32 for size in sizes)


def test_nothing_moves_under_reduced_motion(visit) -> None:
    page = visit("decision", reduced_motion="reduce")
    page.keyboard.press("End")
    assert page.locator(".change.moving").first.evaluate("(node) => getComputedStyle(node).transitionDuration") == "0s"


def test_a_change_moves_along_its_line_in_300_ms(visit) -> None:
    page = visit("decision")
    page.keyboard.press("End")
    assert "0.3s" in page.locator(".change.moving").first.evaluate(
        "(node) => getComputedStyle(node).transitionDuration"
    )


@pytest.mark.parametrize("mode", ["decision", "past", "compare", "zoom", "crowded"])
def test_axe_finds_nothing_in_light_and_dark(visit, mode: str) -> None:
    page = visit(mode, color_scheme="light")
    page.keyboard.press("?")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        expect(player(page)).to_have_attribute("data-theme", scheme)
        assert [str(finding) for finding in findings(page)] == []
