"""Multiple response: any number of options may be right, and any number is chosen."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from slipway.forms import PickMany
from slipway.questions.choosing import choices, keys_of, numbers_of
from slipway.questions.kind import Answer, Example, Examples, Grade, Kind, Unreadable, Variant
from slipway.questions.option import (
    Option,
    fits_options,
    option_count,
    option_faults,
    option_notes,
    remarks,
    right_ones,
)
from slipway.questions.question import Fault, Question, text_faults
from slipway.words import say

Scoring = Literal["net", "off", "each", "coverage"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiple(Question):
    """A question with some right answers; `Tally.score` says what each `scoring` means."""

    kind: Literal["multiple"]
    options: tuple[Option, ...]
    scoring: Scoring = "net"

    def problems(self) -> Iterator[Fault]:
        """What an author must mend."""
        yield from text_faults(self)
        yield from option_faults(self.options)


@dataclass(frozen=True, slots=True)
class Tally:
    """An answer counted out: `right` and `wrong` options chosen, `keys` right ones among `options`."""

    right: int
    wrong: int
    keys: int
    options: int

    def score(self, scoring: Scoring) -> float:
        """The share earned, 0 to 1.

        `net` max(0, (right - wrong)/keys); `off` all or nothing; `each` share of options treated
        rightly; `coverage` right/keys * right/chosen. Choosing nothing earns nothing in each of them.
        """
        if self.right + self.wrong == 0:
            return 0.0
        keys = max(self.keys, 1)
        match scoring:
            case "net":
                return max(0.0, (self.right - self.wrong) / keys)
            case "off":
                return float(self.exact)
            case "each":
                return 1 - (self.wrong + self.keys - self.right) / self.options
            case "coverage":
                return self.right / keys * self.right / (self.right + self.wrong)

    @property
    def exact(self) -> bool:
        """Every right option chosen and no other."""
        return 0 < self.right == self.keys and not self.wrong


def _tally(question: Multiple, answer: Answer) -> Tally:
    keys, chosen = right_ones(question.options), set(answer) & set(range(len(question.options)))
    return Tally(len(chosen & keys), len(chosen - keys), len(keys), len(question.options))


def _form(question: Multiple, variant: Variant) -> PickMany:
    return PickMany("answer", question.prompt, choices([o.text for o in question.options], variant))


def _parse(question: Multiple, variant: Variant, raw: Any) -> Answer | Unreadable:
    answer = numbers_of([] if raw is None else raw, variant)
    if isinstance(answer, Unreadable):
        return answer
    return tuple(sorted(answer)) or Unreadable(say("questions.choose_some"))


def _grade(question: Multiple, variant: Variant, answer: Answer) -> Grade:
    tally = _tally(question, answer)
    score = tally.score(question.scoring)
    arithmetic = _arithmetic(tally, question.scoring, score)
    return Grade(score, tally.exact, arithmetic, remarks(question.options, variant, answer))


def _arithmetic(tally: Tally, scoring: Scoring, score: float) -> str:
    below_zero = scoring == "net" and tally.wrong > tally.right
    return say(
        "questions.arithmetic_net_below_0" if below_zero else f"questions.arithmetic_{scoring}",
        right=tally.right,
        wrong=tally.wrong,
        missed=tally.keys - tally.right,
        keys=tally.keys,
        options=tally.options,
        chosen=tally.right + tally.wrong,
        score=f"{score:.2g}",
    )


def _rule(question: Multiple) -> str:
    return say(f"questions.rule_{question.scoring}")


def _examples(question: Multiple, variant: Variant) -> Examples:
    keys = tuple(sorted(right_ones(question.options)))
    wrong = [(n,) for n in variant.order if n not in keys]
    answers: list[Answer] = [*([keys] if keys else []), *((n,) for n in keys if len(keys) > 1), *wrong]
    answers += [(*keys, *slip) for slip in wrong if keys]
    return Examples.of((_scored(question, variant, answer) for answer in answers), (None, [], ["?"], "?", 0, {}))


def _scored(question: Multiple, variant: Variant, answer: Answer) -> Example:
    return Example(keys_of(answer, variant), _tally(question, answer).score(question.scoring))


KIND = Kind(
    "multiple",
    Multiple,
    shuffled=option_count,
    form=_form,
    parse=_parse,
    fits=fits_options,
    grade=_grade,
    rule=_rule,
    examples=_examples,
    notes=option_notes,
)
