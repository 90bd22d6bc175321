"""Every kind of question, answered with the keyboard alone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from slipway.bench.server import Server
from tests.browser.settled import visit

MOST_TABS = 80
FOCUSED = """
() => {
  let here = document.activeElement;
  while (here?.shadowRoot?.activeElement) here = here.shadowRoot.activeElement;
  const group = here.closest("[role=radiogroup]");
  const names = [here.getAttribute("aria-label"), group?.getAttribute("aria-label"), here.closest("label")?.innerText];
  return [...names, here.tagName === "BUTTON" ? here.innerText : ""].filter(Boolean).join(" / ");
}
"""


@pytest.fixture
def card(app: Server, page: Page) -> Callable[[str, str], Locator]:
    """Opens a topic and puts the focus before one of its questions."""

    def opened(topic: str, question: str) -> Locator:
        visit(page, f"{app.url}/quiz?about=topic-{topic}")
        found = page.locator(f".st-key-card-quiz-{question}")
        found.evaluate("(card) => { card.tabIndex = -1; card.focus(); }")
        return found

    return opened


def _tab_to(page: Page, name: str) -> None:
    seen = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(FOCUSED))
        if name in seen[-1]:
            return
    pytest.fail(f"no Tab leads to {name!r}, only to {seen}")


def _send(page: Page, card: Locator) -> None:
    _tab_to(page, "Answer")
    page.keyboard.press("Enter")
    expect(card.get_by_role("button", name="Try again")).to_be_visible()


def test_one_is_chosen(page: Page, card: Callable[[str, str], Locator]) -> None:
    question = card("build", "build-coverage-meaning")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    for _ in range(5):
        if "through 71" in page.evaluate(FOCUSED):
            break
        page.keyboard.press("ArrowDown")
    _send(page, question)
    expect(question.get_by_text("Right", exact=True)).to_be_visible()


def test_some_are_chosen(page: Page, card: Callable[[str, str], Locator]) -> None:
    question = card("classification&page=2", "classification-gate-or-action")
    _tab_to(page, "Compiling")
    page.keyboard.press("Space")
    _send(page, question)
    expect(question.get_by_text("(0 right − 1 wrong) ÷ 3 is below 0, so 0")).to_be_visible()


def test_things_are_sorted(page: Page, card: Callable[[str, str], Locator]) -> None:
    question = card("unit-and-integration", "unit-integration-sort")
    groups = question.get_by_role("radiogroup")
    expect(groups).to_have_count(6)
    for number in range(6):
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
        expect(groups.nth(number).get_by_role("radio", name="Integration test")).to_be_checked()
    _send(page, question)
    expect(question.get_by_text("2 of 6 where they belong = 0.33")).to_be_visible()
    expect(question.get_by_text("the second is made of cardboard")).to_be_visible()


def test_steps_are_put_in_order_without_a_word_to_the_server(page: Page, card: Callable[[str, str], Locator]) -> None:
    frames: list[object] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: frames.append(frame)))
    question = card("unit-and-integration", "unit-integration-order-own-data")
    before = len(frames)
    for step in ("Make a user", "Expect exactly", "Save one title", "Ask the API"):
        question.evaluate("(card) => card.focus()")
        _tab_to(page, f"Use: {step}")
        page.keyboard.press("Enter")
        assert "Leave out: " + step in page.evaluate(FOCUSED)
    question.evaluate("(card) => card.focus()")
    _tab_to(page, "Move down: Expect exactly")
    page.keyboard.press("Space")
    page.keyboard.press("Space")
    assert "Move down: Expect exactly" in page.evaluate(FOCUSED)
    expect(question.get_by_role("status")).to_have_text("Expect exactly the one at 93 % is now 4 of 4.")
    assert len(frames) == before
    _send(page, question)
    expect(question.get_by_text("0 to take out, 1 to put in: (5 − 0 − 1) ÷ 5 = 0.8")).to_be_visible()


def test_an_order_left_as_it_is_costs_nothing_and_stays(page: Page, card: Callable[[str, str], Locator]) -> None:
    question = card("classification", "order-source")
    _tab_to(page, "Answer")
    page.keyboard.press("Enter")
    expect(question.get_by_text("Put them in order first")).to_be_visible()
    last = question.locator("ol li").last
    text = last.locator(".text").inner_text()
    last.get_by_role("button", name=f"Move up: {text}").focus()
    page.keyboard.press("Enter")
    expect(question.locator("ol li .text").nth(3)).to_have_text(text)
    _send(page, question)
    expect(question.get_by_text(text).first).to_be_visible()
    expect(question.get_by_text("(place 4")).to_be_visible()


def test_a_step_can_be_dragged_onto_another_ones_place(page: Page, card: Callable[[str, str], Locator]) -> None:
    question = card("classification", "order-source")
    steps = question.locator("ol li")
    first = steps.first.locator(".text").inner_text()
    steps.first.drag_to(steps.nth(2))
    expect(steps.nth(2).locator(".text")).to_have_text(first)
    question.get_by_role("button", name="Answer").click()
    expect(question.get_by_role("button", name="Try again")).to_be_visible()
    expect(question.get_by_text("(place 3")).to_be_visible()


def test_the_next_try_asks_where_another_defect_is_caught(page: Page, card: Callable[[str, str], Locator]) -> None:
    question = card("placement&page=3", "caught-five-tests")
    asked = set()
    for _ in range(4):
        asked.add(question.get_by_text("A change comes by with this defect").inner_text())
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        _send(page, question)
        expect(question.get_by_text("of 100 such defects:").first).to_be_visible()
        _tab_to(page, "Try again")
        page.keyboard.press("Enter")
        expect(question.get_by_role("button", name="Answer")).to_be_visible()
        question.evaluate("(card) => { card.tabIndex = -1; card.focus(); }")
    assert len(asked) > 1


def test_a_number_is_typed_and_sent_with_enter(page: Page, card: Callable[[str, str], Locator]) -> None:
    question = card("unit-and-integration", "unit-integration-times")
    page.keyboard.press("Tab")
    page.keyboard.type("forty")
    page.keyboard.press("Enter")
    expect(question.get_by_text("could not be read as a number")).to_be_visible()
    page.keyboard.press("Control+a")
    page.keyboard.type("25/9")
    page.keyboard.press("Enter")
    expect(question.get_by_text("|2.77778 − 41.7| = 38.9222 > 0.8, so 0")).to_be_visible()
    expect(question.get_by_text("There are fifteen times as many unit tests")).to_be_visible()


def test_no_key_or_feedback_of_any_kind_reaches_the_browser_before_the_answer(app: Server, page: Page) -> None:
    received: list[bytes] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: received.append(_bytes(frame))))
    visit(page, f"{app.url}/quiz?about=topic-unit-and-integration")
    sent = b"".join(received)
    assert b"Make a user that only this test knows" in sent
    for secret in (b"One function, one value", b"41.7", b"25 s", b"Whose titles would they be", b"percentage points"):
        assert secret not in sent


def _bytes(frame: str | bytes) -> bytes:
    return frame if isinstance(frame, bytes) else frame.encode()
