"""What the app keeps about learners, behind a handful of methods."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, Table, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from slipway.assessment.attempt import Attempt
from slipway.store.database import open_engine
from slipway.store.tables import attempts, hints, learners, marks

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that a learner did once: a lesson opened, a task ticked, a prediction placed."""

    subject: str
    what: str
    detail: dict[str, Any]
    at: datetime


def utc_now() -> datetime:
    """The time, with its zone."""
    return datetime.now(UTC)


class Store:
    """Attempts, hints and marks of every learner. Each method is one transaction."""

    def __init__(self, engine: Engine, clock: Clock = utc_now) -> None:
        self.engine = engine
        self.clock = clock

    def submit(self, attempt: Attempt) -> Attempt:
        """Keep an attempt; a second one with its token, or for the same try, yields the first and changes nothing."""
        try:
            with self.engine.begin() as connection:
                self._know(connection, attempt.learner)
                if stored := _stored(connection, attempt):
                    return stored
                connection.execute(insert(attempts).values(_row(attempt)))
            return attempt
        except IntegrityError:
            with self.engine.begin() as connection:
                stored = _stored(connection, attempt)
            if stored is None:
                raise
            return stored

    def attempts(self, learner: str, item: str | None = None) -> tuple[Attempt, ...]:
        """A learner's attempts, oldest first."""
        query = select(attempts).where(attempts.c.learner == learner).order_by(attempts.c.id)
        if item is not None:
            query = query.where(attempts.c.item == item)
        with self.engine.begin() as connection:
            return tuple(_attempt(row) for row in connection.execute(query))

    def show_hint(self, learner: str, item: str, try_no: int, hint_no: int) -> None:
        """Note that a hint was shown; once is enough."""
        values = {"learner": learner, "item": item, "try_no": try_no, "hint_no": hint_no}
        self._once(hints, values, {"at": self.clock()})

    def hints_shown(self, learner: str, item: str, try_no: int) -> int:
        """How many hints the learner has seen for this try."""
        query = select(func.count()).select_from(hints)
        query = query.where(hints.c.learner == learner, hints.c.item == item, hints.c.try_no == try_no)
        with self.engine.begin() as connection:
            return connection.execute(query).scalar_one()

    def mark(self, learner: str, subject: str, what: str, detail: dict[str, Any] | None = None) -> None:
        """Note something done; the newest detail counts, the first time stays."""
        values = {"learner": learner, "subject": subject, "what": what}
        self._once(marks, values, {"at": self.clock(), "detail": detail or {}})
        if detail is not None:
            with self.engine.begin() as connection:
                connection.execute(
                    update(marks).where(*(marks.c[k] == v for k, v in values.items())).values(detail=detail)
                )

    def marks(self, learner: str) -> tuple[Mark, ...]:
        """Everything noted about a learner, oldest first."""
        query = select(marks).where(marks.c.learner == learner).order_by(marks.c.id)
        with self.engine.begin() as connection:
            return tuple(Mark(r.subject, r.what, r.detail, _utc(r.at)) for r in connection.execute(query))

    def hint_rows(self, learner: str) -> tuple[tuple[str, int, int, datetime], ...]:
        """(item, try, hint, when) for every hint a learner saw."""
        query = select(hints).where(hints.c.learner == learner).order_by(hints.c.id)
        with self.engine.begin() as connection:
            return tuple((r.item, r.try_no, r.hint_no, _utc(r.at)) for r in connection.execute(query))

    def forget(self, learner: str) -> None:
        """Delete everything about a learner."""
        with self.engine.begin() as connection:
            for table in (attempts, hints, marks):
                connection.execute(delete(table).where(table.c.learner == learner))
            connection.execute(delete(learners).where(learners.c.id == learner))

    def _know(self, connection: Connection, learner: str) -> None:
        if connection.execute(select(learners.c.id).where(learners.c.id == learner)).first() is None:
            connection.execute(insert(learners).values(id=learner, created_at=self.clock()))

    def _once(self, table: Table, key: dict[str, Any], more: dict[str, Any]) -> None:
        try:
            with self.engine.begin() as connection:
                self._know(connection, key["learner"])
                found = select(table.c.id).where(*(table.c[k] == v for k, v in key.items()))
                if connection.execute(found).first() is None:
                    connection.execute(insert(table).values(**key, **more))
        except IntegrityError:
            return  # somebody else noted the same thing in the same moment


def open_store(url: str | None = None, clock: Clock = utc_now) -> Store:
    """The store at a database URL; see `database.open_engine` for the default."""
    return Store(open_engine(url), clock)


def _stored(connection: Connection, attempt: Attempt) -> Attempt | None:
    same_token = attempts.c.token == attempt.token
    same_try = (attempts.c.item == attempt.item) & (attempts.c.try_no == attempt.try_no)
    query = select(attempts).where(attempts.c.learner == attempt.learner, same_token | same_try)
    row = connection.execute(query.order_by(attempts.c.id)).first()
    return _attempt(row) if row else None


def _row(attempt: Attempt) -> dict[str, Any]:
    return {**attempt.as_dict(), "learner": attempt.learner, "at": attempt.at}


def _attempt(row: Row[Any]) -> Attempt:
    fields = {
        name: getattr(row, name) for name in Attempt.__dataclass_fields__ if name not in ("order", "answer", "at")
    }
    mapping = row._mapping
    return Attempt(**fields, order=tuple(mapping["order"]), answer=tuple(row.answer), at=_utc(row.at))


def _utc(at: datetime) -> datetime:
    """SQLite forgets the zone; everything is kept in UTC."""
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
