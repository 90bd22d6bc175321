"""Releases and traffic to try strategies on; every number is an assumption of ours."""

from slipway.delivery.release import Release
from slipway.traffic.arrivals import Profile

RELEASES = {
    release.name: release
    for release in (
        Release("good"),
        Release("crash", "crash"),
        Release("errors", "errors", error_rate=0.05),
        Release("subtle", "errors", error_rate=0.005),
        Release("leak", "leak", slowdown=20.0),
        Release("region", "region", error_rate=0.5, region=0.1),
        Release("under-load", "under_load", slowdown=6.0),
        Release("migration", "migration", error_rate=0.05),
        Release("behind-flag", "behind_flag", error_rate=0.05, flag_pct=100),
    )
}

PROFILES = {
    "steady": Profile((0, 3600), (80, 80)),
    "quiet": Profile((0, 3600), (2, 2)),
    "evening": Profile((0, 1200, 2400, 3600), (40, 120, 180, 100)),
    "spike": Profile((0, 1200, 1260, 1500, 1560, 3600), (60, 60, 220, 220, 60, 60)),
}
