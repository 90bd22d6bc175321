"""What travels: changes with the lines they touch, the defects in them and what can find those."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import Field

from slipway.ids import Declares, Name
from slipway.pipeline.clock import Minutes, Moment
from slipway.pipeline.facts import (
    STRICT,
    ActionRef,
    ChangeRef,
    CheckKind,
    DataKind,
    DefectKind,
    DefectRef,
    Percent,
    PersonRef,
    Share,
)


@dataclass(frozen=True, slots=True)
class Package:
    """Lines a change touches in one package, and how many of them unit tests run through."""

    __pydantic_config__: ClassVar = STRICT
    name: str
    lines: Annotated[int, Field(ge=1)]
    covered: Annotated[int, Field(ge=0)]

    def __post_init__(self) -> None:
        if self.covered > self.lines:
            raise ValueError(f"covered must be at most lines ({self.lines}), got {self.covered}")


@dataclass(frozen=True, slots=True)
class Improvement:
    """What a careful reviewer asks for, and what doing it does to the facts."""

    __pydantic_config__: ClassVar = STRICT
    asks: str
    takes: Minutes
    packages: tuple[Package, ...] = ()
    removes: tuple[DefectRef, ...] = ()
    introduces: tuple[DefectRef, ...] = ()


@dataclass(frozen=True, slots=True)
class MissingTests:
    """Unit tests nobody wrote yet: the lines they would cover and the work they are."""

    __pydantic_config__: ClassVar = STRICT
    package: str
    lines: Annotated[int, Field(ge=1)]
    takes: Minutes


@dataclass(frozen=True, slots=True)
class Change:
    """One person's change, from the first line written to the push.

    `local_checks` are run on the author's machine before the review; `careful` says whether the
    reviewer reads the diff; `self_merge` tries to push without an approval.
    """

    __pydantic_config__: ClassVar = STRICT
    id: Annotated[Name, Declares("change")]
    title: str
    author: PersonRef
    starts: Moment
    develop: Minutes
    packages: tuple[Package, ...]
    reviewer: PersonRef
    review: Minutes
    local_checks: tuple[CheckKind, ...] = ("unit_tests",)
    local: Minutes = 20
    careful: bool = True
    self_merge: bool = False
    improvement: Improvement | None = None
    missing_tests: MissingTests | None = None
    defects: tuple[DefectRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Find:
    """A check that can find a defect: with what chance, and on which data at all.

    `once_tested` means only after the change's missing unit tests were written; with `action`
    only that action of its kind.
    """

    __pydantic_config__: ClassVar = STRICT
    check: CheckKind
    chance: Share
    data: tuple[DataKind, ...] = ("made_for_test", "realistic", "customers")
    once_tested: bool = False
    action: ActionRef | None = None


@dataclass(frozen=True, slots=True)
class Defect:
    """A fault in the code: what can find it, and what it does to customers.

    It is there when every change in `needs` is in the same revision, too. `reported_after` is
    how long customers bear it before they complain. One that `shows` only sometimes may be missed
    by the next run of the very check that found it.
    """

    __pydantic_config__: ClassVar = STRICT
    id: Annotated[Name, Declares("defect")]
    title: str
    kind: DefectKind
    found_by: tuple[Find, ...]
    fix: Minutes
    error_rate_pct: Percent = 0.0
    traffic_drop_pct: Percent = 0.0
    needs: tuple[ChangeRef, ...] = ()
    reported_after: Minutes = 2 * 24 * 60
    shows: Share = 1.0
