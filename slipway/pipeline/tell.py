"""An event in one plain sentence, with the names of the world in place of its ids."""

from functools import cached_property

from slipway.pipeline.events import Event
from slipway.pipeline.simulate import Run
from slipway.words import all_words, say

_LIST_LIMIT = 4


class Names:
    """The shown name of everything in a run, mends included."""

    def __init__(self, run: Run) -> None:
        self.run = run

    @cached_property
    def people(self) -> dict[str, str]:
        return {p.id: p.name for p in self.run.world.people}

    @cached_property
    def changes(self) -> dict[str, str]:
        return {c.id: c.title for c in self.run.changes}

    @cached_property
    def stages(self) -> dict[str, str]:
        return {s.id: s.name for s in self.run.world.pipeline.stages}

    @cached_property
    def actions(self) -> dict[str, str]:
        return {a.id: a.name for s in self.run.world.pipeline.stages for a in s.actions}

    @cached_property
    def gates(self) -> dict[str, str]:
        return {g.id: g.name for s in self.run.world.pipeline.stages for g in s.gates}

    @cached_property
    def subjects(self) -> dict[str, str]:
        world = self.run.world
        titled = {d.id: d.title for d in world.defects} | {d.id: d.title for d in world.decisions}
        monitors = {m.id: m.name for s in world.pipeline.stages for m in s.monitors}
        return {**titled, **monitors, **{s.id: s.name for s in world.stores}, **self.changes}

    @cached_property
    def options(self) -> dict[tuple[str, str], str]:
        return {(d.id, o.id): o.title for d in self.run.world.decisions for o in d.options}

    def list_changes(self, ids: tuple[str, ...]) -> str:
        """`A, B and 2 more`."""
        titles = [self.changes[c] for c in ids]
        if len(titles) > _LIST_LIMIT:
            return say("tell.and_more", titles=", ".join(titles[: _LIST_LIMIT - 1]), more=len(titles) - _LIST_LIMIT + 1)
        return ", ".join(titles)


def tell(event: Event, names: Names) -> str:
    """The sentence for an event; kinds with a subject of their own may have one wording per subject."""
    key = f"tell.{event.kind}"
    specific = f"{key}.{event.subject}"
    return say(
        specific if specific in all_words() else key,
        actor=names.people.get(event.actor or "", ""),
        change=names.changes.get(event.change or "", ""),
        changes=names.list_changes(event.changes),
        stage=names.stages.get(event.stage or "", ""),
        action=names.actions.get(event.action or "", ""),
        gate=names.gates.get(event.gate or "", ""),
        subject=names.subjects.get(event.subject or "", event.subject or ""),
        option=names.options.get((event.subject or "", event.option or ""), ""),
        execution=event.execution or 0,
        arithmetic=event.verdict.arithmetic if event.verdict else "",
    )
