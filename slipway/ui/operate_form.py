"""What is asked before a plan is run: the way, its settings, in a sandbox the situation too, and a bet."""

from dataclasses import replace

import streamlit as st

from slipway.content.challenge import Challenge
from slipway.labs.turned import offered
from slipway.operations.subject import Subject
from slipway.settings_text import as_text, changed
from slipway.ui.knobs import ask_knobs
from slipway.ui.operate_link import ANSWERS, OperateLink
from slipway.ui.operate_runs import plan_of
from slipway.words import say


def ask_way(challenge: Challenge, subject: Subject, link: OperateLink) -> tuple[OperateLink, str]:
    """The situation, as a link without a plan, and the way."""
    wanted = _situation(challenge, subject, link)
    return wanted, _way(challenge, subject, plan_of(challenge, link).partition(";")[0])


def ask_settings(
    challenge: Challenge, subject: Subject, link: OperateLink, wanted: OperateLink, way: str
) -> OperateLink | None:
    """The wanted link with the plan that the form says; None where a setting would not do, which is told."""
    plan = plan_of(challenge, link)
    given = plan.partition(";")[2] if way == plan.partition(";")[0] else ""
    start = dict(part.split("=", 1) for part in given.split(";") if part)
    of = subject.ways[way]
    st.caption(say(f"operate.lead_{way}"))
    columns = st.columns(2)
    texts = dict(start)
    knobs = [knob.field for knob in of.knobs if not challenge.knobs or knob.field in challenge.knobs]
    half = (len(knobs) + 1) // 2
    for column, few in zip(columns, (knobs[:half], knobs[half:]), strict=True):
        with column:
            if few:
                texts = ask_knobs(f"operate_{challenge.id}_{way}", of, texts, _label, few)
    try:
        settings = changed(of, texts)
    except ValueError as error:
        st.error(say("operate.bad_setting", reason=str(error)))
        return None
    rest = as_text(of, settings)
    return replace(wanted, plan=f"{way};{rest}" if rest else way)


def _label(field: str) -> str:
    return say(f"operate.knob_{field}")


def _way(challenge: Challenge, subject: Subject, given: str) -> str:
    """One of those that the challenge offers; not asked where it offers one."""
    ways = [*offered(challenge)] if challenge.goals else [*subject.ways]
    if len(ways) == 1:
        return ways[0]
    return str(
        st.selectbox(
            say("operate.way"),
            ways,
            index=ways.index(given) if given in ways else 0,
            format_func=lambda each: say(f"operate.way_{each}"),
            key=f"operate_{challenge.id}_way",
        )
    )


def _situation(challenge: Challenge, subject: Subject, link: OperateLink) -> OperateLink:
    if challenge.goals:
        return OperateLink(challenge.id)
    names = [*subject.situations]
    left, right = st.columns(2)
    with left:
        situation = st.selectbox(
            say("operate.situation"),
            names,
            index=names.index(link.situation or challenge.situation),
            format_func=lambda each: say(f"operate.situation_{each}"),
            key=f"operate_{challenge.id}_situation",
        )
    with right:
        seed = st.number_input(
            say("operate.seed"), 1, 999_999, link.seed or challenge.seed, key=f"operate_{challenge.id}_seed"
        )
    return OperateLink(challenge.id, situation=str(situation), seed=int(seed))


def _answers(challenge: Challenge) -> tuple[str, ...]:
    """One limit alone cannot be kept in part."""
    answers = ANSWERS[challenge.bet]
    return answers if challenge.bet != "limits" or len(challenge.goals) > 1 else ("all", "none")


def ask_bet(challenge: Challenge, link: OperateLink) -> str:
    """What the learner bets; empty where nothing was bet, or there is no limit."""
    if not challenge.goals:
        return ""
    answers = _answers(challenge)
    bet = st.radio(
        say(f"operate.ask_{challenge.bet}"),
        answers,
        index=answers.index(link.bet) if link.bet in answers else None,
        format_func=lambda each: say(f"operate.bet_{each}"),
        horizontal=True,
        key=f"operate_{challenge.id}_bet",
    )
    return bet or ""
