"""A learner's progress as a file: written out, and read back on the same or another machine."""

import json
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AwareDatetime, Field, TypeAdapter, ValidationError

from slipway.assessment.attempt import Attempt
from slipway.store.store import Store

FORMAT = "slipway-progress"
VERSION = 1
MOST_BYTES = 2_000_000
_Short = Annotated[str, Field(min_length=1, max_length=120)]
_Small = Annotated[int, Field(ge=0, le=10_000)]
_Numbers = Annotated[tuple[Annotated[int, Field(ge=0, le=100)], ...], Field(max_length=100)]


@dataclass(frozen=True, slots=True)
class _AttemptRow:
    __pydantic_config__: ClassVar = {"extra": "forbid"}
    item: _Short
    kind: Annotated[str, Field(max_length=40)]
    content_hash: Annotated[str, Field(max_length=64)]
    try_no: Annotated[int, Field(ge=1, le=10_000)]
    seed: Annotated[int, Field(ge=0, lt=2**53)]
    order: _Numbers
    answer: _Numbers
    score: Annotated[float, Field(ge=0, le=1)]
    correct: bool
    hints_used: _Small
    at: AwareDatetime
    token: Annotated[str, Field(min_length=1, max_length=80)]
    rule_version: _Small


@dataclass(frozen=True, slots=True)
class _HintRow:
    __pydantic_config__: ClassVar = {"extra": "forbid"}
    item: _Short
    try_no: _Small
    hint_no: _Small


@dataclass(frozen=True, slots=True)
class _MarkRow:
    __pydantic_config__: ClassVar = {"extra": "forbid"}
    subject: _Short
    what: Annotated[str, Field(min_length=1, max_length=40)]
    detail: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Document:
    __pydantic_config__: ClassVar = {"extra": "forbid"}
    format: Literal["slipway-progress"]
    version: Literal[1]
    attempts: Annotated[tuple[_AttemptRow, ...], Field(max_length=20_000)]
    hints: Annotated[tuple[_HintRow, ...], Field(max_length=20_000)]
    marks: Annotated[tuple[_MarkRow, ...], Field(max_length=5_000)]


@dataclass(frozen=True, slots=True)
class Imported:
    """How many attempts a file brought, and how many of them were here already."""

    attempts: int
    known: int


def export_learner(store: Store, learner: str) -> str:
    """Everything about a learner as JSON text; it does not say who it is."""
    document = {
        "format": FORMAT,
        "version": VERSION,
        "attempts": [attempt.as_dict() for attempt in store.attempts(learner)],
        "hints": [{"item": i, "try_no": t, "hint_no": h} for i, t, h, _ in store.hint_rows(learner)],
        "marks": [{"subject": m.subject, "what": m.what, "detail": m.detail} for m in store.marks(learner)],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def import_learner(store: Store, learner: str, data: bytes) -> Imported:
    """Add a file's contents to a learner; doing it twice adds nothing.

    Scores are taken as they stand: this is self-assessment, and whoever edits the file cheats
    nobody else. Raises ValueError that names the place in a file which is not one of ours.
    """
    document = _read(data)
    known = 0
    for row in document.attempts:
        attempt = _attempt(row, learner)
        known += store.submit(attempt) is not attempt
    for hint in document.hints:
        store.show_hint(learner, hint.item, hint.try_no, hint.hint_no)
    for mark in document.marks:
        store.mark(learner, mark.subject, mark.what, mark.detail)
    return Imported(len(document.attempts), known)


def _read(data: bytes) -> _Document:
    if len(data) > MOST_BYTES:
        raise ValueError(f"the file is too large ({len(data):,} bytes; at most {MOST_BYTES:,})")
    try:
        return TypeAdapter(_Document).validate_json(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "the file"
        raise ValueError(f"this is not a progress file: {place}: {first['msg']}") from None
    except RecursionError:
        raise ValueError("this is not a progress file: it is nested too deeply") from None


def _attempt(row: _AttemptRow, learner: str) -> Attempt:
    values = {field.name: getattr(row, field.name) for field in fields(row)}
    at: datetime = values.pop("at")
    return Attempt(learner=learner, at=at, **values)
