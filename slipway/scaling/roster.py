"""Who is in a fleet: when each instance was launched and is ready, in the order in which a pool has them."""

from slipway.scaling.scaler import Instance


class Roster:
    """Instances by age; of fewer, those that joined last leave first, as `slipway.traffic.pool.Pool` does it."""

    def __init__(self, instances: int) -> None:
        self._times_s = [(0.0, 0.0)] * instances

    @property
    def desired(self) -> int:
        """How many there are, booting ones included."""
        return len(self._times_s)

    def resize(self, desired: int, at_s: float, boot_s: float) -> None:
        """So many from now on; new ones are ready after `boot_s`."""
        self._times_s = [*self._times_s[:desired], *[(at_s, at_s + boot_s)] * (desired - len(self._times_s))]

    def instances(self, at_s: float, lasts_s: float, cpu_pct: float) -> tuple[Instance, ...]:
        """How they look at the end of a round.

        The work is spread evenly, so those that were ready throughout had the same CPU, and one that became ready
        within the round a part of it. One that is not ready has no work.
        """
        alike = {
            (launched_s, ready_s): Instance(launched_s, ready_s, _cpu(ready_s, at_s, lasts_s, cpu_pct))
            for launched_s, ready_s in set(self._times_s)
        }
        return tuple(alike[times_s] for times_s in self._times_s)


def _cpu(ready_s: float, at_s: float, lasts_s: float, cpu_pct: float) -> float | None:
    if ready_s >= at_s:
        return None
    return cpu_pct * min((at_s - ready_s) / lasts_s, 1.0)
