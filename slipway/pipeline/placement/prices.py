"""What each thing that can happen to a change adds to every figure: all figures are sums over these tables.

A change pays `base` in any case, `catch[:, d, k]` when the k-th test in line catches hazard d (the
last column: when none does), and `stop[:, k]` for each time the k-th test is red for no reason.
Since every figure is linear in these happenings, expectation and sample runs share the tables.
"""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from slipway.pipeline.placement.model import MINUTES_PER_WORKDAY, Floats, Line, Model

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
    """The tables of one placement: F figures, D hazards, K placed checks; `red` is the chance of a false stop."""

    base: Floats
    catch: Floats
    stop: Floats
    red: Floats
    finds: Floats
    passes: Floats


class _Tables:
    """Tables being filled, figure by figure."""

    def __init__(self, hazards: int, checks: int) -> None:
        self.base = np.zeros(len(FIGURES))
        self.catch = np.zeros((len(FIGURES), hazards, checks + 1))
        self.stop = np.zeros((len(FIGURES), checks))

    def add(
        self, figure: Figure, *, base: float = 0.0, catch: Floats | float = 0.0, stop: Floats | float = 0.0
    ) -> None:
        row = _ROW[figure]
        self.base[row] += base
        self.catch[row] += catch
        self.stop[row] += stop


def prices_of(model: Model, line: Line) -> Prices:
    """Fill the tables for a placement."""
    facts, money = model.grounds, model.grounds.assumptions
    checks, stages = line.checks, line.stages
    tables = _Tables(len(facts.hazards), len(checks))
    minutes = model.minutes[checks, stages]
    live = np.append(~model.pre_live[stages], True)
    again = np.append(stages, len(facts.stages) - 1)  # the stage up to which a change goes before it turns back
    fix = model.vector("hazards", "fix")[:, None]

    duration = model.vector("stages", "set_up") + _sums(line, minutes, len(facts.stages))
    elapsed = _elapsed(model, line, duration, minutes)
    suspects = np.append(suspects_of(model, duration)[stages], suspects_of(model, duration)[-1])
    search = (suspects - 1) * money.search_per_suspect

    tables.add("fixing", catch=fix)
    tables.add("incidents", catch=live * money.incident)
    tables.add("searching", catch=search)
    shared = np.append(model.shared[stages], True)
    idle = (money.team - 1) * money.blocked_share
    tables.add("blocking", catch=(fix + search) * shared * idle, stop=money.triage * idle * shared[:-1])
    tables.add("false_alarms", stop=money.triage)
    tables.add("false_stops", stop=1.0)

    passes = _passes(model, again)  # stages that a turned-back change goes through once more; S × K+1
    running = _sums(line, model.vector("checks", "person")[checks] * (minutes > 0), len(facts.stages))
    _each_pass(tables, "people", running, passes)
    _each_pass(tables, "machines", duration * money.machine_share, passes)
    _each_pass(tables, "author", duration * model.vector("stages", "holds_author"), passes)

    before = np.where(live, 0.0, fix + search + np.append(elapsed, 0.0))
    first_live = int(np.argmax(~model.pre_live)) if (~model.pre_live).any() else len(facts.stages) - 1
    way = float(duration[model.pre_live].sum() + model.vector("stages", "set_up")[first_live])
    waiting = np.where(live[:-1], 0.0, money.triage + minutes)
    tables.add("lead_minutes", base=way, catch=before, stop=waiting)
    tables.add(
        "delay", base=way * money.delay_share, catch=before * money.delay_share, stop=waiting * money.delay_share
    )

    noticed = model.vector("hazards", "noticed_after")[:, None]
    seen = np.where(live[:-1], money.seen_in_production, 0.0)
    tables.add("feedback_minutes", catch=np.append(elapsed + seen, 0.0))
    hours = np.hstack([np.broadcast_to(_exposed_hours(model, line), (len(facts.hazards), len(checks))), noticed / 60])
    harmed = model.vector("hazards", "harmed_per_hour")[:, None] * hours
    tables.add("harmed", catch=harmed)
    tables.add("harm", catch=harmed * money.minutes_per_harmed)

    at_customers = model.touches_customers[stages]
    rows = _sums(line, model.rows[checks, stages] * at_customers, len(facts.stages))
    _each_pass(tables, "stray_rows", rows, passes)
    _each_pass(tables, "data", rows * money.mend_row, passes)
    strain = minutes * model.vector("checks", "strains")[checks] * at_customers * money.strain_per_minute
    strained = _sums(line, strain, len(facts.stages))
    _each_pass(tables, "harmed", strained, passes)
    _each_pass(tables, "strain", strained * money.minutes_per_harmed, passes)

    found = model.finds[checks, stages].T.reshape(len(facts.hazards), len(checks))
    return Prices(tables.base, tables.catch, tables.stop, _red(model, line), found, passes[stages])


def _sums(line: Line, values: Floats, stages: int) -> Floats:
    """Values of the tests in line added up per stage; S."""
    sums: Floats = np.bincount(line.stages, values, stages).astype(float)
    return sums


def _each_pass(tables: _Tables, figure: Figure, per_stage: Floats, passes: Floats) -> None:
    """A figure that each pass through a stage adds to."""
    tables.add(figure, base=float(per_stage.sum()), catch=per_stage @ passes)


def _passes(model: Model, again: NDArray[np.intp]) -> Floats:
    """1 where a change that turned back at the k-th test goes through the stage once more; S × K+1."""
    return (np.arange(len(model.grounds.stages))[:, None] <= again[None, :]).astype(float)


def _elapsed(model: Model, line: Line, duration: Floats, minutes: Floats) -> Floats:
    """Minutes from the change being written until the k-th test has spoken; K."""
    before = np.concatenate([[0.0], np.cumsum(duration)[:-1]])
    total = np.cumsum(minutes)
    first = np.searchsorted(line.stages, line.stages, side="left")
    inside = total - (total - minutes)[first] if len(minutes) else minutes
    return before[line.stages] + model.vector("stages", "set_up")[line.stages] + inside


def suspects_of(model: Model, duration: Floats) -> Floats:
    """Changes that arrive together, per stage: as many as are pushed while the slowest stage so far is busy.

    One in the source; elsewhere max(1, changes per minute · longest stage up to here), as the
    pipeline merges what waits.
    """
    per_minute = model.grounds.assumptions.changes_per_day / MINUTES_PER_WORKDAY
    slowest = np.maximum.accumulate(np.where(model.shared, duration, 0.0))
    return np.where(model.shared, np.maximum(1.0, per_minute * slowest), 1.0)


def _exposed_hours(model: Model, line: Line) -> Floats:
    """Hours for which customers, counted in full, meet a defect that the k-th test catches; K."""
    exposure = model.vector("stages", "exposure")[line.stages]
    hours: Floats = exposure * model.grounds.assumptions.seen_in_production / 60
    return hours


def _red(model: Model, line: Line) -> Floats:
    """How often the k-th test is red for no reason, with what other tests leave in its data; K."""
    red = model.red[line.checks, line.stages]
    exact = model.vector("checks", "exact")[line.checks].astype(bool)
    leaks = model.leaks[line.checks, line.stages]
    meets = model.same_store[np.ix_(line.stages, line.stages)] & ~np.eye(len(line.checks), dtype=bool)
    dirt = 1 - np.prod(np.where(meets, 1 - leaks[None, :], 1.0), axis=1)
    either: Floats = 1 - (1 - red) * (1 - dirt * exact)
    return either
