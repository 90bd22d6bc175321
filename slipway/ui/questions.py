"""A question on a page: asked, read, graded and kept; keys and feedback come only after the answer."""

from secrets import token_urlsafe

import streamlit as st

from slipway.assessment.answering import answer
from slipway.assessment.attempt import Attempt
from slipway.assessment.variants import variant_of
from slipway.content.bank import Item
from slipway.questions import KINDS
from slipway.questions.kind import Grade, Kind, Remark, Unreadable, Variant
from slipway.store import Store
from slipway.ui import session
from slipway.ui.fields import draw
from slipway.ui.prose import unbroken
from slipway.words import say

_SIGNS = {"right": ":green[✓]", "wrong": ":red[✕]", "missed": ":orange[◦]"}


def ask(item: Item, store: Store, learner: str, place: str, attempts: tuple[Attempt, ...]) -> None:
    """Draw a question; `place` tells two occurrences of it apart, `attempts` are the learner's of this item."""
    key = f"{place}-{item.question.id}"
    again = bool(session.value(f"{key}-again"))
    answered = attempts[-1] if attempts and not again else None
    try_no = attempts[-1].try_no if answered else len(attempts) + 1
    kind = KINDS[item.question.kind]
    with st.container(border=True, key=f"card-{key}"):
        if answered:
            _note_second(answered, key)
            _show_answered(kind, item, answered, key)
        else:
            _ask(kind, item, store, learner, key, try_no)


def _note_second(answered: Attempt, key: str) -> None:
    """Remember that an answer was sent from here to a try that another window had answered meanwhile."""
    sent = session.value(f"submit-{key}-{answered.try_no}")
    if sent and session.value(f"{key}-token-{answered.try_no}") != answered.token:
        session.keep(f"{key}-second", answered.try_no)


def _ask(kind: Kind, item: Item, store: Store, learner: str, key: str, try_no: int) -> None:
    question = item.question
    variant = variant_of(question.id, item.content_hash, learner, try_no, kind.shuffled(question))
    shown = store.hints_shown(learner, question.id, try_no) if question.hints else 0
    token = session.value(f"{key}-token-{try_no}") or token_urlsafe(16)
    session.keep(f"{key}-token-{try_no}", token)
    with st.form(f"form-{key}-{try_no}", border=False):
        field = kind.form(question, variant)
        st.markdown(unbroken(field.label))
        raw = draw(field, f"pick-{key}-{try_no}")
        st.caption(kind.rule(question))
        submitted = st.form_submit_button(say("quizpage.answer"), type="primary", key=f"submit-{key}-{try_no}")
    _hints(item, store, learner, key, try_no, shown)
    if not submitted:
        return
    outcome = answer(
        kind,
        question,
        variant,
        raw,
        learner=learner,
        content_hash=item.content_hash,
        try_no=try_no,
        hints_used=shown,
        at=store.clock(),
        token=token,
    )
    if isinstance(outcome, Unreadable):
        st.info(outcome.message)
        return
    store.submit(outcome)
    session.keep(f"{key}-again", False)
    st.rerun()


def _hints(item: Item, store: Store, learner: str, key: str, try_no: int, shown: int) -> None:
    hints = item.question.hints
    for number, hint in enumerate(hints[:shown], 1):
        st.markdown(say("quizpage.hint", number=number, count=len(hints), hint=hint))
    if shown < len(hints):
        st.button(
            say("quizpage.show_hint" if shown == 0 else "quizpage.next_hint"),
            key=f"hint-{key}-{try_no}",
            type="tertiary",
            on_click=store.show_hint,
            args=(learner, item.question.id, try_no, shown + 1),
        )


def _show_answered(kind: Kind, item: Item, attempt: Attempt, key: str) -> None:
    question, variant = item.question, Variant(attempt.seed, attempt.order)
    if _still_stands(kind, item, attempt):
        st.markdown(unbroken(kind.form(question, variant).label))
        if session.value(f"{key}-second") == attempt.try_no:
            st.info(say("quizpage.elsewhere"))
        _feedback(kind.grade(question, variant, attempt.answer))
        st.markdown(f"> {unbroken(question.explanation)}")
    else:
        st.markdown(question.prompt)
        st.info(say("quizpage.changed"))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(say("quizpage.again"), key=f"again-{key}", on_click=session.keep, args=(f"{key}-again", True))
        st.caption(say("quizpage.tries", count=attempt.try_no))


def _still_stands(kind: Kind, item: Item, attempt: Attempt) -> bool:
    """Whether the question is the one that was answered; an attempt from a file may hold any numbers."""
    everything = list(range(kind.shuffled(item.question)))
    same = attempt.content_hash == item.content_hash and sorted(attempt.order) == everything
    return same and kind.fits(item.question, attempt.answer)


def _feedback(grade: Grade) -> None:
    verdict = "right" if grade.correct else "partly" if grade.score > 0 else "wrong"
    st.markdown(say(f"quizpage.verdict_{verdict}", arithmetic=grade.arithmetic))
    for remark in grade.remarks:
        draw_remark(remark)


def draw_remark(remark: Remark) -> None:
    """A line about one thing in the answer, and below it what there is to know about that."""
    if remark.verdict == "left":
        st.markdown(f":gray[· {remark.about}]")
        return
    said = f" ({remark.said})" if remark.said else ""
    text = f"  \n{remark.text}" if remark.text else ""
    st.markdown(f"{_SIGNS[remark.verdict]} **{remark.about}**{said}{text}")
