"""Files that a learner brought to the shipping lab, kept for this tab: settings, traffic, a release."""

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from slipway.content.problem import Problem
from slipway.content.source import Text, decode
from slipway.delivery.presets import RELEASES
from slipway.delivery.release import Release
from slipway.delivery.shipment import Shipment
from slipway.formats.imported import Imported
from slipway.formats.plans import PLAN_FORMATS
from slipway.formats.profile_csv import parse_profile
from slipway.formats.release_file import read_release_file, write_release_file
from slipway.formats.shipping import import_shipment
from slipway.traffic.arrivals import Profile
from slipway.ui import session
from slipway.ui.components.upload import upload
from slipway.words import say

FILE = "file"
MOST_REQUESTS = 2_000_000
MOST_HOURS = 6
_MOST_TOLD = 12
Settings = TypeVar("Settings")


def ask_plan_file() -> None:
    """A configuration of a system whose rules we know."""
    st.markdown(say("shippage.file_lead_plan", formats=_formats()))
    imported = _ask("plan", ".yaml,.yml,.json,.txt", import_shipment)
    if imported and imported.settings:
        system = say(f"strategy.name_{imported.settings.system.name}")
        st.success(say("shippage.file_read_plan", system=system))


def ask_profile_file() -> None:
    """Traffic as a table."""
    st.markdown(say("shippage.file_lead_profile", requests=f"{MOST_REQUESTS:,}", hours=MOST_HOURS))
    imported = _ask("profile", ".csv,.txt", _short_profile)
    if imported and imported.settings:
        profile = imported.settings
        told = {"minutes": f"{profile.lasts_s / 60:,.4g}", "requests": f"{profile.requests:,.0f}"}
        st.success(say("shippage.file_read_profile", **told))


def ask_release_file() -> None:
    """A release and its fault."""
    st.markdown(say("shippage.file_lead_release"))
    st.code(write_release_file(RELEASES["region"]), language="yaml")
    imported = _ask("release", ".yaml,.yml,.txt", read_release_file)
    if imported and imported.settings:
        st.success(say("shippage.file_read_release", name=imported.settings.name))


def brought_plan() -> Shipment:
    """The shipment in the kept file; raises ValueError where none can be simulated."""
    return _settings("plan", import_shipment, say("shippage.no_file_plan"))


def brought_profile() -> Profile:
    """The traffic in the kept file; raises ValueError where none can be simulated."""
    return _settings("profile", _short_profile, say("shippage.no_file_profile"))


def brought_release() -> Release:
    """The release in the kept file; raises ValueError where none can be simulated."""
    return _settings("release", read_release_file, say("shippage.no_file_release"))


def _formats() -> str:
    return ", ".join(say(f"shippage.format_{name}") for name in PLAN_FORMATS)


def _short_profile(text: Text) -> Imported[Profile]:
    """A profile that a page can run in a moment."""
    imported = parse_profile(text)
    if imported.settings is None:
        return imported
    hours, requests = imported.settings.lasts_s / 3600, imported.settings.requests
    if hours <= MOST_HOURS and requests <= MOST_REQUESTS:
        return imported
    what = say("shippage.file_too_much", requests=f"{requests:,.0f}", hours=f"{hours:,.4g}")
    most = say("shippage.file_most", requests=f"{MOST_REQUESTS:,}", hours=MOST_HOURS)
    return Imported(None, imported.unsupported, (text.problem(1, 1, what, most),))


def _ask(kind: str, accept: str, read: Callable[[Text], Imported[Settings]]) -> Imported[Settings] | None:
    """An uploaded or a pasted file; what is wrong with it and what it leaves out is told at once."""
    sent = upload(say(f"shippage.file_upload_{kind}"), accept, key=f"ship_upload_{kind}")
    pasted = st.text_area(say(f"shippage.file_paste_{kind}"), height=160, key=f"ship_paste_{kind}")
    if pasted.strip():
        kept = {"name": say("shippage.file_pasted"), "data": pasted.encode("utf-8", "replace")}
        session.keep(_key(kind), kept)
    elif sent:
        session.keep(_key(kind), {"name": sent.name, "data": sent.data})
    imported = _brought(kind, read)
    if imported:
        _tell(say("shippage.file_problems"), imported.problems)
        _tell(say("shippage.file_ignored"), imported.unsupported)
    return imported


def _brought(kind: str, read: Callable[[Text], Imported[Settings]]) -> Imported[Settings] | None:
    """What the kept file says; None where none was brought."""
    kept = session.value(_key(kind))
    if not kept:
        return None
    text = decode(kept["data"], kept["name"])
    return read(text) if isinstance(text, Text) else Imported(None, (), (text,))


def _settings(kind: str, read: Callable[[Text], Imported[Settings]], missing: str) -> Settings:
    imported = _brought(kind, read)
    if imported is None or imported.settings is None:
        raise ValueError(missing)
    return imported.settings


def _key(kind: str) -> str:
    return f"ship_file_{kind}"


def _tell(lead: str, problems: tuple[Problem, ...]) -> None:
    if problems:
        st.warning(lead)
        lines = [str(problem) for problem in problems[:_MOST_TOLD]] + ["…"] * (len(problems) > _MOST_TOLD)
        st.code("\n".join(lines), language=None, wrap_lines=True)
