"""Releases and traffic to try strategies on; every number is an assumption of ours."""

from slipway.delivery.release import Release
from slipway.traffic.arrivals import Profile
from slipway.traffic.profiles import constant, flash_crowd, spike, step

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
        Release("never-ready", "never_ready"),
    )
}

PROFILES = {
    "steady": constant(80, 3600),
    "quiet": constant(2, 3600),
    "evening": Profile((0, 1200, 2400, 3600), (40, 120, 180, 100)),
    "step": step(60, 150, 1200, 3600),
    "spike": spike(60, 220, 1200, 240, 3600),
    "flash-crowd": flash_crowd(50, 250, 900, 600, 3600),
}
