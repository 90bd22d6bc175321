"""The parts of a lesson, drawn: prose, live pictures, predictions, questions, tasks, words."""

import streamlit as st

from slipway.charts.bet import told
from slipway.charts.replay import View, replay_data
from slipway.content.lesson import (
    BoardPart,
    ChallengePart,
    CheckPart,
    GlossaryPart,
    LabPart,
    Part,
    PredictPart,
    Prose,
    ReplayPart,
    RolloutPart,
    TaskPart,
)
from slipway.content.library import Library
from slipway.labs import LABS
from slipway.pipeline.bets import settle
from slipway.store import Mark, Store
from slipway.ui.components.replay import replay
from slipway.ui.deeds import deed_of, did_task, placed_bet
from slipway.ui.labs import draw_lab
from slipway.ui.lesson_challenge import draw_challenge
from slipway.ui.lesson_rollout import draw_rollout
from slipway.ui.link import Link
from slipway.ui.placement_parts import show_outline
from slipway.ui.prose import unbroken
from slipway.ui.questions import ask
from slipway.ui.runs import run
from slipway.ui.strategies import game_of
from slipway.ui.strategy_link import StrategyLink
from slipway.words import say

_SIGNS = {"right": "✓", "wrong": "✕", "open": ""}


def draw_part(
    part: Part, number: int, place: str, library: Library, store: Store, learner: str, marks: tuple[Mark, ...]
) -> None:
    """Draw one part; `marks` are the learner's, read once for the page.

    A part whose scenario or question is broken says so and leaves the rest alone.
    """
    match part:
        case Prose():
            st.markdown(unbroken(part.text))
        case ReplayPart():
            _replay(part, f"{place}-{number}", library)
        case PredictPart():
            _predict(part, library, store, learner, marks)
        case CheckPart():
            _check(part, place, library, store, learner)
        case TaskPart():
            _task(part, marks)
        case LabPart():
            _lab(part, f"{place}-{number}", store, learner)
        case BoardPart():
            _board(part, library)
        case ChallengePart():
            _challenge(part, library, marks)
        case RolloutPart():
            _rollout(part, store, learner, marks)
        case GlossaryPart():
            _glossary(part)


def _missing() -> None:
    st.info(say("lessonpage.missing"))


def _replay(part: ReplayPart, key: str, library: Library) -> None:
    scenario = library.scenarios.get(part.scenario)
    if scenario is None:
        _missing()
        return
    story = {d.id: d.story for d in scenario.world.decisions}
    whole = run(scenario, {**story, **part.choose}, part.seed)
    at = part.at.met_at(whole.events) if part.at else 0
    view = View(mode="figure", cursor=at or 0, alt=" ".join(part.alt.split()), stage=part.stage)
    with st.container(key=f"figure-{key}"):
        replay(replay_data(scenario, whole, view), key=f"replay-{key}")
        if part.caption:
            st.caption(part.caption)


def _predict(part: PredictPart, library: Library, store: Store, learner: str, marks: tuple[Mark, ...]) -> None:
    scenario = library.scenarios.get(part.scenario)
    if scenario is None:
        _missing()
        return
    bet = next((m.detail.get("guess") for m in marks if deed_of(m) == placed_bet(part.id)), None)
    with st.container(border=True, key=f"predict-{part.id}"):
        st.markdown(say("lessonpage.predict", ask=part.ask))
        guesses = {guess.id: guess.text for guess in part.guesses}
        if bet not in guesses:
            with st.form(f"predict-form-{part.id}", border=False):
                choice = st.radio(
                    say("lessonpage.your_bet"),
                    list(guesses),
                    index=None,
                    format_func=lambda g: guesses[g],
                    key=f"bet-{part.id}",
                )
                placed = st.form_submit_button(say("lessonpage.place_bet"), key=f"place-{part.id}")
            if placed and choice:
                store.mark(learner, *placed_bet(part.id), {"guess": choice})
                st.rerun()
            elif placed:
                st.info(say("lessonpage.choose_first"))
            return
        whole = run(scenario, part.choose, part.seed)
        mine = next(guess for guess in part.guesses if guess.id == bet)
        verdict, text = told(whole, settle(whole, part.prediction, 0), mine)
        st.markdown(f"{_SIGNS[verdict]} {text}".strip())
        st.markdown(part.explain)
        link = Link(scenario.id, part.seed, tuple((d, o, "") for d, o in part.choose.items()))
        st.page_link("views/replay.py", label=say("lessonpage.see_run"), query_params=link.params())


def _check(part: CheckPart, place: str, library: Library, store: Store, learner: str) -> None:
    item = library.questions.get(part.question)
    if item is None:
        _missing()
        return
    ask(item, store, learner, place, store.attempts(learner, part.question))


def _task(part: TaskPart, marks: tuple[Mark, ...]) -> None:
    done = any(deed_of(mark) == did_task(part.id) for mark in marks)
    with st.container(border=True, key=f"task-{part.id}"):
        st.markdown(say("lessonpage.task_done" if done else "lessonpage.task_open", goal=part.goal))
        if done:
            st.markdown(part.explain)
        else:
            st.caption(say("lessonpage.task_hint"))
        st.page_link("views/replay.py", label=say("lessonpage.open_replay"), query_params={"scenario": part.scenario})


def _lab(part: LabPart, key: str, store: Store, learner: str) -> None:
    if part.lab in LABS:
        draw_lab(part, key, store, learner)
    else:
        _missing()


def _board(part: BoardPart, library: Library) -> None:
    level = library.levels.get(part.level)
    if level is None:
        _missing()
        return
    put = dict(level.put) if part.put is None else part.put
    with st.container(border=True):
        show_outline(game_of(level, {}), put)
        if part.caption:
            st.caption(part.caption)
        link = StrategyLink(level.id, put)
        st.page_link("views/placement.py", label=say("lessonpage.open_board"), query_params=link.params())


def _challenge(part: ChallengePart, library: Library, marks: tuple[Mark, ...]) -> None:
    challenge = library.challenges.get(part.challenge)
    if challenge is None:
        _missing()
        return
    draw_challenge(challenge, part.caption, marks)


def _rollout(part: RolloutPart, store: Store, learner: str, marks: tuple[Mark, ...]) -> None:
    try:
        draw_rollout(part, store, learner, marks)
    except ValueError:
        _missing()


def _glossary(part: GlossaryPart) -> None:
    st.header(say("lessonpage.glossary"))
    st.markdown("\n".join(f"- **{term.term}**: {term.means}" for term in part.terms))
