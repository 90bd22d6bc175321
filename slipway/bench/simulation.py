"""Simulating Paulo's story against a bare heap that takes in and gives out as many events."""

import heapq
from pathlib import Path

from slipway.bench.row import Row, compare, time_ms
from slipway.content.library import Library
from slipway.content.load import load
from slipway.pipeline.simulate import simulate
from slipway.questions import MODELS

_ROOT = Path(__file__).parents[2]
_REPEATS = 40


def bench_simulation(library: Library | None = None) -> Row:
    """The story's own choices and seed; the two loops take turns, so that a busy machine slows both."""
    scenario = (library or load(_ROOT, MODELS)).scenarios["paulo"]
    count = len(simulate(scenario.world, {}, scenario.seed).events)
    mine, bare = [], []
    for _ in range(_REPEATS):
        mine.append(time_ms(lambda: simulate(scenario.world, {}, scenario.seed)))
        bare.append(time_ms(lambda: _bare_loop(count)))
    return compare("simulate paulo", mine, f"a bare heap loop of {count} events", bare)


def _bare_loop(count: int) -> None:
    heap: list[tuple[int, int]] = []
    for number in range(count):
        heapq.heappush(heap, (number * 7919 % count, number))
    while heap:
        heapq.heappop(heap)
