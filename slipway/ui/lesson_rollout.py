"""A release in a lesson: a bet on the first plan, then what every plan did to users, and the way to the lab."""

import streamlit as st

from slipway.charts.film import film_data
from slipway.content.lesson import RolloutPart
from slipway.delivery.presets import RELEASES
from slipway.store import Mark, Store
from slipway.ui.components.film import film
from slipway.ui.deeds import deed_of, placed_bet
from slipway.ui.ship_link import ANSWERS, ShipLink
from slipway.ui.ship_result import labels, measures, told_bet
from slipway.ui.ship_runs import Shipped, ship
from slipway.words import say

_NO_BET = "none"


def draw_rollout(part: RolloutPart, store: Store, learner: str, marks: tuple[Mark, ...]) -> None:
    """The bet first, where there is one; raises ValueError for a part that cannot be shipped."""
    link = ShipLink(part.release, part.profile, part.plans, part.seed)
    with st.container(border=True, key=f"rollout-{part.id}"):
        shipped = ship(link)
        st.markdown(_set_out(link, shipped))
        if part.bet == _NO_BET:
            _show(part, link, shipped)
            return
        bet = next((mark.detail.get("guess") for mark in marks if deed_of(mark) == placed_bet(part.id)), None)
        if bet not in ANSWERS[part.bet]:
            _ask(part, store, learner)
            return
        st.markdown(told_bet(part.bet, bet, shipped[0]))
        _show(part, link, shipped)


def _set_out(link: ShipLink, shipped: list[Shipped]) -> str:
    """What is shipped, in what traffic, and how."""
    plans = ", ".join(f"**{label}**" for label in labels(shipped))
    ours = link.release in RELEASES
    release = say(f"shippage.release_{link.release}") if ours else link.release
    known = {"release": release, "profile": say(f"shippage.profile_{link.profile}"), "plans": plans}
    return say("lessonpage.rollout", **known)


def _ask(part: RolloutPart, store: Store, learner: str) -> None:
    with st.form(f"rollout-form-{part.id}", border=False):
        guess = st.radio(
            say(f"shippage.bet_{part.bet}"),
            ANSWERS[part.bet],
            index=None,
            format_func=lambda each: say(f"shippage.bet_{part.bet}_{each}"),
            key=f"rollout-bet-{part.id}",
        )
        placed = st.form_submit_button(say("lessonpage.place_bet"), key=f"rollout-place-{part.id}")
    if placed and guess:
        store.mark(learner, *placed_bet(part.id), {"guess": guess})
        st.rerun()
    elif placed:
        st.info(say("lessonpage.choose_first"))


def _show(part: RolloutPart, link: ShipLink, shipped: list[Shipped]) -> None:
    runs = {label: each.rollout for label, each in zip(labels(shipped), shipped, strict=True)}
    st.table(measures(runs), border="horizontal")
    film(film_data(runs), key=f"rollout-film-{part.id}")
    if part.explain:
        st.markdown(part.explain)
    params = {**link.params(), "ran": "1"}
    st.page_link("views/ship.py", label=say("lessonpage.open_ship"), query_params=params)
