"""Runs in operations, kept as long as somebody may look at them again."""

from collections import OrderedDict
from dataclasses import dataclass

import streamlit as st

from slipway.content.challenge import Bet, Challenge
from slipway.labs.prove_challenge import missed
from slipway.labs.tempted import tempted
from slipway.operations.subject import Subject, Trial
from slipway.operations.subjects import SUBJECTS
from slipway.progress import Progress, silent
from slipway.ui.operate_link import OperateLink

_MOST_KEPT = 48


@dataclass(frozen=True, slots=True)
class Operated:
    """A run with what it was: the plan in full, the limits that it misses, its score and par; None in a sandbox.

    `because` is why it goes wrong, where its author foresaw it.
    """

    plan: str
    trial: Trial
    limits: int
    missed: tuple[str, ...]
    score: float | None
    par: float | None
    because: str = ""

    def outcome(self, bet: Bet) -> str:
        """The true answer to a bet, of `operate_link.ANSWERS`."""
        if bet == "bottleneck":
            return self.trial.bottleneck
        if not self.missed:
            return "all"
        return "none" if len(self.missed) == self.limits else "some"


def plan_of(challenge: Challenge, link: OperateLink) -> str:
    """The link's plan, or the challenge's start; raises ValueError for one that cannot be read."""
    subject = SUBJECTS[challenge.subject]
    return subject.text(*subject.read(link.plan or challenge.start))


def operate(challenge: Challenge, link: OperateLink, progress: Progress = silent) -> Operated:
    """Run what the link says; raises ValueError for a part that would not do."""
    subject = SUBJECTS[challenge.subject]
    plan = plan_of(challenge, link)
    if not challenge.goals:
        situation, seed = link.situation or challenge.situation, link.seed or challenge.seed
        return Operated(plan, _tried(subject, situation, plan, seed, progress), 0, (), None, None)
    trial = _tried(subject, challenge.situation, plan, challenge.seed, progress)
    best = _tried(subject, challenge.situation, challenge.solution, challenge.seed, progress)
    broken = missed(challenge, trial.measures)
    return Operated(
        plan,
        trial,
        len(challenge.goals),
        broken,
        trial.measures[challenge.score],
        best.measures[challenge.score],
        tempted(challenge, subject, plan, broken),
    )


def _tried(subject: Subject, situation: str, plan: str, seed: int, progress: Progress) -> Trial:
    """Kept by hand: what is cached by Streamlit cannot show how far it is."""
    kept, asked = _kept(), (subject.name, situation, plan, seed)
    found = kept.get(asked)
    if found is None:
        found = kept[asked] = subject.try_out(situation, plan, seed, progress)
        while len(kept) > _MOST_KEPT:
            kept.popitem(last=False)
    return found


@st.cache_resource(show_spinner=False)
def _kept() -> OrderedDict[tuple[str, str, str, int], Trial]:
    return OrderedDict()
