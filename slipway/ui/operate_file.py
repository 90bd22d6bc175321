"""A learner's own files in operations, instead of settings: asked for, and run as soon as all can be read."""

import streamlit as st

from slipway.content.challenge import Challenge
from slipway.content.source import Text
from slipway.formats.series import read_series
from slipway.operations.subject import Trial
from slipway.operations.subjects import SUBJECTS
from slipway.ui.brought import ask_file, brought_text, tell_profile
from slipway.ui.operate_link import FILE, OperateLink
from slipway.ui.operate_own import GROUNDS, OWN, Ground, Own
from slipway.ui.operate_result import show_trial
from slipway.words import say


def ask_own(challenge: Challenge, link: OperateLink) -> bool:
    """Whether files of theirs are to be run, where there are files for the subject; the address follows."""
    if challenge.subject not in OWN:
        return False
    chosen = st.radio(
        say("ownfile.what"),
        ("settings", FILE),
        index=int(link.plan == FILE),
        format_func=lambda each: say(f"ownfile.what_{each}"),
        horizontal=True,
        key=f"operate_own_{challenge.id}",
    )
    if (chosen == FILE) != (link.plan == FILE):
        st.query_params.from_dict(OperateLink(challenge.id, FILE if chosen == FILE else "").params())
        st.rerun()
    return chosen == FILE


def show_own(subject: str) -> None:
    """Ask for the files and what they meet; run as soon as all of it can be read."""
    own = OWN[subject]
    with st.container(border=True):
        st.markdown(say(f"ownfile.lead_{subject}"))
        with st.expander(say("ownfile.there")):
            st.markdown(say(f"ownfile.there_{subject}"))
        readable = _ask_files(own, subject)
        ground = st.radio(
            say("ownfile.ground"),
            GROUNDS,
            format_func=lambda each: say(f"ownfile.ground_{each}"),
            horizontal=True,
            key=f"own_ground_{subject}",
        )
        situation = _ask_situation(subject) if ground == "here" else ""
        readable = (ground == "here" or _ask_ground(own, subject, ground)) and readable
    if not readable:
        st.info(say("ownfile.missing"))
        return
    try:
        with st.spinner(say("operate.running"), show_time=True):
            trial = _ran(subject, _texts(own, subject), ground, situation, _text(subject, ground))
    except ValueError as error:
        st.error(say("ownfile.failed", reason=str(error)))
        return
    show_trial(SUBJECTS[subject], trial)


def _ask_files(own: Own, subject: str) -> bool:
    """Every file that the subject has; whether the first can be used and no other is broken."""
    found = [
        ask_file(
            _key(subject, name),
            (say(f"ownfile.upload_{name}"), say(f"ownfile.paste_{name}")),
            ".yaml,.yml,.json,.txt",
            read,
        )
        for name, read in own.files.items()
    ]
    return found[0] is not None and all(each is None or each.settings is not None for each in found)


def _ask_situation(subject: str) -> str:
    return str(
        st.selectbox(
            say("operate.situation"),
            [*SUBJECTS[subject].situations],
            format_func=lambda each: say(f"operate.situation_{each}"),
            key=f"own_situation_{subject}",
        )
    )


def _ask_ground(own: Own, subject: str, ground: Ground) -> bool:
    """Traffic or recorded series; whether they can be used."""
    if ground == "record":
        st.markdown(say("ownfile.lead_record"))
        labels = say("ownfile.upload_record"), say("ownfile.paste_record")
        series = ask_file(_key(subject, ground), labels, ".csv,.json,.txt", read_series)
        return bool(series and series.settings)
    st.markdown(say("brought.lead_profile", requests=f"{own.most_requests:,}", hours=own.most_h))
    labels = say("brought.upload_profile"), say("brought.paste_profile")
    profile = ask_file(_key(subject, ground), labels, ".csv,.txt", own.profile)
    tell_profile(profile)
    return bool(profile and profile.settings)


def _key(subject: str, name: str) -> str:
    return f"own_{subject}_{name}"


def _text(subject: str, name: str) -> Text | None:
    text = brought_text(_key(subject, name))
    return text if isinstance(text, Text) else None


def _texts(own: Own, subject: str) -> tuple[Text, ...]:
    texts = (_text(subject, name) for name in own.files)
    return tuple(text for text in texts if text is not None)


@st.cache_resource(max_entries=8, show_spinner=False, hash_funcs={Text: lambda text: (text.path, text.content)})
def _ran(subject: str, texts: tuple[Text, ...], ground: Ground, situation: str, beneath: Text | None) -> Trial:
    return OWN[subject].run(texts, ground, situation, beneath)
