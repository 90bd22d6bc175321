"""Flagger's rules for a release: one tick per interval, and every failed check counts until the end."""

from collections.abc import Iterator

from slipway.delivery.controller import Happening, Layout, Measure, Phase, Query
from slipway.delivery.flagger_settings import DURATION, MATCHED_PCT, SUCCESS_RATE, WHOLE, Check, Flagger
from slipway.delivery.meaning import in_unit_of
from slipway.delivery.service import Service
from slipway.verdict import Verdict
from slipway.words import say
from slipway.words.figure import figure

_OWN = {SUCCESS_RATE: "success_rate_pct", DURATION: "p99_ms"}

Told = Iterator[Happening]


class FlaggerRelease:
    """One release; `status` is Flagger's own word for its phase.

    The canary has as many instances as the primary. While a promotion rolls the primary, its old instances serve until
    the next tick; by then all are new.
    """

    def __init__(self, settings: Flagger, service: Service) -> None:
        self.phase: Phase = "waiting"
        self.status = "Initialized"
        self.weight_pct = 0.0
        self.layout = Layout(service.instances, 0)
        self.next_at_s: float | None = 0.0
        self.failed_checks = 0
        self._settings = settings
        self._boot_s = service.boot_s
        self._instances = service.instances
        self._began_s = 0.0
        self._iterations = 0
        self._returned_pct = 0.0
        self._asked = self._open = ""

    def step(self, at_s: float, measure: Measure) -> tuple[Happening, ...]:
        """One tick."""
        self.next_at_s = at_s + self._settings.every_s
        return tuple(self._tick(at_s, measure))

    @property
    def looks_next(self) -> bool:
        """Whether its next tick looks at metrics, unless it ends the release."""
        under_way = self.status == "Progressing" and self.failed_checks < self._settings.threshold
        return under_way and bool(self.weight_pct or self._iterations)

    def resume(self, at_s: float) -> tuple[Happening, ...]:
        """Open the gate that it waits at; the next tick goes through."""
        if self.phase != "paused":
            return ()
        self.phase, self.status = "progressing", "Progressing"
        self._open, self.next_at_s = self._asked, at_s
        return (self._tell(at_s, "confirmed"),)

    def _tick(self, at_s: float, measure: Measure) -> Told:
        match self.status:
            case "Initialized":
                yield from self._begin(at_s)
            case "Promoting":
                yield from self._promote(at_s)
            case "Finalising":
                yield self._end(at_s, "promoted", "Succeeded", "succeeded")
            case _:
                yield from self._progress(at_s, measure)

    def _begin(self, at_s: float) -> Told:
        if self._waits("before_rollout"):
            yield self._wait(at_s)
            return
        self.phase, self.status, self._began_s = "progressing", "Progressing", at_s
        yield self._tell(at_s, "new_revision", say("flagger.scaled", count=self._instances))

    def _progress(self, at_s: float, measure: Measure) -> Told:
        settings = self._settings
        if at_s - self._began_s < self._boot_s:
            yield self._tell(at_s, "not_ready", say("flagger.not_ready", boot=figure(self._boot_s)))
            return
        self.layout = Layout(self._instances, self._instances)
        if settings.skip_analysis:
            yield from self._copy(at_s, say("flagger.skipped"))
            return
        if self.failed_checks >= settings.threshold:
            yield self._end(at_s, "rolled_back", "Failed", "rollback", self._too_many())
            return
        if self.looks_next:
            verdicts = self._checked(at_s, measure)
            yield from (Happening(at_s, "check", self.weight_pct, verdict) for verdict in verdicts)
            if not all(verdict.passed for verdict in verdicts):
                return
        yield from self._iterate(at_s) if settings.iterations else self._shift(at_s)

    def _shift(self, at_s: float) -> Told:
        """More traffic, or the promotion where there is enough."""
        settings = self._settings
        if self.weight_pct >= settings.last_weight:
            yield from self._promoted(at_s)
        elif self._waits("before_more_traffic"):
            yield self._wait(at_s)
        else:
            self._open = ""
            self.weight_pct = settings.next_weight(self.weight_pct)
            told = say("flagger.advanced", weight=figure(self.weight_pct), last=figure(settings.last_weight))
            yield self._tell(at_s, "advance", told)

    def _iterate(self, at_s: float) -> Told:
        """A/B keeps matching users on the canary; blue-green checks it at no traffic, then gives it all."""
        settings = self._settings
        if self._iterations < settings.iterations:
            self._iterations += 1
            self.weight_pct = MATCHED_PCT if settings.matched else 0.0
            yield self._tell(at_s, "iterate", say("flagger.iteration", number=self._iterations, of=settings.iterations))
        elif not settings.matched and self.weight_pct < WHOLE:
            self.weight_pct = WHOLE
            yield self._tell(at_s, "switch", say("flagger.switched"))
        else:
            yield from self._promoted(at_s)

    def _promoted(self, at_s: float) -> Told:
        if self._waits("before_promotion"):
            yield self._wait(at_s)
        else:
            yield from self._copy(at_s, say("flagger.copied"))

    def _copy(self, at_s: float, arithmetic: str) -> Told:
        self.status = "Promoting"
        yield self._tell(at_s, "promote", arithmetic)

    def _promote(self, at_s: float) -> Told:
        """The primary is the new version by now, and traffic goes back to it, at once or in steps."""
        self.weight_pct = WHOLE
        self._returned_pct = min(WHOLE, self._returned_pct + (self._settings.step_weight_promotion or WHOLE))
        yield self._tell(at_s, "to_primary", say("flagger.to_primary", weight=figure(self._returned_pct)))
        if self._returned_pct >= WHOLE:
            self.status = "Finalising"

    def _waits(self, gate: str) -> bool:
        """Whether a person has to open this gate first."""
        self._asked = gate
        return bool(getattr(self._settings.gates, gate)) and self._open != gate

    def _wait(self, at_s: float) -> Happening:
        self.phase, self.next_at_s = "paused", None
        return self._tell(at_s, "wait", say(f"flagger.waits_{self._asked}"))

    def _checked(self, at_s: float, measure: Measure) -> list[Verdict]:
        """Checks in their order up to the first that fails: the others are not looked at."""
        verdicts: list[Verdict] = []
        for check in self._settings.checks:
            verdicts.append(_judged(check, at_s, measure))
            if not verdicts[-1].passed:
                self.failed_checks += 1
                break
        return verdicts

    def _too_many(self) -> Verdict:
        failed, threshold = self.failed_checks, self._settings.threshold
        told = say("flagger.too_many", failed=failed, threshold=threshold)
        return Verdict("threshold", False, (("failed_checks", failed),), threshold, told)

    def _end(self, at_s: float, phase: Phase, status: str, kind: str, verdict: Verdict | None = None) -> Happening:
        self.phase, self.status, self.next_at_s = phase, status, None
        back = phase == "rolled_back"
        self.weight_pct = 0.0 if back else WHOLE
        self.layout = Layout(self._instances, 0) if back else Layout(0, self._instances)
        return Happening(at_s, kind, self.weight_pct, verdict)

    def _tell(self, at_s: float, kind: str, arithmetic: str = "") -> Happening:
        verdict = Verdict(kind, True, (), None, arithmetic) if arithmetic else None
        return Happening(at_s, kind, self.weight_pct, verdict)


def measured_as(check: Check) -> str:
    """The metric that a check asks for, in the unit of its limits."""
    limits = [each for each in (check.least, check.most) if each is not None]
    return _OWN.get(check.name) or in_unit_of(check.name, limits)


def _judged(check: Check, at_s: float, measure: Measure) -> Verdict:
    """A value outside its range fails, and so does one that is not there."""
    reading = measure(Query(measured_as(check), "canary", max(0.0, at_s - check.interval_s), at_s))
    if reading.value is None:
        told = say("flagger.no_value", metric=check.name, seconds=figure(check.interval_s))
        return Verdict(check.name, False, (("requests", reading.count),), None, told)
    low = check.least is not None and reading.value < check.least
    high = check.most is not None and reading.value > check.most
    signs = [f"{'<' if low else '≥'} {check.least:g}"] if check.least is not None else []
    signs += [f"{'>' if high else '≤'} {check.most:g}"] if check.most is not None else []
    known = {"metric": check.name, "value": figure(reading.value), "limits": ", ".join(signs)}
    told = say("flagger.beyond", **known) if low or high else say("flagger.within", **known)
    inputs = ((check.name, round(reading.value, 4)), ("requests", reading.count))
    return Verdict(check.name, not (low or high), inputs, check.least if low else check.most, told)
