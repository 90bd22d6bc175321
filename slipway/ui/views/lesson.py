"""A lesson, read from top to bottom; it makes sense with nothing touched."""

import streamlit as st

from slipway.content.library import Lesson, Library
from slipway.ui import session
from slipway.ui.bootstrap import library, store
from slipway.ui.deeds import opened_lesson
from slipway.ui.lesson_parts import draw_part
from slipway.words import say


def main() -> None:
    """The lesson that the address names, else the first."""
    course = library()
    wanted = st.query_params.get("lesson", course.lessons[0].id if course.lessons else "")
    lesson = course.lesson(wanted)
    if lesson is None:
        st.title(say("lessonpage.title"))
        st.warning(say("lessonpage.unknown", name=wanted[:60]))
        st.page_link("views/course.py", label=say("lessonpage.to_course"))
        return
    learner = session.learner()
    store().mark(learner, *opened_lesson(lesson.id))
    objectives = {o.id: o.text for o in course.objectives}
    st.title(lesson.title)
    aims = "; ".join(objectives[o] for o in lesson.objectives if o in objectives)
    st.caption(say("lessonpage.head", minutes=lesson.minutes, objectives=aims))
    marks = store().marks(learner)
    for number, part in enumerate(lesson.parts):
        draw_part(part, number, lesson.id, course, store(), learner, marks)
    _onwards(course, lesson)


def _onwards(course: Library, lesson: Lesson) -> None:
    index = course.lessons.index(lesson)
    st.divider()
    with st.container(horizontal=True):
        if index:
            _link(course.lessons[index - 1], "lessonpage.previous")
        if index + 1 < len(course.lessons):
            _link(course.lessons[index + 1], "lessonpage.next")
        else:
            st.page_link("views/quiz.py", label=say("lessonpage.to_quiz"))


def _link(lesson: Lesson, key: str) -> None:
    st.page_link("views/lesson.py", label=say(key, title=lesson.title), query_params={"lesson": lesson.id})


main()
