"""What the tests put in: one viewer, films of 100 minutes, an evening in March."""

from datetime import UTC, datetime, timedelta

from slipway.labs.almost_done.watch import Watch

_EVENING = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)


def watch(title: str, share_pct: int, later_s: int = 0, credits_s: int = 0) -> Watch:
    """Ana's watch of a film, up to a share of its length."""
    return Watch("ana", title, 60 * share_pct, 6000, credits_s, _EVENING + timedelta(seconds=later_s))
