"""Questions to test with: built from the letters of their right options."""

from slipway.questions.kind import Variant
from slipway.questions.multiple import Multiple, Scoring
from slipway.questions.option import Option
from slipway.questions.single import Single

STRAIGHT = Variant(seed=7, order=(0, 1, 2, 3, 4))


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


def answer(letters: str) -> tuple[int, ...]:
    """Option numbers of these letters."""
    return tuple(sorted("ABCDEFGHIJKL".index(letter) for letter in letters))
