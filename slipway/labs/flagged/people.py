"""A thousand people, four of whom one knows by name."""

from dataclasses import dataclass

COUNT = 1_000
_REGIONS = ("eu", "eu", "us", "us", "asia")


@dataclass(frozen=True, slots=True)
class Person:
    """What a flag system is told about somebody; 40 of 100 are in the EU."""

    key: str
    region: str


NAMED = (Person("paulo", "eu"), Person("quinn", "us"), Person("noor", "eu"), Person("emma", "asia"))
PEOPLE = (
    *NAMED,
    *(Person(f"user-{n}", _REGIONS[n % len(_REGIONS)]) for n in range(len(NAMED) + 1, COUNT + 1)),
)
QUINN = NAMED[1]
