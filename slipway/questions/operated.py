"""Which way to run a service does best: a situation is drawn, every plan runs in it, and the engine measures."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from slipway.operations.subject import Subject
from slipway.operations.subjects import SUBJECTS
from slipway.questions.contest import Named, clear_cases, contest_kind, faults
from slipway.questions.question import Fault, Question, text_faults
from slipway.words import say

_SEED = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Operated(Question):
    """As its author writes it: each learner's seed draws one of the situations; the least of `measure` is best."""

    kind: Literal["operated"]
    subject: Literal["scaling", "alerting", "performance"]
    measure: str
    situations: tuple[Named, ...]
    plans: tuple[Named, ...]

    def problems(self) -> Iterator[Fault]:
        """What an author must mend."""
        yield from text_faults(self)
        yield from faults(self, "situations")
        of = self._of
        if of.measure(self.measure) is None:
            names = ", ".join(measure.name for measure in of.measures)
            yield ("measure",), f"there is no measure {self.measure[:60]!r}", names
        for number, named in enumerate(self.situations):
            if named.text not in of.situations:
                yield ("situations", number, "text"), f"there is no {named.text[:60]!r}", ", ".join(of.situations)
        for number, named in enumerate(self.plans):
            try:
                of.read(named.text)
            except ValueError as error:
                yield ("plans", number, "text"), str(error), ""

    def unproven(self) -> Iterator[Fault]:
        """What is wrong once it is played, which takes a second or more."""
        if not clear_cases(self):
            what = "in no situation one plan is clearly best"
            yield ("situations",), what, "a situation that tells the plans apart"

    @property
    def _of(self) -> Subject:
        return SUBJECTS[self.subject]

    @property
    def drawable(self) -> Sequence[Named]:
        """The situations."""
        return self.situations

    @property
    def clear_times(self) -> float:
        """The next best plan must have so many times the figure."""
        return 1.2

    def figure(self, case: int, plan: int) -> float:
        """The measure; where there is none of it, nothing is worse."""
        value = self._measures(case, plan)[self.measure]
        return value if value == value else float("inf")

    def told(self, case: int, plan: int) -> str:
        """All measures of the run, in words."""
        found = self._measures(case, plan)
        each = (f"{say(f'operate.measure_{name}')}: {self._of.shown(name, value)}" for name, value in found.items())
        return " · ".join(each)

    def ask(self, case: int) -> str:
        """The prompt with the situation."""
        return say("questions.operated_case", prompt=self.prompt, situation=self.drawable[case].title)

    def arithmetic(self, case: int) -> str:
        """The measure of every plan."""
        each = (
            f"{plan.title} {self._of.shown(self.measure, self._measures(case, number)[self.measure])}"
            for number, plan in enumerate(self.plans)
        )
        name = say(f"operate.measure_{self.measure}")
        return say("questions.operated_figures", name=name, figures=" · ".join(each))

    def _measures(self, case: int, plan: int) -> Mapping[str, float]:
        return _measured(self.subject, self.situations[case].text, self.plans[plan].text)


@cache
def _measured(subject: str, situation: str, plan: str) -> Mapping[str, float]:
    return SUBJECTS[subject].try_out(situation, plan, _SEED).measures


KIND = contest_kind("operated", Operated)
