"""A challenge in a lesson: what it is about, its limits, whether it is solved, and the way to the Operate page."""

from collections.abc import Iterable

import streamlit as st

from slipway.content.challenge import Challenge
from slipway.operations.subjects import SUBJECTS
from slipway.store import Mark
from slipway.ui.deeds import deed_of, solved_challenge
from slipway.ui.operate_link import OperateLink
from slipway.ui.operate_result import limit_lines, name_of
from slipway.words import say


def draw_challenge(challenge: Challenge, caption: str, marks: Iterable[Mark]) -> None:
    """What it teaches opens once it is solved, as on its own page."""
    solved = next((mark for mark in marks if deed_of(mark) == solved_challenge(challenge.id)), None)
    with st.container(border=True, key=f"challenge-{challenge.id}"):
        st.markdown(say("lessonpage.challenge_solved" if solved else "lessonpage.challenge", title=challenge.title))
        st.markdown(challenge.story)
        if challenge.goals:
            st.markdown("\n".join([say("operate.goals"), "", *limit_lines(challenge, SUBJECTS[challenge.subject])]))
        if caption:
            st.caption(caption)
        if solved:
            _tell(challenge, solved)
        st.page_link("views/operate.py", label=say("lessonpage.open_operate"), query_params=_link(challenge, solved))


def _tell(challenge: Challenge, solved: Mark) -> None:
    score = solved.detail.get("score")
    if isinstance(score, int | float):
        best = SUBJECTS[challenge.subject].shown(challenge.score, float(score))
        st.markdown(say("lessonpage.challenge_best", name=name_of(challenge.score), score=best))
    if challenge.explain:
        st.markdown(challenge.explain)


def _link(challenge: Challenge, solved: Mark | None) -> dict[str, str]:
    """To the plan that solved it, so that it can be looked at again."""
    plan = str(solved.detail.get("plan", "")) if solved else ""
    return OperateLink(challenge.id, plan, ran=bool(plan)).params()
