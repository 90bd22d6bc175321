"""What a name says by itself: the weakest evidence there is."""

import re
from typing import Final

from slipway.formats.classification.purposes import PHASES
from slipway.formats.tables import purposes

_STOPS: Final = frozenset(
    (
        "to",
        "for",
        "on",
        "in",
        "into",
        "through",
        "from",
        "before",
        "after",
        "against",
        "with",
        "by",
        "of",
        "at",
        "if",
        "when",
    )
)
_WORD: Final = re.compile(r"[A-Z]{2,}(?![a-z])|[A-Z]?[a-z0-9]+")
_MOST_LETTERS: Final = 200


def phases_named(name: str) -> tuple[tuple[str, str], ...]:
    """(phase, word) for each phase that the name speaks of, before any word such as “to”: “Deploy to test” deploys."""
    found: dict[str, str] = {}
    for match in _WORD.finditer(name[:_MOST_LETTERS]):
        word = match[0].lower()
        if word in _STOPS:
            break
        if phase := purposes("names").get(word):
            found.setdefault(phase, match[0])
    return tuple((phase, found[phase]) for phase in PHASES if phase in found)
