"""Alerting as a subject: what a setting says is what happens."""

from slipway.operations.subjects import SUBJECTS

ALERTING = SUBJECTS["alerting"]


def measures(situation: str, plan: str) -> dict[str, float]:
    return dict(ALERTING.try_out(situation, plan, 1).measures)


def test_a_burn_rate_that_writes_tickets_calls_nobody():
    paged, written = (measures("nervous", f"rules;errors=off;burn={severity}") for severity in ("page", "ticket"))
    assert paged["pages_per_week"] > 0 and written["pages_per_week"] == 0
    assert written["tickets"] > 0
