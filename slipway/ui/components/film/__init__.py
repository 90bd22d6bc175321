"""The scrubber: a release minute by minute, moved by the learner without asking the server."""

from pathlib import Path
from typing import Any

import streamlit as st

_HERE = Path(__file__).parent
_SCRIPTS = ("../dom.js", "strip.js", "film.js")


@st.cache_resource(show_spinner=False)
def _mount() -> Any:
    script = "\n".join((_HERE / name).read_text("utf-8") for name in _SCRIPTS)
    return st.components.v2.component("slipway_film", css=(_HERE / "film.css").read_text("utf-8"), js=script)


def film(data: dict[str, Any], *, key: str) -> None:
    """Mount the scrubber; `data` comes from `charts.film`."""
    _mount()(data=data, key=key)
