"""Files that a learner brought, uploaded or pasted, kept for this tab."""

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from slipway.content.problem import Problem
from slipway.content.source import Text, decode
from slipway.formats.imported import Imported
from slipway.formats.profile_csv import parse_profile
from slipway.traffic.arrivals import Profile
from slipway.ui import session
from slipway.ui.components.upload import upload
from slipway.words import say

_MOST_TOLD = 12
Settings = TypeVar("Settings")
Reader = Callable[[Text], Imported[Settings]]


def ask_file(key: str, labels: tuple[str, str], accept: str, read: Reader[Settings]) -> Imported[Settings] | None:
    """An uploaded or a pasted file, whichever came last; what is wrong with it and left out is told at once."""
    to_upload, to_paste = labels
    sent = upload(to_upload, accept, key=f"upload_{key}")
    st.text_area(to_paste, height=160, key=f"paste_{key}", on_change=_take_pasted, args=(key,))
    if sent and session.value(_sent(key)) != (file := {"name": sent.name, "data": sent.data}):
        session.keep(_sent(key), file)
        session.keep(_kept(key), file)
    imported = brought(key, read)
    if imported:
        st.caption(say("brought.in_use", name=session.value(_kept(key))["name"]))
        _tell(say("brought.problems"), imported.problems)
        _tell(say("brought.ignored"), imported.unsupported)
    return imported


def _take_pasted(key: str) -> None:
    """What was pasted, or once that is wiped out the file that was uploaded before it."""
    text = str(session.value(f"paste_{key}", ""))
    pasted = {"name": say("brought.pasted"), "data": text.encode("utf-8", "replace")}
    session.keep(_kept(key), pasted if text.strip() else session.value(_sent(key)))


def brought(key: str, read: Reader[Settings]) -> Imported[Settings] | None:
    """What the kept file says; None where none was brought."""
    text = brought_text(key)
    if text is None:
        return None
    return read(text) if isinstance(text, Text) else Imported(None, (), (text,))


def brought_text(key: str) -> Text | Problem | None:
    """The kept file as it stands, or why it cannot be read; None where none was brought."""
    kept = session.value(_kept(key))
    return decode(kept["data"], kept["name"]) if kept else None


def short_profile(most_h: int, most_requests: int) -> Reader[Profile]:
    """Reads traffic that a page can run in a moment."""

    def read(text: Text) -> Imported[Profile]:
        imported = parse_profile(text)
        if imported.settings is None:
            return imported
        hours, requests = imported.settings.lasts_s / 3600, imported.settings.requests
        if hours <= most_h and requests <= most_requests:
            return imported
        what = say("brought.too_much", requests=f"{requests:,.0f}", hours=f"{hours:,.4g}")
        most = say("brought.most", requests=f"{most_requests:,}", hours=most_h)
        return Imported(None, imported.unsupported, (text.problem(1, 1, what, most),))

    return read


def tell_profile(imported: Imported[Profile] | None) -> None:
    """How much traffic was read."""
    if imported and imported.settings:
        profile = imported.settings
        told = {"minutes": f"{profile.lasts_s / 60:,.4g}", "requests": f"{profile.requests:,.0f}"}
        st.success(say("brought.read_profile", **told))


def _kept(key: str) -> str:
    return f"file_{key}"


def _sent(key: str) -> str:
    return f"sent_{key}"


def _tell(lead: str, problems: tuple[Problem, ...]) -> None:
    if problems:
        st.warning(lead)
        lines = [str(problem) for problem in problems[:_MOST_TOLD]] + ["…"] * (len(problems) > _MOST_TOLD)
        st.code("\n".join(lines), language=None, wrap_lines=True)
