"""The placement page: a level's tests on the board, a bet, and then the pipeline that follows from them."""

from dataclasses import replace

import streamlit as st

from slipway.assessment.progress import Deed
from slipway.charts.placement import board_data, goal_wish
from slipway.content.library import Library
from slipway.pipeline.placement.level import Level
from slipway.pipeline.placement.model import Placement, check_placement
from slipway.pipeline.placement.reasons import Reason, Reasons
from slipway.ui import session
from slipway.ui.bootstrap import library, store
from slipway.ui.components.board import board
from slipway.ui.deeds import deed_of, solved_level
from slipway.ui.placement_parts import show_assumptions, show_result
from slipway.ui.strategies import Game, game_of
from slipway.ui.strategy_link import StrategyLink, fits, read_strategy
from slipway.words import say

KEY = "board"


def main() -> None:
    """Read the address, compute, draw."""
    course = library()
    if not course.levels:
        st.info(say("placementpage.none"))
        return
    try:
        link, game = _read(course)
    except (ValueError, KeyError) as error:
        _unreadable(error, course.withdrawn)
        return
    level = game.level
    _head(course, level)
    reasons = _judged(game, link)
    data = board_data(level, link.put or {}, {} if link.put != link.ran else reasons, session.acknowledged(KEY))
    board(data, key=KEY, on_put=_put)
    _run_form(level, link)
    if link.ran is not None:
        if link.put != link.ran:
            st.info(say("placementpage.moved"))
        show_result(game, link, reasons, store(), session.learner(), _go)
    show_assumptions(level, link, _go)


def _read(course: Library) -> tuple[StrategyLink, Game]:
    link = read_strategy(st.query_params, next(iter(course.levels)))
    link = fits(link, course.levels[link.level])
    with st.spinner(say("placementpage.computing")):
        return link, game_of(course.levels[link.level], link.assume)


def _unreadable(error: Exception, withdrawn: frozenset[str]) -> None:
    st.title(say("placementpage.title"))
    if isinstance(error, KeyError) and error.args[0] in withdrawn:
        st.warning(say("placementpage.withdrawn", name=error.args[0]))
        return
    reason = say("placementpage.no_level", name=error.args[0]) if isinstance(error, KeyError) else str(error)
    st.warning(say("placementpage.unreadable", reason=reason))
    if st.button(say("placementpage.start_over"), key="placement_unreadable"):
        st.query_params.clear()
        st.rerun()


def _head(course: Library, level: Level) -> None:
    done = {deed_of(mark): mark.detail for mark in store().marks(session.learner())}
    names = list(course.levels)
    titles = {name: _label(course.levels[name], number, done) for number, name in enumerate(names, 1)}
    st.title(level.title)
    st.markdown(level.story)
    wishes = {name: getattr(level.goals, name) for name in level.goals.__slots__}
    goals = [goal_wish(name, limit) for name, limit in wishes.items() if limit is not None]
    if goals:
        st.markdown("\n".join([say("placementpage.goals"), "", *(f"- {goal}" for goal in goals)]))
    else:
        st.markdown(say("placementpage.no_goals"))
    # A choice is known by its label: with other labels, once something is solved, it has to be another widget.
    key = "placement_level_" + "_".join(str(done.get(solved_level(name), {}).get("points", "")) for name in names)
    st.selectbox(
        say("placementpage.level"),
        names,
        index=names.index(level.id),
        format_func=lambda name: titles[name],
        key=key,
        on_change=_change_level,
        args=(key,),
        width=420,
    )


def _label(level: Level, number: int, done: dict[Deed, dict[str, object]]) -> str:
    detail = done.get(solved_level(level.id))
    wording = "level_done" if detail else "level_open"
    return say(f"placementpage.{wording}", number=number, title=level.title, points=(detail or {}).get("points", ""))


def _judged(game: Game, link: StrategyLink) -> dict[str, Reason]:
    """The verdict on each test that was placed in the last run."""
    judge = Reasons(game.model, game.par)
    return {check: judge.of(check, stage) for check, stage in (link.ran or {}).items()}


def _run_form(level: Level, link: StrategyLink) -> None:
    titles = {hazard.id: hazard.title for hazard in level.grounds.hazards}
    bets = list(titles)
    with st.form("placement_run", border=False):
        bet = st.selectbox(
            say("placementpage.bet"),
            bets,
            index=bets.index(link.bet) if link.bet in bets else None,
            placeholder=say("placementpage.choose_bet"),
            format_func=lambda name: titles[name],
            key=f"placement_bet_{level.id}",
            width=420,
        )
        if st.form_submit_button(say("placementpage.run"), type="primary", key="placement_go"):
            _go(link.run(link.put or {}, bet or ""))
            st.rerun()


def _put() -> None:
    """What the board sent: the whole placement after a drop; each counts once."""
    sent = session.trigger(KEY, "put")
    if not sent or not session.acknowledge(str(sent.get("token", ""))[:80], KEY):
        return
    levels = library().levels
    link = read_strategy(st.query_params, next(iter(levels)))
    level = levels.get(link.level)
    put = _as_placement(sent.get("put"))
    if level is None or put is None or not str(sent.get("level", "")).startswith(f"{level.id}/"):
        return
    try:
        check_placement(level.grounds, put)
    except ValueError:
        return
    _go(replace(link, put={check.id: put[check.id] for check in level.grounds.checks if check.id in put}))


def _as_placement(sent: object) -> Placement | None:
    if not isinstance(sent, dict):
        return None
    return {str(check): str(stage) for check, stage in sent.items() if stage}


def _change_level(key: str) -> None:
    _go(StrategyLink(str(session.value(key))))


def _go(link: StrategyLink) -> None:
    st.query_params.from_dict(link.params())


main()
