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


@dataclass(frozen=True, slots=True)
class Sort:
    """Each item into one of the categories; submitted as item key to category key, None where it is open."""

    name: str
    label: str
    items: tuple[Choice, ...]
    categories: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """The items in order; submitted as a list of keys. Where `leaving_out`, not all of them need be in it."""

    name: str
    label: str
    items: tuple[Choice, ...]
    leaving_out: bool


@dataclass(frozen=True, slots=True)
class Number:
    """A number, in `unit` where there is one; submitted as typed."""

    name: str
    label: str
    unit: str


Field = Pick | PickMany | Sort | Order | Number
