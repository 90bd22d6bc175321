"""Labs as people use them: predict, run, read, come back, share; by mouse and by keyboard."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Locator, Page, expect

from slipway.bench.server import Server
from tests.browser.axe import findings
from tests.browser.settled import settle, visit

LESSON = "/lesson?lesson=unit-and-integration"
ALL_FOUR = (
    "/labs?lab=unit-or-integration&set=defects=after-eighty,swapped-columns,finished-too,credits-counted;fake=simple"
)


def _labs(page: Page) -> Locator:
    return page.locator("[class*='st-key-lab-']")


def _predict(lab: Locator, ask: str, guess: str) -> None:
    lab.get_by_role("radiogroup", name=ask).get_by_text(guess, exact=True).click()


def test_a_learner_predicts_runs_and_is_told_what_happened(app: Server, page: Page) -> None:
    received: list[bytes] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: received.append(_bytes(frame))))
    visit(page, app.url + LESSON)
    lab = _labs(page).first
    expect(lab.get_by_text("return 0.8 < share < 1")).to_be_visible()
    assert b"What the tests said" not in b"".join(received)
    lab.get_by_role("button", name="Run it").click()
    expect(lab.get_by_text("Say what you expect first")).to_be_visible()
    _predict(lab, "“Exactly 80 % does not count”: which tests will fail?", "Both")
    settle(page)
    lab.get_by_role("button", name="Run it").click()
    expect(lab.get_by_text("You said: Both. It is: The unit tests only.")).to_be_visible()
    expect(lab.get_by_role("cell", name="✕ 1 of 6 fail")).to_be_visible()
    expect(lab.get_by_role("cell", name="✓ all 4 pass")).to_be_visible()
    expect(lab.get_by_text("caught by “eighty per cent is almost done”")).to_be_visible()
    settle(page)
    assert findings(page) == []


def _bytes(frame: str | bytes) -> bytes:
    return frame if isinstance(frame, bytes) else frame.encode()


def test_another_fake_gives_another_answer(app: Server, page: Page) -> None:
    visit(page, app.url + LESSON)
    lab = _labs(page).nth(1)
    ask = "“The order is whatever the store hands out”: which tests will fail?"
    _predict(lab, ask, "The integration tests only")
    settle(page)
    lab.get_by_role("button", name="Run it").click()
    expect(lab.get_by_text("You said: The integration tests only. So it is.")).to_be_visible()
    lab.get_by_text("The faithful fake: rows, no doubles, no promised order").click()
    expect(lab.get_by_text("You have changed something since the last run.")).to_be_visible()
    _predict(lab, ask, "Both")
    settle(page)
    lab.get_by_role("button", name="Run it").click()
    expect(lab.get_by_text("You said: Both. So it is.")).to_be_visible()


def test_the_goal_ticks_itself_and_is_still_there_tomorrow(app: Server, page: Page) -> None:
    visit(page, app.url + ALL_FOUR)
    lab = _labs(page).first
    asked = lab.get_by_role("radiogroup", name="which tests will fail?")
    expect(asked).to_have_count(4)
    for number in range(4):
        asked.nth(number).get_by_text("Neither", exact=True).click()
        settle(page)
    lab.get_by_role("button", name="Run it").click()
    expect(lab.get_by_text("✓ Neither (reached)")).to_be_visible()
    expect(lab.get_by_text("Mistakes planted so far: 4. It can be done with 4.")).to_be_visible()
    again = page.context.new_page()
    visit(again, app.url + LESSON)
    expect(_labs(again).last.get_by_text("✓ Both (reached)")).to_be_visible()


def test_a_lab_can_be_done_with_the_keyboard_alone(app: Server, page: Page) -> None:
    visit(page, f"{app.url}/labs?lab=unit-or-integration")
    lab = _labs(page).first
    lab.get_by_role("checkbox", name="The oldest comes first").focus()
    page.keyboard.press("Space")
    asked = lab.get_by_role("radiogroup", name="which tests will fail?")
    expect(asked).to_be_visible()
    settle(page)
    asked.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    settle(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(lab.get_by_text("You said: Both. So it is.")).to_be_visible()


def test_the_same_test_harms_customers_in_production_and_a_link_shows_it_to_anybody(
    app: Server, page: Page, new_context: Callable[..., BrowserContext]
) -> None:
    visit(page, f"{app.url}/lesson?lesson=test-data")
    lab = _labs(page).nth(1)
    _predict(lab, "Which of the tests will be red?", "None")
    settle(page)
    _predict(lab, "What will be different in this database afterwards?", "Nothing")
    settle(page)
    _predict(lab, "Who notices, at worst?", "Customers")
    settle(page)
    lab.get_by_role("button", name="Run it").click()
    expect(lab.get_by_text("You said: Nothing. It is: Rows that others count on.")).to_be_visible()
    expect(lab.get_by_text("You said: Customers. So it is.")).to_be_visible()
    expect(lab.locator(".mark-customers svg").first).to_be_visible()
    expect(lab.get_by_text("charges on the card: 1")).to_be_visible()
    settle(page)
    assert findings(page) == []
    lab.get_by_role("link", name="This run on a page of its own").click()
    page.wait_for_url("**/labs?*ran=1*")
    stranger = new_context().new_page()
    visit(stranger, page.url)
    expect(stranger.get_by_text("charges on the card: 1")).to_be_visible()


def test_somebody_peeks_and_learns_what_it_costs(app: Server, page: Page) -> None:
    visit(page, f"{app.url}/lesson?lesson=small-canary")
    lab = _labs(page).nth(3)
    _predict(lab, "Of 100 releases with this fault, how many go back?", "90 or more")
    settle(page)
    _predict(lab, "Of 100 good releases, how many go back all the same?", "5 at most")
    settle(page)
    lab.get_by_role("button", name="Run it").click()
    expect(lab.get_by_text("You said: 90 or more. So it is.")).to_be_visible()
    expect(lab.get_by_text("You said: 5 at most. It is: More than 20.")).to_be_visible()
    expect(lab.get_by_role("cell", name="→ Proportions, every minute")).to_be_visible()
    expect(lab.locator(".js-plotly-plot")).to_have_count(2)
    lab.get_by_text("The same as a table").click()
    settle(page)
    expect(lab.get_by_role("cell", name="50 %").first).to_be_visible()
    assert findings(page) == []


def test_the_fewest_requests_for_a_loud_fault_count_for_the_goal(app: Server, page: Page) -> None:
    visit(page, f"{app.url}/labs?lab=canary-sight&set=share=2;traffic=100;bake=60;base=0.5;fault=5;rule=sprt")
    lab = _labs(page).first
    _predict(lab, "Of 100 releases with this fault, how many go back?", "90 or more")
    settle(page)
    _predict(lab, "Of 100 good releases, how many go back all the same?", "5 at most")
    settle(page)
    lab.get_by_role("button", name="Run it").click()
    expect(lab.get_by_text("✓ A fault that takes errors from 0.5 % to 5.5 % (reached)")).to_be_visible()
    expect(lab.get_by_text("so far: 42. All three can be done with 2,170.")).to_be_visible()


def test_a_flag_made_anew_takes_the_feature_from_those_who_had_it(app: Server, page: Page) -> None:
    visit(page, f"{app.url}/lesson?lesson=feature-flags")
    lab = _labs(page).nth(2)
    _predict(lab, "Of the people who had the feature, how many lose it?", "Nobody")
    settle(page)
    _predict(lab, "How many people see it now, held against the share that is set?", "About as many")
    settle(page)
    lab.get_by_role("button", name="Run it").click()
    expect(lab.get_by_text("You said: Nobody. It is: More than two thirds.")).to_be_visible()
    expect(lab.get_by_text("You said: About as many. So it is.")).to_be_visible()
    expect(lab.get_by_role("cell", name="Noor (EU)")).to_be_visible()
    expect(lab.locator(".js-plotly-plot")).to_have_count(1)
    settle(page)
    assert findings(page) == []


def test_a_pilot_takes_two_knobs_and_counts_for_the_goal(app: Server, page: Page) -> None:
    visit(page, f"{app.url}/labs?lab=flags")
    lab = _labs(page).first
    for rule in ("Only people in the EU", "Quinn always has it"):
        lab.get_by_text(rule, exact=True).click()
        settle(page)
    _predict(lab, "Of the people who had the feature, how many lose it?", "Nobody")
    settle(page)
    _predict(lab, "How many people see it now, held against the share that is set?", "Clearly fewer")
    settle(page)
    lab.get_by_role("button", name="Run it").click()
    expect(lab.get_by_text("all of them in the EU (reached)")).to_be_visible()
    expect(lab.get_by_text("Knobs turned so far: 2. All five can be done with 9.")).to_be_visible()


def test_a_link_with_nonsense_in_it_opens_a_lab_all_the_same(app: Server, page: Page) -> None:
    visit(page, f"{app.url}/labs?lab=nothing&set=defects=<script>,x;fake=;=;&ran=1")
    expect(_labs(page)).to_have_count(1)
    assert page.get_by_test_id("stException").count() == 0
