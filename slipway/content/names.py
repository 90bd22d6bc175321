"""Ids across content: each declared once, and nothing referred to that does not exist."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from slipway.content.problem import Problem, nearest, portion
from slipway.content.shape import Mention, mentions
from slipway.content.source import Loc, Tree, plain
from slipway.ids import Declares, Refers

COURSE_NOUNS = frozenset({"scenario", "lesson", "question", "objective", "part", "topic", "level", "challenge"})
"""Nouns whose ids hold for the whole course; all others belong to one scenario."""

_MOST_LISTED = 12


@dataclass(frozen=True, slots=True)
class Mentions:
    """The ids that something declares or refers to, with the tree that knows their places."""

    tree: Tree
    found: tuple[Mention, ...]

    def declared(self, *, course: bool) -> Iterator[tuple[Mention, str]]:
        """Each declaration with its noun: of the course's nouns, or of a scenario's."""
        return self._of(Declares, course)

    def referred(self, *, course: bool) -> Iterator[tuple[Mention, str]]:
        """Each reference with its noun: of the course's nouns, or of a scenario's."""
        return self._of(Refers, course)

    def _of(self, sort: type, course: bool) -> Iterator[tuple[Mention, str]]:
        for mention in self.found:
            noun = mention[2].noun
            if isinstance(mention[2], sort) and (noun in COURSE_NOUNS) == course:
                yield mention, noun


def mentions_of(tree: Tree, annotation: Any) -> Mentions:
    """All ids in what should be a value of the type."""
    return Mentions(tree, tuple(mentions(plain(tree.node), annotation)))


@dataclass(frozen=True, slots=True)
class Place:
    """Where an id is declared."""

    path: str
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


def place_of(tree: Tree, loc: Loc = ()) -> Place:
    """Where something stands in a document."""
    return Place(tree.text.path, tree.position(loc)[0])


Claims = Mapping[str, Mapping[str, Place]]
"""Ids with their places, by noun."""


@dataclass(slots=True)
class Names:
    """The ids declared so far, with the place of each.

    `broken` has the ids of things that exist and cannot be used, `unknown` the nouns about which
    nothing can be said because the file that declares them cannot be read. The files in `yielding` make
    room: their ids go to whoever declares them next.
    """

    declared: dict[str, dict[str, Place]] = field(default_factory=dict)
    broken: dict[str, dict[str, Place]] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)
    yielding: set[str] = field(default_factory=set)

    def declare(self, found: Mentions, *, course: bool) -> list[Problem]:
        """Take up the ids that something declares; a problem for each that is taken."""
        return portion(self._declare(found, course))

    def _declare(self, found: Mentions, course: bool) -> Iterator[Problem]:
        for (loc, name, _), noun in found.declared(course=course):
            known = self.declared.setdefault(noun, {})
            if name in known and known[name].path not in self.yielding:
                what = f"the {noun} id {name!r} is taken (first at {known[name]})"
                yield found.tree.problem(loc, what, "an id of its own")
            else:
                known[name] = place_of(found.tree, loc)

    def declared_in(self, path: str) -> Claims:
        """What one file declares of the course's nouns."""
        return {
            noun: {name: place for name, place in known.items() if place.path == path}
            for noun, known in self.declared.items()
        }

    def claim(self, claims: Claims) -> None:
        """Take up ids that other files declare, whoever had them before."""
        for noun, names in claims.items():
            self.declared.setdefault(noun, {}).update(names)

    def mark_broken(self, noun: str, name: str, place: Place) -> None:
        """Note that a thing of this id exists, though it cannot be used."""
        if name:
            self.broken.setdefault(noun, {}).setdefault(name, place)

    def check(self, found: Mentions, *, course: bool) -> list[Problem]:
        """A problem for each reference that leads nowhere."""
        return portion(self._check(found, course))

    def _check(self, found: Mentions, course: bool) -> Iterator[Problem]:
        for (loc, name, _), noun in found.referred(course=course):
            valid = self.declared.get(noun, {})
            if name in valid or noun in self.unknown:
                continue
            if broken := self.broken.get(noun, {}).get(name):
                what = f"the {noun} {name!r} cannot be used: it has problems of its own ({broken})"
                yield replace(found.tree.problem(loc, what, "those to be mended first"), follows=True)
                continue
            expected = f"one of {', '.join(valid)}" if 0 < len(valid) <= _MOST_LISTED else f"the id of {_article(noun)}"
            yield found.tree.problem(loc, f"there is no {noun} {name!r}", expected, nearest(name, valid))

    def forget(self, path: str) -> None:
        """Drop what a file declares, for another version of it to be read."""
        for known in (*self.declared.values(), *self.broken.values()):
            for name in [n for n, place in known.items() if place.path == path]:
                del known[name]


def _article(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeio" else f"a {noun}"
