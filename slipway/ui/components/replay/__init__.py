"""The replay player: the pipeline picture, its time line and its decisions, drawn and scrubbed in the browser."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

_HERE = Path(__file__).parent
_SCRIPTS = (
    "../dom.js",
    "layout.js",
    "picture.js",
    "changes.js",
    "timeline.js",
    "panels.js",
    "log.js",
    "decision.js",
    "keys.js",
    "player.js",
)


@st.cache_resource(show_spinner=False)
def _mount() -> Any:
    script = "\n".join((_HERE / name).read_text("utf-8") for name in _SCRIPTS)
    return st.components.v2.component("slipway_replay", css=(_HERE / "replay.css").read_text("utf-8"), js=script)


def replay(data: dict[str, Any], *, key: str, on_act: Callable[[], None] | None = None) -> None:
    """Mount the player; `data` comes from `charts.replay`, `on_act` runs when it sends a decision, fork or undo."""
    _mount()(data=data, key=key, on_act_change=on_act or _nothing)


def _nothing() -> None:
    """Figures send nothing."""
