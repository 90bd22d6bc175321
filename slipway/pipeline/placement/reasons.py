"""Why a test does or does not belong in a stage: said for each pair, from the model's own numbers."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from slipway.pipeline.clock import duration_label
from slipway.pipeline.placement.expect import Estimate, expect
from slipway.pipeline.placement.facts import Check, Environment, Hazard
from slipway.pipeline.placement.model import Model, missing
from slipway.pipeline.placement.optimum import Par
from slipway.pipeline.placement.violations import Violation, own_violations
from slipway.words import say

Fit = Literal["best", "good", "wrong"]
_NEAR = 0.02
"""A placement that costs at most this share more than the best counts as good, too; an assumption."""
_STRONGER = 1.1


@dataclass(frozen=True, slots=True)
class Reason:
    """The verdict on one test in one stage; `extra_min` is what it costs more than par, per change."""

    check: str
    stage: str
    fit: Fit
    rule: str
    extra_min: float
    text: str


@dataclass(frozen=True)
class Reasons:
    """Judges pairs while all other tests stand as in the best placement."""

    model: Model
    par: Par

    @cached_property
    def _checks(self) -> dict[str, Check]:
        return {check.id: check for check in self.model.grounds.checks}

    @cached_property
    def _stages(self) -> dict[str, Environment]:
        return {stage.id: stage for stage in self.model.grounds.stages}

    @cached_property
    def _estimates(self) -> dict[tuple[str, str | None], Estimate]:
        return {}

    def every(self) -> tuple[Reason, ...]:
        """A reason for each test in each stage."""
        return tuple(self.of(check, stage) for check in self._checks for stage in self._stages)

    def of(self, check_id: str, stage_id: str) -> Reason:
        """The reason for one pair; raises KeyError for names that do not exist."""
        check, stage = self._checks[check_id], self._stages[stage_id]
        extra = self._with(check_id, stage_id).cost - self.par.estimate.cost
        fit, rule, values = self._judge(check, stage, extra)
        text = say(
            f"placement.because_{rule}",
            test=check.name,
            stage=stage.name,
            extra=minutes(abs(extra)),
            saved=minutes(self._saved(check_id, stage_id)),
            **values,
        )
        return Reason(check_id, stage_id, fit, rule, extra, text)

    def _with(self, check: str, stage: str | None) -> Estimate:
        """The best placement with this one test elsewhere, or nowhere."""
        if (check, stage) not in self._estimates:
            rest = {name: place for name, place in self.par.placement.items() if name != check}
            self._estimates[check, stage] = expect(self.model, {**rest, check: stage} if stage else rest)
        return self._estimates[check, stage]

    def _saved(self, check: str, stage: str) -> float:
        """Minutes per change that the test saves here against leaving it out; not below zero."""
        return max(0.0, self._with(check, None).cost - self._with(check, stage).cost)

    def _judge(self, check: Check, stage: Environment, extra: float) -> tuple[Fit, str, dict[str, object]]:
        lacks = missing(check, stage)
        if lacks:
            return "wrong", "cannot_run", {"lacks": listed([say(f"placement.feature_{name}") for name in lacks])}
        violation = next(own_violations(self.model.grounds, check, stage), None)
        if violation:
            return "wrong", violation.kind, self._violation_values(check, violation)
        hazard, power = self._strongest(check, stage)
        if hazard is None:
            return "wrong", "finds_nothing", {"kinds": self._blind_to(check)}
        values = self._finding(check, stage, hazard, power)
        if self.par.placement.get(check.id) == stage.id:
            return "best", "best", values
        if extra <= _NEAR * self.par.estimate.cost:
            return "good", "good", values
        return "wrong", *self._why_dear(check, stage, hazard, power, values)

    def _violation_values(self, check: Check, violation: Violation) -> dict[str, object]:
        store = next((s for s in self.model.grounds.stores if s.id == violation.store), None)
        return {
            "store": store.name if store else say("placement.no_store"),
            "holds": say(f"data.{store.data}") if store else say("placement.no_data"),
            "expects": say(f"data.{check.expects}") if check.expects else "",
            "rows": f"{violation.amount:.3g}",
            "kept": f"{100 * (1 - check.cleans_up):.3g}",
            "takes": minutes(check.takes),
        }

    def _strongest(self, check: Check, stage: Environment) -> tuple[Hazard | None, float]:
        """The hazard that the test finds best here, and the chance."""
        row = self.model.finds[self.model.index_of_check[check.id], self.model.index_of_stage[stage.id]]
        if not row.size or row.max() <= 0:
            return None, 0.0
        return self.model.grounds.hazards[int(row.argmax())], float(row.max())

    def _finding(self, check: Check, stage: Environment, hazard: Hazard, power: float) -> dict[str, object]:
        return {
            "hazard": hazard.title,
            "power": f"{check.finds[hazard.kind]:.2g}",
            "fidelity": f"{stage.fidelity[hazard.kind]:.2g}",
            "finds": f"{100 * power:.0f}",
        }

    def _blind_to(self, check: Check) -> str:
        """What the test looks for, in words."""
        return listed([say(f"placement.kind_{kind}") for kind, power in check.finds.items() if power > 0])

    def _why_dear(
        self, check: Check, stage: Environment, hazard: Hazard, power: float, values: dict[str, object]
    ) -> tuple[str, dict[str, object]]:
        """The first that applies: later than needed, weaker than elsewhere, or dearer than it is worth."""
        chances = self.model.finds[self.model.index_of_check[check.id], :, self.model.index_of_hazard[hazard.id]]
        cheaper = [place for place in self._stages.values() if self._cost(check, place) < self._cost(check, stage)]
        here = self.model.index_of_stage[stage.id]
        for place in sorted(cheaper, key=lambda place: self._cost(check, place)):
            there = self.model.index_of_stage[place.id]
            other = {"other": place.name, "there": f"{100 * chances[there]:.0f}"}
            if there > here and chances[there] >= power * _STRONGER:
                return "weak", {**values, **other}
            if there < here and chances[there] * _STRONGER >= power:
                return "late", {**values, **other}
            if stage.holds_author > place.holds_author:
                return "author_waits", {**values, **other, "takes": minutes(check.takes)}
        best = self.par.placement.get(check.id)
        if best is None:
            return "needless", values
        return "dear", {**values, "other": self._stages[best].name}

    def _cost(self, check: Check, stage: Environment) -> float:
        return self._with(check.id, stage.id).cost


def minutes(value: float) -> str:
    """A length of time in words, with tenths where it is short."""
    return duration_label(round(value)) if value >= 10 else say("placement.minutes", minutes=f"{value:.1f}")


def listed(words: list[str]) -> str:
    return say("placement.and", first=", ".join(words[:-1]), last=words[-1]) if len(words) > 1 else "".join(words)
