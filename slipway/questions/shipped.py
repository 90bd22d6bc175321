"""Which way out hurts fewest users: a release is drawn, every plan ships it, and the engine says whom it met."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, Literal

from slipway.delivery.presets import PROFILES
from slipway.delivery.release_text import read_release
from slipway.delivery.rollout import play
from slipway.delivery.service import Service
from slipway.delivery.shipment import read_plan
from slipway.forms import Pick
from slipway.luck import uniform
from slipway.questions.choosing import are_numbers, place_key, places, too_few_or_many, twins
from slipway.questions.kind import Answer, Example, Examples, Grade, Kind, Remark, Unreadable, Variant, nothing_shuffled
from slipway.questions.question import Fault, Question, text_faults
from slipway.words import say

_CLEAR_TIMES = 2
"""The next best plan must hurt so many times as many users; closer cases are not asked."""
_MOST = 8
_SEED = 1


@dataclass(frozen=True, slots=True)
class Named:
    """A release or a plan as the engine reads it, and what learners are told of it."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    text: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipped(Question):
    """As its author writes it: each learner's seed draws one of the releases."""

    kind: Literal["shipped"]
    releases: tuple[Named, ...]
    plans: tuple[Named, ...]
    profile: str = "steady"

    def problems(self) -> Iterator[Fault]:
        """What an author must mend."""
        yield from text_faults(self)
        wrong = list(self._faults())
        yield from wrong
        if not wrong and not self.cases:
            yield ("releases",), "for no release one plan is clearly best", "a release that the plans treat differently"

    def _faults(self) -> Iterator[Fault]:
        yield from too_few_or_many("releases", len(self.releases), 1, _MOST)
        yield from too_few_or_many("plans", len(self.plans), 2, _MOST)
        for number in twins(plan.title for plan in self.plans):
            yield ("plans", number, "title"), "another plan has this title", "a title of its own"
        if self.profile not in PROFILES:
            yield ("profile",), f"there is no traffic {self.profile!r}", ", ".join(PROFILES)
        for field, read in (("releases", read_release), ("plans", read_plan)):
            for number, named in enumerate(getattr(self, field)):
                try:
                    read(named.text)
                except ValueError as error:
                    yield (field, number, "text"), str(error), ""

    @property
    def cases(self) -> list[int]:
        """The releases for which one plan is clearly best, by number."""
        return [number for number in range(len(self.releases)) if _is_clear([end.users for end in self.ends(number)])]

    def ends(self, release: int) -> list["End"]:
        """What every plan makes of a release."""
        return [_ended(self.releases[release].text, plan.text, self.profile) for plan in self.plans]

    def best(self, release: int) -> int:
        """The plan that hurts fewest users."""
        users = [end.users for end in self.ends(release)]
        return users.index(min(users))

    def drawn(self, variant: Variant) -> int:
        """The release that the variant's seed draws."""
        cases = self.cases
        return cases[int(uniform(variant.seed, "shipped/case") * len(cases))]


@dataclass(frozen=True, slots=True)
class End:
    """How a plan ended, how many users it hurt, and when that was noticed."""

    phase: str
    users: int
    noticed_s: float | None

    @property
    def told(self) -> str:
        """In words."""
        noticed = "–" if self.noticed_s is None else f"{self.noticed_s / 60:.1f}"
        phase = say(f"rollout.phase_{self.phase}")
        return say("questions.shipped_end", users=f"{self.users:,}", phase=phase, minute=noticed)


@cache
def _ended(release: str, plan: str, profile: str) -> End:
    shipment = read_plan(plan)
    service = shipment.service(Service())
    run = play(read_release(release), service, PROFILES[profile], shipment.start(service), _SEED)
    return End(run.phase, run.users_affected, run.detected_at_s)


def _is_clear(users: list[int]) -> bool:
    first, second = sorted(users)[:2]
    return second > _CLEAR_TIMES * first


def _titles(question: Shipped) -> list[str]:
    return [plan.title for plan in question.plans]


def _form(question: Shipped, variant: Variant) -> Pick:
    release = question.releases[question.drawn(variant)].title
    traffic = say(f"shippage.profile_{question.profile}")
    prompt = say("questions.shipped_case", prompt=question.prompt, release=release, traffic=traffic)
    return Pick("answer", prompt, places(_titles(question), variant))


def _parse(question: Shipped, variant: Variant, raw: Any) -> Answer | Unreadable:
    if raw is None:
        return Unreadable(say("questions.choose_one"))
    numbers = {place_key(number, variant): number for number in range(len(question.plans))}
    if not isinstance(raw, str) or raw not in numbers:
        return Unreadable(say("questions.unreadable"))
    return question.drawn(variant), numbers[raw]


def _fits(question: Shipped, answer: Answer) -> bool:
    """The answer holds the release as well, so that the same plan for another one is another answer."""
    counts = (len(question.releases), len(question.plans))
    return len(answer) == 2 and all(are_numbers(answer[n : n + 1], count) for n, count in enumerate(counts))


def _grade(question: Shipped, variant: Variant, answer: Answer) -> Grade:
    release, plan = answer
    best, ends, titles = question.best(release), question.ends(release), _titles(question)
    right = plan == best
    remarks = [Remark("right" if right else "wrong", titles[plan], say("questions.your_answer"), ends[plan].told)]
    if not right:
        remarks.append(Remark("missed", titles[best], say("questions.shipped_best"), ends[best].told))
    return Grade(float(right), right, _arithmetic(question, release), tuple(remarks))


def _arithmetic(question: Shipped, release: int) -> str:
    pairs = zip(_titles(question), question.ends(release), strict=True)
    return say("questions.shipped_users", users=" · ".join(f"{title} {end.users:,}" for title, end in pairs))


def _rule(question: Shipped) -> str:
    return say("questions.rule_single")


def _examples(question: Shipped, variant: Variant) -> Examples:
    best = question.best(question.drawn(variant))
    graded = (Example(place_key(number, variant), float(number == best)) for number in range(len(question.plans)))
    return Examples.of(graded, (None, "", "?", 0, ["?"], {}))


def _notes(question: Shipped) -> Iterator[Remark]:
    """Each release that may be drawn, with the engine's answer."""
    for number in question.cases:
        best = question.plans[question.best(number)].title
        yield Remark("right", question.releases[number].title, best, _arithmetic(question, number))


KIND = Kind(
    "shipped",
    Shipped,
    shuffled=nothing_shuffled,
    form=_form,
    parse=_parse,
    fits=_fits,
    grade=_grade,
    rule=_rule,
    examples=_examples,
    notes=_notes,
)
