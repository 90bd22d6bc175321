"""The heart of a run: an agenda of things to do, the events so far, and who listens to them."""

from collections import defaultdict
from collections.abc import Callable
from functools import partial
from heapq import heappop, heappush
from typing import Any

from slipway.luck import uniform
from slipway.pipeline.events import Event, EventKind
from slipway.pipeline.rules import Rules
from slipway.pipeline.stages import Stage
from slipway.pipeline.trunk import Trunk
from slipway.pipeline.world import World
from slipway.verdict import Verdict

Listener = Callable[[Event], None]


class Sim:
    """One run under way.

    `emit` records an event and puts its listeners on the agenda for the same minute, so a
    handler always finishes before the next begins. `watch` alone is called at once: it takes
    the learner's decisions, which must hold for whatever the handler does next.
    """

    def __init__(self, world: World, seed: int) -> None:
        self.world = world
        self.seed = seed
        self.rules = Rules(world)
        self.trunk = Trunk(world)
        self.now = 0
        self.events: list[Event] = []
        self.misses: list[Verdict] = []
        self.watch: Listener = lambda event: None
        self.stages: dict[str, Stage] = {stage.id: stage for stage in world.pipeline.stages}
        self._listeners: dict[str, list[Listener]] = defaultdict(list)
        self._agenda: list[tuple[int, int, Callable[[], None]]] = []
        self._entries = 0
        self._draws: dict[str, int] = defaultdict(int)

    def later(self, at_min: int, act: Callable[[], None]) -> None:
        """Put something on the agenda; of two things at the same minute the first put goes first."""
        self._entries += 1
        heappush(self._agenda, (at_min, self._entries, act))

    def on(self, kind: EventKind, listener: Listener) -> None:
        """Have `listener` called for every event of this kind, after the handler that emitted it."""
        self._listeners[kind].append(listener)

    def emit(self, kind: EventKind, **fields: Any) -> Event:
        """Record that something happened now."""
        event = Event(self.now, kind, **fields)
        self.events.append(event)
        for listener in self._listeners[kind]:
            self.later(self.now, partial(listener, event))
        self.watch(event)
        return event

    def draw(self, stream: str) -> float:
        """The stream's next uniform; how often others drew does not matter."""
        index = self._draws[stream]
        self._draws[stream] = index + 1
        return uniform(self.seed, stream, index)

    def work(self, work_min: int) -> int:
        """When somebody who starts as soon as the office is open has worked this long."""
        return self.world.workday.after(self.now, work_min)

    def tell(self, person: str | None, what: str, **fields: Any) -> None:
        """Let somebody know; `what` names the message in the words file."""
        if person:
            self.emit("person_notified", actor=person, subject=what, **fields)

    def run(self, until_min: int) -> None:
        """Work through the agenda until it is empty or time is up."""
        while self._agenda and self._agenda[0][0] <= until_min:
            self.now, _, act = heappop(self._agenda)
            act()
