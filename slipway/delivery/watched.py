"""What strategies that watch alarms have in common: the settings of their alarms, and the knobs to them."""

from dataclasses import dataclass
from typing import get_args

from slipway.delivery.alarm import Alarm, Missing, Scope, Watch
from slipway.knob import Knob


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """Alarms that end a release: on its error rate, and on its p95; None looks at neither.

    Every `check_every_s` each looks at the last `window_s`; see `Alarm` for the rest. All numbers are assumptions.
    """

    max_error_rate: float | None = 0.01
    max_p95_ms: float | None = None
    check_every_s: float = 60.0
    window_s: float = 300.0
    min_requests: int = 100
    missing: Missing = "ignored"
    bad_looks: int = 1
    of_looks: int = 1

    def __post_init__(self) -> None:
        if self.check_every_s <= 0:
            raise ValueError(f"check_every_s must be above 0, got {self.check_every_s:g}")
        self.alarms("new")

    @property
    def has_alarms(self) -> bool:
        """Whether it looks at anything."""
        return self.max_error_rate is not None or self.max_p95_ms is not None

    def alarms(self, *scopes: Scope) -> tuple[Alarm, ...]:
        """The alarms of these scopes; latency is looked at in the new version alone."""
        errors = [self._alarm("error_rate", self.max_error_rate, scope) for scope in scopes]
        return tuple(alarm for alarm in (*errors, self._alarm("p95_ms", self.max_p95_ms, "new")) if alarm)

    def watch(self, *scopes: Scope) -> Watch:
        """A watch over these alarms."""
        return Watch(self.alarms(*scopes), self.check_every_s)

    def _alarm(self, metric: str, limit: float | None, scope: Scope) -> Alarm | None:
        if limit is None:
            return None
        return Alarm(
            metric,
            limit,
            scope=scope,
            window_s=self.window_s,
            min_points=self.min_requests,
            missing=self.missing,
            bad_looks=self.bad_looks,
            of_looks=self.of_looks,
        )


WATCH_KNOBS = (
    Knob("max_error_rate", "number", "%", 0, 100, 0.01),
    Knob("max_p95_ms", "number", "ms", 1, 60_000),
    Knob("check_every_s", "number", "s", 5, 3600),
    Knob("window_s", "number", "s", 5, 86_400),
    Knob("min_requests", "whole", "", 0, 1e6),
    Knob("missing", "choice", choices=get_args(Missing)),
    Knob("bad_looks", "whole", "", 1, 100),
    Knob("of_looks", "whole", "", 1, 100),
)
