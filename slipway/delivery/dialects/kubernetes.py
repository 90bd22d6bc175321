"""A Kubernetes Deployment as a dialect: readiness decides, and nobody looks at errors."""

from typing import Any

from slipway.delivery.all_at_once import AllAtOnceSettings
from slipway.delivery.deployment import Deployment
from slipway.delivery.rolling import RollingSettings
from slipway.delivery.service import Service
from slipway.delivery.strategy import Dialect, Expressed
from slipway.words import say

_NAME = "shop"


def express(settings: Any) -> Expressed[Deployment] | None:
    """A rolling update without its alarms; everybody at once as Recreate, with the time in which nobody serves."""
    replicas = Service().instances
    if isinstance(settings, AllAtOnceSettings):
        return Expressed(Deployment(_NAME, replicas, recreate=True), (say("express.recreate"),))
    if not isinstance(settings, RollingSettings):
        return None
    min_ready_s, deadline_s = round(settings.min_ready_s), round(settings.progress_deadline_s)
    left_out = [say("express.rolling_alarms")] if settings.has_alarms else []
    if (min_ready_s, deadline_s) != (settings.min_ready_s, settings.progress_deadline_s):
        left_out.append(say("express.whole_seconds"))
    if deadline_s <= min_ready_s:
        deadline_s = min_ready_s + 1
        left_out.append(say("express.deadline_later", deadline=deadline_s))
    surge, unavailable = settings.max_surge, settings.max_unavailable
    if (surge.strip("%"), unavailable.strip("%")) == ("0", "0"):
        unavailable = "1"
    return Expressed(Deployment(_NAME, replicas, False, surge, unavailable, min_ready_s, deadline_s), tuple(left_out))


DIALECT = Dialect(
    "kubernetes",
    express,
    lambda deployment, service: deployment.start(service),
    lambda deployment, service: service.resized(deployment.replicas),
)
