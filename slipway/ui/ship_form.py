"""What is asked before a release is shipped: the release, its traffic, one or two ways out, and the bets."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from slipway.delivery.dialects import DIALECTS
from slipway.delivery.presets import PROFILES, RELEASES
from slipway.delivery.release_text import FIELDS_OF, OWN
from slipway.delivery.shipment import plan_text, split_plan
from slipway.delivery.sketch import Curve
from slipway.delivery.strategies import STRATEGIES
from slipway.delivery.strategy import Strategy
from slipway.settings_text import changed
from slipway.ui.components.sketch import ask_sketch
from slipway.ui.knobs import ask_knobs
from slipway.ui.ship_file import FILE, ask_plan_file, ask_profile_file, ask_release_file
from slipway.ui.ship_link import ANSWERS, ShipLink
from slipway.ui.ship_runs import minutes_of
from slipway.words import say

PLAIN, NOTHING = "plain", "nothing"
_PICKED = ("ends", "hurt")
_FIGURES = {
    "error_rate": (0.0, 100.0, 2.0, 0.01),
    "slowdown": (0.0, 100.0, 5.0, 1.0),
    "region": (0.0, 100.0, 10.0, 0.01),
    "flag_pct": (0.0, 100.0, 50.0, 1.0),
}
"""Least, most and start of a fault's figure as shown, and the factor to what is set."""


def ask_release(link: ShipLink) -> str:
    """One of ours, a fault of one's own, or a file's; as text."""
    names = [*RELEASES, OWN, FILE]
    given = link.release if link.release in names else OWN
    name = st.selectbox(
        say("shippage.release"),
        names,
        index=names.index(given),
        format_func=lambda each: say(f"shippage.release_{each}"),
        key="ship_release",
    )
    if name == FILE:
        ask_release_file()
    return _own_release(link) if name == OWN else name


def _own_release(link: ShipLink) -> str:
    given, *parts = link.release.split(";") if link.release not in RELEASES else ("errors",)
    start = dict(part.split("=", 1) for part in parts if "=" in part)
    kinds = [kind for kind in FIELDS_OF if kind != "none"]
    kind = st.selectbox(
        say("shippage.fault"),
        kinds,
        index=kinds.index(given) if given in kinds else 0,
        format_func=lambda each: say(f"shippage.fault_{each}"),
        key="ship_fault",
    )
    texts = [str(kind)]
    for field in FIELDS_OF[kind]:
        least, most, usual, factor = _FIGURES[field]
        value = st.number_input(
            say(f"shippage.figure_{field}"),
            least,
            most,
            min(most, float(start[field]) / factor) if field in start else usual,
            format="%g",
            key=f"ship_figure_{field}",
        )
        texts.append(f"{field}={value * factor:.10g}")
    return ";".join(texts)


def ask_profile(link: ShipLink) -> str:
    """The traffic, by its name."""
    names = [*PROFILES, FILE]
    name = st.selectbox(
        say("shippage.profile"),
        names,
        index=names.index(link.profile) if link.profile in names else 0,
        format_func=lambda each: say(f"shippage.profile_{each}"),
        key="ship_profile",
    )
    if name == FILE:
        ask_profile_file()
    return name


def ask_plan(side: str, given: str, *, may_be_nothing: bool) -> str:
    """A strategy, whose rules it follows, and its settings; as text, empty for none."""
    dialect, name, text = split_plan(given) if given else ("", NOTHING, "")
    names = [*STRATEGIES, FILE, *([NOTHING] if may_be_nothing else [])]
    chosen = st.selectbox(
        say(f"shippage.plan_{side}"),
        names,
        index=names.index(name) if name in names else 0,
        format_func=_strategy_name,
        key=f"ship_{side}",
    )
    if chosen == NOTHING:
        return ""
    if chosen == FILE:
        ask_plan_file()
        return FILE
    strategy = STRATEGIES[chosen]
    st.caption(say(f"strategy.lead_{chosen}"))
    settings = _ask_settings(side, strategy, text if chosen == name else "")
    rules = _ask_rules(side, settings, dialect)
    return plan_text(strategy, settings, "" if rules == PLAIN else rules)


def _strategy_name(name: str) -> str:
    return say(f"shippage.plan_{name}") if name in (FILE, NOTHING) else say(f"strategy.name_{name}")


def _ask_rules(side: str, settings: Any, given: str) -> str:
    """The systems that have words for the strategy, plain rules first."""
    names = [PLAIN, *(name for name, dialect in DIALECTS.items() if dialect.express(settings))]
    if len(names) == 1:
        return PLAIN
    rules = st.selectbox(
        say("shippage.rules"),
        names,
        index=names.index(given) if given in names else 0,
        format_func=lambda each: say(f"strategy.name_{each}"),
        key=f"ship_{side}_rules",
    )
    st.caption(say(f"strategy.lead_{rules}"))
    return rules


def _ask_settings(side: str, strategy: Strategy[Any], text: str) -> Any:
    """The strategy's knobs; where one would not do the reason is shown and the defaults hold."""
    start = dict(part.split("=", 1) for part in text.split(";") if "=" in part)
    if not strategy.knobs:
        return strategy.settings
    with st.expander(say("shippage.settings"), expanded=bool(start)):
        texts = ask_knobs(f"ship_{side}_{strategy.name}", strategy, start, _label)
    try:
        return changed(strategy, texts)
    except ValueError as error:
        st.error(say("shippage.bad_setting", reason=str(error)))
        return strategy.settings


def _label(field: str) -> str:
    return say(f"strategy.knob_{field}")


def ask_luck(link: ShipLink) -> tuple[int, int | None]:
    """The seed, and when somebody lets a waiting release go on."""
    with st.expander(say("shippage.more")):
        seed = st.number_input(say("shippage.seed"), 1, 999_999, link.seed, key="ship_seed")
        comes = st.checkbox(say("shippage.comes"), link.resumes_min is not None, key="ship_comes")
        after = st.number_input(
            say("shippage.resumes"), 0, 60, link.resumes_min or 5, disabled=not comes, key="ship_resumes"
        )
    return int(seed), int(after) if comes else None


def ask_bets(link: ShipLink) -> dict[str, str]:
    """The predictions made; what is not answered is no bet."""
    bets = {name: ask_bet(name, link.bets.get(name), key=f"ship_bet_{name}") for name in _PICKED}
    return {name: bet for name, bet in bets.items() if bet}


def ask_bet(name: str, given: str | None, *, key: str, horizontal: bool = True) -> str | None:
    """One prediction to pick; None until there is one."""
    answers: Sequence[str] = ANSWERS[name]
    return st.radio(
        say(f"shippage.bet_{name}"),
        answers,
        index=answers.index(given) if given in answers else None,
        format_func=lambda each: say(f"shippage.bet_{name}_{each}"),
        horizontal=horizontal,
        key=key,
    )


def ask_curve(link: ShipLink, profile: str) -> Curve | None:
    """The prediction to draw; None until there is one."""
    return ask_sketch(minutes_of(profile), link.drawn, key="ship_sketch")
