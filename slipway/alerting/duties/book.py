"""By the book: a runbook for each alert, followed to the letter."""

from dataclasses import dataclass
from typing import Literal

from slipway.alerting.drill import DEEDS, Evening, Move
from slipway.alerting.drill_book import Book, follow
from slipway.alerting.duty import Duty
from slipway.alerting.runbook import Deed
from slipway.knob import Knob

Step = Deed | Literal["nothing"]
_STEPS: tuple[Step, ...] = ("nothing", *DEEDS)


@dataclass(frozen=True, slots=True)
class BookSettings:
    """For each alert what is done first, and what is done next if it still fires `wait_min` after that was done."""

    errors_first: Step = "nothing"
    errors_next: Step = "nothing"
    slow_first: Step = "nothing"
    slow_next: Step = "nothing"
    memory_first: Step = "nothing"
    memory_next: Step = "nothing"
    payments_first: Step = "nothing"
    payments_next: Step = "nothing"
    sales_first: Step = "nothing"
    sales_next: Step = "nothing"
    wait_min: int = 5

    def runbooks(self) -> Book:
        """By the names of the alerts; those about which nothing is done are left out."""
        pages = {
            "ErrorsHigh": (self.errors_first, self.errors_next),
            "AnswersSlow": (self.slow_first, self.slow_next),
            "MemoryRunsOut": (self.memory_first, self.memory_next),
            "PaymentsSlow": (self.payments_first, self.payments_next),
            "SalesGone": (self.sales_first, self.sales_next),
        }
        deeds = {alert: tuple(step for step in steps if step != "nothing") for alert, steps in pages.items()}
        return Book({alert: steps for alert, steps in deeds.items() if steps}, self.wait_min)


def moves(settings: BookSettings, evening: Evening) -> tuple[Move, ...]:
    """What whoever is called does."""
    return follow(evening, settings.runbooks())


_FIELDS = ("errors", "slow", "memory", "payments", "sales")
DUTY = Duty(
    "book",
    BookSettings(),
    (
        *(Knob(f"{name}_{which}", "choice", choices=_STEPS) for name in _FIELDS for which in ("first", "next")),
        Knob("wait_min", "whole", "min", most=60),
    ),
    moves,
)
