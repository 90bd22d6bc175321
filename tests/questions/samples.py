"""Questions to test with: built from the letters of their right options."""

from dataclasses import asdict
from typing import Any

from slipway.pipeline.placement.level import Goals, Level
from slipway.questions import KINDS
from slipway.questions.caught import Arrangement, Caught, CaughtIn
from slipway.questions.classify import Category, Classify, SortItem
from slipway.questions.contest import Named
from slipway.questions.kind import Variant
from slipway.questions.multiple import Multiple, Scoring
from slipway.questions.numeric import Mistake, Numeric
from slipway.questions.operated import Operated
from slipway.questions.option import Option
from slipway.questions.order import Decoy, Ordering, Step
from slipway.questions.shipped import Shipped
from slipway.questions.single import Single
from tests.pipeline.placement.grounds import check, grounds, hazard

STRAIGHT = Variant(seed=7, order=(0, 1, 2, 3, 4))


def straight(question: Any) -> Variant:
    """The view of a question in which everything stands as in its file."""
    return Variant(seed=7, order=tuple(range(KINDS[question.kind].shuffled(question))))


def as_written(value: Any) -> Any:
    """A question as its file has it: lists, groups of fields, and nothing but texts in them."""
    if isinstance(value, dict):
        return {name: as_written(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [as_written(inner) for inner in value]
    return as_written(asdict(value)) if hasattr(value, "__dataclass_fields__") else str(value)


def options(right: str, count: int = 5) -> tuple[Option, ...]:
    """`count` options A, B, C, …, those named in `right` being right."""
    letters = "ABCDEFGHIJKL"[:count]
    return tuple(Option(letter, letter in right, f"about {letter}") for letter in letters)


def single(right: str = "B", count: int = 5) -> Single:
    return Single(id="q", objectives=("o",), prompt="?", explanation="!", kind="single", options=options(right, count))


def multiple(right: str = "AB", count: int = 5, scoring: Scoring = "net") -> Multiple:
    return Multiple(
        id="q",
        objectives=("o",),
        prompt="?",
        explanation="!",
        kind="multiple",
        options=options(right, count),
        scoring=scoring,
    )


def classify(places: str = "s b t b/t -", scoring: Any = "each") -> Classify:
    """Items A, B, C, … that belong in the categories named, `-` being none; source, build and test are there."""
    categories = tuple(Category(name, name.title()) for name in ("source", "build", "test"))
    of = {"s": "source", "b": "build", "t": "test"}
    items = tuple(
        SortItem(letter, tuple(of[name] for name in place.split("/") if name in of), f"about {letter}")
        for letter, place in zip("ABCDEFGHIJKL", places.split(), strict=False)
    )
    return Classify(
        id="q",
        objectives=("o",),
        prompt="?",
        explanation="!",
        kind="classify",
        categories=categories,
        items=items,
        scoring=scoring,
    )


def ordering(after: str = "- a b c d", decoys: str = "", scoring: Any = "dag") -> Ordering:
    """Steps a, b, c, …, each after those named, `-` being none; decoys named by their letters."""
    steps = tuple(
        Step(letter, f"about {letter}", letter, tuple(name for name in names if name != "-"))
        for letter, names in zip("abcdefghijkl", after.split(), strict=False)
    )
    return Ordering(
        id="q",
        objectives=("o",),
        prompt="?",
        explanation="!",
        kind="order",
        steps=steps,
        decoys=tuple(Decoy(letter, f"about {letter}") for letter in decoys),
        scoring=scoring,
    )


def numeric(answer: float = 1500, **more: Any) -> Numeric:
    """A number to find, with a typical mistake at twice the answer."""
    slip = Mistake(2 * answer, 2 * answer, "twice")
    return Numeric(
        id="q",
        objectives=("o",),
        prompt="?",
        explanation="!",
        kind="numeric",
        answer=answer,
        feedback="right",
        otherwise="no",
        **{"mistakes": (slip,), **more},
    )


def level(unit: float = 0.6, integration: float = 0.5) -> Level:
    """Two tests that find these shares of faulty logic, and one hazard of that kind."""
    checks = (check("unit", finds={"logic": unit}), check("whole", finds={"logic": integration}, needs=("database",)))
    facts = grounds(*checks, hazards=(hazard(),))
    return Level("small", "T", "S", 1, facts, Goals(), solution={}, tempting=(), put={})


def caught(put: dict[str, str] | None = None) -> Caught:
    """Where is the hazard of the level `small` caught? As its author writes it."""
    arrangement = Arrangement("Theirs", {"unit": "build", "whole": "beta"} if put is None else put)
    return Caught(
        id="q",
        objectives=("o",),
        prompt="?",
        explanation="!",
        kind="caught",
        level="small",
        arrangements=(arrangement,),
    )


def caught_in(facts: Level, put: dict[str, str] | None = None) -> CaughtIn:
    """The same with its level."""
    found = caught(put).given({"small": facts})
    assert found is not None
    return found


def answer(letters: str) -> tuple[int, ...]:
    """Option numbers of these letters."""
    return tuple(sorted("ABCDEFGHIJKL".index(letter) for letter in letters))


def shipped(**fields: Any) -> Shipped:
    return Shipped(
        **{
            "id": "q",
            "objectives": ("o",),
            "prompt": "?",
            "explanation": "!",
            "kind": "shipped",
            "releases": (Named("errors", "errors"), Named("crash", "a crash")),
            "plans": (Named("all_at_once", "all at once"), Named("canary", "a canary")),
            "profile": "quiet",
            **fields,
        }
    )


def operated(**fields: Any) -> Operated:
    """Instances that are there, or a scaler, when the traffic rises."""
    return Operated(
        **{
            "id": "q",
            "objectives": ("o",),
            "prompt": "?",
            "explanation": "!",
            "kind": "operated",
            "subject": "scaling",
            "measure": "slow_min",
            "situations": (Named("evening", "An evening"), Named("spike", "A spike")),
            "plans": (Named("fixed;instances=2", "two"), Named("fixed;instances=20", "twenty")),
            **fields,
        }
    )


SAMPLES: dict[str, Any] = {
    "shipped": shipped(),
    "operated": operated(),
    "caught": caught_in(level()),
    "single": single(),
    "multiple": multiple(),
    "classify": classify(),
    "order": ordering(),
    "numeric": numeric(),
}
