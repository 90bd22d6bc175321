"""The shared branch: who pushed what, and the facts that follow for any revision of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from slipway.pipeline.changes import Change, Defect, Package
from slipway.pipeline.world import World


@dataclass(slots=True)
class Work:
    """A change as it stands: its facts so far, and for a mend what it mends."""

    change: Change
    packages: list[Package]
    defects: list[str]
    tested: bool = False
    improved: bool = False
    reviewed: bool = False
    fixes: tuple[str, ...] = ()
    tests_for: str | None = None
    reverts: str | None = None
    mends: str | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """The trunk at one push: the ids of all changes in it, oldest first."""

    number: int
    changes: tuple[str, ...] = ()

    def __contains__(self, change_id: str) -> bool:
        return change_id in self.changes


@dataclass(slots=True)
class Trunk:
    """All work by change id, the newest revision, and what customers already have."""

    world: World
    works: dict[str, Work] = field(default_factory=dict)
    head: Revision = Revision(0)
    live: Revision = Revision(0)
    defects_by_id: dict[str, Defect] = field(init=False)

    def __post_init__(self) -> None:
        self.defects_by_id = {defect.id: defect for defect in self.world.defects}
        for change in self.world.changes:
            self.add(Work(change, list(change.packages), list(change.defects)))

    def add(self, work: Work) -> None:
        """Take up a change."""
        self.works[work.change.id] = work

    def push(self, change_id: str) -> Revision:
        """The change becomes part of the newest revision, which is returned."""
        self.head = Revision(self.head.number + 1, (*self.head.changes, change_id))
        return self.head

    def fresh(self, revision: Revision) -> tuple[str, ...]:
        """The changes in the revision that customers do not have yet."""
        return tuple(c for c in revision.changes if c not in self.live)

    def standing(self, revision: Revision) -> Iterator[Work]:
        """The work in the revision that no later change in it takes out again."""
        works = [self.works[c] for c in revision.changes]
        reverted = {w.reverts for w in works}
        return (w for w in works if w.change.id not in reverted)

    def coverage(self, revision: Revision) -> dict[str, tuple[int, int]]:
        """Covered lines and lines per package, over what changed since production."""
        tested = {w.tests_for for w in self.standing(revision)}
        totals: dict[str, tuple[int, int]] = {}
        for work in self.standing(revision):
            if work.change.id in self.live:
                continue
            for package in packages_of(work, tested=work.tested or work.change.id in tested):
                covered, lines = totals.get(package.name, (0, 0))
                totals[package.name] = (covered + package.covered, lines + package.lines)
        return totals

    def owner(self, package: str, revision: Revision) -> str | None:
        """The change with the most uncovered lines in the package."""
        uncovered = {
            w.change.id: sum(p.lines - p.covered for p in w.packages if p.name == package)
            for w in self.standing(revision)
            if w.change.id not in self.live
        }
        return max(uncovered, key=lambda c: uncovered[c]) if uncovered else None

    def defects(self, revision: Revision) -> tuple[tuple[Defect, str], ...]:
        """Every defect that is really in the revision, with the change that brought it."""
        standing = list(self.standing(revision))
        present = {w.change.id for w in standing}
        fixed = {d for w in standing for d in w.fixes}
        found = ((self.defects_by_id[d], w.change.id) for w in standing for d in w.defects)
        return tuple((d, c) for d, c in found if d.id not in fixed and present.issuperset(d.needs))

    def has_tests(self, change_id: str, revision: Revision) -> bool:
        """Whether the change's missing unit tests are written, in it or in a later mend."""
        return self.works[change_id].tested or any(self.works[c].tests_for == change_id for c in revision.changes)


def packages_of(work: Work, *, tested: bool) -> Iterable[Package]:
    """The work's packages, with the missing tests counted as covering their lines if they are written."""
    missing = work.change.missing_tests
    for package in work.packages:
        if tested and missing and missing.package == package.name:
            covered = min(package.lines, package.covered + missing.lines)
            yield Package(package.name, package.lines, covered)
        else:
            yield package
