"""What is shown while something slow is computed: nothing at first, then how far it is, and a way out."""

from collections.abc import Callable
from time import monotonic

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from slipway.words import say

_PATIENCE_S = 0.5


class Waiting:
    """A bar and a button that stops what is waited for; call it with the share that is done, from 0 to 1.

    A click on the button, as on anything else, ends the script the next time that it is told how far it is.
    """

    def __init__(self, on_stop: Callable[[], None]) -> None:
        self._since_s = monotonic()
        self._place = st.empty()
        self._bar: DeltaGenerator | None = None
        self._on_stop = on_stop

    def __call__(self, share: float) -> None:
        if monotonic() - self._since_s < _PATIENCE_S:
            return
        if self._bar is None:
            with self._place.container():
                self._bar = st.progress(0.0)
                st.button(say("waiting.stop"), key="waiting_stop", on_click=self._on_stop)
        self._bar.progress(min(share, 1.0), say("waiting.so_far", pct=f"{100 * share:.0f}"))

    def over(self) -> None:
        """Gone, whether it was seen or not."""
        self._place.empty()
