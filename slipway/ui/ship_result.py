"""What became of a shipped release: the bets, the measures, the film, the charts and every decision."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from slipway.charts.film import film_data
from slipway.charts.rollout import DARK, LIGHT, decisions, figures, kind_label, rollout_figures
from slipway.delivery.curve import shape
from slipway.delivery.rollout import PERIOD_S, Rollout
from slipway.delivery.sketch import POINTS, Curve, came, distance
from slipway.ui.components.film import film
from slipway.ui.components.sketch import show_sketch
from slipway.ui.ship_link import ShipLink
from slipway.ui.ship_runs import Shipped
from slipway.words import say

FEW_USERS = 1_000
_ENDS = {"promoted": "promoted", "rolled_back": "back", "degraded": "back"}
_MOST_DECISIONS = 200


def show_result(link: ShipLink, shipped: list[Shipped]) -> None:
    """Everything about one or two runs on the same requests."""
    st.header(say("shippage.result"))
    _tell_bets(link, shipped[0])
    for each in shipped:
        if each.shipment.left_out:
            st.caption(say("shippage.left_out", label=each.label, what="; ".join(each.shipment.left_out)))
    runs = {label: each.rollout for label, each in zip(labels(shipped), shipped, strict=True)}
    st.table(measures(runs), border="horizontal")
    st.caption(say("shippage.ordinary", count=_ordinary(shipped[0])))
    st.subheader(say("shippage.film"))
    seen = {label: each.watched for label, each in zip(labels(shipped), shipped, strict=True)}
    film(film_data(seen), key="ship_film")
    st.subheader(say("shippage.charts"))
    palette = DARK if st.context.theme.type == "dark" else LIGHT
    drawn = rollout_figures(seen, palette)
    for column, (label, figure) in zip(st.columns(len(drawn)), drawn.items(), strict=True):
        column.markdown(f"**{label}**")
        column.plotly_chart(
            figure, key=f"ship_figure_{label}", config={"displayModeBar": False}, alt=say("rollout.alt", label=label)
        )
    for label, each in zip(labels(shipped), shipped, strict=True):
        _decisions(label, each)


def _short(number: float) -> str:
    """Two significant digits, written out."""
    return f"{float(f'{number:.2g}'):,.10g}"


def _ordinary(shipped: Shipped) -> str:
    """How many requests would have failed without a release."""
    return f"{len(shipped.rollout.telemetry.luck.at_s) * shipped.service.base_error_rate:,.0f}"


def labels(shipped: list[Shipped]) -> list[str]:
    """A label for each; two of the same name are told apart by a letter."""
    names = [each.label for each in shipped]
    if len(set(names)) == len(names):
        return names
    return [f"{name} {letter}" for name, letter in zip(names, "AB", strict=False)]


def outcomes(shipped: Shipped) -> dict[str, str]:
    """The true answer to each bet."""
    hurt = shipped.rollout.users_affected
    return {
        "ends": _ENDS.get(shipped.rollout.phase, "waits"),
        "hurt": "nobody" if hurt == 0 else "few" if hurt < FEW_USERS else "many",
        "curve": shape(shipped.rollout, shipped.service.base_error_rate),
    }


def _tell_bets(link: ShipLink, first: Shipped) -> None:
    if link.bets:
        st.markdown("\n".join(f"- {told_bet(name, bet, first)}" for name, bet in link.bets.items()))
    if link.drawn is not None:
        tell_sketch(link.drawn, first.rollout, key="ship_sketch_came")


def tell_sketch(mine: Curve, rollout: Rollout, *, key: str) -> None:
    """A drawn curve beside what came, and how far it is off, in words."""
    true, minutes = came(rollout), len(rollout.weights_pct) * PERIOD_S / 60
    st.markdown(told_sketch(mine, true, minutes))
    show_sketch(minutes, mine, true, key=key)


def told_sketch(mine: Curve, true: Curve, minutes: float) -> str:
    """How far a drawn curve is off, quoted where it is farthest."""
    off = distance(mine, true)
    at = off.worst_at
    worst = say(
        "shippage.sketch_worst",
        minute=f"{minutes * at / (POINTS - 1):.3g}",
        mine=_short(mine[at]),
        true=_short(true[at]),
    )
    return f"{say(f'shippage.sketch_{off.nearness}', factor=_short(off.factor))} {worst}"


def told_bet(name: str, bet: str, shipped: Shipped) -> str:
    """Whether a bet was right, in words."""
    actual = outcomes(shipped)[name]
    ask, mine, truth = (
        say(f"shippage.bet_{name}"),
        say(f"shippage.bet_{name}_{bet}"),
        say(f"shippage.bet_{name}_{actual}"),
    )
    if bet == actual:
        return say("shippage.told_right", ask=ask, mine=mine)
    return say("shippage.told_wrong", ask=ask, mine=mine, actual=truth)


def measures(runs: Mapping[str, Rollout]) -> pd.DataFrame:
    """A column for each run, a row for each measure."""
    table = pd.DataFrame({label: figures(run) for label, run in runs.items()})
    table.index.name = say("shippage.measure")
    return table


def _decisions(label: str, shipped: Shipped) -> None:
    found = decisions(shipped.rollout)
    with st.expander(say("shippage.decisions", label=label, count=len(found))):
        lines = [
            say(
                "shippage.decision",
                minute=f"{each.at_s / 60:.1f}",
                kind=kind_label(each.kind),
                weight=f"{each.weight_pct:.4g}",
                why=each.verdict.arithmetic if each.verdict else "",
            ).rstrip()
            for each, _ in found[:_MOST_DECISIONS]
        ]
        st.code("\n".join(lines) or say("shippage.undecided"), language=None, wrap_lines=True)
        if len(found) > _MOST_DECISIONS:
            st.caption(say("shippage.decisions_cut", count=_MOST_DECISIONS))
