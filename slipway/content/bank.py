"""A file of the question bank: one topic, its questions, each of a kind that some other room defines."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, ClassVar

from slipway.content.names import Mentions, mentions_of
from slipway.content.problem import Problem, nearest, portion
from slipway.content.prose import check_words
from slipway.content.scenario import hash_of
from slipway.content.source import Tree
from slipway.content.typed import build, one_of
from slipway.pipeline.facts import STRICT
from slipway.pipeline.placement.level import Level


@dataclass(frozen=True, slots=True)
class BankFile:
    """What a bank file says: its topic, and questions whose other fields depend on their `kind`."""

    __pydantic_config__: ClassVar = STRICT
    topic: str
    questions: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A question in the bank: the typed question of its kind, and where it belongs."""

    question: Any
    topic: str
    content_hash: str


@dataclass(frozen=True, slots=True)
class LocatedQuestion:
    """A question, or None for one with problems, and the ids in it with their places."""

    question: Any
    mentions: Mentions


def read_bank(tree: Tree, kinds: Mapping[str, type]) -> tuple[list[LocatedQuestion], list[Problem]]:
    """Every question that is good by itself or at least of a known kind, and every problem."""
    header, problems = build(tree, BankFile)
    if header is not None and not header.topic.strip():
        problems.append(tree.problem(("topic",), "topic is empty", "some words"))
    questions = []
    for entry in tree.items("questions"):
        question, more = _question(entry, kinds)
        questions.append(question)
        problems += more
    return questions, portion(problems)


def _question(tree: Tree, kinds: Mapping[str, type]) -> tuple[LocatedQuestion, list[Problem]]:
    kind = tree.scalar("kind")
    if kind not in kinds:
        what = f"{kind!r} is not a kind of question" if kind else "'kind' is missing"
        problem = tree.problem(("kind",), what, one_of([*kinds]), nearest(kind, kinds))
        return LocatedQuestion(None, Mentions(tree, ())), [problem]
    question, problems = build(tree, kinds[kind])
    problems += check_words(tree, kinds[kind])
    if question is not None:
        places = {(problem.line, problem.column) for problem in problems}
        problems += [p for p in _own_problems(tree, question) if (p.line, p.column) not in places]
    return LocatedQuestion(None if problems else question, mentions_of(tree, kinds[kind])), problems


def item_of(located: LocatedQuestion, topic: str, levels: Mapping[str, Level]) -> tuple[Item | None, list[Problem]]:
    """The question as learners get it: one about a level has it at hand, and is another when that changes."""
    question, tree = located.question, located.mentions.tree
    give = getattr(question, "given", None)
    if not callable(give):
        return Item(question, topic, hash_of(tree)), []
    whole = give(levels)
    problems = _own_problems(tree, whole)
    if whole is None or problems:
        return None, portion(problems)
    return Item(whole, topic, sha256(repr(whole).encode()).hexdigest()[:16]), []


def _own_problems(tree: Tree, question: Any) -> list[Problem]:
    """What the kind itself finds, if it looks: places relative to the question."""
    find = getattr(question, "problems", None)
    return [tree.problem(loc, what, expected) for loc, what, expected in find()] if callable(find) else []
