"""How far a slow command is, on the terminal of somebody who waits for it."""

import sys
from time import monotonic

from slipway.progress import Progress, silent
from slipway.words import say

_PATIENCE_S = 0.5


def on_terminal() -> Progress:
    """After half a second a line that is written over, and gone at the end; nothing where no terminal is."""
    if not sys.stderr.isatty():
        return silent
    since_s = monotonic()

    def tell(share: float) -> None:
        if monotonic() - since_s < _PATIENCE_S:
            return
        line = say("waiting.so_far", pct=f"{100 * share:3.0f}")
        print(f"\r{line}" if share < 1 else f"\r{' ' * len(line)}\r", end="", file=sys.stderr, flush=True)

    return tell
