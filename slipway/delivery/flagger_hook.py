"""What Flagger calls on its way, and what that answers: a load test, an acceptance test, somebody's switch."""

import re
from dataclasses import dataclass
from typing import Literal

from slipway.words import say

HookKind = Literal["pre-rollout", "rollout", "post-rollout", "rollback", "event"]
MOST_ANSWERS = 1000
_PART = re.compile(r"(ok|fail)(?:\s*\*\s*(\d{1,4}))?")


@dataclass(frozen=True, slots=True)
class Hook:
    """A webhook; `answers` are those to its calls in order, True for 2xx, and the last one stays.

    Without any it answers 2xx, but a `rollback` hook does not: nobody has asked to go back.
    """

    name: str
    kind: HookKind = "rollout"
    answers: tuple[bool, ...] = ()

    def answer(self, call: int) -> bool:
        """Whether it answers 2xx when called for this time, counted from 0."""
        if not self.answers:
            return self.kind != "rollback"
        return self.answers[min(call, len(self.answers) - 1)]


def read_answers(text: str) -> tuple[bool, ...]:
    """The answers in a text such as `fail*2, ok`; raises ValueError."""
    answers: list[bool] = []
    for part in text.split(","):
        found = _PART.fullmatch(part.strip())
        count = int(found[2] or 1) if found else 0
        if not found or not 0 < count <= MOST_ANSWERS - len(answers):
            raise ValueError(say("flagger.answers"))
        answers += [found[1] == "ok"] * count
    return tuple(answers)


def answers_text(answers: tuple[bool, ...]) -> str:
    """Answers as a text that reads back as the same."""
    runs: list[tuple[bool, int]] = []
    for answer in answers:
        same = runs and runs[-1][0] == answer
        runs[-1:] = [(answer, runs[-1][1] + 1)] if same else [*runs[-1:], (answer, 1)]
    return ", ".join(("ok" if answer else "fail") + f"*{count}" * (count > 1) for answer, count in runs)
