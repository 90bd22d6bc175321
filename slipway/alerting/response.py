"""How long customers were hurt: until somebody mended it, a machine did, or it went away by itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from slipway.alerting.days import Watched
from slipway.alerting.escalation import Escalation, called
from slipway.alerting.incidents import Incident
from slipway.alerting.judge import Page, is_for
from slipway.alerting.runbook import Runbook
from slipway.alerting.site import Site, hurts_from_s

MENDS_S, MENDS_BY_BOOK_S = 2700.0, 900.0
"""How long somebody who knows of it takes, without and with a runbook; assumptions of ours."""
TICKETS_READ_H = (9, 14)
"""When somebody reads the tickets; an assumption of ours."""
TICKET = "ticket"
_DAY_S, _HOUR_S = 86_400.0, 3600.0


@dataclass(frozen=True, slots=True)
class Response:
    """An incident that hurts: when somebody first knew of it (None for nobody), and how long it hurt in all."""

    incident: Incident
    known_s: float | None
    hurt_s: float


def responses(
    watched: Watched, incidents: Sequence[Incident], escalation: Escalation, runbooks: Sequence[Runbook], site: Site
) -> tuple[Response, ...]:
    """For each harmful incident; `incidents` are those that would be if nobody did anything, in the order of watched.

    Who is called answers as the escalation says; a ticket is read when tickets are. Both then mend it.
    """
    known = [*_answers(watched, escalation), *_read(watched)]
    with_steps = {book.alert for book in runbooks if book.steps}
    return tuple(
        _response(was, now, known, with_steps, site)
        for was, now in zip(incidents, watched.incidents, strict=True)
        if was.is_harmful
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """Somebody knows from `at_s` on what was told at `told`."""

    told: Page
    at_s: float


def _answers(watched: Watched, escalation: Escalation) -> Iterator[_Known]:
    for page in watched.pages:
        at_s = answer_s(escalation, page)
        if at_s is not None:
            yield _Known(page, at_s)


def answer_s(escalation: Escalation, page: Page) -> float | None:
    """When somebody answers a page."""
    return next((event.at_s for event in called(escalation, page.alert, page.at_s) if event.state == "answered"), None)


def _read(watched: Watched) -> Iterator[_Known]:
    for notice in watched.notices:
        if notice.receiver == TICKET and notice.reason == "new":
            names = ", ".join(sorted({dict(each).get("alertname", "") for each in notice.firing}))
            yield _Known(Page(notice.at_s, names), read_s(notice.at_s))


def read_s(at_s: float) -> float:
    """When a ticket is read that was written then."""
    day_s = at_s // _DAY_S * _DAY_S
    times_s = [day_s + day * _DAY_S + hour * _HOUR_S for day in (0, 1) for hour in TICKETS_READ_H]
    return next(each for each in times_s if each >= at_s)


def _response(was: Incident, now: Incident, known: Sequence[_Known], with_steps: set[str], site: Site) -> Response:
    mine = [each for each in known if is_for(each.told, was)]
    mended_s = [each.at_s + (MENDS_BY_BOOK_S if _has_steps(each.told, with_steps) else MENDS_S) for each in mine]
    ends_s = min([now.until_s, *mended_s])
    first_s = min((each.at_s for each in mine), default=None)
    return Response(was, first_s, max(ends_s - hurts_from_s(was, site), 0.0))


def _has_steps(page: Page, with_steps: set[str]) -> bool:
    return any(name in with_steps for name in page.alert.split(", "))
