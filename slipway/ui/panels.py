"""A lab's panels as Streamlit draws them."""

import re
from collections.abc import Sequence

import streamlit as st

from slipway.labs.panel import Panel, Sign, Source, Table, Words

_SIGNS = {"passed": ":green[✓]", "failed": ":red[✕]"}
_CYLINDER = (
    '<span class="mark-{noun}"><svg viewBox="0 0 16 18" fill="none" stroke="currentColor" stroke-width="1.6"'
    ' stroke-dasharray="{dash}"><ellipse cx="8" cy="4" rx="6" ry="3"/>'
    '<path d="M2 4v10c0 1.7 2.7 3 6 3s6-1.3 6-3V4"/></svg>{text}</span>'
)
_DASHES = {"test": "2.4 1.6", "customers": "none"}
_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+.!|~$:-])")


def draw_panels(panels: Sequence[Panel]) -> None:
    """Draw them one below the other."""
    for panel in panels:
        match panel:
            case Words():
                st.markdown(f"**{_marked(panel.title, panel.sign)}**", unsafe_allow_html=True)
                st.markdown(panel.text)
            case Table():
                _table(panel)
            case Source():
                _source(panel)


def _source(panel: Source) -> None:
    if panel.folded:
        with st.expander(panel.title):
            st.code(panel.code, language=panel.language, wrap_lines=True)
        return
    st.markdown(f"**{panel.title}**")
    st.code(panel.code, language=panel.language, wrap_lines=True)


def _table(panel: Table) -> None:
    lines = (
        panel.head,
        ["---" for _ in panel.head],
        *([_marked(cell.text, cell.sign) for cell in row] for row in panel.rows),
    )
    text = "\n".join("|".join(["", *line, ""]) for line in lines)
    if panel.folded:
        with st.expander(panel.title):
            st.markdown(text, unsafe_allow_html=True)
        return
    st.markdown(f"**{panel.title}**")
    st.markdown(text, unsafe_allow_html=True)


def _marked(words: str, sign: Sign) -> str:
    """Our own marks around plain text; whatever could be Markdown or HTML in it is escaped."""
    text = _SPECIAL.sub(r"\\\1", words)
    if sign in _DASHES:
        return _CYLINDER.format(noun=sign, dash=_DASHES[sign], text=text)
    return f"{_SIGNS[sign]} {text}" if sign in _SIGNS else text
