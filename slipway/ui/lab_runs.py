"""A learner's runs of a lab: computed once, and noted where they reach part of the goal."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from slipway.labs import LABS
from slipway.labs.choices import as_text, from_text
from slipway.labs.lab import Lab, Played, Result
from slipway.store import Store
from slipway.ui.deeds import deed_of, ran_lab

MOST_CHARACTERS = 3_000
"""Of runs that are kept for a lab; a progress file takes no more than 4,000 characters for a mark."""


def run_lab(lab: Lab, text: str) -> Result:
    """The result of the choices that a text stands for."""
    return _run(lab.name, text)


@lru_cache(maxsize=512)
def _run(name: str, text: str) -> Result:
    lab = LABS[name]
    return lab.run(from_text(lab, text), lab.seed)


@dataclass(frozen=True, slots=True)
class KeptRuns:
    """Runs that reached something, oldest first, and all that was ever reached."""

    runs: tuple[str, ...]
    reached: frozenset[str]


def kept_runs(store: Store, learner: str, lab: Lab) -> KeptRuns:
    """What was noted; it may come from a file that somebody wrote, so it is read with care."""
    marks = store.marks(learner)
    detail = next((m.detail for m in marks if deed_of(m) == ran_lab(lab.name)), {})
    runs = tuple(as_text(from_text(lab, run)) for run in _texts(detail.get("runs")))
    return KeptRuns(runs, frozenset(_texts(detail.get("reached"))))


def keep_run(store: Store, learner: str, lab: Lab, text: str) -> None:
    """Note a run that reaches part of the goal; those that no longer matter, and then the oldest, make room for it."""
    new = run_lab(lab, text).reached
    if not new:
        return
    kept = kept_runs(store, learner, lab)
    runs = _that_matter(lab, [*(run for run in kept.runs if run != text), text])
    while sum(map(len, runs)) > MOST_CHARACTERS:
        runs.pop(0)
    store.mark(learner, *ran_lab(lab.name), {"runs": runs, "reached": sorted(kept.reached | new)})


def _that_matter(lab: Lab, runs: list[str]) -> list[str]:
    """Without the runs, oldest first, that change neither what is reached nor the score: each takes time to play."""
    wanted = _standing(lab, runs)
    for run in [*runs]:
        others = [other for other in runs if other != run]
        if _standing(lab, others) == wanted:
            runs = others
    return runs


def _standing(lab: Lab, runs: list[str]) -> tuple[int, frozenset[str]]:
    played = [Played(from_text(lab, run), run_lab(lab, run)) for run in runs]
    return lab.goal.score(played), frozenset[str]().union(*(each.result.reached for each in played))


def _texts(given: Any) -> list[str]:
    return [text for text in given if isinstance(text, str)] if isinstance(given, list) else []
