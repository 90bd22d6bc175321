"""Service level objectives: how many failures are allowed, how fast they are being used up, and when to say so.

Formulas and figures: The Site Reliability Workbook, chapter 5, table 5-8.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from slipway.alerting.datapoints import Floats
from slipway.alerting.event import labels_of
from slipway.alerting.promql.tokens import duration_text
from slipway.alerting.rule import Alerting, Recording, RuleGroup

Severity = Literal["page", "ticket"]
DAY_S = 86_400.0
SHORTER = 12
"""The short window is a twelfth of the long one."""


@dataclass(frozen=True, slots=True)
class Burn:
    """Tell somebody when both windows use the budget up so many times as fast as would just be all right."""

    severity: Severity
    long_s: float
    rate: float

    @property
    def short_s(self) -> float:
        """The window that ends the alert soon after the trouble has ended."""
        return self.long_s / SHORTER

    def budget_used(self, period_s: float = 30 * DAY_S) -> float:
        """The share of the period's budget that is gone when it fires."""
        return self.rate * self.long_s / period_s

    def detected_s(self, objective: float, error_rate: float) -> float | None:
        """How long after failures of that share began it fires; None for never."""
        if error_rate <= self.rate * (1 - objective):
            return None
        return self.rate * (1 - objective) * self.long_s / error_rate


WORKBOOK = (Burn("page", 3600.0, 14.4), Burn("page", 6 * 3600.0, 6.0), Burn("ticket", 3 * DAY_S, 1.0))
WITH_A_DAY = (*WORKBOOK[:2], Burn("ticket", DAY_S, 3.0), WORKBOOK[2])


def burn_rate(budget_share: float, long_s: float, period_s: float = 30 * DAY_S) -> float:
    """The rate at which so much of the budget is gone within a window."""
    return budget_share * period_s / long_s


def exhausted_s(rate: float, period_s: float = 30 * DAY_S) -> float:
    """How long the whole budget lasts at a rate."""
    return period_s / rate


@dataclass(frozen=True, slots=True)
class Slo:
    """So large a share of requests must be good over the period; `bad` and `every` select their counters in PromQL."""

    name: str
    objective: float
    bad: str = 'requests_total{code=~"5.."}'
    every: str = "requests_total"
    period_s: float = 30 * DAY_S

    def __post_init__(self) -> None:
        if not 0 < self.objective < 1:
            raise ValueError(f"the objective must be a share between 0 and 1, got {self.objective}")

    @property
    def budget(self) -> float:
        """The share that may be bad."""
        return 1 - self.objective


def budget_left(slo: Slo, failed: Floats, requests: Floats) -> Floats:
    """The share of the budget that is left after each stretch; below 0 the objective is missed.

    The budget is that of all requests given, as if they were the whole period.
    """
    allowed = slo.budget * requests.sum()
    if not allowed:
        return np.ones(len(failed))
    left: Floats = 1 - np.cumsum(failed) / allowed
    return left


def burn_rules(slo: Slo, burns: tuple[Burn, ...] = WORKBOOK) -> RuleGroup:
    """Recorded error shares of every window, and an alert for each severity."""
    windows_s = sorted({window_s for burn in burns for window_s in (burn.long_s, burn.short_s)})
    recordings = [_recording(slo, window_s) for window_s in windows_s]
    alerts = []
    for severity in dict.fromkeys(burn.severity for burn in burns):
        query = " or ".join(_both(slo, burn) for burn in burns if burn.severity == severity)
        labels = labels_of({"severity": severity, "slo": slo.name})
        summary = f"{{{{ $value | humanizePercentage }}}} of requests fail; {slo.budget * 100:g} % may"
        alerts.append(
            Alerting(f"{_capital(slo.name)}Burn{_capital(severity)}", query, 0, 0, labels, (("summary", summary),))
        )
    return RuleGroup(f"slo-{slo.name}", (*recordings, *alerts))


def _recording(slo: Slo, window_s: float) -> Recording:
    window = _window(window_s)
    query = f"sum(rate({slo.bad}[{window}])) / sum(rate({slo.every}[{window}]))"
    return Recording(_recorded(window_s), query, labels_of({"slo": slo.name}))


def _both(slo: Slo, burn: Burn) -> str:
    limit = f"{burn.rate * slo.budget:.10g}"
    sides = [f'{_recorded(window_s)}{{slo="{slo.name}"}} > {limit}' for window_s in (burn.long_s, burn.short_s)]
    return f"({sides[0]} and {sides[1]})"


def _recorded(window_s: float) -> str:
    return f"slo:bad:ratio_rate{_window(window_s)}"


def _window(window_s: float) -> str:
    return duration_text(round(window_s * 1000))


def _capital(name: str) -> str:
    return "".join(part.capitalize() for part in name.replace("_", "-").split("-"))
