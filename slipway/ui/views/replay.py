"""The replay page: a scenario's pipeline, run with the learner's choices, scrubbed in the browser."""

from dataclasses import replace
from typing import Any

import streamlit as st

from slipway.charts.replay import View, replay_data
from slipway.content.scenario import Scenario
from slipway.luck import LARGEST_SEED
from slipway.pipeline.simulate import Run
from slipway.ui import session
from slipway.ui.bootstrap import library, store
from slipway.ui.components.replay import replay
from slipway.ui.deeds import opened_replay
from slipway.ui.link import Link, read
from slipway.ui.outcomes import show_comparison, show_outcome
from slipway.ui.runs import check_bets, run_of
from slipway.ui.tasks import tick_tasks
from slipway.words import say

KEY = "replay"


def main() -> None:
    """Read the address, compute, draw."""
    course = library()
    scenarios = course.scenarios
    if not scenarios:
        st.info(say("replaypage.none"))
        return
    try:
        link = read(st.query_params, next(iter(scenarios)))
        scenario = scenarios[link.scenario]
        run = run_of(scenario, link)
        fork = run_of(scenario, link.forked()) if link.fork else None
        check_bets(scenario, link)
    except (ValueError, KeyError) as error:
        _unreadable(error, course.withdrawn)
        return
    if link.at > (last := max(len(each.until_undecided().events) for each in (run, fork or run)) - 1):
        link = replace(link, at=last)
        _go(link)
    _head(scenarios, scenario, link)
    _player(scenario, link, run, fork)
    _below(run, fork, link)
    for task in tick_tasks(course, store(), session.learner(), scenario.id, run.until_undecided()):
        st.success(say("replaypage.ticked", goal=task.goal))
    _remember(scenario, link)


def _unreadable(error: Exception, withdrawn: frozenset[str]) -> None:
    st.title(say("replaypage.title"))
    if isinstance(error, KeyError) and error.args[0] in withdrawn:
        st.warning(say("replaypage.withdrawn", name=error.args[0]))
        return
    reason = say("replaypage.no_scenario", name=error.args[0]) if isinstance(error, KeyError) else str(error)
    st.warning(say("replaypage.unreadable", reason=reason))
    if st.button(say("replaypage.start_over"), key="replay_unreadable"):
        st.query_params.clear()
        st.rerun()


def _head(scenarios: dict[str, Scenario], scenario: Scenario, link: Link) -> None:
    st.title(scenario.title)
    st.markdown(scenario.summary)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        names = list(scenarios)
        st.selectbox(
            say("replaypage.scenario"),
            names,
            index=names.index(scenario.id),
            format_func=lambda name: scenarios[name].title,
            key="replay_scenario",
            on_change=_change_scenario,
            width=320,
        )
        st.number_input(
            say("replaypage.seed"),
            min_value=0,
            max_value=LARGEST_SEED,
            value=scenario.seed if link.seed is None else link.seed,
            key="replay_seed",
            help=say("replaypage.seed_help"),
            on_change=_change_seed,
            width=140,
        )
        st.button(say("replaypage.reset"), key="replay_reset", on_click=_go, args=(Link(scenario.id, link.seed),))
        st.button(
            say("replaypage.follow"), key="replay_follow", help=say("replaypage.follow_help"), on_click=_follow_story
        )
        if link.fork:
            st.button(say("replaypage.take_fork"), key="replay_take_fork", on_click=_go, args=(link.forked(),))
            st.button(
                say("replaypage.leave_fork"), key="replay_leave_fork", on_click=_go, args=(replace(link, fork=None),)
            )


def _player(scenario: Scenario, link: Link, run: Run, fork: Run | None) -> None:
    view = View(
        mode="compare" if fork else "player",
        cursor=link.at,
        alt=say("replaypage.alt", title=scenario.title),
        bets=link.bets,
        ack=session.acknowledged(KEY),
    )
    replay(_data(repr((scenario.content_hash, link, view)), scenario, run, view, fork), key=KEY, on_act=_act)


@st.cache_resource(max_entries=64, show_spinner=False)
def _data(key: str, _scenario: Scenario, _run: Run, _view: View, _fork: Run | None) -> dict[str, Any]:
    return replay_data(_scenario, _run, _view, _fork)


def _below(run: Run, fork: Run | None, link: Link) -> None:
    if fork:
        show_comparison(run, fork, link)
    elif run.undecided_at() is None:
        show_outcome(run)
    st.caption(say("replaypage.link_hint"))


def _act() -> None:
    """What the player sent: a decision, a fork or an undo; each counts once."""
    sent = session.trigger(KEY, "act")
    if not sent or not session.acknowledge(str(sent.get("token", ""))[:80], KEY):
        return
    link = read(st.query_params, next(iter(library().scenarios)))
    scenario = library().scenarios[link.scenario]
    match sent.get("do"):
        case "decide":
            shown = run_of(scenario, link).until_undecided()
            decided = link.decide(str(sent["decision"]), str(sent["option"]), str(sent.get("prediction") or ""))
            _go(replace(decided, at=len(shown.events)))
        case "fork":
            forked = replace(link, fork=(str(sent["decision"]), str(sent["option"])))
            _go(replace(forked, at=_parting(scenario, forked)))
        case "undo":
            undone = link.undo()
            last = run_of(scenario, undone).until_undecided()
            _go(replace(undone, at=len(last.events) - 1))


def _parting(scenario: Scenario, link: Link) -> int:
    mine, other = run_of(scenario, link).events, run_of(scenario, link.forked()).events
    return next((k for k, (a, b) in enumerate(zip(mine, other, strict=False)) if a != b), 0)


def _go(link: Link) -> None:
    st.query_params.from_dict(link.params())


def _change_scenario() -> None:
    _go(Link(str(session.value("replay_scenario"))))


def _change_seed() -> None:
    link = read(st.query_params, next(iter(library().scenarios)))
    _go(Link(link.scenario, int(session.value("replay_seed"))))


def _follow_story() -> None:
    """Every open decision goes as the story goes."""
    link = read(st.query_params, next(iter(library().scenarios)))
    scenario = library().scenarios[link.scenario]
    start = len(run_of(scenario, link).until_undecided().events)
    decisions = {d.id: d for d in scenario.world.decisions}
    run = run_of(scenario, link)
    while (index := run.undecided_at()) is not None:
        decision = decisions[run.events[index].subject or ""]
        link = link.decide(decision.id, decision.story, "")
        run = run_of(scenario, link)
    _go(replace(link, at=start))


def _remember(scenario: Scenario, link: Link) -> None:
    """Keep where the learner is, so that the course page can lead back; written only when it changed."""
    if link.choices and session.value("replay_kept") != link:
        store().mark(session.learner(), *opened_replay(scenario.id), {"params": link.params()})
        session.keep("replay_kept", link)


main()
