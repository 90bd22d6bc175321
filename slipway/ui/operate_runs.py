"""Runs in operations, kept as long as somebody may look at them again."""

from dataclasses import dataclass

import streamlit as st

from slipway.content.challenge import Bet, Challenge
from slipway.labs.prove_challenge import missed
from slipway.labs.tempted import tempted
from slipway.operations.subject import Subject, Trial
from slipway.operations.subjects import SUBJECTS
from slipway.ui.operate_link import OperateLink


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


def operate(challenge: Challenge, link: OperateLink) -> Operated:
    """Run what the link says; raises ValueError for a part that would not do."""
    subject = SUBJECTS[challenge.subject]
    plan = plan_of(challenge, link)
    if not challenge.goals:
        situation, seed = link.situation or challenge.situation, link.seed or challenge.seed
        return Operated(plan, _tried(subject, situation, plan, seed), 0, (), None, None)
    trial = _tried(subject, challenge.situation, plan, challenge.seed)
    best = _tried(subject, challenge.situation, challenge.solution, challenge.seed)
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


def _tried(subject: Subject, situation: str, plan: str, seed: int) -> Trial:
    return _kept(subject.name, situation, plan, seed)


@st.cache_resource(max_entries=48, show_spinner=False)
def _kept(subject: str, situation: str, plan: str, seed: int) -> Trial:
    return SUBJECTS[subject].try_out(situation, plan, seed)
