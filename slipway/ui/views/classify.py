"""Sort the parts of a pipeline definition into source, build, test and deploy, then see what Slipway says and why."""

from hashlib import sha256
from textwrap import dedent

import streamlit as st

from slipway.formats import FORMATS
from slipway.formats.classification.classify import Classification, classify_bytes
from slipway.formats.classification.finding import quoted
from slipway.formats.classification.samples import samples
from slipway.formats.classification.score import OTHER, agrees, score
from slipway.formats.classification.verdict import Verdict
from slipway.ui import session
from slipway.ui.components.upload import upload
from slipway.ui.stale import stale
from slipway.words import say

CHOICES = ("source", "build", "test", "deploy", OTHER)
MOST_PARTS = 60
MOST_LINES = 1_000
_MOST_EXCERPT = 10


def main() -> None:
    """A file, then its parts to sort beside it."""
    st.title(say("classifypage.title"))
    st.markdown(say("classifypage.lead"))
    chosen = _chosen()
    if chosen is None:
        st.info(say("classifypage.none_yet"))
        return
    found = classify_bytes(*chosen)
    if told := [*found.problems, *found.remarks]:
        st.warning(say("classifypage.remarks" if found.system else "classifypage.problems"))
        st.code("\n".join(map(str, told)), language=None, wrap_lines=True)
    if found.parts:
        _sorting(found, chosen[0])


def _chosen() -> tuple[bytes, str] | None:
    """The file’s bytes and its name."""
    whose = st.radio(
        say("classifypage.whose"),
        ("sample", "own"),
        format_func=lambda each: say(f"classifypage.whose_{each}"),
        horizontal=True,
        key="classify_whose",
    )
    return _sample() if whose == "sample" else _own()


def _sample() -> tuple[bytes, str]:
    titles = {sample.file: sample for sample in samples()}
    asked = st.query_params.get("sample", "")
    files = list(titles)
    file = st.selectbox(
        say("classifypage.sample"),
        files,
        index=files.index(asked) if asked in files else 0,
        format_func=lambda file: titles[file].title,
        key="classify_sample",
        on_change=_change,
    )
    stale(*([asked] if asked not in ("", *files) else []))
    st.caption(say("classifypage.sample_after", after=titles[file].after))
    return titles[file].data, file


def _change() -> None:
    st.query_params["sample"] = session.value("classify_sample")


def _own() -> tuple[bytes, str] | None:
    """An uploaded file, else a pasted one."""
    labels = ", ".join(each.label for each in FORMATS.values())
    st.markdown(say("classifypage.own_lead", labels=labels))
    sent = upload(say("classifypage.upload"), "", key="classify_upload")
    pasted = st.text_area(say("classifypage.paste"), height=200, key="classify_paste")
    if pasted.strip():
        return pasted.encode("utf-8", "replace"), ""
    return (sent.data, sent.name) if sent else None


def _sorting(found: Classification, data: bytes) -> None:
    text = data.decode("utf-8-sig", "replace")
    mark = sha256(data).hexdigest()[:12]
    file, parts = st.columns(2, gap="medium")
    with file, st.expander(say("classifypage.file"), expanded=True):
        lines = text.splitlines()
        st.code(_numbered(lines[:MOST_LINES]), language=None, wrap_lines=True)
        if len(lines) > MOST_LINES:
            st.caption(say("classifypage.file_cut", count=MOST_LINES))
    with parts:
        st.header(say("classifypage.sort"))
        st.markdown(say("classifypage.sort_lead", label=found.label, count=len(found.parts)))
        _sort(found.parts[:MOST_PARTS], mark)
        if len(found.parts) > MOST_PARTS:
            st.caption(say("classifypage.parts_cut", count=MOST_PARTS))


def _numbered(lines: list[str]) -> str:
    """Numbers as part of the text, so that every reader gets them and their contrast is the text’s."""
    return "\n".join(f"{number:4}  {line}" for number, line in enumerate(lines, 1))


def _sort(verdicts: tuple[Verdict, ...], mark: str) -> None:
    """The form; what Slipway says goes to the browser only after the check."""
    checked = session.value("classify_checked") == mark
    with st.form(f"classify-{mark}", border=False):
        answers = [_part(number, verdict, mark, checked) for number, verdict in enumerate(verdicts, 1)]
        if st.form_submit_button(say("classifypage.check"), type="primary", key=f"classify-check-{mark}"):
            session.keep("classify_checked", mark)
            st.rerun()
    if checked:
        _result(verdicts, answers)


def _part(number: int, verdict: Verdict, mark: str, checked: bool) -> str | None:
    part = verdict.part
    with st.container(border=True):
        if part.name or part.inside:
            st.text(" › ".join(filter(None, (*part.inside, part.name))))
        st.code(_excerpt(verdict), language=None, wrap_lines=True)
        answer: str | None = st.radio(
            say("classifypage.part", number=number, line=part.line),
            CHOICES,
            index=None,
            format_func=_phase,
            horizontal=True,
            key=f"classify-{mark}-{number}",
        )
        if checked:
            _told(verdict, answer)
    return answer


def _phase(phase: str) -> str:
    return say(f"formats.phase_{phase}")


def _excerpt(verdict: Verdict) -> str:
    """What the file has in this part, without names, which stand above it."""
    texts = [dedent(evidence.text).strip() for evidence in verdict.part.evidence if evidence.kind != "name"]
    lines = [line for text in texts for line in text.splitlines()]
    return "\n".join(lines[:_MOST_EXCERPT] + ["…"] * (len(lines) > _MOST_EXCERPT)) or verdict.part.title


def _told(verdict: Verdict, answer: str | None) -> None:
    """What Slipway says of a part; the file’s own words only as plain text."""
    certainty = say(f"formats.certainty_{verdict.certainty}")
    phase = say("classifypage.and").join(map(_phase, verdict.phases)) or _phase(verdict.phase)
    if verdict.phase == "unknown":
        st.markdown(say("classifypage.unknown"))
    elif answer is None:
        st.markdown(say("classifypage.open", phase=phase, certainty=certainty))
    elif not agrees(verdict, answer):
        st.markdown(say("classifypage.differ", phase=phase, chosen=_phase(answer), certainty=certainty))
    elif verdict.phase == "mixed":
        st.markdown(say("classifypage.agree_mixed", phase=phase, chosen=_phase(answer), certainty=certainty))
    else:
        st.markdown(say("classifypage.agree", phase=phase, certainty=certainty))
    for reason in verdict.reasons:
        st.text(reason)
    if verdict.phase != "unknown" and verdict.unread:
        st.text(say("formats.besides", what=quoted(verdict.unread)))


def _result(verdicts: tuple[Verdict, ...], answers: list[str | None]) -> None:
    if not any(answers):
        st.info(say("classifypage.not_sorted"))
        return
    result = score(verdicts, answers)
    st.info(
        say(
            "classifypage.score",
            right=result.right,
            count=result.count,
            percent=result.percent,
            unknown=len(verdicts) - result.count,
        )
    )


main()
