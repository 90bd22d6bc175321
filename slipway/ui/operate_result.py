"""What a plan in operations came to: the bet, the limits, the figures beside those of the run before, and when."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from slipway.content.challenge import Bet, Challenge, Limit
from slipway.operations.subject import Subject, Trial
from slipway.store import Store
from slipway.ui import session
from slipway.ui.deeds import deed_of, solved_challenge
from slipway.ui.operate_link import ANSWERS, OperateLink
from slipway.ui.operate_runs import Operated, operate
from slipway.ui.panels import draw_panels
from slipway.words import say

_MOST_TOLD = 200


def show_result(
    challenge: Challenge, subject: Subject, link: OperateLink, operated: Operated, store: Store, learner: str
) -> None:
    """Everything about one run."""
    st.header(say("operate.result"))
    if link.bet in ANSWERS[challenge.bet]:
        _tell_bet(challenge.bet, link.bet, operated.outcome(challenge.bet))
    if challenge.goals:
        _limits(challenge, subject, operated)
        _score(challenge, subject, operated, store, learner)
    draw_panels(operated.trial.panels, f"operate-{challenge.id}")
    columns = {say("operate.this_run"): operated.trial.measures}
    before = _before(challenge, link, operated)
    if before is not None:
        columns[say("operate.run_before")] = before.trial.measures
    _figures(subject, columns)
    _happened(operated.trial)


def show_trial(subject: Subject, trial: Trial) -> None:
    """A run that nobody set a limit: what it looked like, its figures if there are any, and what was decided."""
    st.header(say("operate.result"))
    draw_panels(trial.panels, "operate-own")
    if trial.measures:
        _figures(subject, {say("operate.this_run"): trial.measures})
    _happened(trial)


def _tell_bet(bet: Bet, guess: str, outcome: str) -> None:
    mine, actual = say(f"operate.bet_{guess}"), say(f"operate.bet_{outcome}")
    if guess == outcome:
        st.markdown(say("operate.bet_right", mine=mine))
    else:
        st.markdown(say(f"operate.wrong_{bet}", mine=mine, actual=actual))


def _limits(challenge: Challenge, subject: Subject, operated: Operated) -> None:
    """A row for each limit: the figure, the limit, and whether it was kept, by mark and word."""
    lines = [say("operate.limits_head"), "|---|---|---|---|"]
    for limit in challenge.goals:
        kept = limit.measure not in operated.missed
        sign = ":green[✓]" if kept else ":red[✕]"
        word = say("operate.kept") if kept else say("operate.missed")
        value = subject.shown(limit.measure, operated.trial.measures[limit.measure])
        lines.append(f"| {name_of(limit.measure)} | {value} | {wish(subject, limit)} | {sign} {word} |")
    st.markdown("\n".join(lines))


def name_of(measure: str) -> str:
    """What a measure is called."""
    return say(f"operate.measure_{measure}")


def wish(subject: Subject, limit: Limit) -> str:
    """A limit in words."""
    least = None if limit.at_least is None else subject.shown(limit.measure, limit.at_least)
    most = None if limit.at_most is None else subject.shown(limit.measure, limit.at_most)
    if least is None:
        return say("operate.at_most", most=most)
    return say("operate.at_least", least=least) if most is None else say("operate.between", least=least, most=most)


def limit_lines(challenge: Challenge, subject: Subject) -> list[str]:
    """A line of a list for each limit of a challenge."""
    return [f"- {name_of(limit.measure)}: {wish(subject, limit)}" for limit in challenge.goals]


def _score(challenge: Challenge, subject: Subject, operated: Operated, store: Store, learner: str) -> None:
    """Against par, once every limit is kept; a better one than before is noted."""
    if operated.missed or operated.score is None or operated.par is None:
        st.info(f"{say('operate.not_yet', missed=len(operated.missed))} {operated.because}".strip())
        return
    score, par = (subject.shown(challenge.score, value) for value in (operated.score, operated.par))
    wording = "operate.under_par" if operated.score <= operated.par * 1.0001 else "operate.over_par"
    name = name_of(challenge.score)
    if wording == "operate.under_par":
        st.success(say("operate.under_par", name=name, score=score, par=par))
    else:
        st.success(say("operate.over_par", name=name, score=score, par=par))
    if challenge.explain:
        st.markdown(challenge.explain)
    deed = solved_challenge(challenge.id)
    before = next((mark.detail.get("score") for mark in store.marks(learner) if deed_of(mark) == deed), None)
    if not isinstance(before, int | float) or operated.score < before:
        store.mark(learner, *deed, {"score": operated.score, "plan": operated.plan})


def _figures(subject: Subject, columns: Mapping[str, Mapping[str, float]]) -> None:
    """All measures, a column for each run."""
    names = [measure.name for measure in subject.measures]
    rows = {name_of(name): [subject.shown(name, found[name]) for found in columns.values()] for name in names}
    table = pd.DataFrame.from_dict(rows, orient="index", columns=[*columns])
    table.index.name = say("operate.measure")
    st.subheader(say("operate.figures"))
    st.table(table, border="horizontal")


def _before(challenge: Challenge, link: OperateLink, operated: Operated) -> Operated | None:
    """The run before this one, if there was one with another plan, and a way back to it; this one is remembered."""
    key = f"operate_runs_{challenge.id}"
    runs: list[dict[str, str]] = session.value(key, [])
    mine = {"plan": operated.plan, "situation": link.situation, "seed": str(link.seed)}
    if not runs or runs[-1] != mine:
        runs = [*runs, mine][-2:]
        session.keep(key, runs)
    if len(runs) < 2:
        return None
    earlier = OperateLink(challenge.id, runs[0]["plan"], runs[0]["situation"], int(runs[0]["seed"]), ran=True)
    if st.button(say("operate.back"), key=f"operate_back_{challenge.id}"):
        session.keep(key, runs[:1])
        st.query_params.from_dict(earlier.params())
        st.rerun()
    return operate(challenge, earlier)


def _happened(trial: Trial) -> None:
    told = trial.told
    with st.expander(say("operate.happened", count=len(told))):
        lines = [f"{trial.clock(each.at_s):>9}  {each.what}  {each.why}".rstrip() for each in told[:_MOST_TOLD]]
        st.code("\n".join(lines) or say("operate.nothing_happened"), language=None, wrap_lines=True)
        if len(told) > _MOST_TOLD:
            st.caption(say("operate.happened_cut", count=_MOST_TOLD))
