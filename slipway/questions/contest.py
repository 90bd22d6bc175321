"""Which plan does best: a case is drawn, every plan goes through it, and the engine says what came of each.

What kinds of questions have in common whose key is the smallest figure; each adds its engine.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Protocol

from slipway.forms import Pick
from slipway.luck import uniform
from slipway.questions.choosing import are_numbers, place_key, places, too_few_or_many, twins
from slipway.questions.kind import Answer, Example, Examples, Grade, Kind, Remark, Unreadable, Variant, nothing_shuffled
from slipway.questions.question import Fault
from slipway.words import say

_MOST = 8


@dataclass(frozen=True, slots=True)
class Named:
    """A case or a plan as the engine reads it, and what learners are told of it."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    text: str
    title: str


class Contest(Protocol):
    """A question in which plans are run against cases."""

    @property
    def kind(self) -> Literal["shipped", "operated"]: ...
    @property
    def prompt(self) -> str: ...
    @property
    def plans(self) -> Sequence[Named]: ...
    @property
    def drawable(self) -> Sequence[Named]:
        """The cases as written."""

    @property
    def clear_times(self) -> float:
        """The next best plan must have so many times the best one's figure; closer cases are not asked."""

    def figure(self, case: int, plan: int) -> float:
        """What is to be small."""

    def told(self, case: int, plan: int) -> str:
        """What came of a plan, in words."""

    def ask(self, case: int) -> str:
        """The prompt with the case."""

    def arithmetic(self, case: int) -> str:
        """Every plan's figure."""


def faults(question: Contest, field: str) -> Iterator[Fault]:
    """Too few or too many of something, and titles that stand there twice; `field` is where the cases are written."""
    yield from too_few_or_many(field, len(question.drawable), 1, _MOST)
    yield from too_few_or_many("plans", len(question.plans), 2, _MOST)
    for number in twins(plan.title for plan in question.plans):
        yield ("plans", number, "title"), "another plan has this title", "a title of its own"


def clear_cases(question: Contest) -> list[int]:
    """The cases in which one plan is clearly best, by number."""
    return [number for number in range(len(question.drawable)) if _is_clear(question, number)]


def best(question: Contest, case: int) -> int:
    """The plan with the smallest figure."""
    found = _figures(question, case)
    return found.index(min(found))


def _figures(question: Contest, case: int) -> list[float]:
    return [question.figure(case, plan) for plan in range(len(question.plans))]


def _is_clear(question: Contest, case: int) -> bool:
    first, second = sorted(_figures(question, case))[:2]
    return second > question.clear_times * first


def drawn(question: Contest, variant: Variant) -> int:
    """The case that the variant's seed draws."""
    cases = clear_cases(question) or range(len(question.drawable))
    return cases[int(uniform(variant.seed, f"{question.kind}/case") * len(cases))]


def contest_kind(name: str, model: type) -> Kind:
    """The kind, with its engine in the model."""
    return Kind(
        name,
        model,
        shuffled=nothing_shuffled,
        form=_form,
        parse=_parse,
        fits=_fits,
        grade=_grade,
        rule=_rule,
        examples=_examples,
        notes=_notes,
    )


def _titles(question: Contest) -> list[str]:
    return [plan.title for plan in question.plans]


def _form(question: Contest, variant: Variant) -> Pick:
    return Pick("answer", question.ask(drawn(question, variant)), places(_titles(question), variant))


def _parse(question: Contest, variant: Variant, raw: Any) -> Answer | Unreadable:
    if raw is None:
        return Unreadable(say("questions.choose_one"))
    numbers = {place_key(number, variant): number for number in range(len(question.plans))}
    if not isinstance(raw, str) or raw not in numbers:
        return Unreadable(say("questions.unreadable"))
    return drawn(question, variant), numbers[raw]


def _fits(question: Contest, answer: Answer) -> bool:
    """The answer holds the case as well, so that the same plan in another one is another answer."""
    counts = (len(question.drawable), len(question.plans))
    return len(answer) == 2 and all(are_numbers(answer[n : n + 1], count) for n, count in enumerate(counts))


def _grade(question: Contest, variant: Variant, answer: Answer) -> Grade:
    case, plan = answer
    first, titles = best(question, case), _titles(question)
    right = plan == first
    mine = Remark("right" if right else "wrong", titles[plan], say("questions.your_answer"), question.told(case, plan))
    remarks = [mine]
    if not right:
        remarks.append(Remark("missed", titles[first], say("questions.contest_best"), question.told(case, first)))
    return Grade(float(right), right, question.arithmetic(case), tuple(remarks))


def _rule(question: Contest) -> str:
    return say("questions.rule_single")


def _examples(question: Contest, variant: Variant) -> Examples:
    first = best(question, drawn(question, variant))
    graded = (Example(place_key(number, variant), float(number == first)) for number in range(len(question.plans)))
    return Examples.of(graded, (None, "", "?", 0, ["?"], {}))


def _notes(question: Contest) -> Iterator[Remark]:
    """Each case that may be drawn, with the engine's answer."""
    for number in clear_cases(question):
        title = question.plans[best(question, number)].title
        yield Remark("right", question.drawable[number].title, title, question.arithmetic(number))
