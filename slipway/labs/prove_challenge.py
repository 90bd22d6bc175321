"""What a challenge claims is played: its names lead somewhere, its solution solves it, what tempts goes wrong."""

from collections.abc import Iterable, Iterator, Mapping

from slipway.content.challenge import Challenge, LoadedChallenge
from slipway.content.problem import Problem, nearest
from slipway.content.source import Loc
from slipway.content.typed import one_of
from slipway.labs.practices import PRACTICES
from slipway.labs.turned import offered, turned
from slipway.operations.subject import Subject


def prove_challenge(subjects: Mapping[str, Subject], loaded: LoadedChallenge) -> Iterator[Problem]:
    """One challenge; it is played only if all its names are known."""
    challenge = loaded.challenge
    subject = subjects.get(challenge.subject)
    if subject is None:
        yield _unknown(loaded, ("subject",), challenge.subject, subjects)
        return
    problems = [*_names(loaded, subject), *_plans(loaded, subject)]
    problems = problems or [*_reached(loaded, subject)]
    yield from problems or _played(loaded, subject)


def missed(challenge: Challenge, measures: Mapping[str, float]) -> tuple[str, ...]:
    """The measures whose limits a run does not keep."""
    return tuple(limit.measure for limit in challenge.goals if not limit.holds(measures[limit.measure]))


def _names(loaded: LoadedChallenge, subject: Subject) -> Iterator[Problem]:
    challenge = loaded.challenge
    measures = [measure.name for measure in subject.measures]
    knobs = sorted({knob.field for way in subject.ways.values() for knob in way.knobs})
    yield from _known(loaded, ("situation",), challenge.situation, subject.situations)
    for number, limit in enumerate(challenge.goals):
        yield from _known(loaded, ("goals", number, "measure"), limit.measure, measures)
    if challenge.score:
        yield from _known(loaded, ("score",), challenge.score, measures)
    for number, knob in enumerate(challenge.knobs):
        yield from _known(loaded, ("knobs", number), knob, knobs)
    for number, way in enumerate(challenge.ways):
        yield from _known(loaded, ("ways", number), way, subject.ways)
    for number, practice in enumerate(challenge.shows):
        yield from _known(loaded, ("shows", number), practice, PRACTICES)
    if challenge.bet == "bottleneck" and challenge.subject != "performance":
        yield loaded.tree.problem(("bet",), f"there are no places to be full in {challenge.subject}", "limits")
    limited = [limit.measure for limit in challenge.goals]
    for number, tempting in enumerate(challenge.tempting):
        for which, measure in enumerate(tempting.misses):
            yield from _known(loaded, ("tempting", number, "misses", which), measure, limited)


def _plans(loaded: LoadedChallenge, subject: Subject) -> Iterator[Problem]:
    for loc, plan in plans(loaded.challenge):
        try:
            subject.read(plan)
        except ValueError as error:
            yield loaded.tree.problem(loc, str(error))


def plans(challenge: Challenge) -> Iterator[tuple[Loc, str]]:
    """Every plan that a challenge speaks of, and where."""
    yield ("start",), challenge.start
    yield ("solution",), challenge.solution
    for number, tempting in enumerate(challenge.tempting):
        yield ("tempting", number, "plan"), tempting.plan


def _reached(loaded: LoadedChallenge, subject: Subject) -> Iterator[Problem]:
    """Whether learners can choose and turn all that leads to the plans; in a sandbox they can."""
    challenge = loaded.challenge
    if not challenge.goals:
        return
    ways = offered(challenge)
    for loc, plan in plans(challenge):
        way = plan.partition(";")[0]
        if way not in ways:
            yield loaded.tree.problem(loc, f"nobody can choose {way}", f"one of {', '.join(ways)}, or {way} in ways")
            continue
        hidden = [
            field for field in turned(challenge, subject, plan) if challenge.knobs and field not in challenge.knobs
        ]
        if hidden:
            yield loaded.tree.problem(
                loc, f"nobody can turn {', '.join(hidden)}", "plans that turn only what knobs names"
            )


def _played(loaded: LoadedChallenge, subject: Subject) -> Iterator[Problem]:
    challenge, tree = loaded.challenge, loaded.tree
    if not challenge.goals:
        return
    wanted: dict[Loc, tuple[str, ...] | None] = {("start",): None, ("solution",): ()} | {
        ("tempting", number, "plan"): each.misses for number, each in enumerate(challenge.tempting)
    }
    for loc, plan in plans(challenge):
        trial = subject.try_out(challenge.situation, plan, challenge.seed)
        found, expected = missed(challenge, trial.measures), wanted[loc]
        figures = ", ".join(f"{goal.measure} {trial.measures[goal.measure]:.4g}" for goal in challenge.goals)
        if expected is None and not found:
            yield tree.problem(loc, f"the start keeps every limit already ({figures})", "one that misses some")
        elif expected is not None and set(found) != set(expected):
            what = f"{plan} misses {', '.join(found) or 'nothing'} ({figures})"
            yield tree.problem(loc, what, ", ".join(expected) or "that it keeps every limit")


def _known(loaded: LoadedChallenge, loc: Loc, name: str, known: Iterable[str]) -> Iterator[Problem]:
    if name not in known:
        yield _unknown(loaded, loc, name, known)


def _unknown(loaded: LoadedChallenge, loc: Loc, name: str, known: Iterable[str]) -> Problem:
    names = [*known]
    return loaded.tree.problem(loc, f"there is no {name!r}", one_of(names), nearest(name, names))
