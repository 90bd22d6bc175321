"""Hosts that are deployed to in batches, and how many may be out of service at once."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Literal

from slipway.delivery.codedeploy_settings import Config, MinimumHealthy

Condition = Literal["old", "new", "out", "unhealthy", "failed"]
"""A host serves the old or the new revision, is out while deployed to, was not well before, or failed to deploy."""
_HEALTHY = ("old", "new")


@dataclass(frozen=True, slots=True)
class Host:
    """One host; `due` says that this deployment has not tried it yet."""

    condition: Condition = "old"
    due: bool = True
    zone: int = 0


@dataclass(frozen=True, slots=True)
class Fleet:
    """Hosts of a deployment group under a deployment, by index."""

    hosts: tuple[Host, ...]
    minimum: int
    zone_minimum: MinimumHealthy | None = None

    @property
    def healthy(self) -> int:
        """Hosts that serve."""
        return sum(host.condition in _HEALTHY for host in self.hosts)

    def count(self, condition: Condition) -> int:
        """Hosts in a condition."""
        return sum(host.condition == condition for host in self.hosts)

    def due(self, zone: int | None = None) -> tuple[int, ...]:
        """The hosts still to be tried, unhealthy ones first, then those with the new revision, then the others."""
        order = {"unhealthy": 0, "failed": 0, "out": 0, "new": 1, "old": 2}
        found = [at for at, host in enumerate(self.hosts) if host.due and zone in (None, host.zone)]
        return tuple(sorted(found, key=lambda at: (order[self.hosts[at].condition], at)))

    def batch(self, zone: int | None = None) -> tuple[int, ...]:
        """The hosts to deploy to next: all unhealthy ones, else as many healthy ones as may be missed."""
        due = self.due(zone)
        sick = tuple(at for at in due if self.hosts[at].condition not in _HEALTHY)
        return sick or due[: max(0, self.room(zone))]

    def room(self, zone: int | None = None) -> int:
        """How many healthy hosts are more than must stay, in the whole fleet and in the zone."""
        spare = self.healthy - self.minimum
        if zone is None or self.zone_minimum is None:
            return spare
        there = [host for host in self.hosts if host.zone == zone]
        healthy = sum(host.condition in _HEALTHY for host in there)
        return min(spare, healthy - self.zone_minimum.of(len(there)))

    def with_hosts(self, changed: Collection[int], condition: Condition) -> "Fleet":
        """The fleet with these hosts in a condition, and tried."""
        hosts = (replace(host, condition=condition, due=False) for host in self.hosts)
        return replace(self, hosts=tuple(new if at in changed else self.hosts[at] for at, new in enumerate(hosts)))

    def back(self) -> "Fleet":
        """The fleet as a rollback finds it: the hosts that were tried are due again."""
        return replace(self, hosts=tuple(replace(host, due=not host.due) for host in self.hosts))


def fleet(config: Config, hosts: int, unhealthy: Collection[int] = (), zones: int = 1) -> Fleet:
    """A group of so many hosts before a deployment, spread over zones in order of their index."""
    zoned = zones if config.zonal else 1
    found = tuple(
        Host("unhealthy" if at in unhealthy else "old", zone=at * zoned // max(hosts, 1)) for at in range(hosts)
    )
    minimum = config.zonal.minimum if config.zonal else None
    return Fleet(found, config.keeps(hosts), minimum)
