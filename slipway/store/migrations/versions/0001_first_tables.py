"""Learners, attempts, hints and marks."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _learner() -> sa.Column[str]:
    return sa.Column("learner", sa.String(64), nullable=False)


def _belongs(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["learner"], ["learners.id"], ondelete="CASCADE", name=f"fk_{table}_learner")


def upgrade() -> None:
    """Create all tables."""
    time = sa.DateTime(timezone=True)
    op.create_table(
        "learners",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("created_at", time, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_learners"),
    )
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer, nullable=False),
        _learner(),
        sa.Column("item", sa.String(120), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("try_no", sa.Integer, nullable=False),
        sa.Column("seed", sa.BigInteger, nullable=False),
        sa.Column("order", sa.JSON, nullable=False),
        sa.Column("answer", sa.JSON, nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("correct", sa.Boolean, nullable=False),
        sa.Column("hints_used", sa.Integer, nullable=False),
        sa.Column("at", time, nullable=False),
        sa.Column("token", sa.String(80), nullable=False),
        sa.Column("rule_version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_attempts"),
        _belongs("attempts"),
        sa.UniqueConstraint("learner", "item", "try_no", name="uq_attempts_learner_item_try_no"),
        sa.UniqueConstraint("learner", "token", name="uq_attempts_learner_token"),
    )
    op.create_index("ix_attempts_learner", "attempts", ["learner"])
    op.create_index("ix_attempts_item", "attempts", ["item"])
    op.create_table(
        "hints",
        sa.Column("id", sa.Integer, nullable=False),
        _learner(),
        sa.Column("item", sa.String(120), nullable=False),
        sa.Column("try_no", sa.Integer, nullable=False),
        sa.Column("hint_no", sa.Integer, nullable=False),
        sa.Column("at", time, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_hints"),
        _belongs("hints"),
        sa.UniqueConstraint("learner", "item", "try_no", "hint_no", name="uq_hints_learner_item_try_no_hint_no"),
    )
    op.create_index("ix_hints_learner", "hints", ["learner"])
    op.create_table(
        "marks",
        sa.Column("id", sa.Integer, nullable=False),
        _learner(),
        sa.Column("subject", sa.String(120), nullable=False),
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("detail", sa.JSON, nullable=False),
        sa.Column("at", time, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_marks"),
        _belongs("marks"),
        sa.UniqueConstraint("learner", "subject", "what", name="uq_marks_learner_subject_what"),
    )
    op.create_index("ix_marks_learner", "marks", ["learner"])


def downgrade() -> None:
    """Drop all tables."""
    for table in ("marks", "hints", "attempts", "learners"):
        op.drop_table(table)
