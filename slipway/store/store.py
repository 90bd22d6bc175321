"""What the app keeps about learners, behind a handful of methods."""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Engine, Row, Table, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from slipway.assessment.attempt import Attempt
from slipway.assessment.trace import HintShown, Mark
from slipway.store.database import for_writing, open_engine
from slipway.store.tables import attempts, hints, learners, marks

Clock = Callable[[], datetime]
T = TypeVar("T")


def utc_now() -> datetime:
    """The time, with its zone."""
    return datetime.now(UTC)


class Store:
    """Attempts, hints and marks of every learner. Each method is one transaction."""

    def __init__(self, engine: Engine, clock: Clock = utc_now) -> None:
        self.engine = engine
        self.clock = clock
        self._writer = for_writing(engine)

    def submit(self, attempt: Attempt) -> Attempt:
        """Keep an attempt and return it, or return the earlier one that it only repeats.

        An attempt with a known token, for a try that is answered already, or with the same answer in
        the same sitting changes nothing.
        """
        return self._write(attempt.learner, lambda connection: _submit(connection, attempt))

    def attempts(self, learner: str, item: str | None = None) -> tuple[Attempt, ...]:
        """A learner's attempts, oldest first."""
        query = select(attempts).where(attempts.c.learner == learner)
        if item is not None:
            query = query.where(attempts.c.item == item)
        with self.engine.begin() as connection:
            return tuple(map(_attempt, connection.execute(query.order_by(attempts.c.at, attempts.c.id))))

    def show_hint(self, learner: str, item: str, try_no: int, hint_no: int) -> None:
        """Note that a hint was shown; once is enough."""
        key = {"learner": learner, "item": item, "try_no": try_no, "hint_no": hint_no}
        self._write(learner, lambda connection: _note(connection, hints, key, {"at": self.clock()}))

    def hints_shown(self, learner: str, item: str, try_no: int) -> int:
        """How many hints the learner has seen for this try."""
        query = select(func.count()).select_from(hints)
        query = query.where(hints.c.learner == learner, hints.c.item == item, hints.c.try_no == try_no)
        with self.engine.begin() as connection:
            return connection.execute(query).scalar_one()

    def hints(self, learner: str) -> tuple[HintShown, ...]:
        """Every hint that a learner saw, oldest first."""
        query = select(hints).where(hints.c.learner == learner).order_by(hints.c.at, hints.c.id)
        with self.engine.begin() as connection:
            return tuple(HintShown(r.item, r.try_no, r.hint_no, r.at) for r in connection.execute(query))

    def mark(self, learner: str, subject: str, what: str, detail: dict[str, Any] | None = None) -> None:
        """Note something done; the first time stays, the newest detail counts."""
        key = {"learner": learner, "subject": subject, "what": what}

        def work(connection: Connection) -> None:
            new = _note(connection, marks, key, {"detail": detail or {}, "at": self.clock()})
            if detail is not None and not new:
                connection.execute(update(marks).where(*_matches(marks, key)).values(detail=detail))

        self._write(learner, work)

    def marks(self, learner: str) -> tuple[Mark, ...]:
        """Everything noted about a learner, oldest first."""
        query = select(marks).where(marks.c.learner == learner).order_by(marks.c.at, marks.c.id)
        with self.engine.begin() as connection:
            return tuple(Mark(r.subject, r.what, r.detail, r.at) for r in connection.execute(query))

    def merge(
        self, learner: str, tried: Iterable[Attempt], shown: Iterable[HintShown], marked: Iterable[Mark]
    ) -> tuple[Attempt, ...]:
        """Add what was kept elsewhere, all or nothing, and return the attempts that were new here.

        Attempts are told apart by token; a new one takes the learner's next try number. What is here stays.
        """

        def work(connection: Connection) -> tuple[Attempt, ...]:
            oldest_first = sorted(tried, key=lambda attempt: (attempt.at, attempt.try_no))
            new = _unknown(connection, attempts, learner, ("token",), map(_row, oldest_first))
            _number(connection, learner, new)
            new_hints = _unknown(connection, hints, learner, ("item", "try_no", "hint_no"), map(asdict, shown))
            new_marks = _unknown(connection, marks, learner, ("subject", "what"), map(asdict, marked))
            for table, rows in ((attempts, new), (hints, new_hints), (marks, new_marks)):
                if rows:
                    connection.execute(insert(table), rows)
            return tuple(map(_made, new))

        return self._write(learner, work)

    def forget(self, learner: str) -> None:
        """Delete everything about a learner."""
        with self._writer.begin() as connection:
            connection.execute(delete(learners).where(learners.c.id == learner))

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def _write(self, learner: str, work: Callable[[Connection], T]) -> T:
        """Do the work in one transaction; again when somebody else wrote the same row in the same moment."""
        try:
            return self._write_once(learner, work)
        except IntegrityError:
            return self._write_once(learner, work)

    def _write_once(self, learner: str, work: Callable[[Connection], T]) -> T:
        with self._writer.begin() as connection:
            _note(connection, learners, {"id": learner}, {"created_at": self.clock()})
            return work(connection)


def open_store(url: str | None = None, clock: Clock = utc_now) -> Store:
    """The store at a database URL; see `database.open_engine` for the default."""
    return Store(open_engine(url), clock)


def _submit(connection: Connection, attempt: Attempt) -> Attempt:
    mine = select(attempts).where(attempts.c.learner == attempt.learner)
    sent = connection.execute(mine.where(attempts.c.token == attempt.token)).first()
    if sent:
        return _attempt(sent)
    tried = connection.execute(mine.where(attempts.c.item == attempt.item).order_by(attempts.c.at, attempts.c.id))
    earlier = [_attempt(row) for row in tried]
    same_try = next((a for a in earlier if a.try_no == attempt.try_no), None)
    if same_try:
        return same_try
    if earlier and attempt.repeats(earlier[-1]):
        return earlier[-1]
    connection.execute(insert(attempts).values(_row(attempt)))
    return attempt


def _unknown(
    connection: Connection, table: Table, learner: str, key: tuple[str, ...], rows: Iterable[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The rows that the learner does not have yet, each key once."""
    mine = select(*(table.c[name] for name in key)).where(table.c.learner == learner)
    known = {tuple(row) for row in connection.execute(mine)}
    found = {tuple(row[name] for name in key): {**row, "learner": learner} for row in rows}
    return [row for place, row in found.items() if place not in known]


def _number(connection: Connection, learner: str, rows: list[dict[str, Any]]) -> None:
    """Give each attempt the learner's next try number for its question."""
    tries = select(attempts.c.item, func.max(attempts.c.try_no)).where(attempts.c.learner == learner)
    last = dict(connection.execute(tries.group_by(attempts.c.item)).all())
    for row in rows:
        last[row["item"]] = row["try_no"] = last.get(row["item"], 0) + 1


def _note(connection: Connection, table: Table, key: dict[str, Any], more: dict[str, Any]) -> bool:
    """Insert a row unless one with this key is there; whether it was not."""
    new = connection.execute(select(table).where(*_matches(table, key))).first() is None
    if new:
        connection.execute(insert(table).values(**key, **more))
    return new


def _matches(table: Table, key: dict[str, Any]) -> list[ColumnElement[bool]]:
    return [table.c[name] == value for name, value in key.items()]


def _row(attempt: Attempt) -> dict[str, Any]:
    return {**asdict(attempt), "order": list(attempt.order), "answer": list(attempt.answer)}


def _attempt(row: Row[Any]) -> Attempt:
    return _made({name: value for name, value in row._mapping.items() if name != "id"})


def _made(values: dict[str, Any]) -> Attempt:
    return Attempt(**{**values, "order": tuple(values["order"]), "answer": tuple(values["answer"])})
