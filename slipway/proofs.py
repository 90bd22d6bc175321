"""Everything that content claims and only engines and labs can show, claim by claim: some take a second or more."""

from collections.abc import Iterator
from functools import partial

from slipway.content.challenge import LoadedChallenge
from slipway.content.lesson import LabPart, LocatedPart
from slipway.content.library import Library
from slipway.content.problem import Problem
from slipway.content.prove import Proof, proofs_of_content
from slipway.labs import LABS
from slipway.labs.prove import prove_lab
from slipway.labs.prove_challenge import prove_challenge
from slipway.operations.subjects import SUBJECTS
from slipway.questions.proof import prove_question


def proofs(library: Library) -> Iterator[Proof]:
    """The quick ones first. Each depends on its arguments alone and can be sent to another process."""
    yield from (partial(_lab, located) for located in library.located if isinstance(located.part, LabPart))
    yield from proofs_of_content(library)
    yield from (partial(prove_question, question) for question in library.loaded_questions)
    yield from (partial(_challenge, challenge) for challenge in library.loaded_challenges)


def proven(library: Library) -> Iterator[Problem]:
    """What all of them find, one after the other."""
    for proof in proofs(library):
        yield from proof()


def outcome(proof: Proof) -> list[Problem]:
    """What it finds; nothing where the claim holds."""
    return list(proof())


def _lab(located: LocatedPart) -> Iterator[Problem]:
    return prove_lab(LABS, located)


def _challenge(challenge: LoadedChallenge) -> Iterator[Problem]:
    return prove_challenge(SUBJECTS, challenge)
