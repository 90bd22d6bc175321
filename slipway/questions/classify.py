"""Classification: things are sorted into categories; some may belong in several, some in none."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from slipway.forms import Sort
from slipway.ids import Name
from slipway.questions.choosing import are_numbers, choices, key_of, place_key, places, too_few_or_many, twins
from slipway.questions.kind import Answer, Example, Examples, Grade, Kind, Remark, Unreadable, Variant
from slipway.questions.question import Fault, Question, text_faults
from slipway.words import say

NOWHERE = "none"
MOST_CATEGORIES = 6
MOST_ITEMS = 12
Scoring = Literal["each", "off"]


@dataclass(frozen=True, slots=True)
class Category:
    """Where things can be put; `none` is always there and is not written."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    id: Name
    text: str


@dataclass(frozen=True, slots=True)
class SortItem:
    """A thing to sort, the categories it belongs in, and what is said of it.

    `instead` holds the feedback for wrong categories; any other gets `feedback`.
    """

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    text: str
    belongs: tuple[Name, ...]
    feedback: str
    instead: dict[Name, str] = field(default_factory=dict)

    def accepts(self, category: str) -> bool:
        """Whether it may be put there."""
        return category in (self.belongs or (NOWHERE,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Classify(Question):
    """A question with things to sort: `each` counts by itself, or `off` all or nothing."""

    kind: Literal["classify"]
    categories: tuple[Category, ...]
    items: tuple[SortItem, ...]
    scoring: Scoring = "each"

    @property
    def places(self) -> tuple[str, ...]:
        """Every id that an answer can name, by number."""
        return (*(category.id for category in self.categories), NOWHERE)

    @property
    def labels(self) -> tuple[str, ...]:
        """What learners read for each of them."""
        return (*(category.text for category in self.categories), say("questions.nowhere"))

    def problems(self) -> Iterator[Fault]:
        """What an author must mend."""
        yield from text_faults(self)
        yield from too_few_or_many("categories", len(self.categories), 2, MOST_CATEGORIES)
        yield from too_few_or_many("items", len(self.items), 2, MOST_ITEMS)
        for number in twins(self.places):
            yield ("categories",), f"the id {self.places[number]!r} is taken", "another id"
        for number in twins(item.text for item in self.items):
            yield ("items", number, "text"), "this item is there twice", "texts that differ"
        for number, item in enumerate(self.items):
            yield from _item_faults(item, number, self.places)


def _item_faults(item: SortItem, number: int, places: tuple[str, ...]) -> Iterator[Fault]:
    for index, name in enumerate(item.belongs):
        if name not in places[:-1]:
            expected = f"one of {', '.join(places[:-1])}; [] for none"
            yield ("items", number, "belongs", index), f"there is no category {name!r}", expected
    for name in item.instead:
        if name not in places or item.accepts(name):
            expected = f"one of {', '.join(place for place in places if not item.accepts(place))}"
            yield ("items", number, "instead", name), f"{name!r} is not a wrong category of this item", expected


def _shuffled(question: Classify) -> int:
    return len(question.items)


def _form(question: Classify, variant: Variant) -> Sort:
    items = choices([item.text for item in question.items], variant)
    return Sort("answer", question.prompt, items, places(question.labels, variant))


def _parse(question: Classify, variant: Variant, raw: Any) -> Answer | Unreadable:
    numbers = {place_key(number, variant): number for number in range(len(question.places))}
    items = [key_of(number, variant) for number in range(len(question.items))]
    if not isinstance(raw, dict) or set(raw) != set(items):
        return Unreadable(say("questions.unreadable"))
    if still_open := sum(raw[key] is None for key in items):
        return Unreadable(say("questions.sort_all", open=still_open, count=len(items)))
    if not all(isinstance(raw[key], str) and raw[key] in numbers for key in items):
        return Unreadable(say("questions.unreadable"))
    return tuple(numbers[raw[key]] for key in items)


def _fits(question: Classify, answer: Answer) -> bool:
    return len(answer) == len(question.items) and are_numbers(answer, len(question.places))


def _grade(question: Classify, variant: Variant, answer: Answer) -> Grade:
    right, count = _right(question, answer), len(question.items)
    score = _score(question, answer)
    arithmetic = say(f"questions.arithmetic_sort_{question.scoring}", right=right, count=count, score=f"{score:.2g}")
    remarks = tuple(_remark(question, number, answer[number]) for number in variant.order)
    return Grade(score, right == count, arithmetic, remarks)


def _right(question: Classify, answer: Answer) -> int:
    return sum(item.accepts(question.places[n]) for item, n in zip(question.items, answer, strict=True))


def _score(question: Classify, answer: Answer) -> float:
    """The share of items in a place of theirs, decoys that are put nowhere among them."""
    share = _right(question, answer) / max(len(question.items), 1)
    return share if question.scoring == "each" else float(share == 1)


def _remark(question: Classify, number: int, place: int) -> Remark:
    item, name, labels = question.items[number], question.places[place], question.labels
    if item.accepts(name):
        return Remark("right", item.text, labels[place], item.feedback)
    said = say("questions.sorted_wrong", chosen=labels[place], right=_where(question, item))
    return Remark("wrong", item.text, said, item.instead.get(name, item.feedback))


def _where(question: Classify, item: SortItem) -> str:
    named = zip(question.places, question.labels, strict=True)
    return " / ".join(label for place, label in named if item.accepts(place))


def _rule(question: Classify) -> str:
    return say(f"questions.rule_sort_{question.scoring}")


def _examples(question: Classify, variant: Variant) -> Examples:
    key, hopeless = _places_of(question, right=True), _places_of(question, right=False)
    slips = [(*key[:n], place, *key[n + 1 :]) for n, place in enumerate(hopeless)]
    half_done = {**_raw(question, variant, key), key_of(0, variant): None}
    graded = (_example(question, variant, answer) for answer in [key, *slips, hopeless])
    return Examples.of(graded, (None, {}, [], "?", 0, half_done))


def _places_of(question: Classify, *, right: bool) -> Answer:
    """Each item in the first place where it belongs, or in the first where it does not."""
    named = list(enumerate(question.places))
    return tuple(next((n for n, place in named if item.accepts(place) == right), 0) for item in question.items)


def _example(question: Classify, variant: Variant, answer: Answer) -> Example:
    return Example(_raw(question, variant, answer), _score(question, answer))


def _raw(question: Classify, variant: Variant, answer: Answer) -> dict[str, str]:
    return {key_of(number, variant): place_key(place, variant) for number, place in enumerate(answer)}


def _notes(question: Classify) -> Iterator[Remark]:
    """What is said of each item where it belongs, and in each other place that has words of its own."""
    labels = dict(zip(question.places, question.labels, strict=True))
    for item in question.items:
        yield Remark("right", item.text, _where(question, item), item.feedback)
        yield from (Remark("wrong", item.text, labels[place], text) for place, text in item.instead.items())


KIND = Kind(
    "classify",
    Classify,
    shuffled=_shuffled,
    form=_form,
    parse=_parse,
    fits=_fits,
    grade=_grade,
    rule=_rule,
    examples=_examples,
    notes=_notes,
)
