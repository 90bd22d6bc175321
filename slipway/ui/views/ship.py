"""The shipping lab: a release that may be bad, one or two ways out, a bet, and what they do to users."""

from dataclasses import replace

import streamlit as st

from slipway.delivery.shipment import rewritten
from slipway.ui.ship_chances import show_chances
from slipway.ui.ship_export import show_export
from slipway.ui.ship_form import ask_bets, ask_curve, ask_luck, ask_plan, ask_profile, ask_release
from slipway.ui.ship_link import ShipLink, read_ship
from slipway.ui.ship_many import show_many
from slipway.ui.ship_result import show_result
from slipway.ui.ship_runs import ship
from slipway.words import say


def main() -> None:
    """Ask, then show what was run."""
    st.title(say("shippage.title"))
    st.markdown(say("shippage.lead"))
    try:
        link = read_ship(st.query_params)
    except ValueError as error:
        _unreadable(error)
        return
    wanted = _ask(link)
    if not link.ran:
        st.info(say("shippage.not_run"))
        return
    _show(link, changed=_settings(wanted) != _settings(link))


def _ask(link: ShipLink) -> ShipLink:
    """The experiment as the page says; written into the address when it is run."""
    with st.container(border=True):
        left, right = st.columns(2)
        with left:
            release = ask_release(link)
        with right:
            profile = ask_profile(link)
        with left:
            first = ask_plan("first", link.plans[0], may_be_nothing=False)
        with right:
            second = ask_plan("second", link.plans[1] if len(link.plans) > 1 else "", may_be_nothing=True)
        seed, resumes_min = ask_luck(link)
        at_once = st.toggle(say("shippage.at_once"), help=say("shippage.at_once_help"), key="ship_at_once")
        bets = {} if at_once else ask_bets(link)
        drawn = None if at_once else ask_curve(link, profile)
        go = st.button(say("shippage.run"), type="primary", key="ship_run", disabled=at_once)
    plans = (first, second) if second else (first,)
    wanted = ShipLink(release, profile, plans, seed, resumes_min, bets, drawn, ran=True)
    if go or (at_once and _settings(wanted) != _settings(link)):
        st.query_params.from_dict(wanted.params())
        st.rerun()
    return wanted


def _settings(link: ShipLink) -> ShipLink:
    """Without the bets, which change nothing, and with the plans as this page would write them."""
    return replace(link, plans=tuple(map(rewritten, link.plans)), bets={}, drawn=None, ran=True)


def _show(link: ShipLink, *, changed: bool) -> None:
    try:
        with st.spinner(say("shippage.running"), show_time=True):
            shipped = ship(link)
    except ValueError as error:
        _unreadable(error)
        return
    if changed:
        st.caption(say("shippage.changed"))
    show_result(link, shipped)
    days = st.container()
    show_chances(link)
    show_export(link.plans[0])
    with days:
        show_many(link, shipped[0])


def _unreadable(error: ValueError) -> None:
    st.warning(say("shippage.unreadable", reason=str(error)))
    if st.button(say("shippage.start_over"), key="ship_start_over"):
        st.query_params.clear()
        st.rerun()


main()
