"""A file of the question bank: one topic, its questions, each of a kind that some other room defines."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import yaml

from slipway.content.problem import Problem, nearest
from slipway.content.prose import check_words
from slipway.content.source import Tree
from slipway.content.typed import build
from slipway.pipeline.facts import STRICT


@dataclass(frozen=True, slots=True)
class BankHeader:
    """What a bank file says besides its questions."""

    __pydantic_config__: ClassVar = STRICT
    topic: str
    questions: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A question in the bank: the typed question of its kind, and where it belongs."""

    question: Any
    topic: str
    content_hash: str


@dataclass(frozen=True, slots=True)
class LocatedQuestion:
    """A question with the tree it came from."""

    question: Any
    tree: Tree


def read_bank(tree: Tree, kinds: Mapping[str, type]) -> tuple[str, list[LocatedQuestion], list[Problem]]:
    """The topic's title, every question that can be read, and every problem."""
    header, problems = build(tree, BankHeader)
    if header is None:
        return "", [], problems
    questions = []
    for index in range(len(header.questions)):
        question, more = _question(tree.sub(("questions", index)), kinds)
        problems += more
        if question is not None:
            questions.append(LocatedQuestion(question, tree.sub(("questions", index))))
    return header.topic, questions, problems


def _question(tree: Tree, kinds: Mapping[str, type]) -> tuple[Any, list[Problem]]:
    kind = _kind(tree)
    if kind not in kinds:
        what = f"{kind!r} is not a kind of question" if kind else "'kind' is missing"
        return None, [tree.problem(("kind",), what, f"one of {', '.join(kinds)}", nearest(kind, kinds))]
    question, problems = build(tree, kinds[kind])
    if question is None:
        return None, problems
    problems += check_words(tree, question, kinds[kind])
    problems += [tree.problem(loc, what, expected) for loc, what, expected in question.problems()]
    return None if problems else question, problems


def _kind(tree: Tree) -> str:
    if not isinstance(tree.node, yaml.MappingNode):
        return ""
    return next((v.value for k, v in tree.node.value if k.value == "kind" and isinstance(v.value, str)), "")
