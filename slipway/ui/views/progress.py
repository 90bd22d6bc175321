"""What a learner has done, objective by objective; and the same as a file, out and in."""

from hashlib import sha256

import pandas as pd
import streamlit as st

from slipway.assessment.mastery import Mastery, mastery_by_objective
from slipway.assessment.progress import by_objective, progress_of
from slipway.content.lesson import TaskPart
from slipway.store.document import export_learner, import_learner
from slipway.ui import session
from slipway.ui.bootstrap import library, store
from slipway.ui.components.upload import upload
from slipway.ui.deeds import deed_of, did_task, opened_lesson
from slipway.words import say


def main() -> None:
    """Progress, then the file; the file is read first, so that what it brings shows at once."""
    learner = session.learner()
    st.title(say("progresspage.title"))
    done, file = st.container(), st.container()
    with file:
        st.header(say("progresspage.file"))
        st.markdown(say("progresspage.file_lead"))
        export = st.container(horizontal=True, vertical_alignment="bottom")
        _import(learner)
    with export:
        _export(learner)
    with done:
        _done(learner)
    _forget(learner)


def _done(learner: str) -> None:
    if store().attempts(learner) or store().marks(learner):
        _table(learner)
    else:
        st.info(say("progresspage.empty"))


def _export(learner: str) -> None:
    st.download_button(
        say("progresspage.export"),
        data=export_learner(store(), learner),
        file_name="slipway-progress.json",
        mime="application/json",
        key="progress_export",
    )


def _table(learner: str) -> None:
    course = library()
    attempts = store().attempts(learner)
    progress = progress_of(attempts)
    objectives_of = {name: item.question.objectives for name, item in course.questions.items()}
    found = by_objective(objectives_of, progress)
    mastery = mastery_by_objective(objectives_of, attempts)
    rows = [(o.text, found[o.id]) for o in course.objectives if o.id in found]
    known = [_mastery(mastery[o.id]) for o in course.objectives if o.id in found]
    table = pd.DataFrame(
        {
            say("progresspage.questions"): [p.questions for _, p in rows],
            say("progresspage.tried"): [p.tried for _, p in rows],
            say("progresspage.solved"): [p.solved for _, p in rows],
            say("progresspage.first"): ["–" if p.first_score is None else f"{p.first_score:.0%}" for _, p in rows],
            say("progresspage.mastery"): known,
        },
        index=pd.Index([text for text, _ in rows], name=say("progresspage.objective")),
    )
    st.table(table, border="horizontal")
    deeds = {deed_of(mark) for mark in store().marks(learner)}
    read = sum(opened_lesson(lesson.id) in deeds for lesson in course.lessons)
    parts = [part for lesson in course.lessons for part in lesson.parts]
    tasks = sum(isinstance(part, TaskPart) and did_task(part.id) in deeds for part in parts)
    st.caption(say("progresspage.mastery_note"))
    st.caption(say("progresspage.summary", lessons=read, of=len(course.lessons), tasks=tasks))


def _mastery(mastery: Mastery) -> str:
    if not mastery.items:
        return "–"
    return say("progresspage.mastered" if mastery.mastered else "progresspage.not_yet", chance=f"{mastery.chance:.0%}")


def _import(learner: str) -> None:
    chosen = upload(say("progresspage.import"), ".json", key="progress_import")
    if chosen is None:
        return
    if session.acknowledge(sha256(chosen.data).hexdigest(), "progress_import"):
        session.keep("progress_imported", _imported(learner, chosen.data))
    if found := session.value("progress_imported"):
        sign, told = found
        (st.success if sign == "good" else st.error)(told)


def _imported(learner: str, data: bytes) -> tuple[str, str]:
    """What became of a file, told until the next one or a deletion; it is read once, lest it undo that deletion."""
    try:
        imported = import_learner(store(), learner, data)
    except ValueError as error:
        return "bad", say("progresspage.import_failed", reason=str(error))
    return "good", say("progresspage.imported", new=imported.attempts - imported.known, known=imported.known)


def _forget(learner: str) -> None:
    st.header(say("progresspage.forget"))
    st.markdown(say("progresspage.forget_lead"))
    sure = st.checkbox(say("progresspage.sure"), key="progress_sure")
    if st.button(say("progresspage.forget_button"), key="progress_forget", disabled=not sure):
        store().forget(learner)
        session.keep("progress_imported", None)
        st.rerun()


main()
