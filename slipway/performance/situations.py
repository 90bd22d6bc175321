"""Traffic and the service that it meets, to try remedies on; every number is an assumption of ours."""

from dataclasses import dataclass, field

from slipway.performance.site import Fault, Site
from slipway.traffic.arrivals import Profile
from slipway.traffic.profiles import constant, spike

_FIVE_MIN_S = 300.0


@dataclass(frozen=True)
class Situation:
    """What happens whatever the service is set to."""

    profile: Profile
    site: Site = field(default_factory=Site)


SITUATIONS = {
    "calm": Situation(constant(80, _FIVE_MIN_S)),
    "busy-database": Situation(constant(170, _FIVE_MIN_S)),
    "front-page": Situation(constant(80, _FIVE_MIN_S), Site(cpu_ms=5, row_ms=300, keys=20, warm=False)),
    "crowded": Situation(constant(150, _FIVE_MIN_S), Site(crowding_pct=4)),
    "slow-partner": Situation(
        constant(80, _FIVE_MIN_S),
        Site(partner_ms=40, partner_share=0.4, faults=(Fault("partner", 60, 200, 200),)),
    ),
    "blip": Situation(
        constant(140, _FIVE_MIN_S), Site(partner_ms=30, partner_share=1.0, faults=(Fault("database", 60, 80, 8),))
    ),
    "rush": Situation(spike(80, 320, 60, 100, _FIVE_MIN_S, 20)),
    "small-rows": Situation(constant(260, _FIVE_MIN_S), Site(call_ms=12, row_ms=3)),
    "one-goes": Situation(
        constant(110, _FIVE_MIN_S), Site(cpu_ms=150, row_ms=6, faults=(Fault("instance", 100, 240),))
    ),
    "slow-somewhere": Situation(constant(120, _FIVE_MIN_S), Site(cpu_ms=40)),
    "next-month": Situation(constant(240, _FIVE_MIN_S), Site(cpu_ms=60, faults=(Fault("instance", 100, 240),))),
}
"""By name."""
