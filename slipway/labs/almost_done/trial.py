"""A defect planted and both kinds of test run on it, for real: with a fake, and with SQLite in a file of its own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from slipway.labs.almost_done.defects import Ask, Defect
from slipway.labs.almost_done.fakes import FAKES
from slipway.labs.almost_done.integration_tests import INTEGRATION_TESTS
from slipway.labs.almost_done.service import AlmostDone
from slipway.labs.almost_done.sqlite_store import SqliteStore
from slipway.labs.almost_done.unit_tests import UNIT_TESTS
from slipway.labs.almost_done.watch import Rows
from slipway.labs.checks import Verdict, run_test, told

CellName = Literal["unit", "integration", "both", "neither"]
CELLS: tuple[CellName, ...] = ("unit", "integration", "both", "neither")


@dataclass(frozen=True, slots=True)
class Build:
    """The three classes a version of Paulo's code is made of, and the fake its unit tests use."""

    service: type[AlmostDone] = AlmostDone
    store: type[SqliteStore] = SqliteStore
    rows: type[Rows] = Rows
    fake: str = "simple"

    def with_fake(self) -> AlmostDone:
        """The operation on a fake."""
        return self.service(FAKES[self.fake](self.rows()))

    @contextmanager
    def with_sqlite(self) -> Iterator[tuple[AlmostDone, AlmostDone]]:
        """The operation on a fresh file, twice: through two connections."""
        with TemporaryDirectory() as folder:
            file = Path(folder) / "watches.db"
            first, second = self.store(file, self.rows()), self.store(file, self.rows())
            try:
                first.create()
                yield self.service(first), self.service(second)
            finally:
                first.close()
                second.close()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the code should answer to a question, and what it does answer."""

    right: str
    got: str


@dataclass(frozen=True, slots=True)
class Answers:
    """One question, put to the code on the fake and on SQLite."""

    fake: Answer
    sqlite: Answer


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of a defect; `ran` counts how often its method ran in each kind of test."""

    defect: Defect | None
    unit: tuple[Verdict, ...]
    integration: tuple[Verdict, ...]
    ran: tuple[int, int]
    answers: Answers | None

    @property
    def cell(self) -> CellName:
        """Which kind of test failed."""
        in_unit = any(not verdict.passed for verdict in self.unit)
        in_integration = any(not verdict.passed for verdict in self.integration)
        if in_unit:
            return "both" if in_integration else "unit"
        return "integration" if in_integration else "neither"


def try_out(defect: Defect | None, fake: str = "simple") -> Trial:
    """Plant the defect, or none, in a fresh copy and run every test."""
    calls: list[None] = []
    build = _build(_counted(defect, calls), fake) if defect else Build(fake=fake)
    unit = tuple(_run_unit(build, test) for test in UNIT_TESTS)
    in_unit = len(calls)
    integration = tuple(_run_integration(build, test) for test in INTEGRATION_TESTS)
    ran = (in_unit, len(calls) - in_unit)
    return Trial(defect, unit, integration, ran, _answers(defect, fake) if defect else None)


def _build(planted: type, fake: str) -> Build:
    """The healthy classes, but for the planted one."""
    return Build(
        planted if issubclass(planted, AlmostDone) else AlmostDone,
        planted if issubclass(planted, SqliteStore) else SqliteStore,
        planted if issubclass(planted, Rows) else Rows,
        fake,
    )


def _counted(defect: Defect, calls: list[None]) -> type:
    """The planted class, noting each call of the method that is wrong."""
    plain = getattr(defect.planted, defect.method)

    @wraps(plain)
    def counting(self: object, *args: object) -> Any:
        calls.append(None)
        return plain(self, *args)

    return type(defect.planted.__name__, (defect.planted,), {defect.method: counting})


def _run_unit(build: Build, test: Callable[[AlmostDone], None]) -> Verdict:
    return run_test(test, lambda: test(build.with_fake()))


def _run_integration(build: Build, test: Callable[[AlmostDone, AlmostDone], None]) -> Verdict:
    def run() -> None:
        with build.with_sqlite() as (almost, again):
            test(almost, again)

    return run_test(test, run)


def _answers(defect: Defect, fake: str) -> Answers:
    healthy, planted = _build(defect.healthy, fake), _build(defect.planted, fake)
    return Answers(*(Answer(on(healthy, defect.ask), on(planted, defect.ask)) for on in (_on_fake, _on_sqlite)))


def _on_fake(build: Build, ask: Ask) -> str:
    almost = build.with_fake()
    return _said(ask, almost, almost)


def _on_sqlite(build: Build, ask: Ask) -> str:
    with build.with_sqlite() as (almost, again):
        return _said(ask, almost, again)


def _said(ask: Ask, almost: AlmostDone, again: AlmostDone) -> str:
    """What the code answers, or the error that comes instead."""
    try:
        return repr(ask(almost, again))
    except Exception as error:
        return told(error)
