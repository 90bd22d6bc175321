"""Values over time, thinned to what a screen can show."""

from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slipway.panel import Course, TimeNoun
from slipway.words import say

MOST_POINTS = 400


Floats = NDArray[np.floating[Any]]


def course(name: str, at_s: Floats, values: Floats, noun: TimeNoun) -> Course:
    """The values under a name of ours, thinned."""
    return thinned(say(f"operate.line_{name}"), at_s, values, noun)


def thinned(title: str, at_s: Floats, values: Floats, noun: TimeNoun) -> Course:
    """At most so many points: of several in a row the highest, so that no peak is lost; no value stays none."""
    step = max(ceil(len(at_s) / MOST_POINTS), 1)
    starts = np.arange(0, len(at_s), step)
    highest = np.fmax.reduceat(values, starts) if len(values) else values
    shown = tuple(None if np.isnan(value) else round(float(value), 2) for value in highest)
    return Course(title, tuple(round(at / 60, 2) for at in at_s[starts].tolist()), shown, noun)
