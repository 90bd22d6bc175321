"""Conditions on a run's events: what starts a decision, settles a prediction or ticks a task."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, ClassVar

from slipway.ids import Name, Refers
from slipway.pipeline.events import Event, EventKind


@dataclass(frozen=True, slots=True)
class Condition:
    """Matches an event of this kind with every other field that is given.

    `count` asks for the nth such event; `change` also matches an event whose execution
    carries that change.
    """

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    kind: EventKind
    stage: Annotated[Name, Refers("stage")] | None = None
    change: Annotated[Name, Refers("change")] | None = None
    actor: Annotated[Name, Refers("person")] | None = None
    action: Annotated[Name, Refers("action")] | None = None
    gate: Annotated[Name, Refers("gate")] | None = None
    subject: str | None = None
    count: int = 1

    def __post_init__(self) -> None:
        if self.count < 1:
            raise ValueError(f"count must be 1 or more, got {self.count}")

    def matches(self, event: Event) -> bool:
        """Whether this one event fits, `count` aside."""
        return (
            event.kind == self.kind
            and self.stage in (None, event.stage)
            and (self.change in (None, event.change) or self.change in event.changes)
            and self.actor in (None, event.actor)
            and self.action in (None, event.action)
            and self.gate in (None, event.gate)
            and self.subject in (None, event.subject)
        )

    def met_at(self, events: Iterable[Event]) -> int | None:
        """The index of the event that meets the condition, or None."""
        seen = 0
        for index, event in enumerate(events):
            seen += self.matches(event)
            if seen == self.count:
                return index
        return None
