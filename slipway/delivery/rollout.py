"""A release on its way to users: traffic in control periods, and a controller that measures and decides."""

from dataclasses import dataclass

import numpy as np

from slipway.delivery.controller import Controller, Happening, Query, Reading
from slipway.delivery.release import Release
from slipway.delivery.requests import CANARY, STABLE, Floats, Luck, Telemetry, draw
from slipway.delivery.service import Service
from slipway.traffic.arrivals import Profile
from slipway.traffic.balancer import round_robin

PERIOD_S = 5.0
_FULL_PCT = 100.0
_STRAINED_FROM = 0.5


@dataclass(frozen=True, slots=True)
class Rollout:
    """What happened: the requests, what the controller did, and the measures by which strategies are compared.

    `detected_at_s` is the first failed verdict of a bad release, `recovered_at_s` when its last
    request failed for its sake; None where that did not come about. `extra_instance_s` is the
    capacity beyond the stable fleet, in instance seconds.
    """

    telemetry: Telemetry
    happenings: tuple[Happening, ...]
    weights_pct: Floats
    phase: str
    failed_requests: int
    users_affected: int
    detected_at_s: float | None
    recovered_at_s: float | None
    peak_extra_instances: int
    extra_instance_s: float


class _Pool:
    """One version's instances: when each is free, whose turn it is, and when those that boot are ready."""

    def __init__(self, instances: int) -> None:
        self.free_s = np.zeros(instances)
        self.booting_s: list[float] = []
        self.turn = 0

    def resize(self, instances: int, at_s: float, boot_s: float) -> None:
        """More instances boot before they serve; of fewer, the last leave the rotation and finish what they have."""
        ready = [ready_s for ready_s in self.booting_s if ready_s <= at_s]
        self.booting_s = [ready_s for ready_s in self.booting_s if ready_s > at_s]
        self.free_s = np.concatenate([self.free_s, ready])[:instances]
        self.booting_s = self.booting_s[: instances - len(self.free_s)]
        missing = instances - len(self.free_s) - len(self.booting_s)
        self.booting_s += [at_s + boot_s] * missing
        self.turn %= max(len(self.free_s), 1)


def play(
    release: Release, service: Service, profile: Profile, controller: Controller, seed: int, luck: Luck | None = None
) -> Rollout:
    """Release into the traffic of a profile; the same seed gives every controller the same requests.

    `luck` spares drawing it again where several strategies are compared.
    """
    luck = luck or draw(service, profile, seed)
    stage = _Stage(release, service, luck)
    happenings: list[Happening] = []
    weights = []
    for begins_s in np.arange(0.0, profile.lasts_s, PERIOD_S):
        while controller.next_at_s is not None and controller.next_at_s <= begins_s:
            happenings += controller.step(float(controller.next_at_s), stage.measure)
        weights.append(controller.weight_pct)
        stage.period(float(begins_s), controller.weight_pct)
    return _measured(release, stage, happenings, np.array(weights), controller)


class _Stage:
    """The running service with both versions in it."""

    def __init__(self, release: Release, service: Service, luck: Luck) -> None:
        self.release, self.service, self.luck = release, service, luck
        self.telemetry = Telemetry(luck)
        self.blamed = np.zeros(len(luck.at_s), dtype=bool)
        self.pools = {STABLE: _Pool(service.instances), CANARY: _Pool(0)}
        self.started_s: float | None = None
        self.extra: list[int] = []
        self._load = {STABLE: 0.0, CANARY: 0.0}

    def measure(self, query: Query) -> Reading:
        """What monitoring says of a span."""
        version = CANARY if query.version == "canary" else STABLE
        value, count = self.telemetry.metric(query.metric, version, query.since_s, query.until_s)
        return Reading(value, count)

    def period(self, begins_s: float, weight_pct: float) -> None:
        """Serve what comes in one control period, the canary's share by the canary as far as it is ready."""
        weight_pct *= self._staffed(begins_s, weight_pct)
        here = self.telemetry.span(begins_s, begins_s + PERIOD_S)
        users = self.luck.user[here]
        canary = self.luck.bucket[users] < weight_pct / _FULL_PCT
        self.telemetry.version[here] = canary
        for version, mine in ((STABLE, ~canary), (CANARY, canary)):
            if mine.any():
                self._serve(version, np.flatnonzero(mine) + here.start, begins_s)

    def _staffed(self, at_s: float, weight_pct: float) -> float:
        """Have as many canary instances as the weight asks for; the share of them that is ready."""
        wanted = int(np.ceil(self.service.instances * weight_pct / _FULL_PCT)) if weight_pct else 0
        if wanted and self.started_s is None:
            self.started_s = at_s
        self.pools[CANARY].resize(wanted, at_s, self.service.boot_s)
        self.extra.append(wanted)
        return len(self.pools[CANARY].free_s) / wanted if wanted else 0.0

    def _serve(self, version: int, requests: np.ndarray, begins_s: float) -> None:
        pool, service = self.pools[version], self.service
        at_s = self.luck.at_s[requests]
        sizes = self.luck.size[requests] * service.mean_size_s * self._slowdown(version, begins_s)
        self._load[version] = float(sizes.sum()) / (PERIOD_S * len(pool.free_s))
        waits, pool.turn = round_robin(at_s, sizes, pool.free_s, pool.turn)
        latency = waits + sizes
        self.telemetry.latency_s[requests] = latency
        chance = self._failing(version, self.luck.user[requests])
        luck = self.luck.failing[requests]
        late = latency > service.timeout_s
        self.telemetry.failed[requests] = (luck < chance) | late
        self.blamed[requests] = ((luck < chance) & (luck >= service.base_error_rate)) | (late & (version == CANARY))

    def _slowdown(self, version: int, at_s: float) -> float:
        """By what factor requests take longer than they should."""
        release = self.release
        if version == STABLE or self.started_s is None:
            return 1.0
        if release.fault == "leak":
            return 1 + release.slowdown * (at_s - self.started_s) / 3600
        if release.fault == "under_load":
            return 1 + release.slowdown * max(0.0, (self._load[version] - _STRAINED_FROM) / (1 - _STRAINED_FROM))
        return 1.0

    def _failing(self, version: int, users: np.ndarray) -> Floats:
        """The chance to fail, per request of these users."""
        release, base = self.release, self.service.base_error_rate
        bad = base + release.error_rate * (1 - base)
        if release.fault == "migration" and self.started_s is not None:
            return np.full(len(users), bad)
        if version == STABLE:
            return np.full(len(users), base)
        match release.fault:
            case "crash":
                return np.ones(len(users))
            case "errors":
                return np.full(len(users), bad)
            case "region":
                return np.where(self.luck.region[users] < release.region, bad, base)
            case "behind_flag":
                return np.where(self.luck.flag[users] < release.flag_pct / _FULL_PCT, bad, base)
            case _:
                return np.full(len(users), base)


def _measured(
    release: Release, stage: _Stage, happenings: list[Happening], weights: Floats, controller: Controller
) -> Rollout:
    blamed = np.flatnonzero(stage.blamed)
    failed = [happening.at_s for happening in happenings if happening.verdict and not happening.verdict.passed]
    back = controller.phase in ("rolled_back", "degraded")
    return Rollout(
        telemetry=stage.telemetry,
        happenings=tuple(happenings),
        weights_pct=weights,
        phase=controller.phase,
        failed_requests=int(stage.telemetry.failed.sum()),
        users_affected=len(np.unique(stage.luck.user[blamed])),
        detected_at_s=failed[0] if failed and release.is_bad else None,
        recovered_at_s=float(stage.luck.at_s[blamed[-1]]) if back and len(blamed) else None,
        peak_extra_instances=max(stage.extra, default=0),
        extra_instance_s=PERIOD_S * float(sum(stage.extra)),
    )
