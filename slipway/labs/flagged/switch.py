"""A flag as somebody wants it, whatever system keeps it."""

from dataclasses import dataclass

NAME, OTHER_NAME = "almost-done", "almost-done-again"
PLAYER, PLAYER_PCT = "new-player", 50
SALT = "first"


@dataclass(frozen=True, slots=True)
class Switch:
    """`share_pct` of whom the rules leave; Quinn always; nobody without the new player; `on` is the kill switch."""

    share_pct: int
    name: str = NAME
    eu_only: bool = False
    quinn_always: bool = False
    needs_player: bool = False
    on: bool = True
