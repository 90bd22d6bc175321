"""What every strategy and dialect is: something that is asked at certain times, measures, and decides."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

from slipway.verdict import Verdict

Version = Literal["stable", "canary", "baseline"]
Phase = Literal["waiting", "progressing", "paused", "promoted", "rolled_back", "degraded"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a metric was over a span: `value` is None where there were no data; `count` says from how many points."""

    value: float | None
    count: int = 0
    error: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """A metric of one version over a span of time, in seconds since the release began.

    The `baseline` is as much of the stable version's traffic as the canary gets, for a fair comparison.
    """

    metric: str
    version: Version
    since_s: float
    until_s: float


Measure = Callable[[Query], Reading]


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that a controller did; `weight_pct` is the canary's share of traffic from then on.

    `kind` is a word of its system (`set_weight`, `pause`, `analysis`, `abort`, `promote`, …).
    """

    at_s: float
    kind: str
    weight_pct: float
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """How the versions lie over instances and users.

    `stable` and `canary` count the instances that serve; None leaves it to the service, which keeps all stable ones and
    adds canaries as the weight asks. `split` says what a share of traffic is a share of. Where `flagged`, the new
    version is on every instance already and the weight is the share of users whose flag is on.
    """

    stable: int | None = None
    canary: int | None = None
    split: Literal["users", "regions"] = "users"
    flagged: bool = False


BESIDE = Layout()


class Controller(Protocol):
    """A release under way, seen from the system that controls it; pure apart from its own state.

    Between two calls of `step` nothing changes. When `next_at_s` is None nothing more is due: it has
    ended, or is paused until somebody resumes it.
    """

    @property
    def phase(self) -> Phase:
        """Where the release stands."""

    @property
    def weight_pct(self) -> float:
        """The canary's share of traffic now."""

    @property
    def layout(self) -> Layout:
        """How the versions lie now."""

    @property
    def next_at_s(self) -> float | None:
        """When it wants to be asked again."""

    def step(self, at_s: float, measure: Measure) -> tuple[Happening, ...]:
        """Decide what is due at this time."""


@runtime_checkable
class Resumable(Protocol):
    """What can wait for a person, and go on when told to."""

    @property
    def waits(self) -> bool:
        """Whether it goes on only when a person comes, whatever else it does meanwhile."""

    def resume(self, at_s: float) -> tuple[Happening, ...]:
        """Go on."""
