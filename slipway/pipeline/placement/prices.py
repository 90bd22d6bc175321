"""What each thing that can happen to a change adds to every figure: all figures are sums over these tables.

A change pays `base` in any case, `catch[:, d, k]` when the k-th test in line catches hazard d (the
last column: when none does), and `stop[:, k]` for each time the k-th test is red for no reason.
Since every figure is linear in these happenings, expectation and sample runs share the tables.
"""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from slipway.pipeline.placement.model import Floats, Line, Model
from slipway.pipeline.placement.timing import Timing

CostPart = Literal[
    "fixing",
    "searching",
    "blocking",
    "false_alarms",
    "incidents",
    "people",
    "machines",
    "author",
    "delay",
    "harm",
    "data",
    "strain",
]
Figure = Literal[CostPart, "lead_minutes", "feedback_minutes", "false_stops", "stray_rows", "harmed"]
COST_PARTS: tuple[CostPart, ...] = get_args(CostPart)
FIGURES: tuple[Figure, ...] = get_args(Figure)
_ROW = {figure: row for row, figure in enumerate(FIGURES)}


@dataclass(frozen=True, slots=True)
class Prices:
    """The tables of one placement: F figures, D hazards, K tests in line.

    `finds` is q per hazard and test, `red` the chance of a false stop per test and pass, and
    `passes[k, j]` is 1 where a change that turned back at test j comes by test k once more.
    """

    base: Floats
    catch: Floats
    stop: Floats
    red: Floats
    finds: Floats
    passes: Floats


def prices_of(model: Model, line: Line) -> Prices:
    """Fill the tables for a placement."""
    ledger = _Ledger(model, line)
    ledger.mending()
    ledger.false_stops()
    ledger.running()
    ledger.delay()
    ledger.customers()
    ledger.data()
    finds = model.finds[line.checks, line.stages].T.reshape(model.shape[2], len(line.checks))
    passes = ledger.timing.again[line.stages]
    return Prices(ledger.base, ledger.catch, ledger.stop, red_of(model, line), finds, passes)


class _Ledger:
    """Tables being filled, one matter after the other."""

    def __init__(self, model: Model, line: Line) -> None:
        self.model, self.line = model, line
        self.money = model.grounds.assumptions
        self.timing = Timing(model, line)
        hazards, checks = model.shape[2], len(line.checks)
        self.base = np.zeros(len(FIGURES))
        self.catch = np.zeros((len(FIGURES), hazards, checks + 1))
        self.stop = np.zeros((len(FIGURES), checks))
        self.fix = model.vector("hazards", "fix")[:, None]
        self.search = (self.timing.suspects - 1) * self.money.search_per_suspect
        self.idle = (self.money.team - 1) * self.money.blocked_share * np.append(model.shared[line.stages], True)

    def _add(
        self, figure: Figure, *, base: float = 0.0, catch: Floats | float = 0.0, stop: Floats | float = 0.0
    ) -> None:
        row = _ROW[figure]
        self.base[row] += base
        self.catch[row] += catch
        self.stop[row] += stop

    def _each_pass(self, figure: Figure, per_stage: Floats) -> None:
        """A figure that each pass through a stage adds to."""
        self._add(figure, base=float(per_stage.sum()), catch=per_stage @ self.timing.again)

    def mending(self) -> None:
        """Whoever finds a defect: it is searched for, mended, and others stand idle meanwhile."""
        self._add("fixing", catch=self.fix)
        self._add("searching", catch=self.search)
        self._add("blocking", catch=(self.fix + self.search) * self.idle)
        self._add("incidents", catch=np.where(self.timing.live, self.money.incident, 0.0))

    def false_stops(self) -> None:
        """A red test with nothing wrong is looked into all the same."""
        self._add("false_stops", stop=1.0)
        self._add("false_alarms", stop=self.money.triage)
        self._add("blocking", stop=self.money.triage * self.idle[:-1])

    def running(self) -> None:
        """People who test by hand, machines, and authors who wait at their own."""
        person = self.model.vector("checks", "person")[self.line.checks] * (self.timing.minutes > 0)
        self._each_pass("people", self.timing.per_stage(person))
        self._each_pass("machines", self.timing.duration * self.money.machine_share)
        self._each_pass("author", self.timing.duration * self.model.vector("stages", "holds_author"))

    def delay(self) -> None:
        """Lead time: the way, and before customers meet it each turning back and each false stop; and feedback."""
        timing, live = self.timing, self.timing.live
        turning = np.where(live, 0.0, self.fix + self.search + np.append(timing.elapsed, 0.0))
        stopping = np.where(live[:-1], 0.0, self.money.triage + timing.minutes)
        share = self.money.delay_share
        self._add("lead_minutes", base=timing.way, catch=turning, stop=stopping)
        self._add("delay", base=timing.way * share, catch=turning * share, stop=stopping * share)
        seen = np.where(live[:-1], self.money.seen_in_production, 0.0)
        self._add("feedback_minutes", catch=np.append(timing.elapsed + seen, 0.0))

    def customers(self) -> None:
        """Harm: by the hour until a test in production tells, or until somebody notices."""
        noticed = self.model.vector("hazards", "noticed_after")
        exposed = self.model.vector("stages", "exposure")[self.line.stages] * self.money.seen_in_production
        minutes = np.hstack([np.tile(exposed, (len(noticed), 1)), noticed[:, None]])
        harmed = self.model.vector("hazards", "harmed_per_hour")[:, None] * minutes / 60
        self._add("harmed", catch=harmed)
        self._add("harm", catch=harmed * self.money.minutes_per_harmed)

    def data(self) -> None:
        """What tests leave among customers' data, and the load that they put on customers' systems."""
        line, money = self.line, self.money
        at_customers = self.model.touches_customers[line.stages]
        rows = self.timing.per_stage(self.model.rows[line.checks, line.stages] * at_customers)
        self._each_pass("stray_rows", rows)
        self._each_pass("data", rows * money.mend_row)
        strains = self.timing.minutes * self.model.vector("checks", "strains")[line.checks] * at_customers
        waiting = self.timing.per_stage(strains) * money.strain_per_minute
        self._each_pass("harmed", waiting)
        self._each_pass("strain", waiting * money.minutes_per_harmed)


def red_of(model: Model, line: Line) -> Floats:
    """How often each test is red for no reason, with what other tests leave in its data; K."""
    red = model.red[line.checks, line.stages]
    exact = model.vector("checks", "exact")[line.checks].astype(bool)
    leaks = model.leaks[line.checks, line.stages]
    meets = model.same_store[np.ix_(line.stages, line.stages)] & ~np.eye(len(line.checks), dtype=bool)
    dirt = 1 - np.prod(np.where(meets, 1 - leaks[None, :], 1.0), axis=1)
    either: Floats = 1 - (1 - red) * (1 - dirt * exact)
    return either
