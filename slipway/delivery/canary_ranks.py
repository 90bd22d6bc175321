"""A rank test over many runs at once, as a canary judge makes it: each step's error rate is one point."""

import numpy as np

from slipway.delivery.canary_rules import Ends
from slipway.delivery.canary_runs import Counts, Errors, Floats, Setup
from slipway.delivery.peeking import critical_z


def by_ranks(errors: Errors, setup: Setup, confidence: float = 0.98) -> Ends:
    """Mann-Whitney on the points of all steps, looked at once, at the end; ties corrected, half a rank taken off.

    It rolls back where the interval for the shift, at this confidence, begins above 0: Kayenta's judge asks that first,
    and then for the size of the effect, which is left out here. Both sides need equally many requests per step, since
    otherwise their rates do not have the same steps between them.
    """
    if setup.canary_requests != setup.baseline_requests:
        raise ValueError("ranks of rates need equally many requests on both sides")
    over, deviation = _excess(errors)
    beyond = np.maximum(over - 0.5, 0) > critical_z(1 - confidence) * deviation
    return Ends(beyond, np.full(setup.runs, setup.steps, dtype=np.int64))


def _excess(errors: Errors) -> tuple[Floats, Floats]:
    """U − n²/2 and its standard deviation for every run: ranks by counting how many points have each value."""
    steps, runs = errors.canary_errors.shape
    canary, baseline = (_tally(side) for side in (errors.canary_errors, errors.baseline_errors))
    values = max(len(canary), len(baseline))
    below, doubled, tied = np.zeros(runs), np.zeros(runs), np.zeros(runs)
    for value in range(values):
        mine = canary[value] if value < len(canary) else np.zeros(runs)
        theirs = baseline[value] if value < len(baseline) else np.zeros(runs)
        doubled += mine * (2 * below + theirs)
        below += theirs
        group = mine + theirs
        tied += group**3 - group
    total = 2 * steps
    variance = steps * steps / 12 * ((total + 1) - tied / (total * (total - 1)))
    return doubled / 2 - steps * steps / 2, np.sqrt(np.maximum(variance, 0))


def _tally(counts: Counts) -> Floats:
    """How often each value, from 0, comes in each run."""
    steps, runs = counts.shape
    values = int(counts.max()) + 1
    places = counts + values * np.arange(runs)
    tally: Floats = np.bincount(places.ravel(), minlength=values * runs).reshape(runs, values).T.astype(np.float64)
    return tally
