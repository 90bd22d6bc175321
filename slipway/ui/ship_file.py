"""Files that a learner brought to the shipping lab: settings, traffic, a release."""

import streamlit as st

from slipway.delivery.presets import RELEASES
from slipway.delivery.release import Release
from slipway.delivery.shipment import Shipment
from slipway.formats.plans import PLAN_FORMATS
from slipway.formats.release_file import read_release_file, write_release_file
from slipway.formats.shipping import import_shipment
from slipway.traffic.arrivals import Profile
from slipway.ui.brought import Reader, Settings, ask_file, brought, short_profile, tell_profile
from slipway.words import say

FILE = "file"
MOST_REQUESTS = 2_000_000
MOST_HOURS = 6
_short = short_profile(MOST_HOURS, MOST_REQUESTS)


def ask_plan_file() -> None:
    """A configuration of a system whose rules we know."""
    st.markdown(say("shippage.file_lead_plan", formats=_formats()))
    labels = say("shippage.file_upload_plan"), say("shippage.file_paste_plan")
    imported = ask_file("ship_plan", labels, ".yaml,.yml,.json,.txt", import_shipment)
    if imported and imported.settings:
        system = say(f"strategy.name_{imported.settings.system.name}")
        st.success(say("shippage.file_read_plan", system=system))


def ask_profile_file() -> None:
    """Traffic as a table."""
    st.markdown(say("brought.lead_profile", requests=f"{MOST_REQUESTS:,}", hours=MOST_HOURS))
    labels = say("brought.upload_profile"), say("brought.paste_profile")
    tell_profile(ask_file("ship_profile", labels, ".csv,.txt", _short))


def ask_release_file() -> None:
    """A release and its fault."""
    st.markdown(say("shippage.file_lead_release"))
    st.code(write_release_file(RELEASES["region"]), language="yaml")
    labels = say("shippage.file_upload_release"), say("shippage.file_paste_release")
    imported = ask_file("ship_release", labels, ".yaml,.yml,.txt", read_release_file)
    if imported and imported.settings:
        st.success(say("shippage.file_read_release", name=imported.settings.name))


def brought_plan() -> Shipment:
    """The shipment in the kept file; raises ValueError where none can be simulated."""
    return _settings("ship_plan", import_shipment, say("shippage.no_file_plan"))


def brought_profile() -> Profile:
    """The traffic in the kept file; raises ValueError where none can be simulated."""
    return _settings("ship_profile", _short, say("shippage.no_file_profile"))


def brought_release() -> Release:
    """The release in the kept file; raises ValueError where none can be simulated."""
    return _settings("ship_release", read_release_file, say("shippage.no_file_release"))


def _formats() -> str:
    return ", ".join(say(f"shippage.format_{name}") for name in PLAN_FORMATS)


def _settings(key: str, read: Reader[Settings], missing: str) -> Settings:
    imported = brought(key, read)
    if imported is None or imported.settings is None:
        raise ValueError(missing)
    return imported.settings
