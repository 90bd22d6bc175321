"""The same release on many days: run one by one with progress, and stopped when the learner wants."""

import streamlit as st

from slipway.charts.rollout import DARK, LIGHT
from slipway.charts.spread import spread_figure, spread_table
from slipway.delivery.batch import Day, days, spread
from slipway.delivery.release import Release
from slipway.delivery.service import Service
from slipway.ui import session
from slipway.ui.ship_link import ShipLink
from slipway.ui.ship_runs import Shipped, profile_of, release_of
from slipway.words import say

_KEPT = "ship_days"
_COUNTS = (20, 50, 100, 200)
_GOOD = Release("good")


def show_many(link: ShipLink, first: Shipped) -> None:
    """As many runs as the learner asks for, of this release and of a good one.

    No fragment: a click inside of one waits until the fragment is done, so that nothing could be stopped.
    """
    st.header(say("shippage.many"))
    st.markdown(say("shippage.many_lead"))
    asked = repr((first.shipment.settings, release_of(link), profile_of(link)))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        count = st.selectbox(say("shippage.many_count"), _COUNTS, key="ship_many_count", width=140)
        go = st.button(say("shippage.many_run"), key="ship_many_run")
        place = st.empty()
    kept = session.value(_KEPT, {})
    if go:
        place.button(say("shippage.many_cancel"), key="ship_many_cancel")
        session.keep(_KEPT, {"asked": asked, "bad": [], "good": []})
        _run(link, first, int(count), asked)
        place.empty()
        kept = session.value(_KEPT, {})
    if kept.get("asked") == asked and kept["bad"]:
        _show(kept["bad"], kept["good"])


def _run(link: ShipLink, first: Shipped, count: int, asked: str) -> None:
    """One day after the other; whatever interrupts leaves what is done."""
    bar = st.progress(0.0, say("shippage.many_running", done=0, count=count))
    seeds = range(1, count + 1)
    profile = profile_of(link)
    found: dict[str, list[Day]] = {"bad": [], "good": []}
    both = zip(
        days(first.shipment, release_of(link), Service(), profile, seeds),
        days(first.shipment, _GOOD, Service(), profile, seeds),
        strict=True,
    )
    for done, (bad, good) in enumerate(both, 1):
        found["bad"].append(bad)
        found["good"].append(good)
        session.keep(_KEPT, {"asked": asked, **found})
        bar.progress(done / count, say("shippage.many_running", done=done, count=count))
    bar.empty()


def _show(bad: list[Day], good: list[Day]) -> None:
    named = {say("shippage.many_this"): spread(bad), say("shippage.many_good"): spread(good)}
    st.table(spread_table(named), border="horizontal")
    palette = DARK if st.context.theme.type == "dark" else LIGHT
    st.plotly_chart(
        spread_figure(bad, palette), key="ship_spread", config={"displayModeBar": False}, alt=say("rollout.spread_alt")
    )
