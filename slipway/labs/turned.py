"""What a learner has to turn to get from where a challenge begins to a plan."""

from typing import Any

from slipway.content.challenge import Challenge
from slipway.operations.subject import Subject


def offered(challenge: Challenge) -> tuple[str, ...]:
    """The ways that can be chosen."""
    return challenge.ways or (challenge.start.partition(";")[0],)


def base_of(challenge: Challenge, subject: Subject, way: str) -> Any:
    """The settings with which a way is found: the start's, or its own defaults where it is not the start's way."""
    first, settings = subject.read(challenge.start)
    return settings if way == first else subject.ways[way].settings


def turned(challenge: Challenge, subject: Subject, plan: str) -> list[str]:
    """The settings that differ from how the plan's way is found."""
    way, settings = subject.read(plan)
    base = base_of(challenge, subject, way)
    fields = [knob.field for knob in subject.ways[way].knobs]
    return [field for field in fields if getattr(settings, field) != getattr(base, field)]
