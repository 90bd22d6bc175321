"""Lesson tasks tick themselves: a run on the replay page that meets a task's condition is noted."""

from slipway.content.lesson import TaskPart
from slipway.content.library import Library
from slipway.pipeline.simulate import Run
from slipway.store import Store
from slipway.ui.deeds import deed_of, did_task


def tick_tasks(library: Library, store: Store, learner: str, scenario: str, run: Run) -> list[TaskPart]:
    """Note every task of this scenario that the run fulfils; returns those that are new."""
    met = [task for task in tasks_of(library, scenario) if task.when.met_at(run.events) is not None]
    if not met:
        return []
    done = {deed_of(mark) for mark in store.marks(learner)}
    ticked = [task for task in met if did_task(task.id) not in done]
    for task in ticked:
        store.mark(learner, *did_task(task.id))
    return ticked


def tasks_of(library: Library, scenario: str) -> list[TaskPart]:
    """All tasks of all lessons that are about this scenario."""
    parts = (part for lesson in library.lessons for part in lesson.parts)
    return [part for part in parts if isinstance(part, TaskPart) and part.scenario == scenario]
