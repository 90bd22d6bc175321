"""Who is told of which alerts, and in which bundles: Alertmanager's tree of routes."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from slipway.alerting.event import Labels
from slipway.alerting.matcher import Matcher
from slipway.alerting.mute import Inhibition, Silence, fits
from slipway.alerting.time_interval import TimeInterval

GROUP_WAIT_S, GROUP_INTERVAL_S, REPEAT_S = 30.0, 300.0, 14_400.0
ALL_LABELS = "..."


@dataclass(frozen=True, slots=True)
class Route:
    """A node of the tree; what is None is as at the node above, and at the root as Alertmanager has it.

    Notices are held back during `mute_times`, and outside of `active_times`.
    """

    receiver: str | None = None
    matchers: tuple[Matcher, ...] = ()
    group_by: tuple[str, ...] | None = None
    group_wait_s: float | None = None
    group_interval_s: float | None = None
    repeat_s: float | None = None
    goes_on: bool = False
    mute_times: tuple[str, ...] = ()
    active_times: tuple[str, ...] = ()
    routes: tuple["Route", ...] = ()

    def __post_init__(self) -> None:
        for name in ("group_wait_s", "group_interval_s", "repeat_s"):
            given = getattr(self, name)
            least = 0 if name == "group_wait_s" else 1
            if given is not None and not given >= least:
                raise ValueError(f"{name} must be {least} s or more, got {given}")


@dataclass(frozen=True, slots=True)
class Target:
    """A node with everything that it takes over from above; `path` counts children from the root on."""

    path: tuple[int, ...]
    receiver: str
    group_by: tuple[str, ...] = ()
    group_wait_s: float = GROUP_WAIT_S
    group_interval_s: float = GROUP_INTERVAL_S
    repeat_s: float = REPEAT_S
    mute_times: tuple[str, ...] = ()
    active_times: tuple[str, ...] = ()

    def group_of(self, labels: Labels) -> Labels:
        """The labels by which alerts are bundled."""
        if ALL_LABELS in self.group_by:
            return labels
        return tuple((name, value) for name, value in labels if name in self.group_by)


@dataclass(frozen=True, slots=True)
class Routing:
    """The tree, and what keeps alerts from being told."""

    root: Route
    inhibitions: tuple[Inhibition, ...] = ()
    silences: tuple[Silence, ...] = ()
    times: tuple[TimeInterval, ...] = field(default=())

    def targets(self, labels: Labels) -> list[Target]:
        """The nodes that take an alert: of children the first that fits, and on after one that goes on."""
        return list(_taking(self.root, dict(labels), Target((), self.root.receiver or "")))


def _taking(route: Route, labels: dict[str, str], above: Target) -> Iterator[Target]:
    own = _inherited(route, above)
    taken = False
    for number, child in enumerate(route.routes):
        if fits(child.matchers, labels):
            taken = True
            yield from _taking(child, labels, replace(own, path=(*own.path, number)))
            if not child.goes_on:
                return
    if not taken:
        yield own


def _inherited(route: Route, above: Target) -> Target:
    return Target(
        above.path,
        above.receiver if route.receiver is None else route.receiver,
        above.group_by if route.group_by is None else route.group_by,
        above.group_wait_s if route.group_wait_s is None else route.group_wait_s,
        above.group_interval_s if route.group_interval_s is None else route.group_interval_s,
        above.repeat_s if route.repeat_s is None else route.repeat_s,
        route.mute_times,
        route.active_times,
    )


SIMPLE = Routing(
    Route(
        "page",
        group_by=("alertname",),
        routes=(Route("ticket", (Matcher("severity", "=~", "ticket|warning|info|none"),)),),
    )
)
"""Everything is a page but what calls itself less."""
