"""Argo Rollouts' dialect: a release of a Rollout by the strategy that it names."""

from math import inf

from slipway.delivery.argo_blue_green import BlueGreenRelease
from slipway.delivery.argo_canary import CanaryRelease
from slipway.delivery.argo_settings import BlueGreen, Rollout


def release(
    rollout: Rollout,
    *,
    revision: str = "new",
    stable: str | None = "old",
    pod_start_s: float = 0.0,
    new_starts: bool = True,
) -> CanaryRelease | BlueGreenRelease:
    """The controller of a release that begins at 0 s; a `stable` of None means that nothing was deployed before.

    Where not `new_starts`, pods of the new version never become ready.
    """
    strategy = rollout.strategy
    if isinstance(strategy, BlueGreen):
        start_s = pod_start_s + rollout.min_ready_s if new_starts else inf
        return BlueGreenRelease(rollout, strategy, revision=revision, stable=stable, pod_start_s=start_s)
    return CanaryRelease(
        rollout, strategy, revision=revision, stable=stable, pod_start_s=pod_start_s, new_starts=new_starts
    )
