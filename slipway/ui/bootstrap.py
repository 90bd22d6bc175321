"""The only composition: the course from its folders, the question kinds, the store."""

from pathlib import Path

import streamlit as st

from slipway.content.library import Library
from slipway.content.load import fingerprint, load
from slipway.content.problem import Problem
from slipway.content.prove import prove
from slipway.labs import LABS
from slipway.labs.prove import prove_labs
from slipway.questions import MODELS
from slipway.store import Store, open_store

ROOT = Path(__file__).parents[2]


@st.cache_resource(max_entries=2, show_spinner=False)
def _library(mark: str) -> Library:
    return load(ROOT, MODELS)


def library() -> Library:
    """The course as it is on disk now; an edited file shows on the next page run."""
    return _library(fingerprint(ROOT))


@st.cache_resource(max_entries=2, show_spinner=False)
def _problems(mark: str) -> tuple[Problem, ...]:
    course = _library(mark)
    return tuple(sorted({*course.problems, *prove(course), *prove_labs(LABS, course)}))


def problems() -> tuple[Problem, ...]:
    """What authors must mend, with what the engine does not bear out; slow after an edit, then remembered."""
    return _problems(fingerprint(ROOT))


@st.cache_resource(show_spinner=False)
def store() -> Store:
    """Where attempts are kept; migrated when it is opened."""
    return open_store()
