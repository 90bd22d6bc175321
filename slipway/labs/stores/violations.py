"""What a visit did that tests should not do, each by its name and with its count."""

from collections import Counter
from collections.abc import Iterator

from slipway.labs.stores.difference import of_tests
from slipway.labs.stores.visit import Visit
from slipway.words import say

MOST_NAMED = 3


def violations(visit: Visit) -> tuple[str, ...]:
    """A sentence for each kind of violation."""
    return (*_false_alarms(visit), *_rows(visit), *(_in_production(visit) if visit.store == "production" else ()))


def _false_alarms(visit: Visit) -> Iterator[str]:
    for tried in visit.tried:
        if not tried.verdict.passed:
            key = "datalab.false_alarm" if tried.green_in_beta else "datalab.cannot_ask"
            yield say(key, test=say(f"datalab.test_{tried.key}"), said=tried.verdict.message)


def _rows(visit: Visit) -> Iterator[str]:
    left = sum(not change.apart for change in visit.changes)
    if left:
        yield say("datalab.not_apart", count=left)


def _in_production(visit: Visit) -> Iterator[str]:
    held = {(tried.key, change) for tried in visit.tried for change in tried.held if not of_tests(change.viewer)}
    gone = held - {(tried.key, change) for tried in visit.tried for change in tried.left}
    if gone:
        yield say("datalab.held", count=len(gone))
    read = _read_of_others(visit)
    if read:
        some = ", ".join(visit.names[viewer] for viewer in sorted(read)[:MOST_NAMED])
        yield say("datalab.read_others", count=read.total(), people=len(read), some=some)
    sent = sum(not of_tests(sent.viewer) for tried in visit.tried for sent in tried.sent)
    if sent:
        yield say("datalab.sent_others", count=sent)


def _read_of_others(visit: Visit) -> Counter[str]:
    """Rows read by viewer, of accounts that are not there for tests."""
    read: Counter[str] = Counter()
    for tried in visit.tried:
        read.update({viewer: rows for viewer, rows in tried.read.items() if rows and not of_tests(viewer)})
    return read
