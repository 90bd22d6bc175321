"""What a learner leaves besides answers: hints asked for, and things done once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class HintShown:
    """A hint that was shown before a try was answered; `hint_no` counts from 1."""

    item: str
    try_no: int
    hint_no: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that a learner did once: a lesson opened, a task ticked, a prediction placed."""

    subject: str
    what: str
    detail: dict[str, Any]
    at: datetime
