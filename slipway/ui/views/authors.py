"""For instructors: every problem in every content file, live, and a place to try a file before it is published."""

from time import monotonic

import streamlit as st

from slipway.assessment.variants import variant_of
from slipway.charts.placement import SIGNS, board_data
from slipway.charts.replay import View, replay_data
from slipway.content.bank import Item
from slipway.content.challenge import Challenge
from slipway.content.lesson import CheckPart
from slipway.content.level import LoadedLevel
from slipway.content.load import content_files
from slipway.content.preview import Preview, preview
from slipway.content.problem import Problem
from slipway.content.prove import broken_expectations
from slipway.content.scenario import Scenario
from slipway.labs.prove_challenge import plans
from slipway.operations.subjects import SUBJECTS
from slipway.pipeline.placement.consequences import consequences
from slipway.pipeline.placement.reasons import Reasons
from slipway.pipeline.placement.score import judge
from slipway.pipeline.simulate import simulate
from slipway.proofs import proven
from slipway.questions import KINDS, MODELS
from slipway.ui import session
from slipway.ui.bootstrap import ROOT, library, proving, store
from slipway.ui.components.board import board
from slipway.ui.components.replay import replay
from slipway.ui.components.upload import upload
from slipway.ui.lesson_parts import draw_part
from slipway.ui.operate_result import name_of, wish
from slipway.ui.proving import Proving
from slipway.ui.questions import draw_remark
from slipway.ui.strategies import game_of
from slipway.words import say

_LOOK_AGAIN_S = 2.0
_PLAYS_S = 1.0
_RESTS_UNTIL_S = "authors_rests_until_s"


def main() -> None:
    """Problems first, then the trial."""
    st.title(say("authorspage.title"))
    st.markdown(say("authorspage.lead"))
    _problems()
    st.header(say("authorspage.trial"))
    st.markdown(say("authorspage.trial_lead"))
    found = _chosen()
    if found:
        _show(*found)


@st.fragment(run_every=_LOOK_AGAIN_S)
def _problems() -> None:
    """What is known so far; each look plays a little more of what is claimed."""
    st.header(say("authorspage.problems"))
    under_way, count = proving(), sum(1 for _ in content_files(ROOT))
    _play_some(under_way)
    found, done, total = under_way.problems, under_way.done, under_way.total
    if found:
        st.warning(say("authorspage.some_problems", count=len(found)))
        _list(found)
    elif done == total:
        st.success(say("authorspage.no_problems", count=count, total=total))
    else:
        st.info(say("authorspage.all_read", count=count))
    if done < total:
        st.progress(done / total, say("authorspage.proving", done=done, total=total))


def _play_some(under_way: Proving) -> None:
    """As long as it took it rests afterwards, for learners share the processor."""
    begins_s = monotonic()
    if begins_s < session.value(_RESTS_UNTIL_S, 0.0):
        return
    under_way.go_on(library(), _PLAYS_S)
    ends_s = monotonic()
    session.keep(_RESTS_UNTIL_S, ends_s + (ends_s - begins_s))


def _list(problems: list[Problem]) -> None:
    st.code("\n".join(str(problem) for problem in problems), language=None, wrap_lines=True)


def _chosen() -> tuple[str, bytes] | None:
    """An uploaded file, else one on disk."""
    chosen = upload(say("authorspage.upload"), ".yaml,.yml,.md", key="authors_upload")
    if chosen is not None:
        return chosen.name, chosen.data
    files = {path.relative_to(ROOT).as_posix(): path for path in content_files(ROOT)}
    name = st.selectbox(say("authorspage.on_disk"), [*files], index=None, key="authors_file")
    if name is None:
        return None
    try:
        return name, files[name].read_bytes()
    except OSError as error:
        st.error(say("authorspage.unreadable", name=name, reason=error.strerror))
        return None


def _show(name: str, data: bytes) -> None:
    found = preview(name, data, ROOT, MODELS)
    with st.spinner(say("authorspage.playing"), show_time=True):
        problems = [*found.problems, *proven(found.library)]
    if problems:
        st.warning(say("authorspage.file_problems", count=len(problems), name=name))
        _list(problems)
    elif found.what != "file":
        st.success(say("authorspage.file_good", name=name))
    _play(found)


def _play(found: Preview) -> None:
    if found.scenario:
        _play_scenario(found.scenario)
    for loaded in found.library.loaded_levels:
        _play_level(loaded)
    if found.challenge:
        _play_challenge(found.challenge)
    if found.lesson:
        learner = session.learner()
        marks = store().marks(learner)
        for number, part in enumerate(found.lesson.parts):
            if not isinstance(part, CheckPart):
                draw_part(part, number, "trial", library(), store(), learner, marks)
    for question in found.questions:
        _show_question(Item(question, "preview", ""))


def _play_scenario(scenario: Scenario) -> None:
    """The story from end to end, and each solution's outcome."""
    st.subheader(scenario.title)
    story = {d.id: d.story for d in scenario.world.decisions}
    run = simulate(scenario.world, story, scenario.seed)
    replay(replay_data(scenario, run, View(alt=scenario.title)), key="replay-trial")
    for solution in scenario.solutions:
        played = simulate(scenario.world, _valid(scenario, solution.choose), scenario.seed)
        broken = [
            f"{what}; {say('authorspage.expected')} {expected}"
            for _, what, expected in broken_expectations(solution, played)
        ]
        sign = "✕" if broken else "✓"
        st.markdown(f"{sign} {solution.title}" + "".join(f"\n   - {text}" for text in broken))


def _play_level(loaded: LoadedLevel) -> None:
    """The board as learners get it, par, and each tempting placement."""
    level = loaded.level
    st.subheader(level.title)
    st.markdown(level.story)
    with st.spinner(say("placementpage.computing")):
        game = game_of(level, {})
    reasons = Reasons(game.model, game.par)
    judged = {check: reasons.of(check, stage) for check, stage in game.par.placement.items()}
    st.markdown(say("authorspage.par", cost=f"{game.par.estimate.cost:.0f}"))
    board(board_data(level, game.par.placement, judged, None), key="board-trial", on_put=lambda: None)
    for tempting in level.tempting:
        result = judge(game.model, level, game.par, tempting.put)
        found = consequences(game.model, game.par, result)
        first = found[0].text if found else say("placementpage.no_consequences")
        st.markdown(say("authorspage.tempting", title=tempting.title, points=result.score.points, consequence=first))
    with st.expander(say("authorspage.reasons")):
        st.markdown("\n".join(f"- {SIGNS[reason.fit]} {reason.text}" for reason in reasons.every()))


def _play_challenge(challenge: Challenge) -> None:
    """What each plan comes to, held against the limits."""
    st.subheader(challenge.title)
    st.markdown(challenge.story)
    subject = SUBJECTS[challenge.subject]
    for loc, plan in plans(challenge):
        try:
            trial = subject.try_out(challenge.situation, plan, challenge.seed)
        except ValueError:
            continue
        lines = [
            f"   - {'✓' if limit.holds(trial.measures[limit.measure]) else '✕'} {name_of(limit.measure)}: "
            f"{subject.shown(limit.measure, trial.measures[limit.measure])} ({wish(subject, limit)})"
            for limit in challenge.goals
            if subject.measure(limit.measure)
        ]
        st.markdown("\n".join([f"- {say(f'authorspage.plan_{loc[0]}')}: `{plan}`", *lines]))


def _valid(scenario: Scenario, choose: dict[str, str]) -> dict[str, str]:
    options = {d.id: {o.id for o in d.options} for d in scenario.world.decisions}
    return {d: o for d, o in choose.items() if o in options.get(d, set())}


def _show_question(item: Item) -> None:
    """A question with its key and all feedback: the author sees what learners will."""
    question = item.question
    kind = KINDS[question.kind]
    with st.container(border=True):
        st.markdown(f"**{question.id}** · {question.kind} · {', '.join(question.objectives)}")
        st.markdown(question.prompt)
        for note in kind.notes(question):
            draw_remark(note)
        st.caption(kind.rule(question))
        for number, hint in enumerate(question.hints, 1):
            st.markdown(say("quizpage.hint", number=number, count=len(question.hints), hint=hint))
        variant = variant_of(question.id, "", "author", 1, kind.shuffled(question))
        scores = [example.score for example in kind.examples(question, variant) if example.score is not None]
        st.caption(say("authorspage.self_test", count=len(scores), best=f"{max(scores):g}", worst=f"{min(scores):g}"))


main()
