"""What learners do that is noted beside their answers: each deed as the store keeps it, a subject and a word."""

from slipway.assessment.progress import Deed
from slipway.store import Mark

_OPENED, _BET, _DONE, _SOLVED, _RAN = "opened", "bet", "done", "solved", "ran"


def opened_lesson(lesson_id: str) -> Deed:
    """A lesson was opened."""
    return f"lesson:{lesson_id}", _OPENED


def opened_replay(scenario_id: str) -> Deed:
    """A scenario was played; the mark's detail has the address."""
    return f"replay:{scenario_id}", _OPENED


def placed_bet(part_id: str) -> Deed:
    """A bet was placed in a lesson; the mark's detail has the guess."""
    return f"predict:{part_id}", _BET


def did_task(task_id: str) -> Deed:
    """A lesson's task was brought about."""
    return f"task:{task_id}", _DONE


def solved_level(level_id: str) -> Deed:
    """A placement level was solved; the mark's detail has the points."""
    return f"level:{level_id}", _SOLVED


def solved_challenge(challenge_id: str) -> Deed:
    """A challenge was solved; the mark's detail has the best score and its plan."""
    return f"challenge:{challenge_id}", _SOLVED


def ran_lab(lab: str) -> Deed:
    """A lab was run; the mark's detail has the runs that reached something."""
    return f"lab:{lab}", _RAN


def deed_of(mark: Mark) -> Deed:
    """The deed that a mark notes."""
    return mark.subject, mark.what
