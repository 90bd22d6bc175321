"""The first page: what this is, where one stands, and what comes next."""

from collections.abc import Mapping

import streamlit as st

from slipway.assessment.progress import Deed, ItemProgress, LessonProgress, lesson_progress, progress_of
from slipway.content.lesson import CheckPart, Part, PredictPart, RolloutPart, TaskPart
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
    _continue(course, marks, progress)
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


def _continue(course: Library, marks: Mapping[Deed, Mark], progress: Mapping[str, ItemProgress]) -> None:
    """The furthest lesson that was opened, as long as there is something left to do in it; else the first unread."""
    found = {lesson.id: _progress(lesson, marks, progress) for lesson in course.lessons}
    opened = [lesson for lesson in course.lessons if found[lesson.id].visited]
    begun = [lesson for lesson in opened[-1:] if not found[lesson.id].finished]
    onwards = begun + [lesson for lesson in course.lessons if not found[lesson.id].visited]
    if onwards:
        label = say("coursepage.next" if opened else "coursepage.begin", title=onwards[0].title)
        with st.container(key="begin"):
            st.page_link("views/lesson.py", label=f"**{label}**", query_params={"lesson": onwards[0].id})


def _progress(lesson: Lesson, marks: Mapping[Deed, Mark], progress: Mapping[str, ItemProgress]) -> LessonProgress:
    deeds = [deed for part in lesson.parts if (deed := _deed(part))]
    questions = [part.question for part in lesson.parts if isinstance(part, CheckPart)]
    return lesson_progress(opened_lesson(lesson.id), deeds, questions, marks.values(), progress)


def _lesson_card(
    lesson: Lesson, course: Library, marks: Mapping[Deed, Mark], progress: Mapping[str, ItemProgress]
) -> None:
    found = _progress(lesson, marks, progress)
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
        case RolloutPart() if part.bet != "none":
            return placed_bet(part.id)
        case TaskPart():
            return did_task(part.id)
        case _:
            return None


main()
