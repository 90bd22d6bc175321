"""World, choices and seed in; a frozen list of timed events out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from slipway.pipeline.changes import Change
from slipway.pipeline.decide import Decider
from slipway.pipeline.events import Event
from slipway.pipeline.flow import Flow
from slipway.pipeline.live import Live
from slipway.pipeline.mending import Mending
from slipway.pipeline.rollback import Rollback
from slipway.pipeline.sim import Sim
from slipway.pipeline.source import Source
from slipway.pipeline.world import World


@dataclass(frozen=True, slots=True)
class Run:
    """Everything that happened, and what it followed from; `changes` has the mends made on the way."""

    world: World
    choices: tuple[tuple[str, str], ...]
    seed: int
    events: tuple[Event, ...]
    changes: tuple[Change, ...]

    def undecided_at(self) -> int | None:
        """The index of the first decision reached that nobody has chosen yet."""
        chosen = dict(self.choices)
        for index, event in enumerate(self.events):
            if event.kind == "decision_reached" and event.subject not in chosen:
                return index
        return None

    def until_undecided(self) -> "Run":
        """The run as far as it is known: it stops where the next choice is due."""
        index = self.undecided_at()
        return self if index is None else replace(self, events=self.events[: index + 1])


def check_choices(world: World, choices: Mapping[str, str]) -> None:
    """Raise ValueError for a decision or an option that the world does not have."""
    decisions = {d.id: d for d in world.decisions}
    for decision_id, option_id in choices.items():
        if decision_id not in decisions:
            raise ValueError(f"no decision {decision_id!r}; there are: {', '.join(decisions) or 'none'}")
        options = [o.id for o in decisions[decision_id].options]
        if option_id not in options:
            raise ValueError(f"{decision_id} has no option {option_id!r}; there are: {', '.join(options)}")


def simulate(world: World, choices: Mapping[str, str], seed: int) -> Run:
    """Run the pipeline; decisions without a choice go as the story goes.

    Raises ValueError for choices the world does not have.
    """
    check_choices(world, choices)
    sim = Sim(world, seed)
    source = Source(sim)
    flow = Flow(sim)
    mending = Mending(sim, flow, source)
    rollback = Rollback(sim, flow)
    live = Live(sim, flow, mending, rollback)
    Decider(sim, choices, flow, mending, rollback)
    source.begin_all()
    ends = min(change.starts for change in world.changes) + world.lasts
    sim.run(ends)
    live.end(ends)
    sim.emit("run_ended")
    changes = tuple(work.change for work in sim.trunk.works.values())
    return Run(world, tuple(sorted(choices.items())), seed, tuple(sim.events), changes)
