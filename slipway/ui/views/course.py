"""The first page: what this is, where one stands, and what comes next."""

from collections.abc import Mapping

import streamlit as st

from slipway.assessment.progress import Deed, ItemProgress, lesson_progress, progress_of
from slipway.content.lesson import CheckPart, Part, PredictPart, TaskPart
from slipway.content.library import Lesson, Library
from slipway.store import Mark
from slipway.ui import session
from slipway.ui.bootstrap import library, store
from slipway.ui.deeds import deed_of, did_task, opened_lesson, opened_replay, placed_bet
from slipway.words import say


def main() -> None:
    """Course, lessons, scenarios."""
    course, learner = library(), session.learner()
    st.title(course.title or say("coursepage.no_title"))
    st.markdown(say("coursepage.lead"))
    marks = {deed_of(mark): mark for mark in store().marks(learner)}
    progress = progress_of(store().attempts(learner))
    _continue(course, marks)
    st.header(say("coursepage.lessons"))
    if not course.lessons:
        st.info(say("coursepage.no_lessons"))
    for row in range(0, len(course.lessons), 3):
        columns = st.columns(3)
        for column, lesson in zip(columns, course.lessons[row : row + 3], strict=False):
            with column:
                _lesson_card(lesson, course, marks, progress)
    st.header(say("coursepage.scenarios"))
    st.markdown(say("coursepage.scenarios_lead"))
    columns = st.columns(3)
    for number, scenario in enumerate(course.scenarios.values()):
        with columns[number % 3].container(border=True, height="stretch"):
            st.subheader(scenario.title, anchor=False)
            st.markdown(scenario.summary)
            detail = marks.get(opened_replay(scenario.id))
            params = {k: str(v) for k, v in _mapping(detail).items()} or {"scenario": scenario.id}
            label = say("coursepage.resume" if detail else "coursepage.play")
            st.page_link("views/replay.py", label=label, query_params=params)


def _mapping(mark: Mark | None) -> dict[str, object]:
    """The address that a mark remembers; a mark read from a file may hold anything."""
    params = mark.detail.get("params") if mark else None
    return params if isinstance(params, dict) else {}


def _continue(course: Library, marks: Mapping[Deed, Mark]) -> None:
    unread = [lesson for lesson in course.lessons if opened_lesson(lesson.id) not in marks]
    if unread:
        label = say(
            "coursepage.begin" if len(unread) == len(course.lessons) else "coursepage.next", title=unread[0].title
        )
        with st.container(key="begin"):
            st.page_link("views/lesson.py", label=f"**{label}**", query_params={"lesson": unread[0].id})


def _lesson_card(
    lesson: Lesson, course: Library, marks: Mapping[Deed, Mark], progress: Mapping[str, ItemProgress]
) -> None:
    deeds = [deed for part in lesson.parts if (deed := _deed(part))]
    questions = [part.question for part in lesson.parts if isinstance(part, CheckPart)]
    found = lesson_progress(opened_lesson(lesson.id), deeds, questions, marks.values(), progress)
    with st.container(border=True, height="stretch"):
        st.subheader(lesson.title, anchor=False)
        state = "read" if found.visited else "unread"
        st.caption(say(f"coursepage.{state}", minutes=lesson.minutes, done=found.done, count=found.parts))
        if needs := [name for name in lesson.requires if opened_lesson(name) not in marks]:
            titles = [needed.title for name in needs if (needed := course.lesson(name))]
            st.caption(say("coursepage.needs", titles=", ".join(titles)))
        st.page_link("views/lesson.py", label=say("coursepage.open"), query_params={"lesson": lesson.id})


def _deed(part: Part) -> Deed | None:
    """What there is to do in a part, other than a question to answer."""
    match part:
        case PredictPart():
            return placed_bet(part.id)
        case TaskPart():
            return did_task(part.id)
        case _:
            return None


main()
