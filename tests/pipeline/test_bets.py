"""Predictions are settled by the run."""

from slipway.pipeline.bets import settle
from slipway.pipeline.condition import Condition
from slipway.pipeline.decisions import Guess, Prediction
from tests.pipeline.worlds import kinds, play, stage, world


def _bet(*kinds_wanted: str) -> Prediction:
    return Prediction("What?", tuple(Guess(f"g{n}", kind, Condition(kind)) for n, kind in enumerate(kinds_wanted)))  # type: ignore[arg-type]


def test_the_guess_that_comes_true_first_was_right() -> None:
    run = play(world(stage("beta")))
    settled = settle(run, _bet("run_ended", "stage_passed", "alarm_raised"), 0)
    assert settled
    assert settled.guess.id == "g1"
    assert run.events[settled.index].kind == "stage_passed"


def test_what_happened_before_the_bet_does_not_count() -> None:
    run = play(world(stage("beta")))
    after = kinds(run).index("change_pushed")
    settled = settle(run, _bet("change_pushed", "run_ended"), after)
    assert settled
    assert settled.guess.id == "g1"


def test_a_bet_is_open_while_nothing_of_it_has_happened() -> None:
    assert settle(play(world(stage("beta"))), _bet("alarm_raised", "data_violated"), 0) is None
