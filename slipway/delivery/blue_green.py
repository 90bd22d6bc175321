"""Blue and green: a second fleet beside the first, one switch for all traffic, and the first kept for a while."""

from dataclasses import dataclass
from typing import Literal

from slipway.delivery.controller import Happening, Layout, Measure, Phase, Query
from slipway.delivery.service import Service
from slipway.delivery.watched import Watched
from slipway.verdict import Verdict
from slipway.words import say

_WHOLE_PCT = 100.0
_Stage = Literal["start", "boot", "test", "live", "redeploy", "over"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BlueGreenSettings(Watched):
    """Green is tested for `test_s` without traffic, then has all of it and is watched for `watch_on_s`.

    Blue stands by for `standby_s` from the switch on: that long the way back is one switch.
    """

    test_s: float = 120.0
    watch_on_s: float = 600.0
    standby_s: float = 1200.0

    def __post_init__(self) -> None:
        Watched.__post_init__(self)
        if min(self.test_s, self.watch_on_s, self.standby_s) < 0:
            raise ValueError("test_s, watch_on_s and standby_s must not be below 0")


class BlueGreen:
    """One release from blue to an identical green; begins at second 0.

    Once blue is gone, going back is a new deployment, which takes as long as an instance to boot. What both share, a
    database above all, is met by green from its start on, and no switch brings it back.
    """

    def __init__(self, settings: BlueGreenSettings, service: Service) -> None:
        self.phase: Phase = "waiting"
        self.weight_pct = 0.0
        self.layout = Layout(service.instances, 0)
        self._settings = settings
        self._instances = service.instances
        self._boot_s = service.boot_s
        self._watch = settings.watch("new")
        self._stage: _Stage = "start"
        self._began_s = 0.0
        self._due_s: float | None = 0.0
        self._blue_goes_s: float | None = None

    @property
    def next_at_s(self) -> float | None:
        """The end of what is under way, the next look, or when blue goes."""
        times = (self._due_s, self._watch.next_at_s, self._blue_goes_s)
        return min((time for time in times if time is not None), default=None)

    def step(self, at_s: float, measure: Measure) -> tuple[Happening, ...]:
        """Look at the alarms, let blue go, and go on, as far as each is due."""
        told = self._look(at_s, measure)
        if self._blue_goes_s is not None and at_s >= self._blue_goes_s:
            told.append(self._let_blue_go(at_s))
        while self._due_s is not None and at_s >= self._due_s:
            told += self._go_on(at_s, measure)
        return tuple(told)

    def _look(self, at_s: float, measure: Measure) -> list[Happening]:
        verdicts = self._watch.look(at_s, measure)
        told = [Happening(at_s, "check", self.weight_pct, verdict) for verdict in verdicts]
        if all(verdict.passed for verdict in verdicts):
            return told
        self._watch.end()
        return [*told, self._go_back(at_s)]

    def _go_on(self, at_s: float, measure: Measure) -> list[Happening]:
        match self._stage:
            case "start":
                self.phase, self.layout = "progressing", Layout(self._instances, self._instances)
                return [self._enter("boot", at_s, self._boot_s, "start_green")]
            case "boot":
                return [self._enter("test", at_s, self._settings.test_s, "test_green")]
            case "test":
                return self._tested(at_s, measure)
            case "live":
                self._watch.end()
                return [self._end("promoted", at_s, "promote")]
            case _:
                return [self._end("rolled_back", at_s, "switch_back")]

    def _enter(
        self, stage: _Stage, at_s: float, lasts_s: float, kind: str, verdict: Verdict | None = None
    ) -> Happening:
        self._stage, self._began_s, self._due_s = stage, at_s, at_s + lasts_s
        return Happening(at_s, kind, self.weight_pct, verdict)

    def _tested(self, at_s: float, measure: Measure) -> list[Happening]:
        """The smoke test, which sees only what it finds without customers, and the switch if it finds nothing."""
        verdict = _smoke(self._settings, measure(Query("error_rate", "canary", self._began_s, at_s)).value)
        told = Happening(at_s, "smoke", self.weight_pct, verdict)
        if not verdict.passed:
            return [told, self._end("rolled_back", at_s, "roll_back")]
        self.weight_pct = _WHOLE_PCT
        self._blue_goes_s = at_s + self._settings.standby_s
        self._watch.begin(at_s)
        return [told, self._enter("live", at_s, self._settings.watch_on_s, "switch")]

    def _go_back(self, at_s: float) -> Happening:
        """To blue at once while it stands by; else to a new blue, once it has booted."""
        since_s, standby_s = at_s - self._began_s, self._settings.standby_s
        stands_by = self._blue_goes_s is not None
        known = {"since": f"{since_s:g}", "standby": f"{standby_s:g}", "boot": f"{self._boot_s:g}"}
        told = say("delivery.blue_stands_by", **known) if stands_by else say("delivery.blue_is_gone", **known)
        verdict = Verdict("standby", stands_by, (("since_switch_s", since_s),), standby_s, told)
        if stands_by:
            return self._end("rolled_back", at_s, "switch_back", verdict)
        return self._enter("redeploy", at_s, self._boot_s, "redeploy", verdict)

    def _end(self, phase: Phase, at_s: float, kind: str, verdict: Verdict | None = None) -> Happening:
        """Promoted, blue stands by as long as it was to; gone back, green goes at once."""
        self.phase, self._stage, self._due_s = phase, "over", None
        if phase == "rolled_back":
            self.weight_pct, self._blue_goes_s = 0.0, None
            self.layout = Layout(self._instances, 0)
        return Happening(at_s, kind, self.weight_pct, verdict)

    def _let_blue_go(self, at_s: float) -> Happening:
        self._blue_goes_s = None
        self.layout = Layout(0, self._instances)
        told = say("delivery.blue_goes", standby=f"{self._settings.standby_s:g}", boot=f"{self._boot_s:g}")
        return Happening(at_s, "blue_goes", self.weight_pct, Verdict("standby", True, (), None, told))


def _smoke(settings: BlueGreenSettings, error_rate: float | None) -> Verdict:
    if error_rate is None:
        told = say("delivery.smoke_nothing", time=f"{settings.test_s:g}")
        return Verdict("smoke", True, (("requests", 0),), None, told)
    limit = settings.max_error_rate
    passed = limit is None or error_rate <= limit
    told = say("delivery.smoke_errors", value=f"{100 * error_rate:.2f}")
    return Verdict("smoke", passed, (("error_rate", 100 * error_rate),), limit and 100 * limit, told)
