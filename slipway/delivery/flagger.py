"""Flagger's rules for a release: one tick per interval, and every failed check counts until the end."""

from collections import Counter
from collections.abc import Iterator

from slipway.delivery.controller import Happening, Layout, Measure, Phase, Query
from slipway.delivery.flagger_hook import Hook, HookKind
from slipway.delivery.flagger_settings import DURATION, MATCHED_PCT, SUCCESS_RATE, WHOLE, Check, Flagger
from slipway.delivery.meaning import in_unit_of
from slipway.delivery.service import Service
from slipway.verdict import Verdict
from slipway.words import say
from slipway.words.figure import figure

_UNDER_WAY = ("Progressing", "WaitingPromotion")
_OWN = {SUCCESS_RATE: "success_rate_pct", DURATION: "p99_ms"}

Told = Iterator[Happening]


class FlaggerRelease:
    """One release; `status` is Flagger's own word for its phase.

    The canary has as many instances as the primary. While a promotion rolls the primary, its old instances serve until
    the next tick; by then all are new. At a gate it looks on, tick by tick, but not before it has begun.
    """

    def __init__(self, settings: Flagger, service: Service) -> None:
        self.phase: Phase = "waiting"
        self.status = "Initialized"
        self.weight_pct = 0.0
        self.layout = Layout(service.instances, 0)
        self.next_at_s: float | None = 0.0
        self.failed_checks = 0
        self._settings = settings
        self._boot_s = service.new_boot_s
        self._instances = service.instances
        self._began_s = 0.0
        self._iterations = 0
        self._returned_pct = 0.0
        self._asked = self._open = ""
        self._calls: Counter[Hook] = Counter()

    def step(self, at_s: float, measure: Measure) -> tuple[Happening, ...]:
        """One tick."""
        self.next_at_s = at_s + self._settings.every_s
        return tuple(self._tick(at_s, measure))

    @property
    def looks_next(self) -> bool:
        """Whether its next tick looks at metrics, unless it ends the release or a hook halts it."""
        under_way = self.status in _UNDER_WAY and self.failed_checks < self._settings.threshold
        return under_way and bool(self.weight_pct or self._iterations)

    @property
    def waits(self) -> bool:
        """Whether somebody has to open a gate."""
        return self.phase == "paused"

    def resume(self, at_s: float) -> tuple[Happening, ...]:
        """Open the gate that it waits at; the next tick goes through."""
        if self.phase != "paused":
            return ()
        self.phase = "progressing"
        self._open, self.next_at_s = self._asked, at_s
        return (self._tell(at_s, "confirmed"),)

    def _tick(self, at_s: float, measure: Measure) -> Told:
        if self._settings.suspended:
            self.next_at_s = None
            yield self._tell(at_s, "suspended", say("flagger.suspended"))
            return
        match self.status:
            case "Initialized" | "Waiting":
                yield from self._begin(at_s)
            case "Promoting":
                yield from self._promote(at_s)
            case "Finalising":
                yield from self._end(at_s, "promoted", "Succeeded", "succeeded")
            case "Progressing" | "WaitingPromotion":
                yield from self._progress(at_s, measure)

    def _begin(self, at_s: float) -> Told:
        if self._waits("before_rollout"):
            yield from self._wait(at_s)
            self.next_at_s = None
            return
        self.phase, self.status, self._began_s = "progressing", "Progressing", at_s
        yield self._tell(at_s, "new_revision", say("flagger.scaled", count=self._instances))

    def _progress(self, at_s: float, measure: Measure) -> Told:
        if at_s - self._began_s < self._boot_s:
            yield from self._not_ready(at_s)
            return
        self.layout = Layout(self._instances, self._instances)
        if self._settings.skip_analysis:
            yield from self._end(at_s, "promoted", "Succeeded", "succeeded", _passed(say("flagger.skipped")))
            return
        if verdict := self._called_back():
            yield from self._end(at_s, "rolled_back", "Failed", "rollback", verdict)
            return
        if self.failed_checks >= self._settings.threshold:
            yield from self._end(at_s, "rolled_back", "Failed", "rollback", self._too_many())
            return
        for happening in self._checked(at_s, measure):
            yield happening
            if happening.verdict and not happening.verdict.passed:
                self.failed_checks += 1
                return
        yield from self._iterate(at_s) if self._settings.iterations else self._shift(at_s)

    def _not_ready(self, at_s: float) -> Told:
        """Wait on, but not for longer than the deadline."""
        waited_s, limit_s = at_s - self._began_s, self._settings.progress_deadline_s
        known = {"waited": figure(waited_s), "limit": figure(limit_s)}
        if waited_s <= limit_s:
            yield self._tell(at_s, "not_ready", say("flagger.not_ready", **known))
            return
        late = Verdict("progress_deadline", False, (("waited_s", waited_s),), limit_s, say("flagger.late", **known))
        yield from self._end(at_s, "rolled_back", "Failed", "rollback", late)

    def _shift(self, at_s: float) -> Told:
        """More traffic, or the promotion where there is enough."""
        settings = self._settings
        if self.weight_pct >= settings.last_weight:
            yield from self._promoted(at_s)
        elif self._waits("before_more_traffic"):
            yield from self._wait(at_s)
        else:
            self._open = ""
            self.weight_pct = settings.next_weight(self.weight_pct)
            told = say("flagger.advanced", weight=figure(self.weight_pct), last=figure(settings.last_weight))
            yield self._tell(at_s, "advance", told)

    def _iterate(self, at_s: float) -> Told:
        """A/B keeps matching users on the canary; blue-green checks it at no traffic, then gives it all it can."""
        settings = self._settings
        if self._iterations < settings.iterations:
            self._iterations += 1
            self.weight_pct = MATCHED_PCT if settings.matched else 0.0
            yield self._tell(at_s, "iterate", say("flagger.iteration", number=self._iterations, of=settings.iterations))
        elif settings.matched or self._iterations > settings.iterations:
            yield from self._promoted(at_s)
        elif self._waits("before_promotion"):
            yield from self._wait(at_s)
        else:
            self._iterations += 1
            self.weight_pct = WHOLE if settings.splits else 0.0
            yield self._tell(at_s, "switch", say("flagger.switched" if settings.splits else "flagger.not_switched"))

    def _promoted(self, at_s: float) -> Told:
        if self._waits("before_promotion"):
            yield from self._wait(at_s)
            return
        self.phase, self.status = "progressing", "Promoting"
        # Those who matched were all on the canary; of the others it is the share of traffic.
        self._returned_pct = 0.0 if self._settings.matched else WHOLE - self.weight_pct
        yield self._tell(at_s, "promote", say("flagger.copied"))

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

    def _wait(self, at_s: float) -> Told:
        """Wait, which is told once."""
        if self.phase == "paused":
            return
        self.phase = "paused"
        self.status = {"before_rollout": "Waiting", "before_promotion": "WaitingPromotion"}.get(
            self._asked, self.status
        )
        yield self._tell(at_s, "wait", say(f"flagger.waits_{self._asked}"))

    def _checked(self, at_s: float, measure: Measure) -> Told:
        """Hooks, then metrics, each as far as whoever takes them goes on: Flagger's own metrics before others."""
        looks = bool(self.weight_pct or self._iterations)
        for hook in self._hooks("rollout" if looks else "pre-rollout"):
            yield Happening(at_s, "hook", self.weight_pct, self._call(hook))
        for check in sorted(self._settings.checks, key=lambda each: bool(each.template)) if looks else ():
            yield Happening(at_s, "check", self.weight_pct, _judged(check, at_s, measure))

    def _hooks(self, kind: HookKind) -> list[Hook]:
        return [hook for hook in self._settings.hooks if hook.kind == kind]

    def _call(self, hook: Hook) -> Verdict:
        answer = hook.answer(self._calls[hook])
        self._calls[hook] += 1
        told = say("flagger.hook_ok" if answer else "flagger.hook_fails", kind=hook.kind, name=hook.name)
        return Verdict(hook.kind, answer, (("hook", hook.name), ("call", self._calls[hook])), None, told)

    def _called_back(self) -> Verdict | None:
        """The verdict of the first rollback hook that answers 2xx, which means to go back."""
        for hook in self._hooks("rollback"):
            if self._call(hook).passed:
                told = say("flagger.called_back", name=hook.name)
                return Verdict("rollback", False, (("hook", hook.name),), None, told)
        return None

    def _too_many(self) -> Verdict:
        failed, threshold = self.failed_checks, self._settings.threshold
        told = say("flagger.too_many", failed=failed, threshold=threshold)
        return Verdict("threshold", False, (("failed_checks", failed),), threshold, told)

    def _end(self, at_s: float, phase: Phase, status: str, kind: str, verdict: Verdict | None = None) -> Told:
        """It is over; hooks called after that change nothing, and the first that fails is the last."""
        self.phase, self.status, self.next_at_s = phase, status, None
        back = phase == "rolled_back"
        self.weight_pct = 0.0 if back else WHOLE
        self.layout = Layout(self._instances, 0) if back else Layout(0, self._instances)
        yield Happening(at_s, kind, self.weight_pct, verdict)
        for hook in self._hooks("post-rollout"):
            answered = self._call(hook)
            yield Happening(at_s, "hook", self.weight_pct, answered)
            if not answered.passed:
                return

    def _tell(self, at_s: float, kind: str, arithmetic: str = "") -> Happening:
        return Happening(at_s, kind, self.weight_pct, _passed(arithmetic, kind) if arithmetic else None)


def _passed(arithmetic: str, rule: str = "succeeded") -> Verdict:
    return Verdict(rule, True, (), None, arithmetic)


def measured_as(check: Check) -> str:
    """The metric that a check asks for, in the unit of its limits."""
    limits = [each for each in (check.least, check.most) if each is not None]
    return _OWN.get(check.name) or in_unit_of(check.name, limits)


def _judged(check: Check, at_s: float, measure: Measure) -> Verdict:
    """A value outside its range fails, and so does one that is not there."""
    reading = measure(Query(measured_as(check), "canary", max(0.0, at_s - check.interval_s), at_s))
    if reading.value is None:
        known = {"metric": check.name, "seconds": figure(check.interval_s)}
        told = say("flagger.no_answer", error=reading.error) if reading.error else say("flagger.no_value", **known)
        return Verdict(check.name, False, (("requests", reading.count),), None, told)
    low = check.least is not None and reading.value < check.least
    high = check.most is not None and reading.value > check.most
    signs = [f"{'<' if low else '≥'} {check.least:g}"] if check.least is not None else []
    signs += [f"{'>' if high else '≤'} {check.most:g}"] if check.most is not None else []
    known = {"metric": check.name, "value": figure(reading.value), "limits": ", ".join(signs)}
    told = say("flagger.beyond", **known) if low or high else say("flagger.within", **known)
    inputs = ((check.name, round(reading.value, 4)), ("requests", reading.count))
    return Verdict(check.name, not (low or high), inputs, check.least if low else check.most, told)
