"""The shipping lab: a release that may be bad, a strategy, a bet, and what both do to users."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from slipway.charts.rollout import DARK, LIGHT, figures, rollout_figure
from slipway.delivery.all_at_once import AllAtOnce
from slipway.delivery.canary import Canary, CanarySettings
from slipway.delivery.controller import Controller
from slipway.delivery.presets import PROFILES, RELEASES
from slipway.delivery.rollout import Rollout, play
from slipway.delivery.service import Service
from slipway.words import say

_BETS = ("nobody", "few", "many")
_FEW_USERS = 2_000


@dataclass(frozen=True, slots=True)
class Trial:
    """What is tried: a release, its traffic, a canary's settings, the luck."""

    release: str
    profile: str
    weight_pct: float
    bake_min: int
    limit_pct: float
    seed: int


@st.cache_resource(max_entries=32, show_spinner=False)
def _played(trial: Trial) -> dict[str, Rollout]:
    """Both strategies on the same requests."""
    settings = CanarySettings(
        weights_pct=tuple(sorted({trial.weight_pct, max(trial.weight_pct, 25.0), max(trial.weight_pct, 50.0)})),
        bake_s=60.0 * trial.bake_min,
        max_error_rate=trial.limit_pct / 100,
    )
    controllers: dict[str, Controller] = {"canary": Canary(settings), "all_at_once": AllAtOnce()}
    release, profile = RELEASES[trial.release], PROFILES[trial.profile]
    return {name: play(release, Service(), profile, each, trial.seed) for name, each in controllers.items()}


def main() -> None:
    """Ask, then show."""
    st.title(say("shippage.title"))
    st.markdown(say("shippage.lead"))
    with st.form("ship", border=True):
        trial, bet = _ask()
        ran = st.form_submit_button(say("shippage.run"), type="primary", key="ship_run")
    if not ran and not st.query_params.get("ran"):
        st.info(say("shippage.not_run"))
        return
    st.query_params["ran"] = "1"
    with st.spinner(say("shippage.running"), show_time=True):
        runs = _played(trial)
    _show(runs, bet)


def _ask() -> tuple[Trial, str | None]:
    left, right = st.columns(2)
    release = left.selectbox(
        say("shippage.release"), list(RELEASES), format_func=lambda name: say(f"shippage.release_{name}"), index=2
    )
    profile = right.selectbox(
        say("shippage.profile"), list(PROFILES), format_func=lambda name: say(f"shippage.profile_{name}")
    )
    weight = left.selectbox(say("shippage.weight"), [1.0, 2.0, 5.0, 10.0, 25.0, 50.0], index=2)
    bake = right.selectbox(say("shippage.bake"), [1, 2, 5, 10, 15], index=2)
    limit = left.selectbox(say("shippage.limit"), [0.2, 0.5, 1.0, 2.0, 5.0], index=2)
    seed = right.number_input(say("shippage.seed"), min_value=1, max_value=9999, value=1)
    bet = st.radio(
        say("shippage.bet"), _BETS, index=None, format_func=lambda name: say(f"shippage.bet_{name}"), horizontal=True
    )
    return Trial(str(release), str(profile), float(weight), int(bake), float(limit), int(seed)), bet


def _show(runs: dict[str, Rollout], bet: str | None) -> None:
    named = {say(f"shippage.strategy_{name}"): run for name, run in runs.items()}
    st.header(say("shippage.result"))
    hurt = runs["canary"].users_affected
    actual = "nobody" if hurt == 0 else "few" if hurt < _FEW_USERS else "many"
    if bet:
        wording = "right" if bet == actual else "wrong"
        st.markdown(say(f"shippage.told_{wording}", bet=say(f"shippage.bet_{bet}"), users=f"{hurt:,}"))
    st.table(_table({label: figures(run) for label, run in named.items()}), border="horizontal")
    palette = DARK if st.context.theme.type == "dark" else LIGHT
    st.plotly_chart(rollout_figure(named, palette), key="ship_figure", config={"displayModeBar": False})
    st.subheader(say("shippage.decisions"))
    verdicts = [h for h in runs["canary"].happenings if h.verdict or h.kind != "check"]
    lines = [
        say(
            "shippage.decision",
            minute=f"{h.at_s / 60:.0f}",
            kind=say(f"shippage.kind_{h.kind}"),
            weight=f"{h.weight_pct:g}",
            why=h.verdict.arithmetic if h.verdict else "",
        )
        for h in verdicts
    ]
    st.markdown("\n".join(f"- {line}" for line in lines))


def _table(columns: dict[str, dict[str, str]]) -> pd.DataFrame:
    table = pd.DataFrame(columns)
    table.index.name = say("shippage.measure")
    return table


main()
