"""A list to put in order, by buttons or by dragging; moves stay in the browser until the form is sent."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import streamlit as st

from slipway.forms import Choice
from slipway.words import all_words

_HERE = Path(__file__).parent
_SCRIPTS = ("../dom.js", "order.js")
_ROOM = "order."


@st.cache_resource(show_spinner=False)
def _mount() -> Any:
    script = "\n".join((_HERE / name).read_text("utf-8") for name in _SCRIPTS)
    return st.components.v2.component("slipway_order", css=(_HERE / "order.css").read_text("utf-8"), js=script)


def order(items: Iterable[Choice], *, leaving_out: bool, key: str) -> Any:
    """The keys in the learner's order, as the browser sent them; None until something was moved.

    Where items can be left out, the list begins with none of them.
    """
    words = {name.removeprefix(_ROOM): text for name, text in all_words().items() if name.startswith(_ROOM)}
    data = {"items": [{"key": i.key, "label": i.label} for i in items], "leaving_out": leaving_out, "words": words}
    return _mount()(data=data, key=key, on_order_change=lambda: None).order
