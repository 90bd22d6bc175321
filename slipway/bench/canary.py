"""Canary releases by the thousand: drawing their luck and letting five rules judge it, against drawing it alone."""

from collections.abc import Callable
from functools import partial

from slipway.bench.row import Row, compare, time_ms
from slipway.delivery.canary_rules import by_confidence_sequence, by_mann_whitney, by_sprt, by_threshold, by_z_test
from slipway.delivery.canary_runs import Draws, Setup, draw
from slipway.delivery.sprt import Sprt

_SETUP = Setup(canary_rate=0.02)
_TEST = Sprt(0.01, 0.03)
_ROUNDS = 7
_RULES: dict[str, Callable[[Draws], object]] = {
    "z test": lambda draws: by_z_test(draws, _SETUP),
    "threshold": lambda draws: by_threshold(draws, _SETUP),
    "SPRT": lambda draws: by_sprt(draws, _SETUP, _TEST),
    "confidence sequence": lambda draws: by_confidence_sequence(draws, _SETUP),
    "Mann-Whitney": lambda draws: by_mann_whitney(draws, _SETUP),
}


def bench_canary() -> list[Row]:
    """Every row draws too: one rule alone, and all five on the same runs."""
    draws = draw(_SETUP, 1)
    drawn: list[float] = []
    judged: dict[str, list[float]] = {name: [] for name in (*_RULES, "all five rules")}
    for _ in range(_ROUNDS):
        drawn.append(time_ms(lambda: draw(_SETUP, 1)))
        alone = {name: time_ms(partial(rule, draws)) for name, rule in _RULES.items()}
        for name, ms in (*alone.items(), ("all five rules", sum(alone.values()))):
            judged[name].append(drawn[-1] + ms)
    size = f"{_SETUP.runs:,} canaries × {_SETUP.steps} steps"
    return [compare(f"{size}, {name}", ms, "drawing them", drawn) for name, ms in judged.items()]
