"""Who notices that tests were here: computed from what is different, and from what was sent."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from slipway.labs.stores.difference import KINDS, of_tests
from slipway.labs.stores.visit import Visit
from slipway.words import say

Who = Literal["customers", "staff", "next-run", "nobody"]
WHO: tuple[Who, ...] = ("customers", "staff", "next-run", "nobody")
"""From the worst."""

MOST_WRITES = 300
"""Writes in one visit from which on production's monitor for unusual traffic rings; an assumption."""
DROP_PCT = 10
"""How many per cent fewer reminders than before make it ring as well; an assumption."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Somebody, and what they see."""

    who: Who
    text: str


def notices(visit: Visit) -> tuple[Notice, ...]:
    """Everybody who notices, the worst first."""
    match visit.store:
        case "production":
            found = (*_customers(visit), *_finance(visit), *_on_call(visit))
        case "gamma":
            found = (*_rehearsal(visit),)
        case "beta":
            found = ()
    return (*found, *_next_run(visit))


def worst(found: tuple[Notice, ...]) -> Who:
    """The one that matters most."""
    return next((who for who in WHO if any(notice.who == who for notice in found)), "nobody")


def _customers(visit: Visit) -> Iterator[Notice]:
    for viewer, name in visit.names.items():
        seen = [*_rows_of(visit, viewer), *_sent_to(visit, viewer)]
        if seen and not of_tests(viewer):
            yield Notice("customers", say("datalab.customer", name=name, sees="; ".join(seen)))


def _rows_of(visit: Visit, viewer: str) -> Iterator[str]:
    own = [change for change in visit.changes if change.viewer == viewer]
    for table in ("watches", "rentals"):
        for kind in KINDS:
            count = sum(change.table == table and change.kind == kind for change in own)
            if count:
                yield say(f"datalab.{table}_{kind}", count=count)


def _sent_to(visit: Visit, viewer: str) -> Iterator[str]:
    for kind in ("charge", "mail"):
        count = sum(sent.viewer == viewer and sent.kind == kind for tried in visit.tried for sent in tried.sent)
        if count:
            yield say(f"datalab.sent_{kind}", count=count)


def _finance(visit: Visit) -> Iterator[Notice]:
    before, after = (f"{cents / 100:,.2f}" for cents in visit.revenue_cents)
    if before != after:
        yield Notice("staff", say("datalab.finance", before=before, after=after))


def _on_call(visit: Visit) -> Iterator[Notice]:
    writes = sum(tried.writes for tried in visit.tried)
    if writes > MOST_WRITES:
        yield Notice("staff", say("datalab.alarm_writes", writes=writes, most=MOST_WRITES))
    before, after = visit.reminders
    if 100 * after < (100 - DROP_PCT) * before:
        yield Notice("staff", say("datalab.alarm_drop", before=before, after=after, pct=DROP_PCT))


def _rehearsal(visit: Visit) -> Iterator[Notice]:
    """Others work through their plans on the same data, and count on it."""
    rows = sum(not of_tests(change.viewer) for change in visit.changes)
    if rows:
        yield Notice("staff", say("datalab.rehearsal", rows=rows))


def _next_run(visit: Visit) -> Iterator[Notice]:
    for key in visit.spoilt:
        yield Notice("next-run", say("datalab.spoilt", test=say(f"datalab.test_{key}")))
