"""The player alone on a page: `?mode=` names the example it shows; what it sends is listed below it."""

import json

import streamlit as st

from slipway.ui.components.replay import replay
from tests.ui.replay_harness.data import example

KEY = "harness"


def main() -> None:
    """Draw the example; an act is counted, listed and acknowledged, and a decision brings its continuation."""
    st.set_page_config(page_title="Replay harness", layout="wide")
    st.title("Harness")
    acts: list[dict[str, str]] = st.session_state.setdefault("acts", [])
    decided = any(act["do"] == "decide" for act in acts)
    mode = "past" if decided else st.query_params.get("mode", "decision")
    replay(example(mode, ack=acts[-1]["token"] if acts else None), key=KEY, on_act=_act)
    st.text_input("A page field", key="field")
    st.button("Rerun", key="rerun")
    st.code(json.dumps(acts), language=None)


def _act() -> None:
    st.session_state["acts"].append(dict(st.session_state[KEY]["act"]))


main()
