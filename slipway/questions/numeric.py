"""Numeric: a number is asked for; close enough is right, and typical mistakes have feedback of their own."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, ClassVar, Literal

from pydantic import FiniteFloat

from slipway.forms import Number
from slipway.questions.kind import Answer, Example, Examples, Grade, Kind, Remark, Unreadable, Variant, nothing_shuffled
from slipway.questions.numeral import read_number, whole
from slipway.questions.question import Fault, Question, text_faults
from slipway.words import say

_ROUNDING = 1e-12
"""What adding and dividing may lose, as a share of the number."""
_MOST = 10**12
"""Where that is still less than 1."""
_FAR = 10
"""How many tolerances away an answer is wrong for certain."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """Answers that give a wrong turn away: a range, both ends in it, what to say to it and what it earns."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    at_least: FiniteFloat
    at_most: FiniteFloat
    feedback: str
    score: FiniteFloat = 0.0

    def holds(self, value: float) -> bool:
        """Whether the value lies in the range."""
        return self.at_least - _slack(self.at_least) <= value <= self.at_most + _slack(self.at_most)


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeric(Question):
    """A question with a number for an answer; `units` holds how many `unit` one of each other unit is.

    `unit_of_one` is the word after 1 where it differs: request, of requests.
    """

    kind: Literal["numeric"]
    answer: FiniteFloat
    feedback: str
    otherwise: str
    unit: str = ""
    unit_of_one: str = ""
    units: dict[str, FiniteFloat] = field(default_factory=dict)
    tolerance: FiniteFloat = 0.0
    tolerance_pct: FiniteFloat = 0.0
    mistakes: tuple[Mistake, ...] = ()

    @property
    def allowed(self) -> float:
        """How far off is still right: the absolute tolerance and the relative one together."""
        return self.tolerance + self.tolerance_pct / 100 * abs(self.answer)

    @property
    def factors(self) -> dict[str, float]:
        """Every unit that may be typed; a bare number may be typed as a percentage."""
        own = {unit: 1.0 for unit in (self.unit, self.unit_of_one) if unit}
        return {"": 1.0, **(own or {"%": 0.01}), **self.units}

    def accepts(self, value: float) -> bool:
        """Whether the value is right."""
        return abs(value - self.answer) <= self.allowed + _slack(self.answer)

    def mistake(self, value: float) -> Mistake | None:
        """The first typical mistake that the value belongs to."""
        return next((mistake for mistake in self.mistakes if mistake.holds(value)), None)

    def score(self, value: float) -> float:
        """1 if right, else what the typical mistake earns, else 0."""
        mistake = self.mistake(value)
        return 1.0 if self.accepts(value) else mistake.score if mistake else 0.0

    def problems(self) -> Iterator[Fault]:
        """What an author must mend."""
        yield from text_faults(self)
        if abs(self.answer) + _FAR * self.allowed >= _MOST:
            yield ("answer",), "the answer or its tolerance is too large", f"numbers below {_MOST:,}"
        for name in ("tolerance", "tolerance_pct"):
            if getattr(self, name) < 0:
                yield (name,), f"{name} is below 0", "0 or more"
        for name in ("unit", "unit_of_one"):
            if (unit := getattr(self, name)) and not _can_follow(unit):
                yield (name,), f"{unit!r} cannot be told from a number", "a word or a sign"
        for unit, factor in self.units.items():
            if factor <= 0 or not _can_follow(unit):
                yield ("units", unit), f"{unit!r} cannot be a unit of {factor:g}", "a word, and a number above 0"
        for index, mistake in enumerate(self.mistakes):
            yield from ((("mistakes", index, *loc), what, expected) for loc, what, expected in self._faults(mistake))

    def _faults(self, mistake: Mistake) -> Iterator[Fault]:
        if max(abs(mistake.at_least), abs(mistake.at_most)) >= _MOST:
            yield ("at_most",), "the range is too large", f"numbers below {_MOST:,}"
        if mistake.at_least > mistake.at_most:
            yield ("at_most",), "the range ends before it begins", f"{mistake.at_least:g} or more"
        elif mistake.holds(self.answer) or self.accepts(mistake.at_least) or self.accepts(mistake.at_most):
            low, high = self.answer - self.allowed, self.answer + self.allowed
            yield ("at_least",), "some right answers are in this range", f"a range outside {low:g} to {high:g}"
        if not 0 <= mistake.score < 1:
            yield ("score",), "a mistake earns less than everything", "0 or more, and less than 1"


def _can_follow(unit: str) -> bool:
    """Whether a number is still read when this stands behind it."""
    return bool(unit.strip()) and all(read_number(f"1{gap}{unit}", {unit: 1.0}) == 1 for gap in ("", " "))


def _slack(value: float) -> float:
    return _ROUNDING * max(1.0, abs(value))


def _form(question: Numeric, variant: Variant) -> Number:
    return Number("answer", question.prompt, question.unit)


def _parse(question: Numeric, variant: Variant, raw: Any) -> Answer | Unreadable:
    if not isinstance(raw, str) or not raw.strip():
        return Unreadable(say("questions.type_number"))
    value = read_number(raw, question.factors)
    if value is None:
        units = ", ".join(unit for unit in question.factors if unit) or "%"
        return Unreadable(say("questions.no_number", units=units))
    return (value,)


def _fits(question: Numeric, answer: Answer) -> bool:
    return len(answer) == 1 and isinstance(answer[0], int | float) and isfinite(answer[0])


def _grade(question: Numeric, variant: Variant, answer: Answer) -> Grade:
    (value,) = answer
    right, score = question.accepts(value), question.score(value)
    return Grade(score, right, _arithmetic(question, value, score), tuple(_remarks(question, value)))


def _remarks(question: Numeric, value: float) -> Iterator[Remark]:
    said = say("questions.your_answer")
    if question.accepts(value):
        yield Remark("right", _shown(question, value), said, question.feedback)
        return
    mistake = question.mistake(value)
    yield Remark("wrong", _shown(question, value), said, mistake.feedback if mistake else question.otherwise)
    yield _right_answer(question)


def _right_answer(question: Numeric) -> Remark:
    return Remark("missed", _shown(question, question.answer), say("questions.right_number"), question.feedback)


def _shown(question: Numeric, value: float) -> str:
    unit = question.unit_of_one if value == 1 else ""
    return f"{_digits(value)} {unit or question.unit}".strip()


def _digits(value: float) -> str:
    """Six digits, or all of a large number."""
    return f"{value:,.6g}" if abs(value) < 1_000_000 else f"{value:,.0f}"


def _arithmetic(question: Numeric, value: float, score: float) -> str:
    return say(
        "questions.arithmetic_number_within" if question.accepts(value) else "questions.arithmetic_number_beyond",
        value=_digits(value),
        answer=_digits(question.answer),
        off=_digits(abs(value - question.answer)),
        allowed=_digits(question.allowed),
        score=f"{score:.2g}",
    )


def _rule(question: Numeric) -> str:
    if not question.allowed:
        return say("questions.rule_number_exact")
    absolute = _shown(question, question.tolerance) if question.tolerance else ""
    relative = say("questions.of_the_answer", pct=f"{question.tolerance_pct:g}") if question.tolerance_pct else ""
    return say("questions.rule_number_near", allowed=" + ".join(filter(None, (absolute, relative))))


def _examples(question: Numeric, variant: Variant) -> Examples:
    ends = [question.answer - question.allowed, question.answer + question.allowed]
    far = [question.answer + sign * (_FAR * question.allowed + 1) for sign in (1, -1)]
    slips = [end for mistake in question.mistakes for end in (mistake.at_least, mistake.at_most)]
    graded = [_example(question, value) for value in [question.answer, *ends, *far, *slips]]
    with_unit = Example(f"{graded[0].raw} {question.unit}", 1.0)
    return Examples.of([with_unit, *graded], (None, "", "?", "nan", "inf", "1e999", "1 2", "1/0", "3 ¤", [], {}, 0))


def _example(question: Numeric, value: float) -> Example:
    return Example(repr(whole(float(value))), question.score(value))


def _notes(question: Numeric) -> Iterator[Remark]:
    """The right answer, each range of mistakes, and what is said to all others."""
    yield _right_answer(question)
    for mistake in question.mistakes:
        low, high = _shown(question, mistake.at_least), _shown(question, mistake.at_most)
        about = low if low == high else say("questions.number_range", low=low, high=high)
        yield Remark("wrong", about, text=mistake.feedback)
    yield Remark("wrong", say("questions.other_numbers"), text=question.otherwise)


KIND = Kind(
    "numeric",
    Numeric,
    shuffled=nothing_shuffled,
    form=_form,
    parse=_parse,
    fits=_fits,
    grade=_grade,
    rule=_rule,
    examples=_examples,
    notes=_notes,
)
