"""A configuration file that a learner brought: kept for this tab, read, and told what of it is not simulated."""

import streamlit as st

from slipway.content.source import Text, decode
from slipway.delivery.shipment import Shipment
from slipway.formats.imported import Imported
from slipway.formats.plans import PLAN_FORMATS
from slipway.formats.shipping import import_shipment
from slipway.ui import session
from slipway.ui.components.upload import upload
from slipway.words import say

FILE = "file"
_KEPT = "ship_file"
_MOST_TOLD = 12


def ask_file() -> None:
    """An uploaded or a pasted file; what was read is told at once."""
    names = ", ".join(say(f"shippage.format_{name}") for name in PLAN_FORMATS)
    st.markdown(say("shippage.file_lead", formats=names))
    sent = upload(say("shippage.file_upload"), ".yaml,.yml,.json,.txt", key="ship_upload")
    pasted = st.text_area(say("shippage.file_paste"), height=160, key="ship_paste")
    if pasted.strip():
        session.keep(_KEPT, {"name": say("shippage.file_pasted"), "data": pasted.encode("utf-8", "replace")})
    elif sent:
        session.keep(_KEPT, {"name": sent.name, "data": sent.data})
    imported = brought()
    if imported is not None:
        _tell(imported)


def brought() -> Imported[Shipment] | None:
    """The shipment in the kept file; None where none was brought."""
    kept = session.value(_KEPT)
    if not kept:
        return None
    text = decode(kept["data"], kept["name"])
    return import_shipment(text) if isinstance(text, Text) else Imported(None, (), (text,))


def _tell(imported: Imported[Shipment]) -> None:
    if imported.settings:
        st.success(say("shippage.file_read", system=say(f"strategy.name_{imported.settings.system.name}")))
    for wording, problems in (("file_problems", imported.problems), ("file_ignored", imported.unsupported)):
        if problems:
            st.warning(say(f"shippage.{wording}", count=len(problems)))
            lines = [str(problem) for problem in problems[:_MOST_TOLD]]
            lines += ["…"] * (len(problems) > _MOST_TOLD)
            st.code("\n".join(lines), language=None, wrap_lines=True)
