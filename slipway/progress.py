"""How far something slow is, for whoever wants to show it."""

from collections.abc import Callable

Progress = Callable[[float], None]
"""Told now and then what share is done, from 0 to 1; what it raises ends the run."""


def silent(share: float) -> None:
    """For those who do not want to know."""
