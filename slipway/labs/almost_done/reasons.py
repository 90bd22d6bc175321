"""Why a defect was caught or not, said from what happened: what failed, how often the line ran, who answered what."""

from collections.abc import Sequence

from slipway.labs.almost_done.trial import Answers, Trial
from slipway.labs.checks import Verdict
from slipway.words import say


def reason(trial: Trial) -> str:
    """Both kinds of test explained, then what the defect would do to people."""
    defect, answers = trial.defect, trial.answers
    if defect is None or answers is None:
        return ""
    on_fake, on_sqlite = trial.ran
    sides = (
        _side("unit", trial.unit, on_fake, answers.healthy_fake, answers.planted_fake, answers),
        _side("integration", trial.integration, on_sqlite, answers.healthy_sqlite, answers.planted_sqlite, answers),
        say(f"unitlab.note_{defect.key}"),
    )
    return "\n".join(f"- {side}" for side in sides)


def _side(kind: str, verdicts: Sequence[Verdict], ran: int, right: str, got: str, answers: Answers) -> str:
    failed = [verdict for verdict in verdicts if not verdict.passed]
    if failed:
        return say(f"unitlab.caught_{kind}", test=failed[0].name, line=failed[0].line, said=failed[0].message)
    if not ran:
        return say("unitlab.never_ran")
    if right == got:
        return say("unitlab.fake_hides", times=ran, fake=got, sqlite=answers.planted_sqlite)
    return say(f"unitlab.not_asked_{kind}", times=ran, right=right, got=got)
