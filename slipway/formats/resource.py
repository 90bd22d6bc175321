"""A Kubernetes resource in a text of several: which one is meant, what it is called, and its `spec`."""

from dataclasses import dataclass

from slipway.content.problem import Problem, portion
from slipway.content.source import Text, Tree
from slipway.formats.documents import documents
from slipway.formats.fields import Group, Notes
from slipway.words import say


@dataclass(frozen=True, slots=True)
class Resource:
    """The first resource of a kind: its name, and its `spec` where it has one. Problems are in the notes."""

    name: str
    spec: Group | None


@dataclass(frozen=True, slots=True)
class Found:
    """What a text has of a kind; `left_out` tells of its other documents."""

    resource: Resource | None
    notes: Notes
    left_out: list[Problem]


def find_resource(text: Text, kind: str, api: str) -> Found:
    """The first resource of this kind; a text without one has a problem."""
    trees, problems = documents(text)
    chosen = next((tree for tree in trees if tree.scalar("kind") == kind), None)
    left_out = [_other(tree) for tree in trees if tree is not chosen]
    notes = Notes(problems)
    if chosen is None:
        if not problems:
            problems.append(
                text.problem(1, 1, say("formats.no_resource", kind=kind), say("formats.a_resource", kind=kind))
            )
        return Found(None, notes, left_out)
    return Found(_resource(chosen, kind, api, notes), notes, left_out)


def in_order(problems: list[Problem]) -> tuple[Problem, ...]:
    """As they stand in the text, and not too many."""
    return tuple(portion(sorted(problems)))


def _other(tree: Tree) -> Problem:
    kind = tree.scalar("kind")
    what = say("formats.other_resource", kind=kind) if kind else say("formats.no_kind")
    return tree.problem(("kind",), what)


def _resource(tree: Tree, kind: str, api: str, notes: Notes) -> Resource:
    document = Group(tree, kind, notes)
    document.ignore("kind", "status")
    version = document.text("apiVersion", needed=True)
    if version and version != api:
        document.wrong("apiVersion", f"is {version!r}", api)
    metadata, spec = document.group("metadata"), document.group("spec")
    name = metadata.text("name", needed=True) if metadata else ""
    if not metadata:
        document.wrong("metadata", "is missing", "a name")
    if not spec:
        document.wrong("spec", "is missing", "a group of fields")
    return Resource(name, spec)
