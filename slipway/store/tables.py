"""The tables. Attempts and hints are only ever added to."""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    TypeDecorator,
    UniqueConstraint,
)


class UtcTime(TypeDecorator[datetime]):
    """A moment, kept in UTC; SQLite forgets zones, so one is demanded going in and given back coming out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError(f"a time needs a zone, got {value!r}")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None or value.tzinfo is not None:
            return value and value.astimezone(UTC)
        return value.replace(tzinfo=UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _learner() -> Column[str]:
    return Column("learner", String(64), ForeignKey("learners.id", ondelete="CASCADE"), nullable=False, index=True)


learners = Table(
    "learners",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("created_at", UtcTime, nullable=False),
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", Integer, primary_key=True),
    _learner(),
    Column("item", String(120), nullable=False, index=True),
    Column("kind", String(40), nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("try_no", Integer, nullable=False),
    Column("seed", BigInteger, nullable=False),
    Column("order", JSON, nullable=False),
    Column("answer", JSON, nullable=False),
    Column("score", Float, nullable=False),
    Column("correct", Boolean, nullable=False),
    Column("hints_used", Integer, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("token", String(80), nullable=False),
    Column("rule_version", Integer, nullable=False),
    UniqueConstraint("learner", "item", "try_no"),
    UniqueConstraint("learner", "token"),
)

hints = Table(
    "hints",
    metadata,
    Column("id", Integer, primary_key=True),
    _learner(),
    Column("item", String(120), nullable=False),
    Column("try_no", Integer, nullable=False),
    Column("hint_no", Integer, nullable=False),
    Column("at", UtcTime, nullable=False),
    UniqueConstraint("learner", "item", "try_no", "hint_no"),
)

marks = Table(
    "marks",
    metadata,
    Column("id", Integer, primary_key=True),
    _learner(),
    Column("subject", String(120), nullable=False),
    Column("what", String(40), nullable=False),
    Column("detail", JSON, nullable=False),
    Column("at", UtcTime, nullable=False),
    UniqueConstraint("learner", "subject", "what"),
)
