"""A runbook, and somebody on call who follows it to the letter."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from slipway.alerting.drill import Drilled, Evening, Move, play
from slipway.alerting.event import Event
from slipway.alerting.runbook import Deed
from slipway.alerting.site import MINUTE_S

ANSWERS_MIN = 2
"""How long it takes until whoever is called has read the runbook; an assumption of ours."""


@dataclass(frozen=True)
class Book:
    """For each alert what is done, one thing after the other while it fires, with `wait_min` after each."""

    deeds: Mapping[str, tuple[Deed, ...]]
    wait_min: int


def follow(evening: Evening, book: Book) -> tuple[Move, ...]:
    """The moves that it leads to."""
    moves: list[Move] = []
    free_min = 0
    known_s = dict.fromkeys(book.deeds, evening.begins_s)
    while alert := _next_alert(play(evening, moves), book, known_s):
        begins_min = max(ceil((alert.at_s - evening.begins_s) / MINUTE_S) + ANSWERS_MIN, free_min)
        free_min = _handled(evening, moves, alert.name, book, begins_min)
        known_s[alert.name] = max(evening.at_s(free_min), alert.at_s + 1)
    return tuple(moves)


def _next_alert(drilled: Drilled, book: Book, known_s: Mapping[str, float]) -> Event | None:
    """The first one that the book speaks of, and that nobody has answered yet."""
    return next(
        (
            each
            for each in drilled.alerts()
            if each.name in book.deeds and each.state == "firing" and each.at_s >= known_s[each.name]
        ),
        None,
    )


def _handled(evening: Evening, moves: list[Move], alert: str, book: Book, begins_min: int) -> int:
    """Do one thing after the other until the alert ends; the minute from which on somebody has time again."""
    at_min = begins_min
    for deed in book.deeds[alert]:
        if at_min >= evening.lasts_min or not play(evening, moves).is_firing(alert, evening.at_s(at_min)):
            break
        moves.append(Move(at_min, deed))
        at_min = moves[-1].until_min + book.wait_min
    return at_min
