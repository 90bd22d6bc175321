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
from slipway.ui.lab_runs import keep_run, kept_runs, run_lab
from slipway.ui.panels import draw_panels
from slipway.words import say

Bets = dict[str, str]


@st.fragment
def draw_lab(part: LabPart, key: str, store: Store, learner: str, shown: str = "") -> None:
    """Draw a lab as a lesson wants it; `shown` are choices whose result is there from the start."""
    lab = LABS[part.lab]
    with st.container(border=True, key=f"lab-{key}"):
        st.markdown(say("labs.heading", name=say(f"labs.name_{lab.name}"), says=say(f"labs.says_{lab.name}")))
        goal = st.container()
        choices = _choose(lab, part, key)
        draw_panels(lab.before(choices), f"{key}-before")
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
    with st.spinner(say("labs.running")):
        keep_run(store, learner, lab, text)


def _show(lab: Lab, choices: Choices, key: str, shown: str) -> None:
    """The result of what the controls say, once it was run."""
    ran: dict[str, Any] = session.value(f"{key}-ran") or {"choices": shown, "bets": {}}
    if not ran["choices"]:
        return
    if ran["choices"] != as_text(choices):
        st.caption(say("labs.changed"))
        return
    result = run_lab(lab, ran["choices"])
    st.divider()
    for bet in lab.bets(choices):
        _settle(bet, ran["bets"].get(bet.name), result)
    draw_panels(result.panels, f"{key}-result")
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
    kept = kept_runs(store, learner, lab)
    played = [Played(from_text(lab, run), run_lab(lab, run)) for run in kept.runs]
    lines = [
        f"- {'✓' if part.key in kept.reached else '…'} {part.label}"
        f" ({say('labs.reached') if part.key in kept.reached else say('labs.open')})"
        for part in lab.goal.parts
    ]
    st.markdown("\n".join((say("labs.goal", goal=say(f"labs.goal_{lab.name}")), "", *lines)))
    st.caption(say(f"labs.score_{lab.name}", score=lab.goal.score(played), par=lab.goal.par))
