"""Whole runs of a fleet that grows and shrinks, percentiles included; and the memory that a long day takes."""

import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from math import ceil
from pathlib import Path
from time import perf_counter

from slipway.bench.row import Row, compare, time_ms
from slipway.traffic.arrivals import Profile
from slipway.traffic.balancers import Balancer, LeastWork, RoundRobin
from slipway.traffic.limits import SERVED
from slipway.traffic.monitor import Answers, Monitor, Monitored
from slipway.traffic.pool import Pool
from slipway.traffic.profiles import constant, diurnal, spike
from slipway.traffic.stream import stream

_ROUNDS = 3
_TARGET, _BOOT_S, _SIZE_S = 0.6, 45.0, 0.1
_SPIKE = spike(100, 400, at_s=2400, holds_s=1200, lasts_s=7200, over_s=300)
_HOUR = constant(200, 3600)
_DAY = diurnal(20, 200)
_BUSY_DAY = constant(1000, 86_400)
_ROOT = Path(__file__).parents[2]


def bench_fleet() -> list[Row]:
    """Runs with a target for the utilisation, against drawing their requests; a day’s memory in its own process."""
    return [
        _compare("2 h with a spike, 15 s periods, resized, round robin", _SPIKE, 15.0, RoundRobin, 15.0),
        _compare("2 h with a spike, 15 s periods, resized, least work", _SPIKE, 15.0, LeastWork, 15.0),
        _compare("1 h at 200 requests/s, 5 s periods, resized, by the minute", _HOUR, 5.0, RoundRobin, 60.0),
        _compare("a day of up to 200 requests/s, 15 s periods, resized, by the minute", _DAY, 15.0, RoundRobin, 60.0),
        _memory(),
    ]


def _compare(what: str, profile: Profile, control_s: float, balancer: Callable[[], Balancer], monitor_s: float) -> Row:
    """Drawing and running take turns."""
    drawing, running = [], []
    for _ in range(_ROUNDS):
        drawing.append(time_ms(lambda: _draw(profile, control_s)))
        running.append(time_ms(lambda: _run(profile, control_s, balancer(), monitor_s)))
    return compare(f"{what}, {profile.requests:,.0f} requests", running, "drawing them", drawing)


def _draw(profile: Profile, control_s: float) -> None:
    for _ in stream(profile, 1, control_s, mean_size_s=_SIZE_S):
        pass


def _run(profile: Profile, control_s: float, balancer: Balancer, monitor_s: float) -> Monitored:
    """As many instances as the last period’s utilisation asks for; percentiles of every monitoring period."""
    pool, monitor = Pool(ceil(profile.per_s[0] * _SIZE_S / _TARGET), balancer), Monitor(monitor_s)
    for period in stream(profile, 1, control_s, mean_size_s=_SIZE_S):
        served = pool.serve(period.at_s, period.sizes_s)
        failed = served.fates != SERVED
        answers = Answers(period.at_s, served.waits_s, served.waits_s + period.sizes_s, failed, ~failed)
        usage = pool.close(period.ends_s)
        monitor.record(usage, answers)
        pool.resize(max(ceil(usage.ready * usage.utilisation / _TARGET), 1), period.ends_s, _BOOT_S)
    return monitor.table()


def peak_mb() -> float:
    """Run the busy day, and say how much memory this process has taken at most.

    An upper bound, because Linux counts in what the process that started this one had.
    """
    import resource

    _run(_BUSY_DAY, 15.0, RoundRobin(), 60.0)
    # Linux counts in kibibytes, macOS in bytes.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def _memory() -> Row:
    what = f"a day at 1,000 requests/s, {_BUSY_DAY.requests:,.0f} requests"
    if find_spec("resource") is None:
        return {"what": what, "skipped": "this system does not tell how much memory a process takes"}
    script = "from slipway.bench.fleet import peak_mb; print(peak_mb())"
    begin = perf_counter()
    told = subprocess.run([sys.executable, "-c", script], cwd=_ROOT, capture_output=True, check=True, text=True)
    took_s = perf_counter() - begin
    return {"what": what, "s": round(took_s, 1), "peak_mb": round(float(told.stdout), 1), "at_most_mb": 1000}
