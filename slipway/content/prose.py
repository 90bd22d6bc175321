"""Words that learners read: no HTML, no scripts, nothing fetched from elsewhere."""

import re
from collections.abc import Iterator
from typing import Any

from slipway.content.problem import Problem
from slipway.content.shape import leaves
from slipway.content.source import Tree
from slipway.ids import Declares, Refers

_CODE = re.compile(r"(`{3,}|~{3,}).*?\1|(`+)(?!`).*?(?<!`)\2(?!`)", re.S)
_HTML = re.compile(r"<[/!?]?[A-Za-z][^>\n]*>?|<!--")
_LINK = re.compile(r"\]\(\s*(?:javascript|data|vbscript)\s*:", re.I)
_IMAGE = re.compile(r"!\[[^\]]*\]\(\s*(?:https?:)?//", re.I)

Fault = tuple[int, str, str]


def faults(text: str) -> Iterator[Fault]:
    """(index, what, expected) for everything in a Markdown text that may not be there."""
    blanked = _CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    for match in _HTML.finditer(blanked):
        yield match.start(), f"HTML in prose: {match[0][:40]!r}", "Markdown, or the tag in `backquotes`"
    for match in _LINK.finditer(blanked):
        yield match.start(), f"a link that runs code: {match[0]!r}", "a link that starts with https://"
    for match in _IMAGE.finditer(blanked):
        yield match.start(), "an image from another server", "words; learners may be offline"


def check_words(tree: Tree, value: Any, annotation: Any) -> list[Problem]:
    """The faults in all texts of a typed value; one problem for each text."""
    problems = []
    for loc, leaf, extras in leaves(value, annotation):
        if not isinstance(leaf, str) or any(isinstance(e, (Declares, Refers)) for e in extras):
            continue
        for _, what, expected in faults(leaf):
            problems.append(tree.problem(loc, what, expected))
            break
    return problems
