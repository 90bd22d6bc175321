"""Words that learners read: no HTML, no links that run code, nothing fetched from elsewhere."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from html import unescape
from typing import Any

from slipway.content.fence import fences
from slipway.content.problem import Problem, portion
from slipway.content.shape import leaves
from slipway.content.source import Tree, plain
from slipway.ids import Declares, Refers

_HTML = re.compile(r"<(?!https?://[^\s<>]*>)(?:[A-Za-z/!?])[^<>\n]{0,40}>?")
_BRACKETS = re.compile(r"!\[|\[|\]\(\s*<?([^\s)<>]*)|\]")
_DEFINITION = re.compile(r"^[ >*+-]{0,12}\[[^\]\n]{1,200}\]:[ \t]*<?(\S{1,400})", re.MULTILINE)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_TICKS = re.compile(r"\\.|`+", re.DOTALL)
_SAFE_SCHEMES = {"http", "https", "mailto"}

Fault = tuple[int, str, str, str]


def faults(text: str) -> Iterator[Fault]:
    """(index, snippet, what, expected) for everything in a Markdown text that may not be there."""
    bare = without_code(text)
    for match in _HTML.finditer(bare):
        if not _escaped(bare, match.start()):
            what = f"HTML in prose: {match[0]!r}"
            yield match.start(), match[0], what, "Markdown, or the tag in `backquotes`"
    yield from _links(bare)
    for match in _DEFINITION.finditer(bare):
        if _runs_code(match[1]):
            yield match.start(1), match[1], f"a link that runs code: {match[1]!r}", "a link that starts with https://"


def _escaped(text: str, index: int) -> bool:
    before = text[max(0, index - 20) : index]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 1


def _links(bare: str) -> Iterator[Fault]:
    """The faults of links and images; brackets are paired, so that a picture inside a link is seen as one."""
    images: list[bool] = []
    for match in _BRACKETS.finditer(bare):
        if match[0].endswith("[") and not match[0].startswith("]"):
            images.append(match[0] == "![")
            continue
        is_image = images.pop() if images else False
        target = match[1]
        if target is None:
            continue
        if _runs_code(target):
            yield match.start(1), target, f"a link that runs code: {target!r}", "a link that starts with https://"
        elif is_image and re.match(r"(https?:)?//", target, re.IGNORECASE):
            yield match.start(1), target, f"an image from another server: {target!r}", "words; learners may be offline"


def _runs_code(target: str) -> bool:
    """Whether a link leads to something else than a page or a mailbox, once a browser has decoded it."""
    plain = re.sub(r"[\s\\\x00-\x20]", "", unescape(target))
    scheme = _SCHEME.match(plain)
    return bool(scheme and scheme[1].lower() not in _SAFE_SCHEMES)


def without_code(text: str) -> str:
    """The text with code fences and code spans blanked, every character at its place."""
    lines = text.split("\n")
    for fence in fences(lines):
        for number in range(fence.start, min(fence.end + fence.closed, len(lines))):
            lines[number] = " " * len(lines[number])
    return "".join(_without_spans(part) for part in re.split(r"(\n[ \t]*(?=\n))", "\n".join(lines)))


def _without_spans(paragraph: str) -> str:
    """A paragraph with its code spans blanked: a run of backquotes up to the next run of the same length."""
    if "`" not in paragraph:
        return paragraph
    runs: dict[int, list[int]] = defaultdict(list)
    for match in re.finditer(r"`+", paragraph):
        runs[len(match[0])].append(match.start())
    kept, at = [], 0
    while token := _TICKS.search(paragraph, at):
        kept.append(paragraph[at : token.start()])
        ticks, at = len(token[0]), token.end()
        starts = runs[ticks] if token[0][0] == "`" else []
        place = bisect_left(starts, at)
        if place < len(starts):
            at = starts[place] + ticks
            kept.append(re.sub(r"[^\n]", " ", paragraph[token.start() : at]))
        else:
            kept.append(token[0])
    return "".join([*kept, paragraph[at:]])


def check_words(tree: Tree, annotation: Any) -> list[Problem]:
    """The faults in all texts of what should be a value of the type, and the texts with nothing in them."""
    return portion(_word_problems(tree, annotation))


def _word_problems(tree: Tree, annotation: Any) -> Iterator[Problem]:
    for loc, leaf, extras in leaves(plain(tree.node), annotation):
        if extras[-1] is not str or any(isinstance(e, (Declares, Refers)) for e in extras):
            continue
        if not leaf.strip():
            name = next((part for part in reversed(loc) if isinstance(part, str)), "this")
            yield tree.problem(loc, f"{name} is empty", "some words")
        seen: Counter[str] = Counter()
        for _, snippet, what, expected in faults(leaf):
            yield tree.text.problem(*tree.position_of(loc, snippet, seen[snippet]), what, expected)
            seen[snippet] += 1
