"""When each test of a placement speaks, and how many changes it speaks about."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from slipway.pipeline.placement.model import MINUTES_PER_WORKDAY, Bools, Floats, Line, Model


@dataclass(frozen=True)
class Timing:
    """Arrays over the K tests in line, or over the S stages; K+1 with "no test finds it" as the last."""

    model: Model
    line: Line

    @cached_property
    def minutes(self) -> Floats:
        """How long each test runs, with waiting; K."""
        return self.model.minutes[self.line.checks, self.line.stages]

    @cached_property
    def duration(self) -> Floats:
        """How long each stage takes, its tests one after the other; S."""
        return self.model.vector("stages", "set_up") + self.per_stage(self.minutes)

    def per_stage(self, values: Floats) -> Floats:
        """Values of the tests added up per stage; S."""
        sums: Floats = np.bincount(self.line.stages, values, self.model.shape[1]).astype(float)
        return sums

    @cached_property
    def elapsed(self) -> Floats:
        """Minutes from the change being written until each test has spoken; K."""
        stages = self.line.stages
        before = np.cumsum(self.duration) - self.duration
        total = np.cumsum(self.minutes)
        first = np.searchsorted(stages, stages, side="left")
        inside = total - (total - self.minutes)[first] if len(stages) else total
        spoken: Floats = before[stages] + self.model.vector("stages", "set_up")[stages] + inside
        return spoken

    @cached_property
    def way(self) -> float:
        """Minutes until a change without trouble is with the first customers."""
        pre_live = self.model.pre_live
        first_live = int(np.argmax(~pre_live)) if not pre_live.all() else len(pre_live) - 1
        return float(self.duration[pre_live].sum() + self.model.vector("stages", "set_up")[first_live])

    @cached_property
    def suspects(self) -> Floats:
        """Changes that arrive together, where each test runs: what is pushed while the slowest stage so far is busy.

        One in the source; elsewhere max(1, changes per minute · longest stage up to there), as the
        pipeline merges what waits; K+1.
        """
        per_minute = self.model.grounds.assumptions.changes_per_day / MINUTES_PER_WORKDAY
        slowest = np.maximum.accumulate(np.where(self.model.shared, self.duration, 0.0))
        each = np.where(self.model.shared, np.maximum(1.0, per_minute * slowest), 1.0)
        return np.append(each[self.line.stages], each[-1])

    @cached_property
    def live(self) -> Bools:
        """Whether customers already meet what each test finds; K+1."""
        return np.append(~self.model.pre_live[self.line.stages], True)

    @cached_property
    def again(self) -> NDArray[np.float64]:
        """1 where a change that turned back at a test goes through a stage once more; S × K+1."""
        turned = np.append(self.line.stages, self.model.shape[1] - 1)
        return (np.arange(self.model.shape[1])[:, None] <= turned).astype(float)
