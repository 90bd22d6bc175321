"""Operations as people do them: bet, run, miss, try again, solve, and find it solved."""

from playwright.sync_api import Page, expect

from slipway.bench.server import Server
from tests.browser.axe import findings
from tests.browser.settled import settle, visit

START = "/operate?challenge=up-and-down"


def test_a_learner_bets_misses_a_limit_changes_a_setting_and_solves_it(app: Server, page: Page) -> None:
    visit(page, app.url + START)
    expect(page.get_by_text("Nothing has been computed yet.")).to_be_visible()
    page.get_by_role("radiogroup", name="Before you run it").get_by_text("all of them").click()
    settle(page)
    page.get_by_role("button", name="Run it").click()
    settle(page)
    expect(page.get_by_text("You predicted: all of them. It kept")).to_be_visible()
    expect(page.get_by_role("cell", name="missed").first).to_be_visible()
    window = page.get_by_role("spinbutton", name="Stabilisation window down")
    window.fill("600")
    window.press("Enter")
    settle(page)
    expect(page.get_by_text("The settings have changed since")).to_be_visible()
    page.get_by_role("button", name="Run it").click()
    settle(page)
    expect(page.get_by_text("Solved.")).to_be_visible()
    expect(page.get_by_role("columnheader", name="The run before")).to_be_visible()
    assert findings(page) == []
    for seconds in ("700", "800"):
        window.fill(seconds)
        window.press("Enter")
        settle(page)
        page.get_by_role("button", name="Run it").click()
        settle(page)
        expect(page.get_by_role("heading", name="Up and down, and up and down")).to_be_visible()
    visit(page, app.url + START)
    expect(page.get_by_role("combobox", name="Challenge")).to_have_value("7. Up and down, and up and down ✓")


def test_an_address_that_cannot_be_read_says_so_and_offers_a_way_out(app: Server, page: Page) -> None:
    visit(page, app.url + "/operate?challenge=up-and-down&plan=hpa%3Btarget%3Dmany&ran=1")
    expect(page.get_by_text("This address cannot be read")).to_be_visible()
    page.get_by_role("button", name="Start over").click()
    settle(page)
    expect(page.get_by_role("button", name="Run it")).to_be_visible()


MANIFEST = """apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: shop}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: shop}
  minReplicas: 3
  maxReplicas: 12
  metrics:
    - type: Resource
      resource: {name: cpu, target: {type: Utilization, averageUtilization: 55}}
"""


def test_a_manifest_of_ones_own_runs_in_the_sandbox(app: Server, page: Page) -> None:
    visit(page, app.url + "/operate?challenge=scaling-sandbox")
    page.get_by_role("radiogroup", name="What to run").get_by_text("files of mine").click()
    settle(page)
    expect(page.get_by_text("Nothing has been run yet.")).to_be_visible()
    paste = page.get_by_role("textbox", name="Or paste the policy")
    paste.fill(MANIFEST.replace("maxReplicas: 12", "maxReplicas: many"))
    paste.press("Control+Enter")
    settle(page)
    expect(page.get_by_text("pasted text:7:")).to_be_visible()
    paste.fill(MANIFEST)
    paste.press("Control+Enter")
    settle(page)
    expect(page.get_by_role("heading", name="What happened")).to_be_visible()
    expect(page.get_by_role("rowheader", name="Minutes with a slow p95")).to_be_visible()
    assert findings(page) == []
    choose = page.get_by_label("Choose a policy’s file")
    choose.set_input_files({"name": "two.yaml", "mimeType": "text/yaml", "buffer": MANIFEST.encode()})
    settle(page)
    expect(page.get_by_text("In use: two.yaml.")).to_be_visible()
    paste.fill("words")
    paste.press("Control+Enter")
    settle(page)
    expect(page.get_by_text("In use: pasted text.")).to_be_visible()
    paste.fill("")
    paste.press("Control+Enter")
    settle(page)
    expect(page.get_by_text("In use: two.yaml.")).to_be_visible()
    expect(page.get_by_role("heading", name="What happened")).to_be_visible()


def test_a_rule_that_looks_at_nothing_is_told_above_the_run(app: Server, page: Page) -> None:
    visit(page, app.url + "/operate?challenge=alerting-sandbox&plan=file")
    paste = page.get_by_role("textbox", name="Or paste the rules or alarms")
    paste.fill("groups: [{name: g, rules: [{alert: A, expr: 'rate(errors_total[5m]) > 1'}]}]")
    paste.press("Control+Enter")
    settle(page)
    expect(page.get_by_text("Some of it looks at what is not there")).to_be_visible()
    expect(page.get_by_text("errors_total", exact=True)).to_be_visible()
    assert findings(page) == []


def test_the_bottleneck_is_bet_on_and_a_foreseen_mistake_is_explained(app: Server, page: Page) -> None:
    visit(page, app.url + "/operate?challenge=where-is-it&plan=service%3Bdatabase_cores%3D2%3Binstances%3D8")
    page.get_by_role("radiogroup", name="which place will be full").get_by_text("the workers").click()
    settle(page)
    page.get_by_role("button", name="Run it").click()
    settle(page)
    expect(page.get_by_text("You predicted: the workers. It is the database.")).to_be_visible()
    expect(page.get_by_text("More workers wait for the same two cores.")).to_be_visible()


def test_a_drill_is_played_by_hand_taken_back_and_judged(app: Server, page: Page) -> None:
    visit(page, app.url + "/operate?challenge=first-on-call")
    expect(page.get_by_text("Time: 16:00")).to_be_visible()
    page.get_by_role("button", name="To the next thing").click()
    settle(page)
    expect(page.get_by_text("16:29  a new version is out")).to_be_visible()
    page.get_by_role("button", name="To the next thing").click()
    settle(page)
    expect(page.get_by_text("Time: 16:36")).to_be_visible()
    expect(page.get_by_text('ErrorsHigh{region="eu"} → fires')).to_be_visible()
    page.get_by_role("button", name="restart (2 min)").click()
    settle(page)
    expect(page.get_by_text("16:36  restart has begun")).to_be_visible()
    expect(page.get_by_text('ErrorsHigh{region="eu"} → fires')).to_be_visible()
    expect(page.get_by_text("You are busy until 16:38: restart.")).to_be_visible()
    expect(page.get_by_role("button", name="roll back (5 min)")).to_be_disabled()
    page.get_by_role("button", name="Take back the last thing").click()
    settle(page)
    page.get_by_role("button", name="roll back (5 min)").click()
    settle(page)
    page.get_by_role("button", name="To the next thing").click()
    settle(page)
    expect(page.get_by_text("roll back → helped")).to_be_visible()
    assert findings(page) == []
    page.reload()
    settle(page)
    expect(page.get_by_text("Time: 16:36")).to_be_visible()
    page.get_by_role("button", name="Let the rest of the evening go by").click()
    settle(page)
    expect(page.get_by_text("The evening is over.")).to_be_visible()
    expect(page.get_by_role("cell", name="missed").first).to_be_visible()


def test_time_goes_by_itself_until_something_happens(app: Server, page: Page) -> None:
    visit(page, app.url + "/operate?challenge=first-on-call&plan=hand%3Bmoves%3D30.errors")
    page.get_by_role("radiogroup", name="Minutes a second").get_by_text("5").click()
    settle(page)
    page.get_by_role("button", name="Let time go by").click()
    expect(page.get_by_text("Time: 16:36")).to_be_visible(timeout=20_000)
    expect(page.get_by_role("button", name="Let time go by")).to_be_visible()


def test_a_long_run_shows_how_far_it_is_and_can_be_stopped(app: Server, page: Page) -> None:
    page.goto(f"{app.url}/operate?challenge=scaling-sandbox&situation=week&plan=hpa&ran=1")
    expect(page.get_by_text("% of the run is computed")).to_be_visible()
    page.get_by_role("button", name="Stop the run").click()
    expect(page.get_by_text("Nothing has been computed yet.")).to_be_visible()
    expect(page.get_by_role("button", name="Stop the run")).to_have_count(0)
    assert "situation=week" in page.url and "ran=1" not in page.url
