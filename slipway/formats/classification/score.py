"""How far a learner’s sorting and Slipway’s agree."""

from collections.abc import Sequence
from dataclasses import dataclass

from slipway.formats.classification.verdict import Verdict

OTHER = "support"


@dataclass(frozen=True, slots=True)
class Score:
    """`count` is the number of parts that Slipway could classify; the others count for nothing."""

    right: int
    count: int

    @property
    def percent(self) -> int:
        """Right parts of those counted; 0 where none is."""
        return round(100 * self.right / self.count) if self.count else 0


def agrees(verdict: Verdict, answer: str) -> bool:
    """Any phase of a mixed part will do; `OTHER` is right for what is none of the four."""
    return answer in verdict.phases or answer == verdict.phase


def score(verdicts: Sequence[Verdict], answers: Sequence[str | None]) -> Score:
    """A part that was not sorted is not right."""
    counted = [
        (verdict, answer) for verdict, answer in zip(verdicts, answers, strict=True) if verdict.phase != "unknown"
    ]
    return Score(sum(answer is not None and agrees(verdict, answer) for verdict, answer in counted), len(counted))
