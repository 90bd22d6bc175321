"""What became of a bet, in a sentence: told in the replay and in lessons alike."""

from slipway.pipeline.bets import Settled
from slipway.pipeline.clock import clock_label
from slipway.pipeline.decisions import Guess
from slipway.pipeline.simulate import Run
from slipway.pipeline.tell import Names, tell
from slipway.words import say


def told(run: Run, settled: Settled | None, guess: Guess) -> tuple[str, str]:
    """The verdict (right, wrong or open) and the sentence; the bet is quoted back."""
    if settled is None:
        return "open", say("charts.bet_open", guess=guess.text)
    verdict = "right" if settled.guess == guess else "wrong"
    event = run.events[settled.index]
    text = say(
        f"charts.bet_{verdict}",
        guess=guess.text,
        actual=settled.guess.text,
        clock=clock_label(event.at_min),
        text=tell(event, Names(run)),
    )
    return verdict, text
