"""Operations: scale, watch and tune a running service, one challenge at a time."""

from dataclasses import replace
from functools import partial

import streamlit as st

from slipway.content.challenge import Challenge
from slipway.content.library import Library
from slipway.operations.subjects import SUBJECTS
from slipway.ui import session
from slipway.ui.bootstrap import library, store
from slipway.ui.deeds import deed_of, solved_challenge
from slipway.ui.drill_board import HAND, show_drill
from slipway.ui.operate_export import show_export
from slipway.ui.operate_file import ask_own, show_own
from slipway.ui.operate_form import ask_bet, ask_settings, ask_way
from slipway.ui.operate_link import OperateLink, read_operate
from slipway.ui.operate_result import limit_lines, name_of, show_result
from slipway.ui.operate_runs import operate, plan_of
from slipway.ui.waiting import Waiting
from slipway.words import say

_AT_ONCE = "operate_at_once"


def main() -> None:
    """Read the address, ask, run, show."""
    st.title(say("operate.title"))
    course = library()
    if not course.challenges:
        st.info(say("operate.none"))
        return
    try:
        link = read_operate(st.query_params)
        challenge = _challenge(course, link)
        _choose(course, challenge)
        if not challenge.goals and ask_own(challenge, link):
            show_own(challenge.subject)
            return
        wanted = _ask(challenge, link)
        by_hand = plan_of(challenge, wanted or link).partition(";")[0] == HAND
    except ValueError as error:
        _unreadable(error)
        return
    at_once = session.value(_AT_ONCE) and not by_hand
    if at_once and wanted is not None and _differ(wanted, _whole(challenge, link)):
        st.query_params.from_dict(wanted.params())
        link = wanted
    if not link.ran:
        if not by_hand:
            st.info(say("operate.not_run"))
        return
    if wanted is None or _differ(wanted, _whole(challenge, link)):
        st.caption(say("operate.changed"))
    _show(challenge, link)


def _challenge(course: Library, link: OperateLink) -> Challenge:
    if link.challenge in course.withdrawn:
        raise ValueError(say("operate.withdrawn", name=link.challenge))
    if link.challenge and link.challenge not in course.challenges:
        raise ValueError(say("operate.no_challenge", name=link.challenge))
    return course.challenges[link.challenge or next(iter(course.challenges))]


def _choose(course: Library, challenge: Challenge) -> None:
    """The subject and the challenge, then what it is about."""
    subjects = [*dict.fromkeys(each.subject for each in course.challenges.values())]
    st.radio(
        say("operate.subject"),
        subjects,
        index=subjects.index(challenge.subject),
        format_func=lambda name: say(f"operate.subject_{name}"),
        horizontal=True,
        key=f"operate_subject_{challenge.subject}",
        on_change=_go_to_first,
        args=(challenge.subject,),
    )
    done = {deed_of(mark) for mark in store().marks(session.learner())}
    names = [name for name, each in course.challenges.items() if each.subject == challenge.subject]
    labels = {name: _label(course.challenges[name], number, done) for number, name in enumerate(names, 1)}
    # A choice is known by its label: with other labels, once something is solved, it has to be another widget.
    key = f"operate_challenge_{challenge.subject}_{sum(solved_challenge(name) in done for name in names)}"
    st.selectbox(
        say("operate.challenge"),
        names,
        index=names.index(challenge.id),
        format_func=lambda name: labels[name],
        key=key,
        on_change=_go_to,
        args=(key,),
        width=480,
    )
    st.header(challenge.title)
    st.markdown(challenge.story)
    if challenge.shows:
        st.caption(say("operate.shows", what=", ".join(say(f"operate.practice_{name}") for name in challenge.shows)))
    _goals(challenge)


def _goals(challenge: Challenge) -> None:
    if not challenge.goals:
        st.markdown(say("operate.sandbox"))
        return
    lines = limit_lines(challenge, SUBJECTS[challenge.subject])
    score = say("operate.score", name=name_of(challenge.score))
    st.markdown("\n".join([say("operate.goals"), "", *lines, "", score]))


def _label(challenge: Challenge, number: int, done: set[tuple[str, str]]) -> str:
    solved = solved_challenge(challenge.id) in done
    if solved:
        return say("operate.label_done", number=number, title=challenge.title)
    return say("operate.label_open", number=number, title=challenge.title)


def _go_to_first(subject: str) -> None:
    wanted = session.value(f"operate_subject_{subject}")
    first = next(each.id for each in library().challenges.values() if each.subject == wanted)
    st.query_params.from_dict(OperateLink(first).params())


def _go_to(key: str) -> None:
    st.query_params.from_dict(OperateLink(str(session.value(key))).params())


def _ask(challenge: Challenge, link: OperateLink) -> OperateLink | None:
    """The form, and what it stands at; the address changes when the button is pressed."""
    subject = SUBJECTS[challenge.subject]
    with st.container(border=True):
        start, way = ask_way(challenge, subject, link)
        if way == HAND:
            return show_drill(challenge, start, link)
        wanted = ask_settings(challenge, subject, link, start, way)
        at_once = st.toggle(say("operate.at_once"), help=say("operate.at_once_help"), key=_AT_ONCE)
        bet = "" if at_once else ask_bet(challenge, link)
        go = st.button(say("operate.run"), type="primary", key="operate_run", disabled=at_once or wanted is None)
    if wanted is None:
        return None
    wanted = replace(wanted, bet=bet, ran=True)
    if go:
        st.query_params.from_dict(wanted.params())
        st.rerun()
    return wanted


def _whole(challenge: Challenge, link: OperateLink) -> OperateLink:
    """The link with all that it leaves to the challenge."""
    known = replace(link, challenge=challenge.id, plan=plan_of(challenge, link))
    if challenge.goals:
        return replace(known, situation="", seed=0)
    return replace(known, situation=link.situation or challenge.situation, seed=link.seed or challenge.seed)


def _differ(one: OperateLink, other: OperateLink) -> bool:
    """In more than the bet, which changes nothing."""
    return replace(one, bet="") != replace(other, bet="")


def _show(challenge: Challenge, link: OperateLink) -> None:
    try:
        with st.spinner(say("operate.running"), show_time=True):
            waiting = Waiting(partial(_stop, link))
            operated = operate(challenge, link, waiting)
            waiting.over()
    except ValueError as error:
        _unreadable(error)
        return
    subject = SUBJECTS[challenge.subject]
    show_result(challenge, subject, link, operated, store(), session.learner())
    show_export(subject, link.situation or challenge.situation, operated.plan)


def _stop(link: OperateLink) -> None:
    """What was asked stays, and is not run; nor is it at the next change."""
    session.keep(_AT_ONCE, False)
    st.query_params.from_dict(replace(link, ran=False).params())


def _unreadable(error: ValueError) -> None:
    st.warning(say("operate.unreadable", reason=str(error)))
    if st.button(say("operate.start_over"), key="operate_start_over"):
        st.query_params.clear()
        st.rerun()


main()
