"""Six rules by which a canary may be judged."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from slipway.delivery.canary_ranks import by_ranks
from slipway.delivery.canary_rules import Ends, by_confidence_sequence, by_sprt, by_threshold, by_z_test
from slipway.delivery.canary_runs import Errors, Setup
from slipway.delivery.sprt import Sprt
from slipway.labs.sight.canary import Canary

LIMIT_PCT = 2.0
ALPHA = 0.05
BETA = 0.05
RANKS_CONFIDENCE = 0.98


@dataclass(frozen=True, slots=True)
class Rule:
    """`promise` is the share of good releases that the rule says it throws away at most; None: it says nothing.

    `equal_sides`: it compares with a baseline as large as the canary, and not with all the rest. `stepwise`: what it
    does by some minute is the same whenever the canary would end.
    """

    promise: float | None
    judge: Callable[[Errors, Setup, Canary], Ends]
    equal_sides: bool = False
    stepwise: bool = False


def _limit(errors: Errors, setup: Setup, canary: Canary) -> Ends:
    return by_threshold(errors, setup, min_success_pct=100 - LIMIT_PCT)


def _ranks(errors: Errors, setup: Setup, canary: Canary) -> Ends:
    return by_ranks(errors, setup, RANKS_CONFIDENCE)


def _once(errors: Errors, setup: Setup, canary: Canary) -> Ends:
    return by_z_test(errors, setup, ALPHA, first_step=setup.steps)


def _peeking(errors: Errors, setup: Setup, canary: Canary) -> Ends:
    return by_z_test(errors, setup, ALPHA)


def _sprt(errors: Errors, setup: Setup, canary: Canary) -> Ends:
    return by_sprt(errors, setup, Sprt(canary.good_rate, canary.bad_rate, ALPHA, BETA))


def _sequence(errors: Errors, setup: Setup, canary: Canary) -> Ends:
    return by_confidence_sequence(errors, setup, ALPHA)


RULES: Mapping[str, Rule] = {
    "limit": Rule(None, _limit, stepwise=True),
    "ranks": Rule((1 - RANKS_CONFIDENCE) / 2, _ranks, equal_sides=True),
    "once": Rule(ALPHA, _once),
    "peeking": Rule(ALPHA, _peeking, stepwise=True),
    "sprt": Rule(ALPHA, _sprt, stepwise=True),
    "sequence": Rule(ALPHA, _sequence),
}
