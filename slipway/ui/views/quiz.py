"""Self-assessment: the question bank, topic by topic or objective by objective."""

import streamlit as st

from slipway.assessment.attempt import Attempt
from slipway.assessment.progress import progress_of
from slipway.content.library import Library
from slipway.ui import session
from slipway.ui.bootstrap import library, store
from slipway.ui.questions import ask
from slipway.ui.stale import stale
from slipway.words import say

PER_PAGE = 5


def main() -> None:
    """Pick what to be asked about, then the questions, a few at a time."""
    course, learner = library(), session.learner()
    st.title(say("quizpage.title"))
    st.markdown(say("quizpage.lead"))
    if not course.questions:
        st.info(say("quizpage.none"))
        return
    chosen = _chosen(course)
    attempts: dict[str, list[Attempt]] = {}
    for attempt in store().attempts(learner):
        attempts.setdefault(attempt.item, []).append(attempt)
    progress = progress_of(a for tried in attempts.values() for a in tried)
    solved = sum(item in progress and progress[item].solved for item in chosen)
    st.progress(solved / len(chosen), text=say("quizpage.solved", solved=solved, count=len(chosen)))
    page = _page(len(chosen))
    for item in chosen[page * PER_PAGE : (page + 1) * PER_PAGE]:
        ask(course.questions[item], store(), learner, "quiz", tuple(attempts.get(item, ())))
    _pager(page, len(chosen))


def _chosen(course: Library) -> list[str]:
    """The question ids of the topic or objective in the address."""
    objectives = {o.id: o.text for o in course.objectives}
    counts = {o: sum(o in i.question.objectives for i in course.questions.values()) for o in objectives}
    names = {"all": say("quizpage.all", count=len(course.questions))}
    names |= {
        f"topic-{t}": say("quizpage.topic", title=title) for t, title in course.topics.items() if course.of_topic(t)
    }
    names |= {f"goal-{o}": say("quizpage.objective", text=objectives[o]) for o, n in counts.items() if n}
    asked = st.query_params.get("about", "all")
    options = list(names)
    about = st.selectbox(
        say("quizpage.about"),
        options,
        index=options.index(asked) if asked in options else 0,
        format_func=lambda name: names[name],
        key="quiz_about",
        on_change=_change,
    )
    stale(*([asked] if asked not in options else []))
    noun, _, name = about.partition("-")
    if noun == "topic":
        return course.of_topic(name)
    return [q for q, item in course.questions.items() if noun == "all" or name in item.question.objectives]


def _change() -> None:
    st.query_params.from_dict({"about": session.value("quiz_about")})


def _page(count: int) -> int:
    text = st.query_params.get("page", "1")
    last = (count - 1) // PER_PAGE
    return min(max(int(text) - 1, 0), last) if text.isdigit() else 0


def _pager(page: int, count: int) -> None:
    pages = (count - 1) // PER_PAGE + 1
    if pages == 1:
        return
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="left"):
        st.button(say("quizpage.back"), key="quiz_back", disabled=page == 0, on_click=_turn, args=(page,))
        st.button(say("quizpage.more"), key="quiz_more", disabled=page + 1 == pages, on_click=_turn, args=(page + 2,))
        st.caption(say("quizpage.page", page=page + 1, pages=pages))


def _turn(page: int) -> None:
    st.query_params["page"] = str(page)


main()
