"""Luck is an input: it depends on seed, stream and index, and on nothing else."""

from hypothesis import given
from hypothesis import strategies as st

from slipway.luck import uniform


@given(st.integers(), st.text(max_size=30), st.integers(0, 1000))
def test_a_draw_lies_between_zero_and_one_and_repeats(seed: int, stream: str, index: int) -> None:
    draw = uniform(seed, stream, index)
    assert 0 <= draw < 1
    assert draw == uniform(seed, stream, index)


def test_draws_are_the_same_on_every_platform() -> None:
    assert [round(uniform(1, "find/bug", i), 12) for i in range(3)] == RECORDED


def test_draws_fill_the_interval_evenly() -> None:
    counts = [0] * 10
    for index in range(10_000):
        counts[int(uniform(7, "even", index) * 10)] += 1
    assert all(900 < count < 1100 for count in counts)


RECORDED = [0.385798493796, 0.52983110693, 0.502128202561]
