"""The placement board: test cards dragged, moved by keys or chosen into stages; the server hears of each drop."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

_HERE = Path(__file__).parent
_SCRIPTS = ("../dom.js", "card.js", "drag.js", "board.js")


@st.cache_resource(show_spinner=False)
def _mount() -> Any:
    script = "\n".join((_HERE / name).read_text("utf-8") for name in _SCRIPTS)
    return st.components.v2.component("slipway_board", css=(_HERE / "board.css").read_text("utf-8"), js=script)


def board(data: dict[str, Any], *, key: str, on_put: Callable[[], None]) -> None:
    """Mount the board; `data` comes from `charts.placement`, `on_put` runs when a card has been dropped."""
    _mount()(data=data, key=key, on_put_change=on_put)
