"""A lab's panels as Streamlit draws them."""

import re
from collections.abc import Sequence

import streamlit as st

from slipway.labs.panel import Cell, Panel, Source, Table, Words

_SIGNS = {"none": "", "passed": ":green[✓] ", "failed": ":red[✕] ", "alarm": ":orange[▲] "}
_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+.!|~$:-])")


def draw_panels(panels: Sequence[Panel]) -> None:
    """Draw them one below the other."""
    for panel in panels:
        match panel:
            case Words():
                st.markdown(f"**{panel.title}**\n\n{panel.text}")
            case Table():
                _table(panel)
            case Source():
                _source(panel)


def _source(panel: Source) -> None:
    if panel.folded:
        with st.expander(panel.title):
            st.code(panel.code, language=panel.language)
        return
    st.markdown(f"**{panel.title}**")
    st.code(panel.code, language=panel.language)


def _table(panel: Table) -> None:
    text = "\n".join(
        (
            _line(panel.head),
            "|".join(["", *("---" for _ in panel.head), ""]),
            *(_line([_cell(cell) for cell in row]) for row in panel.rows),
        )
    )
    if panel.folded:
        with st.expander(panel.title):
            st.markdown(text)
        return
    st.markdown(f"**{panel.title}**")
    st.markdown(text)


def _line(cells: Sequence[str]) -> str:
    return "|".join(["", *cells, ""])


def _cell(cell: Cell) -> str:
    if cell.code:
        return f"`{cell.text.replace('|', chr(92) + '|')}`" if cell.text else ""
    return _SIGNS[cell.sign] + _SPECIAL.sub(r"\\\1", cell.text)
