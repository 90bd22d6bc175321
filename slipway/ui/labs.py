"""A lab on a page: its controls, the learner's predictions, and what the run came to."""

from typing import Any

import streamlit as st

from slipway.content.lesson import LabPart
from slipway.forms import Choice, Pick
from slipway.labs import LABS
from slipway.labs.choices import as_text, from_text, read_choices
from slipway.labs.lab import Choices, Control, Lab, Played, Result
from slipway.store import Store
from slipway.ui import session
from slipway.ui.panels import draw_panels
from slipway.words import say

RAN = "ran"
MOST_KEPT = 40

Bets = dict[str, str]


@st.cache_resource(max_entries=512, show_spinner=False)
def _run(name: str, chosen: str) -> Result:
    lab = LABS[name]
    return lab.run(from_text(lab, chosen), lab.seed)


@st.fragment
def draw_lab(part: LabPart, key: str, store: Store, learner: str, shown: str = "") -> None:
    """Draw a lab as a lesson wants it; `shown` are choices whose result is there from the start."""
    lab = LABS[part.lab]
    with st.container(border=True, key=f"lab-{key}"):
        st.markdown(say("labs.heading", name=say(f"labs.name_{lab.name}"), says=say(f"labs.says_{lab.name}")))
        goal = st.container()
        choices = _choose(lab, part, key)
        draw_panels(lab.before(choices))
        bets = _bet(lab.bets(choices), f"{key}-{as_text(choices)}")
        _button(lab, choices, bets, key, store, learner)
        _show(lab, choices, key, shown)
        if part.goal:
            with goal:
                _goal(lab, store, learner)


def _choose(lab: Lab, part: LabPart, key: str) -> Choices:
    """What the controls are set to; those out of sight are as the lesson starts them."""
    start = read_choices(lab, part.start)
    shown = [control for control in lab.controls if control.field.name not in part.hide]
    chosen = {c.field.name: _draw(c, part.offer.get(c.field.name), start[c.field.name], key) for c in shown}
    return read_choices(lab, {**start, **chosen})


def _draw(control: Control, offer: tuple[str, ...] | None, start: tuple[str, ...], key: str) -> tuple[str, ...]:
    field = control.field
    choices = [choice for choice in field.choices if offer is None or choice.key in offer]
    if isinstance(field, Pick):
        index = next((n for n, choice in enumerate(choices) if choice.key in start), 0)
        return (_radio(field.label, choices, index, f"{key}-{field.name}") or start[0],)
    st.markdown(f"**{field.label}**")
    half = (len(choices) + 1) // 2
    ticked: list[str] = []
    for column, few in zip(st.columns(2), (choices[:half], choices[half:]), strict=True):
        with column:
            ticked += [
                choice.key
                for choice in few
                if st.checkbox(choice.label, choice.key in start, key=f"{key}-{field.name}-{choice.key}")
            ]
    return tuple(ticked)


def _radio(label: str, choices: list[Choice], index: int | None, key: str) -> str | None:
    labels = {choice.key: choice.label for choice in choices}
    return st.radio(label, [*labels], index=index, format_func=lambda name: labels[name], horizontal=True, key=key)


def _bet(bets: tuple[Pick, ...], key: str) -> Bets:
    """The predictions made so far."""
    if bets:
        st.markdown(say("labs.predict"))
    made = {bet.name: _radio(bet.label, [*bet.choices], None, f"{key}-{bet.name}") for bet in bets}
    return {name: choice for name, choice in made.items() if choice}


def _button(lab: Lab, choices: Choices, bets: Bets, key: str, store: Store, learner: str) -> None:
    if not st.button(say("labs.run"), type="primary", key=f"{key}-run"):
        return
    if len(bets) < len(lab.bets(choices)):
        st.info(say("labs.predict_first"))
        return
    text = as_text(choices)
    session.keep(f"{key}-ran", {"choices": text, "bets": bets})
    runs = [*(run for run in _runs(lab, store, learner) if run != text), text]
    store.mark(learner, f"lab:{lab.name}", RAN, {"runs": runs[-MOST_KEPT:]})


def _runs(lab: Lab, store: Store, learner: str) -> list[str]:
    """What the learner has run in this lab, oldest first; it may come from a file, so it is read with care."""
    details = (m.detail for m in store.marks(learner) if (m.subject, m.what) == (f"lab:{lab.name}", RAN))
    runs = next(details, {}).get("runs")
    return (
        [as_text(from_text(lab, run)) for run in runs[-MOST_KEPT:] if isinstance(run, str)]
        if isinstance(runs, list)
        else []
    )


def _show(lab: Lab, choices: Choices, key: str, shown: str) -> None:
    """The result of what the controls say, once it was run."""
    ran: dict[str, Any] = session.value(f"{key}-ran") or {"choices": shown, "bets": {}}
    if not ran["choices"]:
        return
    if ran["choices"] != as_text(choices):
        st.caption(say("labs.changed"))
        return
    result = _run(lab.name, ran["choices"])
    st.divider()
    for bet in lab.bets(choices):
        _settle(bet, ran["bets"].get(bet.name), result)
    draw_panels(result.panels)
    st.page_link(
        "views/labs.py", label=say("labs.own_page"), query_params={"lab": lab.name, "set": ran["choices"], "ran": "1"}
    )


def _settle(bet: Pick, mine: str | None, result: Result) -> None:
    if mine is None:
        return
    labels = {choice.key: choice.label for choice in bet.choices}
    actual = result.outcomes[bet.name]
    if mine == actual:
        st.markdown(say("labs.bet_right", ask=bet.label, mine=labels[mine]))
    else:
        st.markdown(say("labs.bet_wrong", ask=bet.label, mine=labels[mine], actual=labels[actual]))


def _goal(lab: Lab, store: Store, learner: str) -> None:
    runs = [(from_text(lab, run), _run(lab.name, run)) for run in _runs(lab, store, learner)]
    played = [Played(choices, result) for choices, result in runs]
    reached = {part for each in played for part in each.result.reached}
    lines = [
        f"- {'✓' if part.key in reached else '…'} {part.label}"
        f" ({say('labs.reached') if part.key in reached else say('labs.open')})"
        for part in lab.goal.parts
    ]
    st.markdown("\n".join((say("labs.goal", goal=say(f"labs.goal_{lab.name}")), "", *lines)))
    st.caption(say(f"labs.score_{lab.name}", score=lab.goal.score(played), par=lab.goal.par))
