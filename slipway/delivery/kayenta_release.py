"""A canary that Kayenta judges: beside it a fresh baseline of the same size, compared again and again."""

from dataclasses import dataclass, replace
from math import isfinite, nan

from slipway.delivery.canary_config import CanaryConfig
from slipway.delivery.canary_metric import LARGEST, Series
from slipway.delivery.controller import BESIDE, Happening, Measure, Phase, Query, Version
from slipway.delivery.kayenta import Judgement, final, interim, judge, windows
from slipway.verdict import Verdict

_WHOLE_PCT = 100.0
_POINT_S = 60.0


@dataclass(frozen=True, slots=True)
class KayentaSettings:
    """A judge's configuration, and what a Spinnaker stage adds: the canary's share, its life, when it is judged.

    Stages usually live for three hours and are judged every hour; the defaults here are shorter, an assumption, so
    that an hour of traffic holds one. A metric has a point per minute and side.
    """

    config: CanaryConfig
    weight_pct: float = 5.0
    lifetime_min: float = 30.0
    interval_min: float = 10.0
    lookback_min: float | None = None

    def __post_init__(self) -> None:
        if not 0 < self.weight_pct <= _WHOLE_PCT / 2:
            raise ValueError(f"a canary and its baseline need a share from above 0 to 50 %, got {self.weight_pct:g}")
        windows(self.lifetime_min, self.interval_min, self.lookback_min)


class KayentaRelease:
    """One release under these settings; begins at second 0."""

    def __init__(self, settings: KayentaSettings) -> None:
        self.phase: Phase = "waiting"
        self.weight_pct = 0.0
        self.layout = BESIDE
        self.next_at_s: float | None = 0.0
        self._config = settings.config
        self._share_pct = settings.weight_pct
        self._windows = windows(settings.lifetime_min, settings.interval_min, settings.lookback_min)
        self._judged = 0

    def step(self, at_s: float, measure: Measure) -> tuple[Happening, ...]:
        """Begin, or judge the window that is over."""
        if self.phase == "waiting":
            self.phase, self.weight_pct = "progressing", self._share_pct
            self.next_at_s = 60 * self._windows[0][1]
            return (Happening(at_s, "start_canary", self.weight_pct),)
        since_min, until_min = self._windows[self._judged]
        judgement = judge(self._config, self._measured(60 * since_min, 60 * until_min, measure))
        told = [Happening(at_s, "compare", self.weight_pct, verdict) for verdict in _named(judgement)]
        self._judged += 1
        last = self._judged == len(self._windows)
        verdict = (final if last else interim)(self._config, self._judged, judgement.score.value)
        told.append(Happening(at_s, "judgement", self.weight_pct, verdict))
        if last or not verdict.passed:
            told.append(self._end(at_s, passed=verdict.passed))
        else:
            self.next_at_s = 60 * self._windows[self._judged][1]
        return tuple(told)

    def _measured(self, since_s: float, until_s: float, measure: Measure) -> dict[str, Series]:
        """Each metric of both slices, minute by minute; where nobody came there is a gap."""

        def points(metric: str, version: Version) -> tuple[float, ...]:
            starts_s = [since_s + _POINT_S * number for number in range(round((until_s - since_s) / _POINT_S))]
            readings = [measure(Query(metric, version, start_s, start_s + _POINT_S)) for start_s in starts_s]
            return tuple(_point(reading.value) for reading in readings)

        names = [metric.name for metric in self._config.metrics]
        return {name: Series(points(name, "baseline"), points(name, "canary")) for name in names}

    def _end(self, at_s: float, *, passed: bool) -> Happening:
        self.next_at_s = None
        self.phase = "promoted" if passed else "rolled_back"
        self.weight_pct = _WHOLE_PCT if passed else 0.0
        return Happening(at_s, "deploy" if passed else "roll_back", self.weight_pct)


def _named(judgement: Judgement) -> list[Verdict]:
    """Every verdict, with what it is about before its arithmetic."""
    parts = [(metric.name, metric.verdict) for metric in judgement.metrics]
    parts += [(group.name, group.verdict) for group in judgement.score.groups]
    named = [replace(verdict, arithmetic=f"{name}: {verdict.arithmetic}") for name, verdict in parts]
    return [*named, judgement.score.verdict]


def _point(value: float | None) -> float:
    return value if value is not None and isfinite(value) and abs(value) <= LARGEST else nan
