"""Whether a plan makes a mistake that the challenge's author foresaw."""

from typing import Any

from slipway.content.challenge import Challenge
from slipway.labs.turned import base_of
from slipway.operations.subject import Subject


def tempted(challenge: Challenge, subject: Subject, plan: str, missed: tuple[str, ...]) -> str:
    """Why such a plan goes wrong; empty where it is no such plan.

    The same mistake has the same way, misses the same limits, and turns the same settings from the start: figures in
    the same direction, all else to the same choice.
    """
    for each in challenge.tempting:
        if missed and set(each.misses) == set(missed) and _turned(challenge, subject, plan, each.plan):
            return each.because
    return ""


def _turned(challenge: Challenge, subject: Subject, plan: str, foreseen: str) -> bool:
    way, settings = subject.read(plan)
    other, meant = subject.read(foreseen)
    if way != other:
        return False
    base = base_of(challenge, subject, way)
    fields = [knob.field for knob in subject.ways[way].knobs]
    return all(_alike(*(getattr(each, field) for each in (base, settings, meant))) for field in fields)


def _alike(base: Any, mine: Any, meant: Any) -> bool:
    """Whether two values depart from a third in the same sense."""
    if all(isinstance(each, int | float) and not isinstance(each, bool) for each in (base, mine, meant)):
        return bool(((mine > base) - (mine < base)) == ((meant > base) - (meant < base)))
    return bool(mine == meant)
