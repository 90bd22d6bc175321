"""A classification as lines of text."""

from collections.abc import Iterator

from slipway.content.problem import printable
from slipway.formats.classification.classify import Classification
from slipway.formats.classification.finding import quoted
from slipway.formats.classification.verdict import Verdict
from slipway.words import say


def classification_lines(found: Classification) -> Iterator[str]:
    """The system, then each part with its line, its phase and the reasons."""
    yield found.label
    for verdict in found.parts:
        name = " › ".join((*verdict.part.inside, verdict.part.title))
        yield f"{verdict.part.line:4}  {verdict.phase:8} {printable(name)}"
        yield from (f"{'':15}{printable(line)}" for line in _told(verdict))


def _told(verdict: Verdict) -> Iterator[str]:
    yield from verdict.reasons
    if verdict.phases and verdict.unread:
        yield say("formats.besides", what=quoted(verdict.unread))
