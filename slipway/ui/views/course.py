"""The first page: what this is, where one stands, and what comes next."""

from collections.abc import Mapping

import streamlit as st

from slipway.assessment.progress import progress_of
from slipway.content.lesson import CheckPart, PredictPart, TaskPart
from slipway.content.library import Lesson, Library
from slipway.store import Mark
from slipway.ui import session
from slipway.ui.bootstrap import library, store
from slipway.words import say


def main() -> None:
    """Course, lessons, scenarios."""
    course, learner = library(), session.learner()
    st.title(course.title or say("coursepage.no_title"))
    st.markdown(say("coursepage.lead"))
    marks = {(m.subject, m.what): m for m in store().marks(learner)}
    solved = {item for item, p in progress_of(store().attempts(learner)).items() if p.solved}
    _continue(course, marks)
    st.header(say("coursepage.lessons"))
    if not course.lessons:
        st.info(say("coursepage.no_lessons"))
    for row in range(0, len(course.lessons), 3):
        columns = st.columns(3)
        for column, lesson in zip(columns, course.lessons[row : row + 3], strict=False):
            with column:
                _lesson_card(lesson, course, marks, solved)
    st.header(say("coursepage.scenarios"))
    st.markdown(say("coursepage.scenarios_lead"))
    columns = st.columns(3)
    for number, scenario in enumerate(course.scenarios.values()):
        with columns[number % 3].container(border=True, height="stretch"):
            st.subheader(scenario.title, anchor=False)
            st.markdown(scenario.summary)
            detail = marks.get((f"replay:{scenario.id}", "opened"))
            params = {k: str(v) for k, v in _mapping(detail).items()} or {"scenario": scenario.id}
            label = say("coursepage.resume" if detail else "coursepage.play")
            st.page_link("views/replay.py", label=label, query_params=params)


def _mapping(mark: Mark | None) -> dict[str, object]:
    """The address that a mark remembers; a mark read from a file may hold anything."""
    params = mark.detail.get("params") if mark else None
    return params if isinstance(params, dict) else {}


def _continue(course: Library, marks: Mapping[tuple[str, str], Mark]) -> None:
    unread = [lesson for lesson in course.lessons if (f"lesson:{lesson.id}", "opened") not in marks]
    if unread:
        label = say(
            "coursepage.begin" if len(unread) == len(course.lessons) else "coursepage.next", title=unread[0].title
        )
        with st.container(key="begin"):
            st.page_link("views/lesson.py", label=f"**{label}**", query_params={"lesson": unread[0].id})


def _lesson_card(lesson: Lesson, course: Library, marks: Mapping[tuple[str, str], Mark], solved: set[str]) -> None:
    parts = [p for p in lesson.parts if isinstance(p, (CheckPart, PredictPart, TaskPart))]
    done = sum(_done(part, marks, solved) for part in parts)
    with st.container(border=True, height="stretch"):
        st.subheader(lesson.title, anchor=False)
        state = "read" if (f"lesson:{lesson.id}", "opened") in marks else "unread"
        st.caption(say(f"coursepage.{state}", minutes=lesson.minutes, done=done, count=len(parts)))
        if needs := [n for n in lesson.requires if (f"lesson:{n}", "opened") not in marks]:
            titles = [found.title for n in needs if (found := course.lesson(n))]
            st.caption(say("coursepage.needs", titles=", ".join(titles)))
        st.page_link("views/lesson.py", label=say("coursepage.open"), query_params={"lesson": lesson.id})


def _done(part: CheckPart | PredictPart | TaskPart, marks: Mapping[tuple[str, str], Mark], solved: set[str]) -> bool:
    match part:
        case CheckPart():
            return part.question in solved
        case PredictPart():
            return (f"predict:{part.id}", "bet") in marks
        case TaskPart():
            return (f"task:{part.id}", "done") in marks


main()
