"""How likely a canary is to catch this fault, and to throw away a good release: by share, bake time and limit."""

from dataclasses import replace

import streamlit as st

from slipway.charts.chances import chances_table, limits_figure
from slipway.charts.rollout import DARK, LIGHT
from slipway.delivery.canary import CanarySettings
from slipway.delivery.chances import RUNS, Chances, Traffic, chances, failing_share, one_step
from slipway.delivery.service import Service
from slipway.delivery.shipment import split_plan
from slipway.delivery.strategies import STRATEGIES
from slipway.settings_text import from_text
from slipway.ui.ship_file import FILE
from slipway.ui.ship_link import ShipLink
from slipway.ui.ship_runs import profile_of, release_of
from slipway.words import say

_WEIGHTS_PCT = (1.0, 2.0, 5.0, 10.0, 25.0, 50.0)
_BAKES_MIN = (1.0, 2.0, 5.0, 10.0, 20.0, 40.0)
_TIMES_LIMIT = (0.1, 0.2, 0.35, 0.5, 0.7, 0.85, 1.0, 1.25, 1.6, 2.0, 3.0, 5.0)


@st.fragment
def show_chances(link: ShipLink) -> None:
    """Only of a canary, and only of faults that fail a steady share of requests."""
    settings = _canary(link.plans[0])
    if settings is None:
        return
    st.header(say("shippage.chances"))
    bad_share, profile = failing_share(release_of(link), Service()), profile_of(link)
    if bad_share is None:
        st.info(say("shippage.chances_unsteady"))
        return
    per_s = profile.requests / profile.lasts_s
    st.markdown(say("shippage.chances_lead", runs=f"{RUNS:,}", rate=f"{100 * bad_share:.4g}", per_s=f"{per_s:.4g}"))
    traffic = Traffic(Service(), per_s, profile.lasts_s)
    if not st.toggle(say("shippage.chances_show"), key="ship_chances"):
        return
    with st.spinner(say("shippage.running"), show_time=True):
        found = _map(settings, bad_share, traffic)
        limits = _limits(settings, bad_share, traffic)
    st.markdown(say("shippage.chances_table"))
    st.table(chances_table(found), border="horizontal")
    palette = DARK if st.context.theme.type == "dark" else LIGHT
    figure = limits_figure([*limits], [*limits.values()], settings.max_error_rate, palette)
    st.markdown(say("shippage.chances_limits"))
    st.plotly_chart(figure, key="ship_limits", config={"displayModeBar": False}, alt=say("rollout.chance_alt"))


def _canary(plan: str) -> CanarySettings | None:
    _, name, text = split_plan(plan) if plan != FILE else ("", "", "")
    return from_text(STRATEGIES[name], text) if name == "canary" else None


@st.cache_data(max_entries=16, show_spinner=False)
def _map(settings: CanarySettings, bad_share: float, traffic: Traffic) -> dict[tuple[float, float], Chances]:
    return {
        (weight, bake): chances(one_step(settings, weight, 60 * bake), bad_share, traffic, seed=1)
        for weight in _WEIGHTS_PCT
        for bake in _BAKES_MIN
    }


@st.cache_data(max_entries=16, show_spinner=False)
def _limits(settings: CanarySettings, bad_share: float, traffic: Traffic) -> dict[float, Chances]:
    """The learner's own canary, with limits around theirs."""
    limits = sorted({min(1.0, settings.max_error_rate * times) for times in _TIMES_LIMIT})
    return {limit: chances(replace(settings, max_error_rate=limit), bad_share, traffic, seed=1) for limit in limits}
