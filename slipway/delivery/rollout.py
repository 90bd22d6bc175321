"""A release on its way to users: traffic in control periods, and a controller that measures and decides."""

from dataclasses import dataclass

import numpy as np

from slipway.delivery.controller import Controller, Happening, Layout, Query, Reading, Resumable
from slipway.delivery.meaning import meaning_of
from slipway.delivery.release import Release
from slipway.delivery.requests import CANARY, STABLE, Floats, Luck, Telemetry, draw
from slipway.delivery.service import Service
from slipway.traffic.arrivals import Profile
from slipway.traffic.pool import Pool
from slipway.words import say

PERIOD_S = 5.0
_FULL_PCT = 100.0
_STRAINED_FROM = 0.5


@dataclass(frozen=True, slots=True)
class Rollout:
    """What happened: the requests, what the controller did, and the measures by which strategies are compared.

    `detected_at_s` is the first failed verdict of a bad release, `recovered_at_s` when its last
    request failed for its sake; None where that did not come about. Extra instances are those beyond the stable fleet;
    where there were fewer for a time, `fewest_instances` says so. `cost_usd` is of all instances.
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
    fewest_instances: int
    extra_instance_s: float
    cost_usd: float
    false_rollback: bool


def play(
    release: Release,
    service: Service,
    profile: Profile,
    controller: Controller,
    seed: int,
    luck: Luck | None = None,
    resumes_after_s: float | None = None,
) -> Rollout:
    """Release into the traffic of a profile; the same seed gives every controller the same requests.

    `luck` spares drawing it again where several strategies are compared. A controller that waits for a person is
    told to go on after `resumes_after_s`; with None nobody comes.
    """
    service = release.meets(service)
    luck = luck or draw(service, profile, seed)
    stage = _Stage(release, service, luck)
    person = _Person(resumes_after_s)
    happenings: list[Happening] = []
    weights = []
    for begins_s in np.arange(0.0, profile.lasts_s, PERIOD_S):
        happenings += person.look(controller, float(begins_s))
        while controller.next_at_s is not None and controller.next_at_s <= begins_s:
            happenings += controller.step(float(controller.next_at_s), stage.measure)
        weights.append(controller.weight_pct)
        stage.period(float(begins_s), controller.weight_pct, controller.layout)
        if controller.phase == "promoted":
            stage.retire_stable(float(begins_s))
    return _measured(release, stage, happenings, np.array(weights), controller)


class _Person:
    """Somebody who lets a release go on some time after it began to wait."""

    def __init__(self, after_s: float | None) -> None:
        self._after_s = after_s
        self._waiting_since_s: float | None = None

    def look(self, controller: Controller, at_s: float) -> tuple[Happening, ...]:
        if self._after_s is None or not isinstance(controller, Resumable) or not controller.waits:
            self._waiting_since_s = None
            return ()
        if self._waiting_since_s is None:
            self._waiting_since_s = at_s
        return controller.resume(at_s) if at_s - self._waiting_since_s >= self._after_s else ()


class _Stage:
    """The running service with both versions in it."""

    def __init__(self, release: Release, service: Service, luck: Luck) -> None:
        self.release, self.service, self.luck = release, service, luck
        self.telemetry = Telemetry(luck)
        self.blamed = np.zeros(len(luck.at_s), dtype=bool)
        self.pools = {STABLE: Pool(service.instances), CANARY: Pool(0)}
        self.started_s: float | None = None
        self.flagged = False
        self.stable = service.instances
        self.instances: list[int] = []
        self._load = {STABLE: 0.0, CANARY: 0.0}
        self._baseline_from = 1.0

    def measure(self, query: Query) -> Reading:
        """What monitoring says of a span; a metric that nobody knows is told as an error."""
        meaning = meaning_of(query.metric)
        if meaning is None:
            return Reading(None, 0, say("delivery.no_such_metric", metric=query.metric))
        version = CANARY if query.version == "canary" else STABLE
        from_bucket = self._baseline_from if query.version == "baseline" else 0.0
        value, count = self.telemetry.metric(meaning.metric, version, query.since_s, query.until_s, from_bucket)
        return Reading(None if value is None else value * meaning.factor, count)

    def period(self, begins_s: float, weight_pct: float, layout: Layout) -> None:
        """Serve what comes in one control period, the canary's share by the canary as far as it is ready."""
        share = self._staffed(begins_s, weight_pct, layout)
        self._baseline_from = 1 - share
        here = self.telemetry.span(begins_s, begins_s + PERIOD_S)
        canary = self._to_canary(self.luck.user[here], share, layout)
        self.telemetry.version[here] = canary
        requests = np.arange(here.start, here.stop)
        if layout.flagged:
            self._serve(STABLE, requests, canary, begins_s)
            return
        for version, mine in ((STABLE, ~canary), (CANARY, canary)):
            if mine.any():
                self._serve(version, requests[mine], canary[mine], begins_s)

    def retire_stable(self, at_s: float) -> None:
        """Once the new version serves everybody, the old instances go, unless a controller says how many there are."""
        if not self.flagged and self.pools[CANARY].ready >= self.service.instances:
            self.stable = 0
            self.pools[STABLE].resize(0, at_s)

    def _to_canary(self, users: np.ndarray, share: float, layout: Layout) -> np.ndarray:
        """Whose requests are the canary's: users by bucket, or those of whole regions, the last one first."""
        if layout.split == "regions":
            return np.asarray(self.luck.region[users] >= 1 - share)
        return np.asarray(self.luck.bucket[users] < share)

    def _staffed(self, at_s: float, weight_pct: float, layout: Layout) -> float:
        """Have the instances that are wanted; the share of traffic that can go to the canary."""
        share = weight_pct / _FULL_PCT
        self.flagged = layout.flagged
        if layout.flagged or layout.canary or weight_pct:
            self.started_s = at_s if self.started_s is None else self.started_s
        if layout.flagged:
            self.instances.append(self.service.instances)
            return share
        if layout.stable is not None and layout.canary is not None:
            return self._laid_out(at_s, share, layout.stable, layout.canary)
        wanted = int(np.ceil(self.service.instances * share))
        self.pools[CANARY].resize(wanted, at_s, self.service.new_boot_s)
        self.instances.append(self.stable + wanted)
        return share * self.pools[CANARY].ready / wanted if wanted else 0.0

    def _laid_out(self, at_s: float, share: float, stable: int, canary: int) -> float:
        """The instances that a controller says there are; a version of which none is ready gets no traffic."""
        ready = canary if self.service.new_starts else 0
        self.pools[STABLE].resize(stable, at_s)
        self.pools[CANARY].resize(ready, at_s)
        self.instances.append(stable + canary)
        if not ready:
            return 0.0
        return share if stable else 1.0

    def _serve(self, pool_of: int, requests: np.ndarray, canary: np.ndarray, begins_s: float) -> None:
        """Some requests through one version's instances; `canary` says which of them meet the new version.

        Where there are no instances they all fail at once, for the release's sake.
        """
        pool, service = self.pools[pool_of], self.service
        if not pool.ready:
            self.telemetry.failed[requests] = self.blamed[requests] = True
            return
        at_s = self.luck.at_s[requests]
        new = np.ones_like(canary) if self.flagged else canary
        sizes = self.luck.size[requests] * service.mean_size_s
        sizes = np.where(new, sizes * self._slowdown(pool_of, begins_s), sizes)
        self._load[pool_of] = float(sizes.sum()) / (PERIOD_S * pool.ready)
        latency = pool.serve(at_s, sizes).waits_s + sizes
        self.telemetry.latency_s[requests] = np.minimum(latency, service.timeout_s)
        chance = self._failing(self.luck.user[requests], new, canary)
        luck = self.luck.failing[requests]
        late = latency > service.timeout_s
        self.telemetry.failed[requests] = (luck < chance) | late
        self.blamed[requests] = ((luck < chance) & (luck >= service.base_error_rate)) | (late & new)

    def _slowdown(self, pool: int, at_s: float) -> float:
        """By what factor requests of the new version take longer than they should."""
        release = self.release
        if self.started_s is None:
            return 1.0
        if release.fault == "leak":
            return 1 + release.slowdown * (at_s - self.started_s) / 3600
        if release.fault == "under_load":
            return 1 + release.slowdown * float(
                np.clip((self._load[pool] - _STRAINED_FROM) / (1 - _STRAINED_FROM), 0, 1)
            )
        return 1.0

    def _failing(self, users: np.ndarray, new: np.ndarray, canary: np.ndarray) -> Floats:
        """The chance to fail, per request of these users."""
        release, base = self.release, self.service.base_error_rate
        bad = base + release.error_rate * (1 - base)
        match release.fault:
            case "migration":
                return np.full(len(users), base if self.started_s is None else bad)
            case "crash":
                return np.where(new, 1.0, base)
            case "errors":
                return np.where(new, bad, base)
            case "region":
                return np.where(new & (self.luck.region[users] < release.region), bad, base)
            case "behind_flag":
                on = canary if self.flagged else canary & (self.luck.flag[users] < release.flag_pct / _FULL_PCT)
                return np.where(on, bad, base)
            case _:
                return np.full(len(users), base)


def _measured(
    release: Release, stage: _Stage, happenings: list[Happening], weights: Floats, controller: Controller
) -> Rollout:
    blamed = np.flatnonzero(stage.blamed)
    failed = [happening.at_s for happening in happenings if happening.verdict and not happening.verdict.passed]
    back = controller.phase in ("rolled_back", "degraded")
    normal = stage.service.instances
    instances = np.array(stage.instances)
    return Rollout(
        telemetry=stage.telemetry,
        happenings=tuple(happenings),
        weights_pct=weights,
        phase=controller.phase,
        failed_requests=int(stage.telemetry.failed.sum()),
        users_affected=len(np.unique(stage.luck.user[blamed])),
        detected_at_s=failed[0] if failed and release.is_bad else None,
        recovered_at_s=float(stage.luck.at_s[blamed[-1]]) if back and len(blamed) else None,
        peak_extra_instances=int(max(instances.max() - normal, 0)),
        fewest_instances=int(instances.min()),
        extra_instance_s=PERIOD_S * float(np.maximum(instances - normal, 0).sum()),
        cost_usd=PERIOD_S * float(instances.sum()) / 3600 * stage.service.instance_usd_per_h,
        false_rollback=back and not release.is_bad,
    )
