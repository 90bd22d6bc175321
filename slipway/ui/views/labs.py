"""All labs, each with every control, or the one that the address names."""

import streamlit as st

from slipway.content.lesson import LabPart
from slipway.labs import LABS
from slipway.labs.choices import as_text, from_text, unread
from slipway.ui import session
from slipway.ui.bootstrap import store
from slipway.ui.labs import draw_lab
from slipway.ui.stale import stale
from slipway.words import say


def main() -> None:
    """One lab at a time; the address says which, what it is set to, and whether it was run."""
    st.title(say("labs.title"))
    st.markdown(say("labs.lead"))
    names = [*LABS]
    asked = st.query_params.get("lab", "")
    name = st.radio(
        say("labs.which"),
        names,
        index=names.index(asked) if asked in names else 0,
        format_func=lambda name: say(f"labs.name_{name}"),
        horizontal=True,
        key="labs_which",
        on_change=lambda: st.query_params.from_dict({"lab": session.value("labs_which")}),
    )
    lab = LABS[name]
    text = st.query_params.get("set", "")
    stale(*([asked] if asked not in ("", *names) else []), *unread(lab, text))
    start = from_text(lab, text)
    shown = as_text(start) if st.query_params.get("ran") and text else ""
    draw_lab(LabPart(name, start=dict(start)), f"page-{name}", store(), session.learner(), shown)


main()
