"""Predictions settled by the run itself: the first guess to come true is the one that was right."""

from dataclasses import dataclass

from slipway.pipeline.decisions import Guess, Prediction
from slipway.pipeline.simulate import Run


@dataclass(frozen=True, slots=True)
class Settled:
    """The guess that came true first, and the index of the event that made it so."""

    guess: Guess
    index: int


def settle(run: Run, prediction: Prediction, after: int) -> Settled | None:
    """Look for the first guess met by an event after index `after`; None while it is open."""
    later = run.events[after + 1 :]
    met = [(guess.when.met_at(later), guess) for guess in prediction.guesses]
    come_true = [(index, guess) for index, guess in met if index is not None]
    if not come_true:
        return None
    index, guess = min(come_true, key=lambda pair: pair[0])
    return Settled(guess, after + 1 + index)
