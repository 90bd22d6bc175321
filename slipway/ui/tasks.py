"""Lesson tasks tick themselves: a run on the replay page that meets a task's condition is noted."""

from slipway.content.lesson import TaskPart
from slipway.content.library import Library
from slipway.pipeline.simulate import Run
from slipway.store import Store

DONE = "done"


def task_subject(task_id: str) -> str:
    """What the store calls a task."""
    return f"task:{task_id}"


def tick_tasks(library: Library, store: Store, learner: str, scenario: str, run: Run) -> list[TaskPart]:
    """Note every task of this scenario that the run fulfils; returns those that are new."""
    met = [task for task in tasks_of(library, scenario) if task.when.met_at(run.events) is not None]
    if not met:
        return []
    done = {mark.subject for mark in store.marks(learner) if mark.what == DONE}
    ticked = [task for task in met if task_subject(task.id) not in done]
    for task in ticked:
        store.mark(learner, task_subject(task.id), DONE)
    return ticked


def tasks_of(library: Library, scenario: str) -> list[TaskPart]:
    """All tasks of all lessons that are about this scenario."""
    parts = (part for lesson in library.lessons for part in lesson.parts)
    return [part for part in parts if isinstance(part, TaskPart) and part.scenario == scenario]
