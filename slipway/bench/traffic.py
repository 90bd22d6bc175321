"""The traffic core against the least that could be done and two general simulators: M/M/4 at 80 % utilisation."""

from collections.abc import Callable, Generator
from importlib.util import find_spec
from statistics import median
from typing import Any

import numpy as np

from slipway.bench.fleet import bench_fleet
from slipway.bench.row import Row, compare, time_ms
from slipway.luck import generator
from slipway.traffic.balancer import Floats, assigned, chosen_at_random, round_robin
from slipway.traffic.shared_queue import shared

_REQUESTS, _PERIODS, _INSTANCES, _RHO = 1_000_000, 1_250, 4, 0.8
_COUNTS = {"simpy": 50_000, "ciw": 10_000}
"""They are slow: how many requests each of them is given."""

_ROUNDS = 5


def bench_traffic() -> list[Row]:
    """Every engine draws its own requests; rows say how many times the time of merely drawing them it takes."""
    ours: dict[str, Callable[[], object]] = {
        "round robin, whole run": lambda: _round_robin(1),
        f"round robin, {_PERIODS} periods": lambda: _round_robin(_PERIODS),
        f"random, {_PERIODS} periods": lambda: _random(_PERIODS),
        "shared queue": _shared,
    }
    libraries = {name: run for name, run in _LIBRARIES.items() if find_spec(name)}
    times = _interleaved({"drawing": _draw, **ours, **libraries})
    rows = [compare(f"{_REQUESTS:,} requests, {name}", times[name], "drawing them", times["drawing"]) for name in ours]
    for library, count in _COUNTS.items():
        if library in libraries:
            rows += [_against(library, count, times[library], name, times[name]) for name in ours]
        else:
            rows.append({"what": f"requests per second against {library}", "skipped": f"{library} is not installed"})
    return [*rows, *bench_fleet()]


def _interleaved(engines: dict[str, Callable[[], object]]) -> dict[str, list[float]]:
    """The engines take turns, so that a busy machine slows all of them."""
    times: dict[str, list[float]] = {name: [] for name in engines}
    for _ in range(_ROUNDS):
        for name, engine in engines.items():
            times[name].append(time_ms(engine))
    return times


def _against(library: str, count: int, library_ms: list[float], name: str, ms: list[float]) -> Row:
    """A general simulator on fewer requests: how many times as many a second ours get through, in the median round."""
    ratios = [_REQUESTS / mine / (count / theirs) for mine, theirs in zip(ms, library_ms, strict=True)]
    return {"what": f"requests per second, {name}", "against": library, "ratio": round(median(ratios), 1)}


def _draw() -> tuple[Floats, Floats]:
    luck = generator(1, "bench/traffic")
    return luck.standard_exponential(_REQUESTS), luck.standard_exponential(_REQUESTS)


def _requests() -> tuple[Floats, Floats]:
    gaps, sizes = _draw()
    return np.cumsum(gaps) / (_RHO * _INSTANCES), sizes


def _round_robin(periods: int) -> None:
    arrivals, sizes = _requests()
    free, turn, size = np.zeros(_INSTANCES), 0, _REQUESTS // periods
    for start in range(0, _REQUESTS, size):
        part = slice(start, start + size)
        _, turn = round_robin(arrivals[part], sizes[part], free, turn)


def _random(periods: int) -> None:
    arrivals, sizes = _requests()
    instance = chosen_at_random(generator(1, "bench/instance").random(_REQUESTS), _INSTANCES)
    free, size = np.zeros(_INSTANCES), _REQUESTS // periods
    for start in range(0, _REQUESTS, size):
        part = slice(start, start + size)
        assigned(arrivals[part], sizes[part], instance[part], free)


def _shared() -> None:
    arrivals, sizes = _requests()
    shared(arrivals, sizes, [0.0] * _INSTANCES)


def _simpy(count: int) -> None:
    import simpy

    luck = generator(1, "bench/simpy")
    gaps = (luck.standard_exponential(count) / (_RHO * _INSTANCES)).tolist()
    sizes = luck.standard_exponential(count).tolist()
    world = simpy.Environment()
    desk = simpy.Resource(world, _INSTANCES)

    def visit(size: float) -> Generator[Any, Any, None]:
        with desk.request() as turn:
            yield turn
            yield world.timeout(size)

    def come() -> Generator[Any, Any, None]:
        for gap, size in zip(gaps, sizes, strict=True):
            yield world.timeout(gap)
            world.process(visit(size))

    world.process(come())
    world.run()


def _ciw(count: int) -> None:
    import ciw  # type: ignore[import-untyped]

    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(_RHO * _INSTANCES)],
        service_distributions=[ciw.dists.Exponential(1.0)],
        number_of_servers=[_INSTANCES],
    )
    ciw.seed(1)
    ciw.Simulation(network).simulate_until_max_customers(count)


_LIBRARIES: dict[str, Callable[[], object]] = {
    "simpy": lambda: _simpy(_COUNTS["simpy"]),
    "ciw": lambda: _ciw(_COUNTS["ciw"]),
}
