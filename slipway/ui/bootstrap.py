"""The only composition: the course from its folders, the question kinds, the store."""

from pathlib import Path

import streamlit as st

from slipway.content.library import Library
from slipway.content.load import fingerprint, load
from slipway.questions import MODELS
from slipway.store import Store, open_store
from slipway.ui.proving import Proving

ROOT = Path(__file__).parents[2]
_LOOK_AGAIN_S = 0.5


@st.cache_resource(max_entries=2, show_spinner=False)
def _library(mark: str) -> Library:
    return load(ROOT, MODELS)


@st.cache_data(ttl=_LOOK_AGAIN_S, show_spinner=False)
def _mark() -> str:
    return fingerprint(ROOT)


def library() -> Library:
    """The course as it is on disk; an edited file shows on the first page run after half a second."""
    return _library(_mark())


@st.cache_resource(show_spinner=False)
def proving() -> Proving:
    """What authors must mend, as far as it is known yet."""
    return Proving()


@st.cache_resource(show_spinner=False)
def store() -> Store:
    """Where attempts are kept; migrated when it is opened."""
    return open_store()
