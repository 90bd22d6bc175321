"""A learner's progress as a file: written out, and read back on the same or another machine."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator, AwareDatetime, Field, TypeAdapter, ValidationError, model_validator
from pydantic_core import ErrorDetails

from slipway.assessment.attempt import Attempt
from slipway.assessment.trace import HintShown, Mark
from slipway.questions.numeral import LARGEST, whole
from slipway.store.store import Store
from slipway.words import say

FORMAT = "slipway-progress"
VERSION = 1
MOST_BYTES = 2_000_000
_MOST_DETAIL_CHARACTERS = 4_000
_OLDEST = datetime(2020, 1, 1, tzinfo=UTC)
_CLOCKS_DIFFER = timedelta(days=1)
_STRICT = {"extra": "forbid"}
_WANTED = {
    "json": ("json_invalid",),
    "missing": ("missing",),
    "unknown": ("unexpected_keyword_argument", "extra_forbidden"),
    "word": ("literal_error",),
    "number": ("int_type", "int_parsing", "int_parsing_size", "int_from_float", "float_type", "finite_number"),
    "least": ("greater_than_equal",),
    "most": ("less_than_equal",),
    "below": ("less_than",),
    "text": ("string_type", "string_unicode"),
    "longest": ("string_too_long", "too_long"),
    "shortest": ("string_too_short", "too_short"),
    "moment": ("timezone_aware", "datetime_type", "datetime_parsing", "datetime_from_date_parsing"),
    "yes_no": ("bool_type", "bool_parsing"),
    "list": ("tuple_type", "list_type"),
    "object": ("dict_type", "dataclass_type", "dataclass_exact_type", "model_type"),
}
"""What is said of pydantic's faults, by their types."""
_LIMITS = ("ge", "le", "lt", "max_length", "min_length", "expected")


def _plain(detail: dict[str, Any]) -> dict[str, Any]:
    if "\\u0000" in (text := json.dumps(detail, allow_nan=False)) or len(text) > _MOST_DETAIL_CHARACTERS:
        raise ValueError(f"should be at most {_MOST_DETAIL_CHARACTERS} plain characters")
    return detail


def _printable(text: str) -> str:
    if not text.isprintable():
        raise ValueError("should be printable text")
    return text


_Text = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(_printable)]
_Word = Annotated[str, Field(min_length=1, max_length=40), AfterValidator(_printable)]
_Count = Annotated[int, Field(ge=0, le=10_000)]
_Order = Annotated[tuple[Annotated[int, Field(ge=0, le=100)], ...], Field(max_length=100)]
_Number = Annotated[float, Field(ge=-LARGEST, le=LARGEST), AfterValidator(whole)]
_Answer = Annotated[tuple[_Number, ...], Field(min_length=1, max_length=100)]


@dataclass(frozen=True, slots=True)
class _AttemptRow:
    __pydantic_config__: ClassVar = _STRICT
    item: _Text
    kind: _Word
    content_hash: Annotated[str, Field(max_length=64), AfterValidator(_printable)]
    try_no: Annotated[int, Field(ge=1, le=10_000)]
    seed: Annotated[int, Field(ge=0, lt=2**53)]
    order: _Order
    answer: _Answer
    score: Annotated[float, Field(ge=0, le=1)]
    correct: bool
    hints_used: _Count
    at: AwareDatetime
    token: Annotated[str, Field(min_length=1, max_length=80), AfterValidator(_printable)]
    rule_version: _Count

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if sorted(self.order) != list(range(len(self.order))):
            raise ValueError("order should name everything shuffled once")
        return self


@dataclass(frozen=True, slots=True)
class _HintRow:
    __pydantic_config__: ClassVar = _STRICT
    item: _Text
    try_no: _Count
    hint_no: _Count
    at: AwareDatetime


@dataclass(frozen=True, slots=True)
class _MarkRow:
    __pydantic_config__: ClassVar = _STRICT
    subject: _Text
    what: _Word
    detail: Annotated[dict[str, Any], AfterValidator(_plain)]
    at: AwareDatetime


@dataclass(frozen=True, slots=True)
class _Document:
    __pydantic_config__: ClassVar = _STRICT
    format: Literal["slipway-progress"]
    version: Literal[1]
    attempts: Annotated[tuple[_AttemptRow, ...], Field(max_length=10_000)]
    hints: Annotated[tuple[_HintRow, ...], Field(max_length=10_000)]
    marks: Annotated[tuple[_MarkRow, ...], Field(max_length=5_000)]


@dataclass(frozen=True, slots=True)
class Imported:
    """How many attempts a file holds, and how many of them were here already."""

    attempts: int
    known: int


def export_learner(store: Store, learner: str) -> str:
    """Everything about a learner as JSON text; it does not say who it is."""
    document = {
        "format": FORMAT,
        "version": VERSION,
        "attempts": [_row(attempt) for attempt in store.attempts(learner)],
        "hints": [_row(hint) for hint in store.hints(learner)],
        "marks": [_row(mark) for mark in store.marks(learner)],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def import_learner(store: Store, learner: str, data: bytes) -> Imported:
    """Add a file's contents to a learner, all or nothing; doing it twice adds nothing.

    The shape of every row is checked and nothing else: scores are trusted as they stand. This is
    self-assessment, and whoever edits their file misleads nobody else. Raises ValueError that names
    the place in a file which is not one of ours.
    """
    document = _read(data)
    _check_times("attempts", [row.at for row in document.attempts], store.clock())
    _check_times("hints", [row.at for row in document.hints], store.clock())
    _check_times("marks", [row.at for row in document.marks], store.clock())
    new = store.merge(
        learner,
        [Attempt(learner=learner, **asdict(row)) for row in document.attempts],
        [HintShown(**asdict(row)) for row in document.hints],
        [Mark(**asdict(row)) for row in document.marks],
    )
    return Imported(len(document.attempts), len(document.attempts) - len(new))


def _row(record: Attempt | HintShown | Mark) -> dict[str, Any]:
    row = {**asdict(record), "at": record.at.isoformat()}
    row.pop("learner", None)
    return row


def _read(data: bytes) -> _Document:
    if len(data) > MOST_BYTES:
        raise ValueError(say("assessment.file_too_large", size=f"{len(data):,}", limit=f"{MOST_BYTES:,}"))
    try:
        return TypeAdapter(_Document).validate_json(data, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise _refused(place, _told(first)) from None


def _told(fault: ErrorDetails) -> str:
    """What is wrong in our words; where a rule of ours was broken, that rule has said it."""
    kind, context = fault["type"], fault.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    wanted = next((name for name, kinds in _WANTED.items() if kind in kinds), "shape")
    limit = next((context[name] for name in _LIMITS if name in context), "")
    return say(f"assessment.file_{wanted}", limit=limit)


def _check_times(name: str, times: list[datetime], now: datetime) -> None:
    for index, at in enumerate(times):
        if not _OLDEST <= at <= now + _CLOCKS_DIFFER:
            raise _refused(f"{name}.{index}.at", say("assessment.file_time"))


def _refused(place: str, what: str) -> ValueError:
    return ValueError(say("assessment.file_fault", place=place or say("assessment.file_itself"), what=what))
