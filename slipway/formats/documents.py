"""A text of several YAML documents, each with its positions in the whole."""

import re

from slipway.content.compose import Allowed, parse
from slipway.content.problem import Problem
from slipway.content.source import Text, Tree

MOST_DOCUMENTS = 50
_FOREIGN = Allowed(aliases=True)
_MARK = re.compile(r"^---(?=\s|$)", re.MULTILINE)


def documents(text: Text) -> tuple[list[Tree], list[Problem]]:
    """Every document that can be read, and what is wrong with the rest."""
    trees: list[Tree] = []
    problems: list[Problem] = []
    starts = [0, *(mark.end() for mark in _MARK.finditer(text.content))]
    if len(starts) > MOST_DOCUMENTS:
        return [], [
            text.problem_at(starts[MOST_DOCUMENTS], "there are too many documents", f"at most {MOST_DOCUMENTS}")
        ]
    ends = [*(mark.start() for mark in _MARK.finditer(text.content)), len(text.content)]
    for start, end in zip(starts, ends, strict=True):
        content = text.content[start:end]
        if all(_is_blank(line) for line in content.split("\n")):
            continue
        tree, found = parse(text, content, text.content.count("\n", 0, start), _FOREIGN)
        trees += [tree] if tree else []
        problems += found
    return trees, problems


def _is_blank(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")
