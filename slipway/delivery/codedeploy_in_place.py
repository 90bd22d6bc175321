"""CodeDeploy on hosts: batches that leave enough healthy ones, each out of service while it is deployed to."""

from collections.abc import Generator

from slipway.delivery.codedeploy_hosts import Condition, fleet
from slipway.delivery.codedeploy_run import Failed, Run, Script, Surroundings
from slipway.delivery.codedeploy_settings import HOOK_EVENTS, Deployment, Zonal
from slipway.delivery.controller import Layout
from slipway.words import say


class InPlace(Run):
    """A deployment to the hosts of a group, all of them or zone by zone.

    It goes on only while more than the minimum are healthy, and succeeds with the minimum and one success.
    """

    def __init__(self, deployment: Deployment, around: Surroundings) -> None:
        super().__init__(deployment, around)
        self.fleet = fleet(deployment.config, around.hosts, around.unhealthy, around.zones)
        self._succeeded = 0

    @property
    def layout(self) -> Layout:
        """The hosts that serve. Where none does, one old host stands for them: it cannot cope, as none could."""
        old, new = self.fleet.count("old"), self.fleet.count("new")
        return Layout(old if old or new else 1, new)

    def _deploy(self) -> Script:
        yield from self._zones("new")

    def _roll_back(self) -> Script:
        """A deployment of the last good revision to the hosts that were tried, under the same rules."""
        self.fleet = self.fleet.with_hosts(self._out(), "failed").back()
        self._succeeded = 0
        if self.fleet.due():
            yield from self._zones("old")
        else:
            self._succeed()

    def _out(self) -> tuple[int, ...]:
        """Hosts that were out of service when the deployment was stopped."""
        return tuple(at for at, host in enumerate(self.fleet.hosts) if host.condition == "out")

    def _zones(self, to: Condition) -> Script:
        zonal = self.deployment.config.zonal
        zones = sorted({host.zone for host in self.fleet.hosts})
        for number, zone in enumerate(zones if zonal else [None]):
            if number and zonal:
                yield from self._between(zonal, first=number == 1)
            yield from self._batches(zone, to)
        self._finish()

    def _between(self, zonal: Zonal, *, first: bool) -> Script:
        wait_s = zonal.wait_s(first=first)
        if wait_s:
            self._decide("zone_wait", say("codedeploy.zone_wait", seconds=f"{wait_s:g}"))
            yield self._now_s + wait_s

    def _batches(self, zone: int | None, to: Condition) -> Script:
        while self.fleet.due(zone):
            batch = self.fleet.batch(zone)
            if not batch:
                raise Failed(self._too_few(zone), "DEPLOYMENT_FAILURE")
            yield from self._batch(batch, to)

    def _too_few(self, zone: int | None) -> str:
        healthy, minimum, left = self.fleet.healthy, self.fleet.minimum, len(self.fleet.due())
        if healthy > minimum:
            return say("codedeploy.zone_too_few", zone=(zone or 0) + 1)
        return say("codedeploy.too_few", healthy=healthy, minimum=minimum, left=left)

    def _batch(self, batch: tuple[int, ...], to: Condition) -> Script:
        """Take hosts out, deploy, put back those on which it succeeded."""
        self._set(batch, "out")
        fleet = self.fleet
        arithmetic = say("codedeploy.batch", hosts=len(batch), healthy=fleet.healthy, minimum=fleet.minimum)
        self._decide("batch", arithmetic, hosts=len(batch), healthy=fleet.healthy, threshold=fleet.minimum)
        yield self._now_s + self._around.host_s
        bad = (yield from self._tried(batch)) if to == "new" else ()
        self._set(bad, "failed")
        self._set(tuple(at for at in batch if at not in bad), to)
        self._succeeded += len(batch) - len(bad)
        self._tell_result(len(batch), len(bad))

    def _tried(self, batch: tuple[int, ...]) -> Generator[float, None, tuple[int, ...]]:
        """The hosts on which the new revision fails; a hook that fails does on every host of the batch."""
        bad = tuple(at for at in batch if at in self._around.failing)
        if len(bad) == len(batch):
            return bad
        try:
            for event in HOOK_EVENTS["Server"]:
                yield from self._hooks(event)
        except Failed:
            return batch
        return bad

    def _tell_result(self, tried: int, failed: int) -> None:
        fleet = self.fleet
        arithmetic = say(
            "codedeploy.hosts",
            succeeded=tried - failed,
            tried=tried,
            healthy=fleet.healthy,
            minimum=fleet.minimum,
            left=len(fleet.due()),
        )
        passed = not fleet.due() or fleet.healthy > fleet.minimum
        self._decide("hosts", arithmetic, passed=passed, healthy=fleet.healthy, threshold=fleet.minimum)

    def _finish(self) -> None:
        """All were tried: enough must be healthy, and one deployment at least have succeeded."""
        healthy, minimum = self.fleet.healthy, self.fleet.minimum
        if not self._succeeded:
            raise Failed(say("codedeploy.none_succeeded"), "DEPLOYMENT_FAILURE")
        if healthy < minimum:
            raise Failed(say("codedeploy.too_few", healthy=healthy, minimum=minimum, left=0), "DEPLOYMENT_FAILURE")
        self._succeed()

    def _set(self, hosts: tuple[int, ...], condition: Condition) -> None:
        self.fleet = self.fleet.with_hosts(hosts, condition)
        old, new = self.fleet.count("old"), self.fleet.count("new")
        self._route(100.0 * new / (old + new) if new else 0.0)
