"""Repeated looks: exact chances, and the same by running it."""

import pytest

from slipway.delivery.peeking import bonferroni, critical_z, false_alarms, of_many_metrics, simulated_false_alarms

# Chance of at least one rejection at nominal 5 % over k equally spaced looks without a difference; computed for this
# project by Simpson's rule on 1601 points, to agree with Armitage, McPherson and Rowe 1969.
TWO_SIDED = {1: 0.05, 2: 0.083118, 3: 0.107256, 4: 0.126169, 5: 0.141689, 10: 0.193357, 20: 0.247911, 30: 0.280163}
TWO_SIDED |= {50: 0.32045, 100: 0.373619}
ONE_SIDED = {1: 0.05, 2: 0.080076, 5: 0.12997, 10: 0.171756, 20: 0.214491, 30: 0.239335}


@pytest.mark.parametrize(("looks", "chance"), TWO_SIDED.items())
def test_two_sided_looks(looks: int, chance: float) -> None:
    assert false_alarms(100)[looks - 1] == pytest.approx(chance, abs=1e-6)


@pytest.mark.parametrize(("looks", "chance"), ONE_SIDED.items())
def test_one_sided_looks(looks: int, chance: float) -> None:
    assert false_alarms(30, sides=1)[looks - 1] == pytest.approx(chance, abs=1e-6)


@pytest.mark.parametrize("sides", [1, 2])
def test_running_it_shows_the_same_at_every_look(sides: int) -> None:
    exact = false_alarms(100, sides=1 if sides == 1 else 2)
    found = simulated_false_alarms(100, 80_000, seed=1, sides=1 if sides == 1 else 2)
    assert abs(found - exact).max() < 0.005


def test_looks_at_growing_data_are_not_independent() -> None:
    assert false_alarms(10)[-1] < 0.2 < of_many_metrics(10)


def test_many_metrics() -> None:
    assert of_many_metrics(10) == pytest.approx(0.40, abs=0.005)
    assert of_many_metrics(10, 0.02) == pytest.approx(0.18, abs=0.005)


def test_bonferroni_keeps_all_looks_below_alpha() -> None:
    assert false_alarms(10, bonferroni(0.05, 10))[-1] < 0.05
    assert critical_z(0.05) == pytest.approx(1.96, abs=1e-4)
