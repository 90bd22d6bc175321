"""The states of one alert, from one evaluation to the next: inactive, pending, firing."""

from dataclasses import dataclass, field
from typing import Literal

AlertState = Literal["inactive", "pending", "firing"]


@dataclass(slots=True)
class AlertStates:
    """Remembers since when the query gives something, and since when it does no more."""

    for_ms: int
    keep_firing_ms: int = 0
    state: AlertState = field(default="inactive", init=False)
    active_ms: int = field(default=0, init=False)
    quiet_ms: int | None = field(default=None, init=False)

    def evaluate(self, at_ms: int, there: bool) -> AlertState:
        """The state after an evaluation at which the query gave something or not."""
        if there:
            self.quiet_ms = None
            if self.state == "inactive":
                self.state, self.active_ms = "pending", at_ms
        elif self.state == "pending":
            self.state = "inactive"
        elif self.state == "firing":
            self.quiet_ms = at_ms if self.quiet_ms is None else self.quiet_ms
            if at_ms - self.quiet_ms >= self.keep_firing_ms:
                self.state, self.quiet_ms = "inactive", None
        if self.state == "pending" and at_ms - self.active_ms >= self.for_ms:
            self.state = "firing"
        return self.state
