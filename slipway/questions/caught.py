"""Where a defect is caught: tests stand in a pipeline, a defect comes by, and the engine says who finds it first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal

import numpy as np

from slipway.content.typed import one_of
from slipway.forms import Pick
from slipway.ids import Name, Refers
from slipway.luck import uniform
from slipway.pipeline.placement.expect import expect
from slipway.pipeline.placement.facts import Environment
from slipway.pipeline.placement.level import Level, Put
from slipway.pipeline.placement.model import Model, missing
from slipway.pipeline.placement.reasons import listed
from slipway.questions.choosing import are_numbers, place_key, places
from slipway.questions.kind import Answer, Example, Examples, Grade, Kind, Remark, Unreadable, Variant, nothing_shuffled
from slipway.questions.question import Fault, Question, text_faults
from slipway.words import say

_CLEAR_LEAD = 0.1
"""By how much of all such defects the right answer must lead; closer cases are not asked."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A way in which a team has put its tests into stages."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    title: str
    put: Put


@dataclass(frozen=True, slots=True, kw_only=True)
class Caught(Question):
    """As its author writes it: each learner's seed draws an arrangement, and a hazard of the level."""

    kind: Literal["caught"]
    level: Annotated[Name, Refers("level")]
    arrangements: tuple[Arrangement, ...]

    def problems(self) -> Iterator[Fault]:
        """What an author must mend."""
        yield from text_faults(self)
        if not self.arrangements:
            yield ("arrangements",), "there is no arrangement of tests", "at least one"

    def given(self, levels: Mapping[str, Level]) -> "CaughtIn | None":
        """The question with its level's facts; None where there is no such level."""
        level = levels.get(self.level)
        written = {field.name: getattr(self, field.name) for field in fields(self)}
        return CaughtIn(**written, facts=level) if level else None


@dataclass(frozen=True, slots=True)
class Case:
    """What one learner is asked about: an arrangement and a hazard, by number, and the chances computed for it.

    `chances` holds one for each stage and last that no test finds it, if the hazard is there.
    """

    arrangement: int
    hazard: int
    chances: tuple[float, ...]

    @property
    def key(self) -> int:
        """Where it is caught most often."""
        return self.chances.index(max(self.chances))

    @property
    def clear(self) -> bool:
        """Whether the right answer leads by enough to be worth asking."""
        first, second = sorted(self.chances, reverse=True)[:2]
        return first - second >= _CLEAR_LEAD


@dataclass(frozen=True, kw_only=True)
class CaughtIn(Caught):
    """The question with its level at hand."""

    facts: Level

    @cached_property
    def model(self) -> Model:
        """The level's facts, compiled."""
        return Model(self.facts.grounds)

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        """Every case with a clear answer."""
        return tuple(case for number in range(len(self.arrangements)) for case in self._cases(number) if case.clear)

    def _cases(self, number: int) -> Iterator[Case]:
        estimate = expect(self.model, self.arrangements[number].put)
        stages = np.append(estimate.line.stages, len(self.facts.grounds.stages))
        fates = np.hstack([estimate.caught, estimate.escaped[:, None]])
        for hazard, chance in enumerate(self.model.vector("hazards", "chance")):
            if chance:
                shares = np.bincount(stages, fates[hazard] / chance, len(self.labels))
                yield Case(number, hazard, tuple(map(float, shares)))

    @property
    def labels(self) -> tuple[str, ...]:
        """What can be chosen: the stages, and that no test finds it."""
        return (*(stage.name for stage in self.facts.grounds.stages), say("questions.caught_by_none"))

    def drawn(self, variant: Variant) -> int:
        """The number of the case that the variant's seed draws."""
        return int(uniform(variant.seed, "caught/case") * len(self.cases))

    def problems(self) -> Iterator[Fault]:
        """What an author must mend, now that the level is known."""
        yield from super().problems()
        wrong = list(self._unknown())
        yield from wrong
        if not wrong and not self.cases:
            yield ("arrangements",), "nowhere is one answer clearly right", "tests that find the level’s defects"

    def _unknown(self) -> Iterator[Fault]:
        for number, arrangement in enumerate(self.arrangements):
            for check, stage in arrangement.put.items():
                place = ("arrangements", number, "put", check)
                if check not in self.model.index_of_check:
                    yield place, f"the level does not have the test {check!r}", one_of([*self.model.index_of_check])
                elif stage not in self.model.index_of_stage:
                    yield place, f"there is no stage {stage!r}", one_of([*self.model.index_of_stage])


def _form(question: CaughtIn, variant: Variant) -> Pick:
    case = question.cases[question.drawn(variant)]
    arrangement = question.arrangements[case.arrangement]
    tests = "\n".join(
        f"- **{stage.name}**: {_tests_in(question, case, stage)}" for stage in question.facts.grounds.stages
    )
    hazard = question.facts.grounds.hazards[case.hazard].title
    prompt = say("questions.caught_case", prompt=question.prompt, title=arrangement.title, tests=tests, hazard=hazard)
    return Pick("answer", prompt, places(question.labels, variant))


def _tests_in(question: CaughtIn, case: Case, stage: Environment) -> str:
    put = question.arrangements[case.arrangement].put
    names = [check.name for check in question.facts.grounds.checks if put.get(check.id) == stage.id]
    return ", ".join(names) or "–"


def _parse(question: CaughtIn, variant: Variant, raw: Any) -> Answer | Unreadable:
    numbers = {place_key(number, variant): number for number in range(len(question.labels))}
    if raw is None:
        return Unreadable(say("questions.choose_one"))
    if not isinstance(raw, str) or raw not in numbers:
        return Unreadable(say("questions.unreadable"))
    return question.drawn(variant), numbers[raw]


def _fits(question: CaughtIn, answer: Answer) -> bool:
    """The answer holds the case as well, so that the same place in another case is another answer."""
    counts = (len(question.cases), len(question.labels))
    return len(answer) == 2 and all(are_numbers(answer[n : n + 1], count) for n, count in enumerate(counts))


def _grade(question: CaughtIn, variant: Variant, answer: Answer) -> Grade:
    case, place = question.cases[answer[0]], answer[1]
    correct = place == case.key
    remarks = [_remark(question, case, place, say("questions.your_answer"), "right" if correct else "wrong")]
    if not correct:
        remarks.append(_remark(question, case, case.key, say("questions.right_place"), "missed"))
    return Grade(float(correct), correct, _arithmetic(question, case), tuple(remarks))


def _arithmetic(question: CaughtIn, case: Case) -> str:
    shares = zip(question.labels, case.chances, strict=True)
    return say("questions.caught_shares", shares=" · ".join(f"{label} {100 * c:.3g}" for label, c in shares if c))


def _remark(
    question: CaughtIn, case: Case, place: int, said: str, verdict: Literal["right", "wrong", "missed"]
) -> Remark:
    return Remark(verdict, question.labels[place], said, _why(question, case, place))


def _why(question: CaughtIn, case: Case, place: int) -> str:
    """What the tests that stand there can do about the hazard, in the model's own numbers."""
    share = say("questions.caught_share", share=f"{100 * case.chances[place]:.3g}")
    stages = question.facts.grounds.stages
    if place == len(stages):
        return share
    put = question.arrangements[case.arrangement].put
    here = [check.id for check in question.facts.grounds.checks if put.get(check.id) == stages[place].id]
    tests = [_test_says(question, case, check, place) for check in here] or [say("questions.caught_no_test")]
    return " ".join([*tests, share])


def _test_says(question: CaughtIn, case: Case, name: str, place: int) -> str:
    grounds, number = question.facts.grounds, question.model.index_of_check[name]
    check, stage, hazard = grounds.checks[number], grounds.stages[place], grounds.hazards[case.hazard]
    if lacks := missing(check, stage):
        words = listed([say(f"placement.feature_{feature}") for feature in lacks])
        return say("placement.because_cannot_run", test=check.name, stage=stage.name, lacks=words)
    if question.model.misfits[number, place]:
        return say("questions.caught_misfit", test=check.name)
    return say(
        "questions.caught_finds",
        test=check.name,
        power=f"{100 * check.finds.get(hazard.kind, 0):.0f}",
        fidelity=f"{100 * stage.fidelity.get(hazard.kind, 0):.0f}",
        finds=f"{100 * question.model.finds[number, place, case.hazard]:.3g}",
    )


def _rule(question: CaughtIn) -> str:
    return say("questions.rule_single")


def _examples(question: CaughtIn, variant: Variant) -> Examples:
    key = question.cases[question.drawn(variant)].key
    graded = (Example(place_key(number, variant), float(number == key)) for number in range(len(question.labels)))
    return Examples.of(graded, (None, "", "?", 0, ["?"], {}))


def _notes(question: CaughtIn) -> Iterator[Remark]:
    """Each case that may be drawn, with the engine's answer."""
    for case in question.cases:
        title = question.arrangements[case.arrangement].title
        about = f"{title} · {question.facts.grounds.hazards[case.hazard].title}"
        yield Remark("right", about, question.labels[case.key], _arithmetic(question, case))


KIND = Kind(
    "caught",
    Caught,
    shuffled=nothing_shuffled,
    form=_form,
    parse=_parse,
    fits=_fits,
    grade=_grade,
    rule=_rule,
    examples=_examples,
    notes=_notes,
)
