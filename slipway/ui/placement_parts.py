"""What is shown once a placement was run: verdict, consequences, the replay, reasons, comparisons, assumptions."""

from collections.abc import Callable
from dataclasses import fields, replace

import pandas as pd
import streamlit as st

from slipway.charts.placement import SIGNS, Table, fates_table, figures_column, goal_line, placements_table
from slipway.charts.replay import View, replay_data
from slipway.pipeline.placement.consequences import consequences
from slipway.pipeline.placement.facts import Assumptions
from slipway.pipeline.placement.level import Level
from slipway.pipeline.placement.model import Placement
from slipway.pipeline.placement.reasons import Reason
from slipway.pipeline.placement.score import Result, judge
from slipway.store import Store
from slipway.ui.components.replay import replay
from slipway.ui.deeds import deed_of, solved_level
from slipway.ui.strategies import RUNS, Game, sampled, travel
from slipway.ui.strategy_link import StrategyLink
from slipway.words import say

Go = Callable[[StrategyLink], None]
_MOST_CONSEQUENCES, _OUTLINE_FIGURES = 3, 3


def show_result(game: Game, link: StrategyLink, reasons: dict[str, Reason], store: Store, learner: str, go: Go) -> None:
    """Everything that follows from the placement that was run last."""
    placement = link.ran or {}
    result = judge(game.model, game.level, game.par, placement)
    _keep(store, learner, game.level, result, link)
    st.header(say("placementpage.result"))
    _verdict(result)
    _bet(game, link, result)
    _consequences(game, result)
    _travel(game, link, go)
    _fates(game, result)
    _reasons(reasons)
    _samples(game, link, result)
    _comparison(game, link, result, go)


def show_outline(game: Game, placement: Placement) -> None:
    """A placement in short: where each test runs, what follows, and two figures; for lessons."""
    result = judge(game.model, game.level, game.par, placement)
    st.markdown(say("placementpage.outline", title=game.level.title))
    by_stage = {
        stage.name: [check.name for check in game.model.grounds.checks if placement.get(check.id) == stage.id]
        for stage in game.model.grounds.stages
    }
    column = say("placementpage.tests_there")
    _table({column: {stage: ", ".join(tests) or "–" for stage, tests in by_stage.items()}}, say("placementpage.stage"))
    for consequence in consequences(game.model, game.par, result)[:_MOST_CONSEQUENCES]:
        st.markdown(f"- {consequence.text}")
    figures = figures_column(result.estimate)
    shown = list(figures)[:_OUTLINE_FIGURES]
    st.markdown(" · ".join(f"{name}: **{figures[name]}**" for name in shown))


def _keep(store: Store, learner: str, level: Level, result: Result, link: StrategyLink) -> None:
    """Note a level as solved, with the best points; changed assumptions make another game, which does not count.

    One without goals is solved by a placement that is worth something.
    """
    if not result.solved or link.assume or not (result.goals or result.score.points):
        return
    deed, points = solved_level(level.id), result.score.points
    kept = next((mark for mark in store.marks(learner) if deed_of(mark) == deed), None)
    best = kept.detail.get("points") if kept else None
    if not isinstance(best, int) or points > best:
        store.mark(learner, *deed, {"points": points})


def _verdict(result: Result) -> None:
    missed = sum(not goal.met for goal in result.goals)
    verdict = "graded" if not result.goals else "not_solved" if missed else "solved"
    st.markdown(say(f"placementpage.{verdict}", points=result.score.points, missed=missed))
    if result.goals:
        st.markdown("\n".join(f"- {goal_line(goal)}" for goal in result.goals))
    st.caption(say("placementpage.formula", arithmetic=result.score.arithmetic))


def _bet(game: Game, link: StrategyLink, result: Result) -> None:
    titles = {hazard.id: hazard.title for hazard in game.model.grounds.hazards}
    if link.bet not in titles:
        return
    shares = result.estimate.escaped / game.model.vector("hazards", "chance").clip(1e-12)
    worst = game.model.grounds.hazards[int(shares.argmax())]
    own = float(shares[game.model.index_of_hazard[link.bet]])
    right = own >= float(shares.max()) - 1e-9
    st.markdown(
        say(
            "placementpage.bet_right" if right else "placementpage.bet_wrong",
            mine=titles[link.bet],
            own=f"{100 * own:.0f}",
            worst=worst.title,
            share=f"{100 * shares.max():.0f}",
        )
    )


def _consequences(game: Game, result: Result) -> None:
    found = consequences(game.model, game.par, result)
    st.subheader(say("placementpage.consequences"))
    if not found:
        st.markdown(say("placementpage.no_consequences"))
    for consequence in found:
        st.markdown(f"- {consequence.text}")


def _travel(game: Game, link: StrategyLink, go: Go) -> None:
    st.subheader(say("placementpage.travel"))
    st.markdown(say("placementpage.travel_lead"))
    scenario, run = travel(game, link.ran or {}, link.seed)
    replay(replay_data(scenario, run, View(mode="player", alt=say("placementpage.travel_alt"))), key="placement_replay")
    st.button(
        say("placementpage.other_luck"), key="placement_luck", on_click=go, args=(replace(link, seed=link.seed + 1),)
    )


def _fates(game: Game, result: Result) -> None:
    st.subheader(say("placementpage.fates"))
    st.markdown(say("placementpage.fates_lead"))
    _table(fates_table(game.model, result.estimate), say("placementpage.defect"), transpose=True)


def _reasons(reasons: dict[str, Reason]) -> None:
    """A sentence for each test, those in the wrong place first."""
    st.subheader(say("placementpage.reasons"))
    if not reasons:
        st.markdown(say("placementpage.nothing_placed"))
    for reason in sorted(reasons.values(), key=lambda reason: reason.fit != "wrong"):
        colour = "red" if reason.fit == "wrong" else "green"
        st.markdown(f":{colour}[**{SIGNS[reason.fit]}**] {reason.text}")


def _samples(game: Game, link: StrategyLink, result: Result) -> None:
    drawn = sampled(game, link.ran or {})
    st.caption(
        say(
            "placementpage.samples",
            runs=f"{RUNS:,}",
            mean=f"{drawn.cost:.1f}",
            error=f"{drawn.error:.1f}",
            exact=f"{result.estimate.cost:.1f}",
        )
    )


def _comparison(game: Game, link: StrategyLink, result: Result, go: Go) -> None:
    """Yours beside par's and beside the run before; par shows its placement only when asked."""
    st.subheader(say("placementpage.compare"))
    figures = {say("placementpage.yours"): figures_column(result.estimate)}
    placements = {say("placementpage.yours"): link.ran or {}}
    if link.before is not None:
        before = judge(game.model, game.level, game.par, link.before)
        figures[say("placementpage.before")] = figures_column(before.estimate)
        placements[say("placementpage.before")] = link.before
    figures[say("placementpage.par")] = figures_column(game.par.estimate)
    if link.par:
        placements[say("placementpage.par")] = game.par.placement
    _table(figures, say("placementpage.figure"))
    if len(placements) > 1:
        _table(placements_table(game.model.grounds, placements), say("placementpage.test"))
    proof = "placementpage.par_complete" if game.par.complete else "placementpage.par_found"
    st.caption(say(proof))
    with st.container(horizontal=True):
        label = say("placementpage.hide_par" if link.par else "placementpage.show_par")
        st.button(label, key="placement_par", on_click=go, args=(replace(link, par=not link.par),))
        if link.par:
            st.button(
                say("placementpage.take_par"),
                key="placement_take_par",
                on_click=go,
                args=(replace(link, put=dict(game.par.placement)),),
            )


def _table(columns: Table, index: str, *, transpose: bool = False) -> None:
    table = pd.DataFrame(columns)
    table = table.T if transpose else table
    table.index.name = index
    st.table(table, border="horizontal")


def show_assumptions(level: Level, link: StrategyLink, go: Go) -> None:
    """The cost model's numbers, for the learner to change; everything is computed anew."""
    with st.expander(say("placementpage.assumptions"), expanded=bool(link.assume)), st.form("placement_assume"):
        st.markdown(say("placementpage.assumptions_lead"))
        base = level.grounds.assumptions
        values = {}
        columns = st.columns(2)
        for number, spec in enumerate(fields(Assumptions)):
            now = float(getattr(base, spec.name))
            share = spec.name in ("blind_spot", "blocked_share", "delay_share", "machine_share")
            values[spec.name] = columns[number % 2].number_input(
                say(f"placementpage.assume_{spec.name}"),
                min_value=1.0 if spec.name == "team" else 0.0,
                max_value=1.0 if share else 100_000.0,
                value=now,
                step=0.05 if share else 1.0,
                format="%g",
                key=f"assume_{level.id}_{spec.name}",
            )
        changed = st.form_submit_button(say("placementpage.apply"), key="placement_apply")
    if changed:
        original = {spec.name: float(getattr(base, spec.name)) for spec in fields(Assumptions)}
        go(replace(link, assume={name: value for name, value in values.items() if value != original[name]}))
        st.rerun()
