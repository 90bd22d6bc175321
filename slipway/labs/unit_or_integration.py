"""Lab: which kind of test catches a planted defect? Paulo's code under unit tests with a fake and under SQLite."""

from collections.abc import Sequence
from difflib import unified_diff
from functools import cache
from inspect import getsource
from textwrap import dedent

from slipway.forms import Choice, Pick, PickMany
from slipway.labs.almost_done.defects import BY_KEY, DEFECTS, Defect
from slipway.labs.almost_done.fakes import FAKES
from slipway.labs.almost_done.integration_tests import INTEGRATION_TESTS
from slipway.labs.almost_done.reasons import reason
from slipway.labs.almost_done.service import AlmostDone
from slipway.labs.almost_done.sqlite_store import SqliteStore
from slipway.labs.almost_done.trial import CELLS, Trial, try_out
from slipway.labs.almost_done.unit_tests import UNIT_TESTS
from slipway.labs.checks import Verdict
from slipway.labs.lab import Choices, Control, Goal, Lab, Played, Result
from slipway.panel import Cell, Panel, Source, Table, Words, code_of
from slipway.words import say

PAR = 4
_DIFF_HEAD = 3


def _title(defect: Defect) -> str:
    return say(f"unitlab.defect_{defect.key}")


def _cells() -> tuple[Choice, ...]:
    return tuple(Choice(cell, say(f"unitlab.cell_{cell}")) for cell in CELLS)


CONTROLS = (
    Control(
        PickMany("defects", say("unitlab.defects"), tuple(Choice(d.key, _title(d)) for d in DEFECTS)),
        (),
    ),
    Control(
        Pick("fake", say("unitlab.fake"), tuple(Choice(name, say(f"unitlab.fake_{name}")) for name in FAKES)),
        ("simple",),
    ),
)


def before(choices: Choices) -> tuple[Panel, ...]:
    """The planted lines, then the code, the tests and the fake as they are."""
    (fake,) = choices["fake"]
    return (
        *(_difference(BY_KEY[key]) for key in choices["defects"]),
        Source(say("unitlab.code"), code_of([AlmostDone, SqliteStore]), folded=True),
        Source(say("unitlab.unit_source"), code_of(UNIT_TESTS), folded=True),
        Source(say("unitlab.integration_source"), code_of(INTEGRATION_TESTS), folded=True),
        Source(say("unitlab.fake_source"), code_of([FAKES[fake]]), folded=True),
    )


def _difference(defect: Defect) -> Source:
    """The method as it should be and as it is, as a reviewer would see it."""
    old, new = (dedent(getsource(getattr(cls, defect.method))) for cls in (defect.healthy, defect.planted))
    lines = list(unified_diff(old.splitlines(), new.splitlines(), n=len(old), lineterm=""))[_DIFF_HEAD:]
    title = say("unitlab.planted_in", defect=_title(defect), place=f"{defect.healthy.__name__}.{defect.method}")
    return Source(title, "\n".join(lines), language="diff")


def bets(choices: Choices) -> tuple[Pick, ...]:
    """One prediction for each planted defect."""
    return tuple(Pick(key, say("unitlab.bet", defect=_title(BY_KEY[key])), _cells()) for key in choices["defects"])


@cache
def _trial(key: str, fake: str) -> Trial:
    """A trial comes out the same each time, so once is enough."""
    return try_out(BY_KEY.get(key), fake)


def run(choices: Choices, seed: int) -> Result:
    """Plant each defect by itself and run all tests; there is no luck in it."""
    (fake,) = choices["fake"]
    trials = [_trial(key, fake) for key in choices["defects"]] or [_trial("", fake)]
    cells = {trial.defect.key: trial.cell for trial in trials if trial.defect}
    return Result(cells, frozenset(cells.values()), (_matrix(trials), *(p for t in trials for p in _details(t))))


def _matrix(trials: Sequence[Trial]) -> Table:
    head = (say("unitlab.planted"), say("unitlab.unit"), say("unitlab.integration"))
    rows = tuple((Cell(_name(t)), _side(t.unit), _side(t.integration)) for t in trials)
    return Table(say("unitlab.matrix"), head, rows)


def _name(trial: Trial) -> str:
    return _title(trial.defect) if trial.defect else say("unitlab.nothing")


def _side(verdicts: Sequence[Verdict]) -> Cell:
    failed = [verdict.name for verdict in verdicts if not verdict.passed]
    if not failed:
        return Cell(say("unitlab.all_pass", count=len(verdicts)), "passed")
    return Cell(say("unitlab.some_fail", failed=len(failed), count=len(verdicts)), "failed")


def _details(trial: Trial) -> tuple[Panel, ...]:
    table = Table(
        say("unitlab.every_test", defect=_name(trial)),
        (say("unitlab.test"), say("unitlab.said"), say("unitlab.took")),
        tuple(
            _row(verdict, kind)
            for kind, verdicts in (("unit", trial.unit), ("integration", trial.integration))
            for verdict in verdicts
        ),
        folded=True,
    )
    return (Words(_name(trial), reason(trial)), table) if trial.defect else (table,)


def _row(verdict: Verdict, kind: str) -> tuple[Cell, ...]:
    said = Cell(say("unitlab.passes"), "passed")
    if not verdict.passed:
        said = Cell(say("unitlab.fails", line=verdict.line, said=verdict.message), "failed")
    took = "< 1" if verdict.took_ms < 1 else str(round(verdict.took_ms))
    return (Cell(say(f"unitlab.named_{kind}", test=verdict.name)), said, Cell(took))


def _score(history: Sequence[Played]) -> int:
    """How many different defects were planted."""
    return len({key for played in history for key in played.choices["defects"]})


LAB = Lab(
    name="unit-or-integration",
    controls=CONTROLS,
    before=before,
    bets=bets,
    run=run,
    goal=Goal(_cells(), PAR, _score),
)
