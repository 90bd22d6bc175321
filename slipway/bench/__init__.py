"""Speed as ratios: what Slipway does against the least that could be done, measured side by side in one run."""

from slipway.bench.autoscale import bench_autoscale
from slipway.bench.canary import bench_canary
from slipway.bench.placement import bench_placement
from slipway.bench.rerun import bench_rerun
from slipway.bench.rollout import bench_rollout
from slipway.bench.row import Row
from slipway.bench.simulation import bench_simulation
from slipway.bench.traffic import bench_traffic


def run() -> list[Row]:
    """One row per measurement; one that this machine cannot make says why instead of how fast."""
    return [
        bench_simulation(),
        *bench_placement(),
        *bench_traffic(),
        *bench_rollout(),
        *bench_autoscale(),
        *bench_canary(),
        *bench_rerun(),
    ]
