"""Single response: exactly one option is right, and one is chosen."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from slipway.forms import Pick
from slipway.questions.choosing import choices, key_of, numbers_of
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Single(Question):
    """A question with one right answer."""

    kind: Literal["single"]
    options: tuple[Option, ...]

    def problems(self) -> Iterator[Fault]:
        """What an author must mend."""
        yield from text_faults(self)
        yield from option_faults(self.options)
        if len(right_ones(self.options)) > 1:
            yield ("options",), "more than one option is correct", "one, or kind: multiple"


def _form(question: Single, variant: Variant) -> Pick:
    return Pick("answer", question.prompt, choices([o.text for o in question.options], variant))


def _parse(question: Single, variant: Variant, raw: Any) -> Answer | Unreadable:
    if raw is None:
        return Unreadable(say("questions.choose_one"))
    return numbers_of([raw], variant)


def _grade(question: Single, variant: Variant, answer: Answer) -> Grade:
    correct = len(answer) == 1 and answer[0] in right_ones(question.options)
    arithmetic = say("questions.one" if correct else "questions.none")
    return Grade(float(correct), correct, arithmetic, remarks(question.options, variant, answer))


def _rule(question: Single) -> str:
    return say("questions.rule_single")


def _examples(question: Single, variant: Variant) -> Examples:
    right = right_ones(question.options)
    graded = (Example(key_of(number, variant), float(number in right)) for number in variant.order)
    return Examples.of(graded, (None, "", "?", 0, ["?"]))


KIND = Kind(
    "single",
    Single,
    shuffled=option_count,
    form=_form,
    parse=_parse,
    fits=fits_options,
    grade=_grade,
    rule=_rule,
    examples=_examples,
    notes=option_notes,
)
