"""A link that asks for something that is not there (any more): said, instead of showing something else in silence."""

import streamlit as st

from slipway.words import say


def stale(*missing: str) -> None:
    """Say what an address asks for in vain, if anything; as plain text, for anybody may have written it."""
    if missing:
        st.warning(say("stale.link", missing=say("stale.and").join(f"“{_plain(name)}”" for name in missing)))


def _plain(name: str) -> str:
    return "".join(letter if letter.isalnum() or letter in "-=_. " else "?" for letter in name[:60]).replace("_", "\\_")
