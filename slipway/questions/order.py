"""Ordering: steps are put in order; any order that keeps what must come before what is right."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any, ClassVar, Literal

from slipway.forms import Choice, Order
from slipway.ids import Name
from slipway.questions.choosing import are_numbers, key_of, keys_of, numbers_of, too_few_or_many, twins
from slipway.questions.kind import Answer, Example, Examples, Grade, Kind, Remark, Unreadable, Variant
from slipway.questions.question import Fault, Question, text_faults
from slipway.words import say

MOST_STEPS = 12
Scoring = Literal["dag", "pairs", "adjacent", "exact"]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to put in its place: `after` names the steps that must come before it.

    Without `after` that is the step written before it. `feedback` says what happens where it comes too early.
    """

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    text: str
    feedback: str
    id: Name | None = None
    after: tuple[Name, ...] | None = None


@dataclass(frozen=True, slots=True)
class Decoy:
    """A thing that has no place in the order."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    text: str
    feedback: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordering(Question):
    """A question with steps, written in one of their right orders; `Placing.score` says what each `scoring` means."""

    kind: Literal["order"]
    steps: tuple[Step, ...]
    decoys: tuple[Decoy, ...] = ()
    scoring: Scoring = "dag"

    @property
    def things(self) -> tuple[Step | Decoy, ...]:
        """Everything that an answer can name, by number: the steps, then the decoys."""
        return (*self.steps, *self.decoys)

    def problems(self) -> Iterator[Fault]:
        """What an author must mend."""
        yield from text_faults(self)
        yield from too_few_or_many("steps", len(self.steps), 2, MOST_STEPS - len(self.decoys))
        for number in twins(thing.text for thing in self.things):
            field, place = ("steps", number) if number < len(self.steps) else ("decoys", number - len(self.steps))
            yield (field, place, "text"), "this text is there twice", "texts that differ"
        yield from _after_faults(self.steps)
        yield from _scoring_faults(self)


def _after_faults(steps: tuple[Step, ...]) -> Iterator[Fault]:
    known: list[str] = []
    for number, step in enumerate(steps):
        for index, name in enumerate(step.after or ()):
            if name not in known:
                expected = f"one of {', '.join(known)}" if known else "nothing: it is the first"
                yield ("steps", number, "after", index), f"no step before this one has the id {name!r}", expected
        if step.id in known:
            yield ("steps", number, "id"), f"the id {step.id!r} is taken", "another id"
        known += [step.id] if step.id else []


def _scoring_faults(question: Ordering) -> Iterator[Fault]:
    earlier = before_each(question.steps)
    if not any(earlier):
        yield ("steps",), "every order is right", "a step that must come after another"
    if question.decoys and question.scoring in ("pairs", "adjacent"):
        yield ("scoring",), f"{question.scoring} does not count decoys", "dag or exact"
    if question.scoring == "adjacent" and any(len(before) < n for n, before in enumerate(earlier)):
        yield ("scoring",), "adjacent needs steps of which one order alone is right", "dag, pairs or exact"


def before_each(steps: tuple[Step, ...]) -> tuple[frozenset[int], ...]:
    """For each step the numbers of all that must come before it, directly or not."""
    found: list[frozenset[int]] = []
    for number, step in enumerate(steps):
        if step.after is None:
            direct = {number - 1} - {-1}
        else:
            direct = {n for n, other in enumerate(steps[:number]) if other.id in step.after}
        found.append(frozenset(direct).union(*(found[n] for n in direct)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Placing:
    """An answer set against what must come before what: `earlier` holds that for each step."""

    answer: Answer
    earlier: tuple[frozenset[int], ...]

    @property
    def placed(self) -> list[int]:
        """The steps in the order of the answer, decoys left out."""
        return [number for number in self.answer if number < len(self.earlier)]

    @property
    def exact(self) -> bool:
        """Every step there, no decoy, and nothing before what it needs."""
        return len(self.answer) == len(self.placed) == len(self.earlier) and self._in_order(self.answer)

    @property
    def kept(self) -> int:
        """The most steps of the answer that are in a right order among themselves."""
        placed = self.placed
        sizes = range(len(placed), 0, -1)
        return next((n for n in sizes if any(map(self._in_order, combinations(placed, n)))), 0)

    def _in_order(self, steps: Answer) -> bool:
        return not any(second in self.earlier[first] for first, second in combinations(steps, 2))

    @property
    def edits(self) -> int:
        """How many to take out and how many to put in until the order is right."""
        return (len(self.answer) - self.kept) + (len(self.earlier) - self.kept)

    @property
    def right_pairs(self) -> int:
        """Pairs of steps in the right order, of those for which it matters."""
        return sum(first in self.earlier[second] for first, second in combinations(self.placed, 2))

    @property
    def all_pairs(self) -> int:
        """Pairs of steps for whose order it matters."""
        return sum(map(len, self.earlier))

    @property
    def neighbours(self) -> int:
        """Steps that come directly after the one written before them."""
        return sum(second == first + 1 for first, second in pairwise(self.answer))

    def score(self, scoring: Scoring) -> float:
        """The share earned, 0 to 1.

        `dag` max(0, (steps - edits)/steps); `pairs` right pairs over all; `adjacent` neighbours over
        steps - 1; `exact` all or nothing.
        """
        steps = len(self.earlier)
        match scoring:
            case "dag":
                return max(0.0, (steps - self.edits) / max(steps, 1))
            case "pairs":
                return self.right_pairs / self.all_pairs if self.all_pairs else 1.0
            case "adjacent":
                return self.neighbours / max(steps - 1, 1)
            case "exact":
                return float(self.exact)


def _placing(question: Ordering, answer: Answer) -> Placing:
    return Placing(answer, before_each(question.steps))


def _shuffled(question: Ordering) -> int:
    return len(question.things)


def _form(question: Ordering, variant: Variant) -> Order:
    items = tuple(Choice(key_of(n, variant), question.things[n].text) for n in _start(question, variant))
    return Order("answer", question.prompt, items, leaving_out=bool(question.decoys))


def _start(question: Ordering, variant: Variant) -> tuple[int, ...]:
    """The order shown first: never a right one, so that an answer is always somebody's."""
    return variant.order[::-1] if _placing(question, variant.order).exact else variant.order


def _parse(question: Ordering, variant: Variant, raw: Any) -> Answer | Unreadable:
    answer = numbers_of([] if raw is None else raw, variant)
    if isinstance(answer, Unreadable):
        return answer
    if not answer or (not question.decoys and len(answer) < len(question.steps)):
        return Unreadable(say("questions.order_first"))
    return answer


def _fits(question: Ordering, answer: Answer) -> bool:
    all_there = bool(question.decoys) or len(answer) == len(question.steps)
    return are_numbers(answer, len(question.things)) and len(set(answer)) == len(answer) and all_there


def _grade(question: Ordering, variant: Variant, answer: Answer) -> Grade:
    placing = _placing(question, answer)
    score = placing.score(question.scoring)
    rest = [number for number in variant.order if number not in answer]
    remarks = [_remark_placed(question, placing, number) for number in answer]
    remarks += [_remark_unused(question, number) for number in rest]
    if not placing.exact:
        remarks.append(_right_order(question))
    return Grade(score, placing.exact, _arithmetic(placing, question.scoring, score), tuple(remarks))


def _remark_placed(question: Ordering, placing: Placing, number: int) -> Remark:
    thing = question.things[number]
    if number >= len(question.steps):
        return Remark("wrong", thing.text, say("questions.order_decoy"), thing.feedback)
    place = placing.answer.index(number) + 1
    needed = sorted(placing.earlier[number] - set(placing.answer[:place]))
    if not needed:
        return Remark("right", thing.text, say("questions.order_place", place=place))
    said = say("questions.order_too_early", place=place, needed=question.steps[needed[0]].text)
    return Remark("wrong", thing.text, said, thing.feedback)


def _remark_unused(question: Ordering, number: int) -> Remark:
    thing = question.things[number]
    if number >= len(question.steps):
        return Remark("left", thing.text)
    return Remark("missed", thing.text, say("questions.order_unused"), thing.feedback)


def _right_order(question: Ordering) -> Remark:
    return Remark("missed", say("questions.order_right"), text=" → ".join(step.text for step in question.steps))


def _arithmetic(placing: Placing, scoring: Scoring, score: float) -> str:
    below_zero = scoring == "dag" and placing.edits > len(placing.earlier)
    return say(
        "questions.arithmetic_order_below_0" if below_zero else f"questions.arithmetic_order_{scoring}",
        out=len(placing.answer) - placing.kept,
        back=len(placing.earlier) - placing.kept,
        steps=len(placing.earlier),
        right=placing.right_pairs,
        pairs=placing.all_pairs,
        next=placing.neighbours,
        gaps=len(placing.earlier) - 1,
        score=f"{score:.2g}",
    )


def _rule(question: Ordering) -> str:
    unneeded = say("questions.rule_order_decoys") + " " if question.decoys else ""
    return unneeded + say(f"questions.rule_order_{question.scoring}")


def _examples(question: Ordering, variant: Variant) -> Examples:
    written = tuple(range(len(question.steps)))
    swaps = [(*written[:n], written[n + 1], written[n], *written[n + 2 :]) for n in written[:-1]]
    answers, halves = [written, *swaps, written[::-1]], [keys_of(written[:-1], variant)]
    if question.decoys:
        answers += [written[:-1], *((*written, n) for n in range(len(written), len(question.things)))]
        halves = []
    graded = (_example(question, variant, answer) for answer in answers)
    return Examples.of(graded, (None, [], ["?"], "?", 0, {}, *halves))


def _example(question: Ordering, variant: Variant, answer: Answer) -> Example:
    return Example(keys_of(answer, variant), _placing(question, answer).score(question.scoring))


def _notes(question: Ordering) -> Iterator[Remark]:
    """What is said of each step that comes too early, of each decoy, and a right order."""
    yield _right_order(question)
    yield from (Remark("right", step.text, text=step.feedback) for step in question.steps)
    yield from (Remark("wrong", decoy.text, text=decoy.feedback) for decoy in question.decoys)


KIND = Kind(
    "order",
    Ordering,
    shuffled=_shuffled,
    form=_form,
    parse=_parse,
    fits=_fits,
    grade=_grade,
    rule=_rule,
    examples=_examples,
    notes=_notes,
)
