"""The page where learners sort the parts of a pipeline: a sample, their own file, one that nobody should send."""

import re

from playwright.sync_api import Locator, Page, expect

from slipway.bench.server import Server
from tests.browser.axe import findings
from tests.browser.settled import settle, visit
from tests.browser.test_journey import _bytes

WORKFLOW = """\
on: push
jobs:
  all:
    steps:
      - name: "<img src=x onerror=alert(1)> **bold** :smile: $x$"
        run: pytest
      - run: ./mystery '<script>alert(1)</script>'
"""


def _part(page: Page, number: int) -> Locator:
    return page.get_by_role("radiogroup", name=re.compile(f"^Part {number}, line"))


def _sort(page: Page, number: int, phase: str) -> None:
    _part(page, number).get_by_text(phase, exact=True).click()


def test_a_learner_sorts_a_sample_and_sees_what_slipway_says_and_why(app: Server, page: Page) -> None:
    visit(page, f"{app.url}/classify?sample=python-library.yml")
    expect(page.get_by_text("GitHub Actions, parts to sort: 14.")).to_be_visible()
    _sort(page, 1, "source")
    _sort(page, 9, "build")
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_text("1 of 13 = 8 %.")).to_be_visible()
    expect(page.get_by_text("source, as you said (by what it uses)")).to_be_visible()
    expect(page.get_by_text("test, not build (by what it uses)")).to_be_visible()
    expect(page.get_by_text("runs unit tests.")).to_be_visible()
    expect(page.get_by_text("Slipway does not know “./scripts/inspect-wheel.sh dist/*.whl”")).to_be_visible()
    settle(page)
    assert findings(page) == []


def test_sorting_works_by_keyboard_and_nothing_is_told_before_the_check(app: Server, page: Page) -> None:
    received: list[bytes] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: received.append(_bytes(frame))))
    visit(page, f"{app.url}/classify?sample=five-stage.json")
    assert b"IntegrationTests" in b"".join(received)
    assert b"marks a deployment" not in b"".join(received)
    _part(page, 1).get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    expect(_part(page, 1).get_by_role("radio", name="source")).to_be_checked()
    page.get_by_role("button", name="Check").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 of 9 = 11 %.")).to_be_visible()


def test_a_file_of_ones_own_is_read_and_its_words_stay_text(app: Server, page: Page, tmp_path) -> None:
    visit(page, f"{app.url}/classify")
    page.get_by_text("My own").click()
    page.get_by_label("Or paste one").fill(WORKFLOW)
    page.get_by_label("Or paste one").press("Control+Enter")
    expect(page.get_by_text("GitHub Actions, parts to sort: 2.")).to_be_visible()
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_text("You have not sorted anything yet")).to_be_visible()
    expect(page.get_by_text("all › <img src=x onerror=alert(1)> **bold** :smile: $x$", exact=True)).to_be_visible()
    expect(page.get_by_text("Slipway does not know “./mystery <script>alert(1)</script>”")).to_be_visible()
    assert page.locator("img[src=x]").count() == 0

    bomb = tmp_path / "bomb.yml"
    bomb.write_text("a: &a [x, x]\nb: &b [*a, *a]\nc: *d\n", "utf-8")
    page.get_by_label("Or paste one").fill("")
    page.get_by_label("Or paste one").press("Control+Enter")
    page.get_by_label("Upload a pipeline file").set_input_files(bomb)
    expect(page.get_by_text("bomb.yml:3:4: the alias *d")).to_be_visible()
