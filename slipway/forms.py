"""What may be asked, as data: a question kind or a lab says what to ask, and whoever draws it knows how."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to pick; the key tells nothing about the answer."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Pick:
    """Exactly one of the choices; submitted as its key."""

    name: str
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class PickMany:
    """Any number of the choices; submitted as a list of keys."""

    name: str
    label: str
    choices: tuple[Choice, ...]


Field = Pick | PickMany
