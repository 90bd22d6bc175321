"""Pages against an empty page, from the click in the browser: a rerun, a decision, and a lab drawn anew."""

from contextlib import ExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from slipway.bench.page import (
    CLICK_TO_CHANGE_MS,
    CLICK_TO_REST_MS,
    PATIENCE_MS,
    a_browser,
    click_ms,
    heard_bytes,
    missing,
    open_page,
)
from slipway.bench.row import Row, compare
from slipway.bench.server import Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_ROOT = Path(__file__).parents[2]
_RERUN, _DECISION = "rerun of the replay page", "decision on the replay page, until it shows"
_REPEATS = 24
_AGAIN, _RESET = ".st-key-again button", ".st-key-replay_reset button"
_SEND = ".slipway-replay .primary"
_REPLAY = "/replay?scenario=paulo"
_SHIP = "/ship?release=errors&profile=steady&plan=canary;bake_s=600&against=all_at_once&seed=1&ran=1"
_OPERATE = "/operate?challenge={name}&ran=1"
_STEP_UP = ".st-key-{key} [data-testid$=StepUp]"
_REDRAWN = {
    "shipping lab": (_SHIP, "ship_at_once", "ship_first_canary_bake_s"),
    "scaling sandbox": ("scaling-sandbox", "operate_at_once", "operate_scaling-sandbox_hpa_down_window_s"),
    "alerting challenge": ("too-nervous", "operate_at_once", "operate_too-nervous_rules_errors_for_min"),
    "performance sandbox": ("performance-sandbox", "operate_at_once", "operate_performance-sandbox_service_pool_size"),
}
"""For each lab its address or challenge, the switch that runs it at every change, and a setting to step up."""

_EMPTY_APP = """\
import time
import streamlit as st
st.button("Again", key="again")
st.write(f"{time.perf_counter_ns()}")
"""


def bench_rerun() -> list[Row]:
    """The pages take turns, under the same settings, so that a busy machine slows all of them."""
    if reason := missing():
        return [{"what": what, "skipped": reason} for what in (_RERUN, _DECISION, *map(_redraw_of, _REDRAWN))]
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        ours, empty = _serve(stack, folder)
        browser = stack.enter_context(a_browser())
        redraws = [_redraw(browser, name, ours.url, empty.url) for name in _REDRAWN]
        return [*_measure(browser, ours.url + _REPLAY, empty.url), *redraws]


def _redraw_of(name: str) -> str:
    return f"a setting changed in the {name}, until its charts are drawn"


def _serve(stack: ExitStack, folder: Path) -> tuple[Server, Server]:
    script = folder / "empty.py"
    script.write_text(_EMPTY_APP, "utf-8")
    database = {"SLIPWAY_DATABASE_URL": f"sqlite:///{folder / 'bench.db'}"}
    ours = stack.enter_context(Server(_ROOT / "app.py", folder / "ours.log", database))
    return ours, stack.enter_context(Server(script, folder / "empty.log"))


def _measure(browser: "Browser", replay_url: str, empty_url: str) -> list[Row]:
    empty, untouched = open_page(browser, empty_url, _AGAIN), open_page(browser, replay_url, _RESET)
    story = browser.new_page()
    story.set_default_timeout(PATIENCE_MS)
    reruns, empty_reruns, decisions, changes = [], [], [], []
    for repeat in range(_REPEATS):
        empty_reruns.append(click_ms(empty, CLICK_TO_REST_MS, _AGAIN))
        reruns.append(click_ms(untouched, CLICK_TO_REST_MS, _RESET))
        _come_to_decision(story, replay_url, repeat)
        changes.append(click_ms(empty, CLICK_TO_CHANGE_MS, _AGAIN, "[data-testid=stMarkdown]", "innerText"))
        decisions.append(click_ms(story, CLICK_TO_CHANGE_MS, _SEND, ".scrubber", "max"))
    return [
        compare(_RERUN, reruns, "an empty page's rerun", empty_reruns),
        compare(_DECISION, decisions, "a text changed on an empty page", changes),
    ]


def _redraw(browser: "Browser", name: str, our_url: str, empty_url: str) -> Row:
    """Each time with another value, so that nothing is known from before."""
    place, switch, setting = _REDRAWN[name]
    address = place if place.startswith("/") else _OPERATE.format(name=place)
    step_up = _STEP_UP.format(key=setting)
    empty, lab = open_page(browser, empty_url, _AGAIN), open_page(browser, our_url + address, step_up)
    lab.locator(f".st-key-{switch} label").click()
    redraws, empty_reruns, sent = [], [], []
    for _ in range(_REPEATS):
        empty_reruns.append(click_ms(empty, CLICK_TO_REST_MS, _AGAIN))
        lab.locator(step_up).wait_for()
        heard_bytes(lab)
        redraws.append(click_ms(lab, CLICK_TO_REST_MS, step_up))
        sent.append(heard_bytes(lab))
    row = compare(_redraw_of(name), redraws, "an empty page's rerun", empty_reruns)
    return {**row, "kilobytes": round(median(sent) / 1000, 1)}


def _come_to_decision(page: "Page", url: str, repeat: int) -> None:
    """Choose and predict, ready to be sent; a run without open decisions starts over."""
    page.bring_to_front()
    if page.url == "about:blank" or not _at_decision(page):
        page.goto(url)
        page.locator(".scrubber").wait_for()
        _at_decision(page)
    for fieldset in page.locator(".slipway-replay fieldset").all():
        choices = fieldset.locator("input")
        choices.nth(repeat % choices.count()).check()


def _at_decision(page: "Page") -> bool:
    page.locator(".control.last").click()
    return page.locator(_SEND).count() > 0
