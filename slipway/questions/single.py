"""Single response: exactly one option is right, and one is chosen."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from slipway.forms import Pick
from slipway.ids import Declares, Name, Refers
from slipway.questions.kind import Answer, Example, Grade, Kind, Unreadable, Variant
from slipway.questions.option import Fault, Option, choices, keys_of, numbers, option_faults, remarks
from slipway.words import say


@dataclass(frozen=True, slots=True)
class Single:
    """A question with one right answer."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    kind: Literal["single"]
    id: Annotated[Name, Declares("question")]
    objectives: tuple[Annotated[Name, Refers("objective")], ...]
    prompt: str
    options: tuple[Option, ...]
    explanation: str
    hints: tuple[str, ...] = ()

    def problems(self) -> Iterator[Fault]:
        """What an author must mend."""
        yield from option_faults(self.options)
        if sum(option.correct for option in self.options) > 1:
            yield ("options",), "more than one option is correct", "one, or kind: multiple"


def _form(question: Single, variant: Variant) -> Pick:
    return Pick(question.prompt, choices(question.options, variant))


def _parse(question: Single, variant: Variant, raw: Any) -> Answer | Unreadable:
    if raw is None:
        return Unreadable(say("questions.choose_one"))
    return numbers([raw], variant)


def _grade(question: Single, answer: Answer) -> Grade:
    correct = len(answer) == 1 and question.options[answer[0]].correct
    return Grade(
        float(correct),
        correct,
        say("questions.one" if correct else "questions.none"),
        remarks(question.options, answer),
    )


def _rule(question: Single) -> str:
    return say("questions.rule_single")


def _examples(question: Single, variant: Variant) -> tuple[Example, ...]:
    scored = (Example(keys_of([n], variant)[0], float(o.correct)) for n, o in enumerate(question.options))
    return (*scored, Example(None, None), Example("?", None), Example(["a"], None))


KIND = Kind("single", Single, _form, _parse, _grade, _rule, _examples)
