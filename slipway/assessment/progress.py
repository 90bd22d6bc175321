"""What attempts and marks add up to: folds over them, so that a better rule can be applied to old ones."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from slipway.assessment.attempt import Attempt
from slipway.assessment.trace import Mark


@dataclass(frozen=True, slots=True)
class ItemProgress:
    """One question: how often it was tried, the score of the first try, the best so far."""

    tries: int
    first_score: float
    best_score: float
    solved: bool


def by_item(attempts: Iterable[Attempt]) -> dict[str, list[Attempt]]:
    """The attempts at each question, oldest first."""
    found: dict[str, list[Attempt]] = {}
    for attempt in sorted(attempts, key=lambda a: (a.at, a.try_no)):
        found.setdefault(attempt.item, []).append(attempt)
    return found


def progress_of(attempts: Iterable[Attempt]) -> dict[str, ItemProgress]:
    """Progress per question that was tried at all."""
    return {item: _progress(tried) for item, tried in by_item(attempts).items()}


def _progress(tried: list[Attempt]) -> ItemProgress:
    best = max(a.score for a in tried)
    return ItemProgress(len(tried), tried[0].score, best, any(a.correct for a in tried))


@dataclass(frozen=True, slots=True)
class ObjectiveProgress:
    """One objective: its questions, those tried, those solved, and the mean score of first tries."""

    questions: int
    tried: int
    solved: int
    first_score: float | None


def items_of(objectives_of: Mapping[str, Collection[str]]) -> dict[str, list[str]]:
    """The questions of each objective, from the objectives of each question."""
    members: dict[str, list[str]] = {}
    for item, objectives in objectives_of.items():
        for objective in dict.fromkeys(objectives):
            members.setdefault(objective, []).append(item)
    return members


def by_objective(
    objectives_of: Mapping[str, Collection[str]], progress: Mapping[str, ItemProgress]
) -> dict[str, ObjectiveProgress]:
    """Progress per objective; `objectives_of` maps each question to its objectives."""
    return {objective: _objective(items, progress) for objective, items in items_of(objectives_of).items()}


def _objective(items: list[str], progress: Mapping[str, ItemProgress]) -> ObjectiveProgress:
    tried = [progress[item] for item in items if item in progress]
    mean = sum(p.first_score for p in tried) / len(tried) if tried else None
    return ObjectiveProgress(len(items), len(tried), sum(p.solved for p in tried), mean)


Deed = tuple[str, str]
"""The subject and the what of a mark."""


@dataclass(frozen=True, slots=True)
class LessonProgress:
    """One lesson: whether it was visited, and how many of the things to do in it are done."""

    visited: bool
    done: int
    parts: int

    @property
    def finished(self) -> bool:
        """Visited, and nothing left to do in it."""
        return self.visited and self.done == self.parts


def lesson_progress(
    visit: Deed,
    deeds: Collection[Deed],
    questions: Collection[str],
    marks: Iterable[Mark],
    progress: Mapping[str, ItemProgress],
) -> LessonProgress:
    """A lesson is done when its deeds (bets, tasks) are marked and its questions solved."""
    marked = {(mark.subject, mark.what) for mark in marks}
    solved = sum(item in progress and progress[item].solved for item in questions)
    done = sum(deed in marked for deed in deeds) + solved
    return LessonProgress(visit in marked, done, len(deeds) + len(questions))
