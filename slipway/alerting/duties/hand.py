"""By hand: every move as somebody made it."""

from dataclasses import dataclass

from slipway.alerting.drill import Evening, Move, read_moves
from slipway.alerting.duty import Duty
from slipway.knob import Knob

_MOST = 60


@dataclass(frozen=True, slots=True)
class HandSettings:
    """Moves as `drill.read_moves` takes them."""

    moves: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        read_moves(self.moves)


def moves(settings: HandSettings, evening: Evening) -> tuple[Move, ...]:
    """Those that begin while on call."""
    return tuple(move for move in read_moves(settings.moves) if move.at_min < evening.lasts_min)


DUTY = Duty("hand", HandSettings(), (Knob("moves", "words", most=_MOST),), moves)
