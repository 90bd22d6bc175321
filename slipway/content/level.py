"""A placement level as its author writes it: what it takes from the catalogue, what is its own, goals and proof."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, ClassVar

from pydantic import Field

from slipway.content.names import Mentions, Names, mentions_of
from slipway.content.problem import Problem, portion
from slipway.content.prose import check_words
from slipway.content.scenario import hash_of
from slipway.content.source import Tree
from slipway.content.typed import build
from slipway.ids import Declares, Name, Refers
from slipway.pipeline.facts import STRICT
from slipway.pipeline.placement.facts import Assumptions, Check, Environment, Grounds, Hazard
from slipway.pipeline.placement.level import Goals, Level, Put, Tempting
from slipway.pipeline.stages import Store


@dataclass(frozen=True, slots=True)
class Catalogue:
    """`scenarios/placement/catalogue.yaml`: the stores, stages, checks and hazards that levels choose from."""

    __pydantic_config__: ClassVar = STRICT
    stores: tuple[Store, ...]
    stages: Annotated[tuple[Environment, ...], Field(min_length=2)]
    checks: tuple[Check, ...]
    hazards: tuple[Hazard, ...]
    assumptions: Assumptions = field(default_factory=Assumptions)


@dataclass(frozen=True, slots=True)
class Own:
    """What a level has of its own; an entry with an id of the catalogue's stands in its place here."""

    __pydantic_config__: ClassVar = STRICT
    stores: tuple[Store, ...] = ()
    stages: tuple[Environment, ...] = ()
    checks: tuple[Check, ...] = ()
    hazards: tuple[Hazard, ...] = ()


@dataclass(frozen=True, slots=True)
class LevelFile:
    """What a level's file says; `put` is where tests stand at the beginning, nowhere if they are not in it."""

    __pydantic_config__: ClassVar = STRICT
    id: Annotated[Name, Declares("level")]
    title: str
    story: str
    checks: Annotated[tuple[Annotated[Name, Refers("check")], ...], Field(min_length=1)]
    hazards: Annotated[tuple[Annotated[Name, Refers("hazard")], ...], Field(min_length=1)]
    goals: Goals
    solution: Put
    tempting: tuple[Tempting, ...] = ()
    put: Put = field(default_factory=dict)
    own: Own = field(default_factory=Own)
    assumptions: Assumptions | None = None
    seed: int = 1


@dataclass(frozen=True, slots=True)
class LoadedCatalogue:
    """The catalogue, or None when it cannot be read, and the names that it declares."""

    catalogue: Catalogue | None
    names: Names


@dataclass(frozen=True, slots=True)
class LoadedLevel:
    """A level with where it came from and all that it mentions."""

    level: Level
    tree: Tree
    mentions: Mentions


def read_catalogue(tree: Tree) -> tuple[LoadedCatalogue, list[Problem]]:
    """The catalogue with its names, and every problem in it."""
    catalogue, problems = build(tree, Catalogue)
    names, found = Names(), mentions_of(tree, Catalogue)
    problems += names.declare(found, course=False)
    problems += names.check(found, course=False)
    problems += check_words(tree, Catalogue)
    return LoadedCatalogue(None if problems else catalogue, names), portion(problems)


def read_level(tree: Tree, base: LoadedCatalogue) -> tuple[LoadedLevel | None, list[Problem]]:
    """A level over the catalogue, and every problem in it; None when it cannot be read."""
    file, problems = build(tree, LevelFile)
    names, found = Names(), mentions_of(tree, LevelFile)
    problems += names.declare(found, course=False)
    for noun, known in base.names.declared.items():
        names.declared[noun] = {**known, **names.declared.get(noun, {})}
    problems += names.check(found, course=False)
    problems += check_words(tree, LevelFile)
    if file is None or base.catalogue is None or problems:
        return None, portion(problems)
    grounds = _grounds(file, base.catalogue)
    problems += portion(_placement_problems(tree, file, grounds))
    level = Level(
        id=file.id,
        title=file.title,
        story=file.story,
        seed=file.seed,
        grounds=grounds,
        goals=file.goals,
        solution=file.solution,
        tempting=file.tempting,
        put=file.put,
    )
    return LoadedLevel(replace(level, content_hash=hash_of(tree)), tree, found), portion(problems)


def _grounds(file: LevelFile, catalogue: Catalogue) -> Grounds:
    """What the level names, each from its own entries or else from the catalogue; stages are always all there."""
    own = file.own
    stages = _overlaid(catalogue.stages, own.stages)
    return Grounds(
        stores=_overlaid(catalogue.stores, own.stores),
        stages=stages,
        checks=_chosen(file.checks, _overlaid(catalogue.checks, own.checks)),
        hazards=_chosen(file.hazards, _overlaid(catalogue.hazards, own.hazards)),
        assumptions=file.assumptions or catalogue.assumptions,
    )


def _overlaid(base: tuple[Any, ...], own: tuple[Any, ...]) -> tuple[Any, ...]:
    mine = {entry.id: entry for entry in own}
    new = [entry for entry in own if entry.id not in {entry.id for entry in base}]
    return tuple(mine.get(entry.id, entry) for entry in base) + tuple(new)


def _chosen(names: Iterable[str], known: tuple[Any, ...]) -> tuple[Any, ...]:
    by_id = {entry.id: entry for entry in known}
    return tuple(by_id[name] for name in dict.fromkeys(names))


def _placement_problems(tree: Tree, file: LevelFile, grounds: Grounds) -> Iterator[Problem]:
    """Each placement of the level is about tests that the level has."""
    names = [check.id for check in grounds.checks]
    places: list[tuple[tuple[str | int, ...], Put]] = [(("solution",), file.solution), (("put",), file.put)]
    places += [(("tempting", index, "put"), tempting.put) for index, tempting in enumerate(file.tempting)]
    for loc, put in places:
        for check in put:
            if check not in names:
                what = f"this level does not have the test {check!r}"
                yield tree.problem((*loc, check), what, f"one of {', '.join(names)}", key=True)
