"""Argo Rollouts as a dialect: weights become steps, checks an analysis beside them."""

from typing import Any

from slipway.delivery.argo import release
from slipway.delivery.argo_express import blue_green, canary, linear, rolling
from slipway.delivery.argo_settings import Rollout
from slipway.delivery.blue_green import BlueGreenSettings
from slipway.delivery.canary import CanarySettings
from slipway.delivery.linear import LinearSettings
from slipway.delivery.rolling import RollingSettings
from slipway.delivery.strategy import Dialect, Expressed


def express(settings: Any) -> Expressed[Rollout] | None:
    """A canary, linear steps, a rolling update, or blue-green; there is no such thing as everybody at once."""
    match settings:
        case CanarySettings():
            return canary(settings)
        case LinearSettings():
            return linear(settings)
        case RollingSettings():
            return rolling(settings)
        case BlueGreenSettings():
            return blue_green(settings)
        case _:
            return None


DIALECT = Dialect(
    "argo",
    express,
    lambda rollout, service: release(rollout, pod_start_s=service.boot_s, new_starts=service.new_starts),
    lambda rollout, service: service.resized(max(rollout.replicas, 1)),
)
