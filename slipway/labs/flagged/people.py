"""A thousand people, four of whom one knows by name."""

from dataclasses import dataclass

COUNT = 1_000
REGIONS = ("eu", "us", "asia")
_LIVES = ("eu", "us", "eu", "asia", "us")


@dataclass(frozen=True, slots=True)
class Person:
    """What a flag system is told about somebody."""

    key: str
    region: str


NAMED = (Person("paulo", "eu"), Person("quinn", "us"), Person("noor", "eu"), Person("emma", "asia"))
PEOPLE = (
    *NAMED,
    *(Person(f"user-{n}", _LIVES[(n - 1) % len(_LIVES)]) for n in range(len(NAMED) + 1, COUNT + 1)),
)
QUINN = NAMED[1]
