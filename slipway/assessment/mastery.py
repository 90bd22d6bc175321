"""What a learner can be said to know of an objective: a beta distribution over how much they get right."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from slipway.assessment.attempt import SITTING, Attempt
from slipway.assessment.beta import chance_above
from slipway.assessment.progress import by_item, items_of

GOAL_SHARE = 0.8
SURE_ENOUGH = 0.9
FEWEST_ITEMS = 3
MOST_WITH_HINTS = 0.5
_PRIOR = 1.0


@dataclass(frozen=True, slots=True)
class Mastery:
    """`chance`: how likely it is that the learner gets more than four in five right."""

    items: int
    chance: float

    @property
    def mastered(self) -> bool:
        """Likely enough, and seen on enough different questions."""
        return self.chance >= SURE_ENOUGH and self.items >= FEWEST_ITEMS


def mastery_of(attempts: Iterable[Attempt]) -> Mastery:
    """Mastery from attempts at one objective's questions.

    The posterior is Beta(1 + what was got right, 1 + what was not) over the evidence: each question's
    first try, and of the later ones the first in every new sitting. A try made right after reading
    the feedback says little, so it counts for nothing; with hints it counts as half right at most.
    """
    tried = by_item(attempts)
    scores = [score for item in tried.values() for score in _evidence(item)]
    right = sum(scores)
    return Mastery(len(tried), chance_above(GOAL_SHARE, _PRIOR + right, _PRIOR + len(scores) - right))


def _evidence(tried: list[Attempt]) -> Iterator[float]:
    last = None
    for attempt in tried:
        if last is None or attempt.at - last.at >= SITTING:
            yield min(attempt.score, MOST_WITH_HINTS) if attempt.hints_used else attempt.score
        last = attempt


def mastery_by_objective(
    objectives_of: Mapping[str, Collection[str]], attempts: Iterable[Attempt]
) -> dict[str, Mastery]:
    """Mastery of every objective; `objectives_of` maps each question to its objectives."""
    tried = by_item(attempts)
    return {
        objective: mastery_of(attempt for item in items for attempt in tried.get(item, ()))
        for objective, items in items_of(objectives_of).items()
    }
