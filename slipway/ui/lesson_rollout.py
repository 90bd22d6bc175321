"""A release in a lesson: a bet on the first plan, then what every plan did to users, and the way to the lab."""

import streamlit as st

from slipway.charts.film import film_data
from slipway.charts.plan import told_settings
from slipway.content.lesson import RolloutPart
from slipway.delivery.presets import RELEASES
from slipway.delivery.sketch import as_text, from_text
from slipway.store import Mark, Store
from slipway.ui.components.film import film
from slipway.ui.components.sketch import ask_sketch
from slipway.ui.deeds import deed_of, placed_bet
from slipway.ui.ship_form import ask_bet
from slipway.ui.ship_link import ANSWERS, ShipLink
from slipway.ui.ship_result import labels, measures, tell_sketch, told_bet
from slipway.ui.ship_runs import Shipped, minutes_of, ship
from slipway.words import say

_NO_BET, _DRAW = "none", "draw"


def draw_rollout(part: RolloutPart, store: Store, learner: str, marks: tuple[Mark, ...]) -> None:
    """The bet first, where there is one; raises ValueError for a part that cannot be shipped."""
    link = ShipLink(part.release, part.profile, part.plans, part.seed)
    with st.container(border=True, key=f"rollout-{part.id}"):
        shipped = ship(link)
        st.markdown(_set_out(link, shipped))
        if part.bet == _NO_BET:
            _show(part, link, shipped)
            return
        guess = _placed(part, marks)
        if guess is None:
            _ask(part, store, learner)
            return
        _tell(part, guess, shipped[0])
        _show(part, link, shipped)


def _placed(part: RolloutPart, marks: tuple[Mark, ...]) -> str | None:
    """The guess that was made; None too where it is not of the kind that is asked for now, for lessons change."""
    guess = str(next((mark.detail.get("guess") for mark in marks if deed_of(mark) == placed_bet(part.id)), ""))
    if part.bet != _DRAW:
        return guess if guess in ANSWERS[part.bet] else None
    try:
        return as_text(from_text(guess))
    except ValueError:
        return None


def _tell(part: RolloutPart, guess: str, shipped: Shipped) -> None:
    if part.bet == _DRAW:
        tell_sketch(from_text(guess), shipped.rollout, key=f"rollout-came-{part.id}")
    else:
        st.markdown(told_bet(part.bet, guess, shipped))


def _set_out(link: ShipLink, shipped: list[Shipped]) -> str:
    """What is shipped, in what traffic, and how."""
    plans = ", ".join(f"**{label}**" for label in labels(shipped))
    ours = link.release in RELEASES
    release = say(f"shippage.release_{link.release}") if ours else link.release
    known = {"release": release, "profile": say(f"shippage.profile_{link.profile}"), "plans": plans}
    settings = [
        f"- {say('lessonpage.rollout_settings', label=label, settings=told)}"
        for label, plan in zip(labels(shipped), link.plans, strict=True)
        if (told := told_settings(plan))
    ]
    return "\n".join((say("lessonpage.rollout", **known), "", *settings))


def _ask(part: RolloutPart, store: Store, learner: str) -> None:
    with st.form(f"rollout-form-{part.id}", border=False):
        guess = _guess(part)
        placed = st.form_submit_button(say("lessonpage.place_bet"), key=f"rollout-place-{part.id}")
    if placed and guess:
        store.mark(learner, *placed_bet(part.id), {"guess": guess})
        st.rerun()
    elif placed:
        st.info(say("lessonpage.draw_first" if part.bet == _DRAW else "lessonpage.choose_first"))


def _guess(part: RolloutPart) -> str | None:
    if part.bet != _DRAW:
        return ask_bet(part.bet, None, key=f"rollout-bet-{part.id}", horizontal=False)
    curve = ask_sketch(minutes_of(part.profile), None, key=f"rollout-bet-{part.id}")
    return None if curve is None else as_text(curve)


def _show(part: RolloutPart, link: ShipLink, shipped: list[Shipped]) -> None:
    runs = {label: each.rollout for label, each in zip(labels(shipped), shipped, strict=True)}
    st.table(measures(runs), border="horizontal")
    film(film_data(dict(zip(runs, [each.watched for each in shipped], strict=True))), key=f"rollout-film-{part.id}")
    if part.explain:
        st.markdown(part.explain)
    params = {**link.params(), "ran": "1"}
    st.page_link("views/ship.py", label=say("lessonpage.open_ship"), query_params=params)
