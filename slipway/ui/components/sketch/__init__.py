"""A curve to draw over the time of a release, by pointer or in number fields; with what came it is only shown."""

from pathlib import Path
from typing import Any

import streamlit as st

from slipway.delivery.sketch import LEAST_PCT, MOST_PCT, POINTS, Curve, drawn
from slipway.words import all_words

_HERE = Path(__file__).parent
_SCRIPTS = ("../dom.js", "sketch.js")
_ROOM = "sketch."


@st.cache_resource(show_spinner=False)
def _mount() -> Any:
    script = "\n".join((_HERE / name).read_text("utf-8") for name in _SCRIPTS)
    return st.components.v2.component("slipway_sketch", css=(_HERE / "sketch.css").read_text("utf-8"), js=script)


def ask_sketch(minutes: float, given: Curve | None, *, key: str) -> Curve | None:
    """The curve that the learner drew, `given` until they touch it; None while there is none."""
    sent = _mount()(data=_data(minutes, given, None), key=key, on_drawn_change=lambda: None).drawn
    if sent is None:
        return given
    try:
        return drawn(sent)
    except ValueError:
        return None


def show_sketch(minutes: float, mine: Curve, true: Curve, *, key: str) -> None:
    """A drawn curve and what came, one over the other."""
    _mount()(data=_data(minutes, mine, true), key=key)


def _data(minutes: float, mine: Curve | None, true: Curve | None) -> dict[str, Any]:
    times = [float(f"{minutes * point / (POINTS - 1):.3g}") for point in range(POINTS)]
    words = {name.removeprefix(_ROOM): text for name, text in all_words().items() if name.startswith(_ROOM)}
    shown = None if true is None else [float(f"{pct:.2g}") for pct in true]
    return {"words": words, "times": times, "least": LEAST_PCT, "most": MOST_PCT, "mine": mine, "truth": shown}
