"""The service against what the theory of queues says, each station by itself."""

from math import factorial

import pytest

from slipway.performance.run import run
from slipway.performance.setting import Setting
from slipway.performance.site import Site
from slipway.traffic.profiles import constant

ONLY_DATABASE = Site(cpu_ms=0, call_ms=0, row_ms=20, crowding_pct=0)
LASTS_S = 600.0


def waits_s(per_s: float, cores: int, mean_s: float = 0.02) -> float:
    """Erlang's C formula over the spare rate: the mean wait in a queue M/M/c."""
    load = per_s * mean_s
    last = load**cores / factorial(cores) * cores / (cores - load)
    all_busy = last / (sum(load**n / factorial(n) for n in range(cores)) + last)
    return all_busy / (cores / mean_s - per_s)


@pytest.mark.parametrize(("per_s", "cores"), [(25, 1), (35, 1), (60, 2), (140, 4)])
def test_a_database_of_some_cores_waits_as_erlang_says(per_s, cores):
    setting = Setting(workers=500, pool_size=500, timeout_ms=0, database_cores=cores)
    ran = run(setting, ONLY_DATABASE, constant(per_s, LASTS_S), 1)
    database = ran.stations[-1]
    assert database.waiting_s / database.done == pytest.approx(waits_s(per_s, cores), rel=0.12)
    assert database.utilisation == pytest.approx(per_s * 0.02 / cores, rel=0.03)


def test_stations_one_after_the_other_wait_each_as_if_it_were_alone():
    """Jackson (1957): what leaves a queue M/M/c comes to the next as it came to the first."""
    site = Site(cpu_ms=30, call_ms=0, row_ms=20, crowding_pct=0)
    setting = Setting(instances=1, workers=500, pool_size=500, timeout_ms=0, database_cores=2)
    database = run(setting, site, constant(60, LASTS_S), 2).stations[-1]
    assert database.waiting_s / database.done == pytest.approx(waits_s(60, 2), rel=0.12)
