"""Multiple response: any number of options may be right, and any number is chosen."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from slipway.forms import PickMany
from slipway.ids import Declares, Name, Refers
from slipway.questions.kind import Answer, Example, Grade, Kind, Unreadable, Variant
from slipway.questions.option import Fault, Option, choices, keys_of, numbers, option_faults, remarks
from slipway.words import say

Scoring = Literal["net", "off", "each", "coverage"]


@dataclass(frozen=True, slots=True)
class Multiple:
    """A question with some right answers.

    With k right options, TP of them chosen, FP wrong ones chosen, FN right ones missed, of n:
    `net` max(0, (TP − FP)/k); `off` all or nothing; `each` 1 − (FP + FN)/n; `coverage` TP/k · TP/chosen.
    """

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    kind: Literal["multiple"]
    id: Annotated[Name, Declares("question")]
    objectives: tuple[Annotated[Name, Refers("objective")], ...]
    prompt: str
    options: tuple[Option, ...]
    explanation: str
    hints: tuple[str, ...] = ()
    scoring: Scoring = "net"

    def problems(self) -> Iterator[Fault]:
        """What an author must mend."""
        yield from option_faults(self.options)


def _form(question: Multiple, variant: Variant) -> PickMany:
    return PickMany(question.prompt, choices(question.options, variant))


def _parse(question: Multiple, variant: Variant, raw: Any) -> Answer | Unreadable:
    if raw is None or raw == [] or raw == ():
        return Unreadable(say("questions.choose_some"))
    return numbers(raw, variant)


def score(scoring: Scoring, *, right: int, wrong: int, keys: int, options: int) -> float:
    """The share earned: `right` and `wrong` options chosen, of `keys` right ones among `options`; blank is 0."""
    if right + wrong == 0:
        return 0.0
    match scoring:
        case "net":
            return max(0.0, (right - wrong) / keys)
        case "off":
            return float(right == keys and not wrong)
        case "each":
            return 1 - (wrong + keys - right) / options
        case "coverage":
            return right / keys * right / (right + wrong)


def _grade(question: Multiple, answer: Answer) -> Grade:
    right = sum(question.options[n].correct for n in answer)
    wrong = len(answer) - right
    keys, options = sum(o.correct for o in question.options), len(question.options)
    earned = score(question.scoring, right=right, wrong=wrong, keys=keys, options=options)
    arithmetic = say(
        f"questions.arithmetic_{question.scoring}",
        right=right,
        wrong=wrong,
        missed=keys - right,
        keys=keys,
        options=options,
        chosen=len(answer),
        score=f"{earned:.2f}",
    )
    return Grade(earned, right == keys and not wrong, arithmetic, remarks(question.options, answer))


def _rule(question: Multiple) -> str:
    return say(f"questions.rule_{question.scoring}")


def _examples(question: Multiple, variant: Variant) -> tuple[Example, ...]:
    right = [n for n, o in enumerate(question.options) if o.correct]
    wrong = [n for n, o in enumerate(question.options) if not o.correct]
    scored = [Example(keys_of(right, variant), 1.0)]
    scored += [Example(keys_of([n], variant), _grade(question, (n,)).score) for n in wrong]
    return (*scored, Example([], None), Example(None, None), Example(["?"], None), Example("a", None))


KIND = Kind("multiple", Multiple, _form, _parse, _grade, _rule, _examples)
