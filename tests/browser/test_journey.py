"""What people do: read, replay by keyboard, predict, choose, fork, share a link, answer, come back."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlparse

from playwright.sync_api import BrowserContext, Page, expect

from slipway.bench.server import Server
from tests.browser.settled import settle, visit

PLAYER = ".slipway-replay"
STORY_TO_THE_BLOCK = "requirement.ask,local-tests.all,review.read,missing-test.forget"


def _press_until_decision(page: Page) -> str:
    """`n` jumps to the decision that is due and puts the focus on its first option; returns its title."""
    page.keyboard.press("n")
    page.wait_for_function(
        "() => { const host = document.activeElement; const inside = host?.shadowRoot?.activeElement;"
        " return (inside || host)?.type === 'radio'; }"
    )
    return page.locator(f"{PLAYER} .deciding h2").inner_text().removeprefix("◆ ")


def _decide_by_keyboard(page: Page, option: int = 0, guess: int = 0) -> str:
    title = _press_until_decision(page)
    page.keyboard.press("Space")
    for _ in range(option):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    for _ in range(guess):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(f"{PLAYER} .deciding")).to_contain_text("Decided:")
    settle(page)
    return title


def _position(page: Page) -> str:
    return page.locator(f"{PLAYER} .scrubber").input_value()


def test_the_overview_can_be_read_and_its_pictures_are_live(app: Server, page: Page) -> None:
    visit(page, app.url)
    page.get_by_role("link", name=re.compile("Begin: From a line of code")).click()
    expect(page.get_by_role("heading", level=1, name="From a line of code to a customer")).to_be_visible()
    picture = page.locator(PLAYER).first
    expect(picture.get_by_text("Gamma", exact=True)).to_be_visible()
    before = picture.locator(".fact").inner_text()
    picture.get_by_role("button", name="One step back").click()
    expect(picture.locator(".fact")).not_to_have_text(before)


def test_a_learner_plays_to_the_block_by_keyboard_predicts_and_chooses_otherwise(app: Server, page: Page) -> None:
    visit(page, f"{app.url}/replay?scenario=paulo")
    titles = [_decide_by_keyboard(page) for _ in range(4)]
    assert titles == ["What does “almost done” mean?", "Before the review", "Jane’s review", "Jane’s suggestion"]
    assert _press_until_decision(page) == "The pipeline is blocked"
    expect(page.locator(f"{PLAYER} .log")).to_contain_text("Coverage fails")
    _decide_by_keyboard(page, option=1, guess=1)
    taken = page.locator(f"{PLAYER} .deciding")
    expect(taken).to_contain_text("Decided: Lower the threshold to 70 %.")
    expect(taken).to_contain_text("You predicted: “They pass Build on their own”. Nothing has settled it yet.")
    assert "coverage-block.lower.pass" in parse_qs(urlparse(page.url).query)["choose"][0]


def test_scrubbing_and_playing_ask_the_server_for_nothing(app: Server, page: Page) -> None:
    frames: list[object] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: frames.append(frame)))
    visit(page, f"{app.url}/replay?scenario=paulo&choose={STORY_TO_THE_BLOCK}&at=10")
    before = len(frames)
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "Home", "End", "p", "+", "-", "?"):
        page.keyboard.press(key)
    page.locator(f"{PLAYER} .scrubber").fill("30")
    page.keyboard.press("Space")
    expect(page.locator(f"{PLAYER} .scrubber")).not_to_have_value("30")
    page.keyboard.press("Space")
    assert len(frames) == before


def test_a_fork_shows_both_timelines_where_they_part_and_what_it_cost(app: Server, page: Page) -> None:
    visit(page, f"{app.url}/replay?scenario=paulo&choose={STORY_TO_THE_BLOCK},coverage-block.write&at=90")
    page.locator(f"{PLAYER} .scrubber").fill("70")
    page.get_by_role("button", name="Lower the threshold to 70 %").click()
    expect(page.get_by_role("heading", name="Two choices, side by side")).to_be_visible()
    expect(page.locator(f"{PLAYER} .picture")).to_have_count(2)
    expect(page.locator(f"{PLAYER} .parting")).to_have_text("here they part")
    expect(page.get_by_text("They part on")).to_contain_text("The pipeline is blocked")
    page.get_by_role("button", name="Go on with the other choice").click()
    expect(page.locator(f"{PLAYER} .picture")).to_have_count(1)
    assert "coverage-block.lower" in page.url


def test_a_link_opens_the_same_state_in_a_clean_browser(
    app: Server, page: Page, new_context: Callable[..., BrowserContext]
) -> None:
    visit(page, f"{app.url}/replay?scenario=paulo")
    for _ in range(4):
        _decide_by_keyboard(page)
    page.keyboard.press("n")
    for _ in range(7):
        page.keyboard.press("ArrowLeft")
    page.wait_for_function("([at]) => new URL(location.href).searchParams.get('at') === at", arg=[_position(page)])
    other = new_context().new_page()
    visit(other, page.url)
    for part in (".fact", ".meters", ".people", ".picture"):
        assert other.locator(f"{PLAYER} {part}").text_content() == page.locator(f"{PLAYER} {part}").text_content()
    assert _position(other) == _position(page)


def test_undo_takes_the_last_decision_back(app: Server, page: Page) -> None:
    visit(page, f"{app.url}/replay?scenario=paulo&choose=requirement.ask,local-tests.none&at=20")
    page.keyboard.press("u")
    expect(page.locator(f"{PLAYER} .deciding.due h2")).to_contain_text("Before the review")
    assert "local-tests" not in page.url


def test_a_double_click_decides_once(app: Server, page: Page) -> None:
    visit(page, f"{app.url}/replay?scenario=paulo")
    _press_until_decision(page)
    page.get_by_role("radio", name="Ask the product owner first").check()
    page.get_by_role("radio", name="The build does").check()
    page.get_by_role("button", name="See what happens").dblclick()
    expect(page.locator(f"{PLAYER} .deciding")).to_contain_text("Decided: Ask the product owner first.")
    settle(page)
    assert parse_qs(urlparse(page.url).query)["choose"] == ["requirement.ask.build"]


def test_a_link_that_cannot_be_read_says_so_and_offers_a_way_on(app: Server, page: Page) -> None:
    visit(page, f"{app.url}/replay?scenario=paulo&choose=review.sleep")
    expect(page.get_by_text("review has no option 'sleep'")).to_be_visible()
    page.get_by_role("button", name="Start afresh").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Paulo and the")


def test_an_answer_is_graded_kept_and_there_after_a_restart(
    app: Server, page: Page, complaints, new_context: Callable[..., BrowserContext]
) -> None:
    visit(page, f"{app.url}/quiz?about=topic-build")
    card = page.locator(".st-key-card-quiz-build-coverage-meaning")
    assert "would notice" not in page.content()
    card.get_by_role("button", name="Answer").click()
    expect(card.get_by_text("Choose one answer first.")).to_be_visible()
    card.get_by_text("That unit tests run through 71 of every 100 lines it counts").click()
    card.get_by_role("button", name="Answer").dblclick()
    expect(card.get_by_text("Right", exact=True)).to_be_visible()
    expect(card.get_by_text("no unit test would notice")).to_be_visible()
    expect(card.get_by_text("Try 1", exact=True)).to_be_visible()

    complaints.expect(
        "WebSocket|ERR_CONNECTION_REFUSED|Failed to load resource|Failed to fetch|Connection|No response received"
    )
    app.restart()
    again = page.context.new_page()
    visit(again, f"{app.url}/quiz?about=topic-build")
    kept = again.locator(".st-key-card-quiz-build-coverage-meaning")
    expect(kept.get_by_text("Right", exact=True)).to_be_visible()
    expect(kept.get_by_text("Try 1", exact=True)).to_be_visible()

    stranger = new_context().new_page()
    visit(stranger, f"{app.url}/quiz?about=topic-build")
    fresh = stranger.locator(".st-key-card-quiz-build-coverage-meaning")
    expect(fresh.get_by_role("button", name="Answer")).to_be_visible()


def test_no_key_feedback_or_hint_reaches_the_browser_before_the_answer(app: Server, page: Page) -> None:
    received: list[bytes] = []
    page.on(
        "websocket",
        lambda socket: socket.on("framereceived", lambda frame: received.append(_bytes(frame))),
    )
    visit(page, f"{app.url}/quiz?about=topic-build")
    sent = b"".join(received)
    assert b"unit tests run through 71" in sent
    for secret in (b"no unit test would notice", b"Nobody has looked, that is all", b"It is a fraction", b"correct"):
        assert secret not in sent


def _bytes(frame: str | bytes) -> bytes:
    return frame if isinstance(frame, bytes) else frame.encode()


def test_a_bet_in_a_lesson_is_quoted_back_with_what_happened(app: Server, page: Page) -> None:
    visit(page, f"{app.url}/lesson?lesson=build")
    card = page.locator(".st-key-predict-build-others")
    card.get_by_text("It passes Build before Paulo’s").click()
    card.get_by_role("button", name="Place your bet").click()
    expect(card).to_contain_text("You predicted: “It passes Build before Paulo’s”. What came first was “It waits")


def test_a_task_ticks_itself_when_the_replay_brings_it_about(app: Server, page: Page) -> None:
    visit(page, f"{app.url}/replay?scenario=paulo&choose={STORY_TO_THE_BLOCK},coverage-block.write")
    visit(page, f"{app.url}/lesson?lesson=overview")
    expect(page.locator(".st-key-task-overview-blocked")).to_contain_text("Done.")


def test_progress_travels_as_a_file(
    app: Server, page: Page, new_context: Callable[..., BrowserContext], tmp_path
) -> None:
    visit(page, f"{app.url}/quiz?about=topic-source")
    card = page.locator(".st-key-card-quiz-source-unit-test")
    card.get_by_text("It calls one function with a stand-in").click()
    card.get_by_role("button", name="Answer").click()
    expect(card.get_by_text("Right", exact=True)).to_be_visible()
    visit(page, f"{app.url}/progress")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download my progress").click()
    file = tmp_path / "progress.json"
    download.value.save_as(file)
    other = new_context().new_page()
    visit(other, f"{app.url}/progress")
    other.get_by_label("Read a progress file").set_input_files(file)
    expect(other.get_by_text("Read: 1 new answer,")).to_be_visible()
    expect(other.get_by_text("Nothing here yet")).to_have_count(0)
    expect(other.get_by_role("columnheader", name="Mastered")).to_be_visible()
    other.get_by_text("Yes, delete everything of mine").click()
    other.get_by_role("button", name="Delete my progress").click()
    expect(other.get_by_text("Nothing here yet")).to_be_visible()
    expect(other.get_by_text("Read: 1 new answer,")).to_have_count(0)


def test_an_author_sees_what_is_wrong_with_an_upload_and_nothing_breaks(app: Server, page: Page, tmp_path) -> None:
    visit(page, f"{app.url}/authors")
    expect(page.get_by_text("content files can be read")).to_be_visible()
    bomb = tmp_path / "bomb.yaml"
    bomb.write_text("a: &a [x, x]\nb: [*a, *a]\n", "utf-8")
    page.get_by_label("Upload a file").set_input_files(bomb)
    expect(page.get_by_text("bomb.yaml:1:4: an alias or anchor")).to_be_visible()
    big = tmp_path / "big.yaml"
    big.write_text("a: b\n" * 300_000, "utf-8")
    page.get_by_label("Upload a file").set_input_files(big)
    expect(page.get_by_text("big.yaml:1:1: this file is larger than 1 MB")).to_be_visible()
    expect(page.get_by_text("bomb.yaml")).to_have_count(0)
    lesson = tmp_path / "mine.md"
    lesson.write_text("# Mine\n\n<script>alert(1)</script>\n\n```{replya}\nscenario: paulo\n```\n", "utf-8")
    page.get_by_label("Upload a file").set_input_files(lesson)
    expect(page.get_by_text("did you mean 'replay'?")).to_be_visible()
    expect(page.get_by_text("HTML in prose: '<script>'")).to_be_visible()


def test_an_answer_that_came_second_is_told_that_it_did_not_count(app: Server, page: Page) -> None:
    other = page.context.new_page()
    for tab in (page, other):
        visit(tab, f"{app.url}/quiz?about=topic-source")
    for tab, number in ((page, 0), (other, 1)):
        card = tab.locator(".st-key-card-quiz-source-unit-test")
        card.locator("label:has(input[type=radio])").nth(number).click()
        card.get_by_role("button", name="Answer").click()
        expect(card.get_by_role("button", name="Try again")).to_be_visible()
    expect(other.get_by_text("in another window: that answer counts")).to_be_visible()
    expect(page.get_by_text("in another window")).to_have_count(0)


def test_the_course_leads_back_to_a_lesson_that_was_only_opened(app: Server, page: Page) -> None:
    visit(page, f"{app.url}/lesson?lesson=overview")
    visit(page, app.url)
    expect(page.get_by_role("link", name=re.compile("Go on: From a line of code"))).to_be_visible()
