"""Independent simulators on the same requests."""

import numpy as np
import pytest

from slipway.luck import generator
from slipway.traffic.balancers import LeastWork, RoundRobin
from slipway.traffic.pool import Pool
from slipway.traffic.profiles import spike
from slipway.traffic.stream import stream


@pytest.mark.parametrize("instances", [1, 4, 10])
@pytest.mark.parametrize("kind", ["exponential", "lognormal"])
def test_ciw_gives_the_same_waits_for_the_same_requests(instances, kind):
    import ciw  # type: ignore[import-untyped]

    luck = generator(3, f"ciw/{kind}/{instances}")
    gaps = luck.standard_exponential(2000) / (0.9 * instances)
    sizes = luck.standard_exponential(2000) if kind == "exponential" else luck.lognormal(-0.5, 1.0, 2000)
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Sequential([*gaps.tolist(), float("inf")])],
        service_distributions=[ciw.dists.Sequential(sizes.tolist())],
        number_of_servers=[instances],
    )
    world = ciw.Simulation(network)
    world.simulate_until_max_customers(2000, method="Finish")
    theirs = sorted(world.get_all_records(), key=lambda record: int(record.id_number))
    waits = Pool(instances, LeastWork()).serve(np.cumsum(gaps), sizes).waits_s
    assert len(theirs) == 2000
    assert waits == pytest.approx([record.waiting_time for record in theirs], abs=1e-9)


def test_simpy_gives_the_same_waits_for_a_fleet_that_grows_and_shrinks():
    """A process per instance takes requests off its own queue; one that leaves the rotation empties it first."""
    import simpy

    boot_s, wanted = 7.5, {0: 3, 60: 6, 120: 9, 200: 4, 240: 2, 300: 5}
    pool = Pool(3, RoundRobin())
    ours: list[float] = []
    coming: list[tuple[float, float]] = []
    for period in stream(spike(20, 60, 60, 120, 360, 30), 2, 20.0, mean_size_s=0.11):
        pool.resize(wanted.get(int(period.begins_s), pool.wanted), period.begins_s, boot_s)
        ours += pool.serve(period.at_s, period.sizes_s).waits_s.tolist()
        coming += zip(period.at_s.tolist(), period.sizes_s.tolist(), strict=True)

    world = simpy.Environment()
    waits = np.full(len(coming), np.nan)
    rotation: list[simpy.Store] = []

    def instance(queue):
        while True:
            number, at_s, size = yield queue.get()
            waits[number] = world.now - at_s
            yield world.timeout(size)

    def launch(after_s):
        yield world.timeout(after_s)
        queue = simpy.Store(world)
        rotation.append(queue)
        world.process(instance(queue))

    def scale():
        for at_s, count in wanted.items():
            yield world.timeout(at_s - world.now)
            del rotation[count:]
            state["turn"] %= len(rotation) or 1
            for _ in range(count - len(rotation)):
                world.process(launch(boot_s if at_s else 0.0))

    def requests():
        for number, (at_s, size) in enumerate(coming):
            yield world.timeout(at_s - world.now)
            rotation[state["turn"]].put((number, at_s, size))
            state["turn"] = (state["turn"] + 1) % len(rotation)

    state = {"turn": 0}
    world.process(scale())
    world.process(requests())
    world.run(until=100_000)
    assert waits == pytest.approx(ours, abs=1e-9)
    assert waits.max() > 1
