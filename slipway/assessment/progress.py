"""What attempts add up to: a fold over them, so that a better rule can be applied to old ones."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from slipway.assessment.attempt import Attempt


@dataclass(frozen=True, slots=True)
class ItemProgress:
    """One question: how often it was tried, the score of the first try, the best so far."""

    tries: int
    first_score: float
    best_score: float
    solved: bool


def progress_of(attempts: Iterable[Attempt]) -> dict[str, ItemProgress]:
    """Progress per question that was tried at all."""
    by_item: dict[str, list[Attempt]] = {}
    for attempt in attempts:
        by_item.setdefault(attempt.item, []).append(attempt)
    return {item: _progress(sorted(tried, key=lambda a: a.try_no)) for item, tried in by_item.items()}


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


def by_objective(
    objectives_of: Mapping[str, tuple[str, ...]], progress: Mapping[str, ItemProgress]
) -> dict[str, ObjectiveProgress]:
    """Progress per objective; `objectives_of` maps each question to its objectives."""
    members: dict[str, list[str]] = {}
    for item, objectives in objectives_of.items():
        for objective in objectives:
            members.setdefault(objective, []).append(item)
    return {objective: _objective(items, progress) for objective, items in members.items()}


def _objective(items: list[str], progress: Mapping[str, ItemProgress]) -> ObjectiveProgress:
    tried = [progress[item] for item in items if item in progress]
    mean = sum(p.first_score for p in tried) / len(tried) if tried else None
    return ObjectiveProgress(len(items), len(tried), sum(p.solved for p in tried), mean)
