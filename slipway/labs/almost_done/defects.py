"""The defects that can be planted: which class has it, in which method, and on which question it shows."""

from collections.abc import Callable
from dataclasses import dataclass

from slipway.labs.almost_done import planted
from slipway.labs.almost_done.fakes import UnreachableFake
from slipway.labs.almost_done.samples import watch
from slipway.labs.almost_done.service import AlmostDone
from slipway.labs.almost_done.watch import Rows

Ask = Callable[[AlmostDone, AlmostDone], list[str]]
"""A question to the code: saves something with the first, asks the second, as two requests would."""


@dataclass(frozen=True, slots=True)
class Defect:
    """A class with one wrong method, and a question that is answered wrongly because of it."""

    key: str
    planted: type
    method: str
    ask: Ask

    @property
    def healthy(self) -> type:
        """The class as it should be."""
        return self.planted.__mro__[1]


def _one(share_pct: int, credits_s: int = 0) -> Ask:
    def ask(almost: AlmostDone, again: AlmostDone) -> list[str]:
        almost.watched(watch("Metropolis", share_pct, credits_s=credits_s))
        return again.reminders("ana")

    return ask


def _several(*titles: str) -> Ask:
    def ask(almost: AlmostDone, again: AlmostDone) -> list[str]:
        for number, title in enumerate(titles):
            almost.watched(watch(title, 90, later_s=20 * number))
        return again.reminders("ana")

    return ask


def _twice(almost: AlmostDone, again: AlmostDone) -> list[str]:
    almost.watched(watch("Metropolis", 30))
    almost.watched(watch("Metropolis", 90, later_s=3600))
    return again.reminders("ana")


def _cut_off(almost: AlmostDone, again: AlmostDone) -> list[str]:
    return type(almost)(UnreachableFake(Rows())).reminders("ana")


_TWO = _several("Metropolis", "Nosferatu")

DEFECTS = (
    Defect("after-eighty", planted.AfterEighty, "is_almost_done", _one(80)),
    Defect("swapped-columns", planted.SwappedColumns, "insert", _one(93)),
    Defect("finished-too", planted.FinishedToo, "is_almost_done", _one(100)),
    Defect("no-commit", planted.NoCommit, "insert", _one(93)),
    Defect("one-too-few", planted.OneTooFew, "shortened", _several("Faust", "Metropolis", "Nosferatu")),
    Defect("null-hidden", planted.NullHidden, "of", _one(93)),
    Defect("oldest-first", planted.OldestFirst, "newest_first", _TWO),
    Defect("insert-twice", planted.InsertTwice, "watched", _twice),
    Defect("seconds-lost", planted.SecondsLost, "to_row", _TWO),
    Defect("no-fallback", planted.NoFallback, "reminders", _cut_off),
    Defect("store-order", planted.StoreOrder, "newest_first", _TWO),
    Defect("other-case", planted.OtherCase, "create", _several("Emma", "EMMA")),
    Defect("credits-counted", planted.CreditsCounted, "is_almost_done", _one(95, credits_s=600)),
)
BY_KEY = {defect.key: defect for defect in DEFECTS}
