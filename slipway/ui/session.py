"""The one file that says session_state: plain values that one browser tab needs between two runs."""

from secrets import token_urlsafe
from typing import Any

import streamlit as st

from slipway.ui.learner import COOKIE, learner_id

_GUEST = "guest"


def learner() -> str:
    """The id from the cookie; a browser that refuses cookies is a guest for as long as its tab lives."""
    known = learner_id(st.context.cookies.get(COOKIE))
    if known:
        return known
    return str(st.session_state.setdefault(_GUEST, token_urlsafe(24)))


def trigger(key: str, name: str) -> dict[str, Any] | None:
    """What a component sent in the run that its callback belongs to."""
    state = st.session_state.get(key)
    value = state.get(name) if state else None
    return dict(value) if value else None


def acknowledge(token: str, key: str) -> bool:
    """Remember the token that the component of that key sent; False when it was seen before."""
    if acknowledged(key) == token:
        return False
    st.session_state[f"{key}_ack"] = token
    return True


def acknowledged(key: str) -> str | None:
    """The last token seen of the component of that key."""
    return st.session_state.get(f"{key}_ack")


def value(key: str, default: Any = None) -> Any:
    """A plain value kept for this tab."""
    return st.session_state.get(key, default)


def keep(key: str, new: Any) -> None:
    """Keep a plain value for this tab."""
    st.session_state[key] = new
