"""Why a defect was caught or not, said from what happened: what failed, how often the line ran, who answered what."""

from collections.abc import Sequence

from slipway.labs.almost_done.trial import Answer, Answers, Trial
from slipway.labs.checks import Verdict
from slipway.words import say


def reason(trial: Trial) -> str:
    """Both kinds of test explained, then what the defect would do to people."""
    defect, answers = trial.defect, trial.answers
    if defect is None or answers is None:
        return ""
    on_fake, on_sqlite = trial.ran
    sides = (
        _caught("unit", trial.unit) or _unseen_by_unit(on_fake, answers),
        _caught("integration", trial.integration) or _not_asked("integration", on_sqlite, answers.sqlite),
        say(f"unitlab.note_{defect.key}"),
    )
    return "\n".join(f"- {side}" for side in sides)


def _caught(kind: str, verdicts: Sequence[Verdict]) -> str:
    """The first test that failed, if any did."""
    failed = next((verdict for verdict in verdicts if not verdict.passed), None)
    if failed is None:
        return ""
    return say(f"unitlab.caught_{kind}", test=failed.name, line=failed.line, said=failed.message)


def _unseen_by_unit(ran: int, answers: Answers) -> str:
    if not ran:
        return say("unitlab.never_ran")
    if answers.fake.right == answers.fake.got:
        return say("unitlab.fake_hides", times=ran, fake=answers.fake.got, sqlite=answers.sqlite.got)
    return _not_asked("unit", ran, answers.fake)


def _not_asked(kind: str, ran: int, answer: Answer) -> str:
    return say(f"unitlab.not_asked_{kind}", times=ran, right=answer.right, got=answer.got)
