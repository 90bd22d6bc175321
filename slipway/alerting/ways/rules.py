"""Rules of Prometheus with routes of Alertmanager, with what is most often set, one figure each."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from slipway.alerting.days import Watching
from slipway.alerting.event import Labels
from slipway.alerting.matcher import Matcher
from slipway.alerting.mute import Inhibition
from slipway.alerting.route import Route, Routing
from slipway.alerting.rule import Alerting, RuleGroup
from slipway.alerting.runbook import Deed, Remedy, Runbook
from slipway.alerting.slo import WORKBOOK, Slo, burn_rules
from slipway.alerting.way import Way
from slipway.knob import Knob

Severity = Literal["page", "ticket", "off"]
SEVERITIES: tuple[Severity, ...] = ("page", "ticket", "off")
_MINUTE_MS = 60_000
_PCT = 100.0
_BURN, _ERRORS, _SLOW, _CPU = "ServiceBurnPage", "ErrorsHigh", "AnswersSlow", "CpuHigh"
_MEMORY, _TRAFFIC, _SALES, _DEPENDENCY = "MemoryRunsOut", "TrafficGone", "SalesGone", "PaymentsSlow"
_STEPS = ("Look at what was released last.", "Look at which region and which dependency.", "Undo first, ask later.")


@dataclass(frozen=True, slots=True)
class RulesSettings:
    """Which symptoms and causes are watched, from which value for how long, and who is told of each.

    A severity is page (somebody is called), ticket (read in the morning) or off. Every default is an assumption of
    ours but the burn rates, which are the SRE workbook's.
    """

    burn: Severity = "off"
    objective_pct: float = 99.9
    errors: Severity = "page"
    errors_pct: float = 1.0
    errors_for_min: int = 0
    by_region: bool = False
    latency: Severity = "off"
    latency_ms: float = 1000.0
    latency_for_min: int = 5
    cpu: Severity = "off"
    cpu_pct: float = 80.0
    cpu_for_min: int = 5
    memory: Severity = "off"
    memory_ahead_h: int = 2
    traffic: Severity = "off"
    sales: Severity = "off"
    sales_drop_pct: float = 50.0
    dependency: Severity = "off"
    dependency_ms: float = 200.0
    one_notice: bool = False
    errors_silence_rest: bool = False
    next_after_min: int = 15
    runbooks: bool = False
    roll_back: bool = False
    restart: bool = False
    scale_out: bool = False
    fail_over: bool = False


def watching(settings: RulesSettings) -> Watching:
    """As files have it: rules, routes, and what is done by itself."""
    groups = [RuleGroup("symptoms", rules)] if (rules := tuple(_alerts(settings))) else []
    if settings.burn != "off":
        groups.insert(0, _burn(settings))
    return Watching(tuple(groups), _routing(settings), runbooks=tuple(_runbooks(settings)))


def _burn(settings: RulesSettings) -> RuleGroup:
    """The workbook's pages and tickets, or all of them as tickets."""
    as_tickets = tuple(replace(burn, severity="ticket") for burn in WORKBOOK)
    slo = Slo("service", settings.objective_pct / _PCT)
    return burn_rules(slo, as_tickets if settings.burn == "ticket" else WORKBOOK)


def _alerts(settings: RulesSettings) -> Iterator[Alerting]:
    by = "sum by (region) " if settings.by_region else "sum"
    share = f'{by}(rate(requests_total{{code="500"}}[5m])) / {by}(rate(requests_total[5m]))'
    slow = "histogram_quantile(0.99, sum by (le) (rate(request_seconds_bucket[5m])))"
    sales = "sum(rate(checkouts_total[30m])) / sum(rate(requests_total[30m]))"
    usual = "sum(rate(checkouts_total[6h] offset 1h)) / sum(rate(requests_total[6h] offset 1h))"
    traffic = "sum(rate(requests_total[10m])) / sum(rate(requests_total[10m] offset 1h)) < 0.5"
    left = f"{1 - settings.sales_drop_pct / _PCT:.10g}"
    memory = f"max(predict_linear(memory_pct[1h], {3600 * settings.memory_ahead_h})) > 100"
    wanted = (
        (_ERRORS, settings.errors, f"{share} > {settings.errors_pct / _PCT:.10g}", settings.errors_for_min),
        (_SLOW, settings.latency, f"{slow} > {settings.latency_ms / 1000:.10g}", settings.latency_for_min),
        (_CPU, settings.cpu, f"max(cpu_pct) > {settings.cpu_pct:.10g}", settings.cpu_for_min),
        (_MEMORY, settings.memory, memory, 15),
        (_TRAFFIC, settings.traffic, traffic, 10),
        (_SALES, settings.sales, f"({sales}) / ({usual}) < {left}", 10),
        (_DEPENDENCY, settings.dependency, f"max(dependency_ms) > {settings.dependency_ms:.10g}", 5),
    )
    for name, severity, query, for_min in wanted:
        if severity != "off":
            yield Alerting(name, query, for_min * _MINUTE_MS, 0, _labels(severity))


def _labels(severity: Severity) -> Labels:
    return (("severity", severity),)


def _routing(settings: RulesSettings) -> Routing:
    """Pages to the pager; all that happens at a time as one notice, or a notice for each alert."""
    tickets = Route("ticket", (Matcher("severity", "=", "ticket"),))
    group_by = ("severity",) if settings.one_notice else ("alertname", "region")
    rest = Matcher("alertname", "!~", f"{_ERRORS}|{_BURN}")
    quiet = (Inhibition((Matcher("alertname", "=~", f"{_ERRORS}|{_BURN}"),), (rest,)),)
    return Routing(Route("page", group_by=group_by, routes=(tickets,)), quiet if settings.errors_silence_rest else ())


def _runbooks(settings: RulesSettings) -> Iterator[Runbook]:
    """Steps for everything, where there are runbooks; and what a machine does by itself about which alert."""
    deeds: dict[str, Deed] = {}
    if settings.roll_back:
        deeds |= dict.fromkeys((_ERRORS, _BURN), "roll_back")
    if settings.scale_out:
        deeds[_SLOW] = "scale_out"
    if settings.restart:
        deeds[_MEMORY] = "restart"
    if settings.fail_over and settings.by_region and not settings.roll_back:
        deeds[_ERRORS] = "fail_over"
    for name in (_BURN, _ERRORS, _SLOW, _CPU, _MEMORY, _TRAFFIC, _SALES, _DEPENDENCY):
        remedy = Remedy(deeds[name]) if name in deeds else None
        if remedy or settings.runbooks:
            yield Runbook(name, _STEPS if settings.runbooks else (), remedy)


WAY = Way(
    "rules",
    RulesSettings(),
    (
        Knob("burn", "choice", choices=SEVERITIES),
        Knob("objective_pct", "number", "%", least=50, most=99.999),
        Knob("errors", "choice", choices=SEVERITIES),
        Knob("errors_pct", "number", "%", least=0.01, most=100),
        Knob("errors_for_min", "whole", "min", most=240),
        Knob("by_region", "switch"),
        Knob("latency", "choice", choices=SEVERITIES),
        Knob("latency_ms", "number", "ms", least=1, most=60_000),
        Knob("latency_for_min", "whole", "min", most=240),
        Knob("cpu", "choice", choices=SEVERITIES),
        Knob("cpu_pct", "number", "%", least=1, most=100),
        Knob("cpu_for_min", "whole", "min", most=240),
        Knob("memory", "choice", choices=SEVERITIES),
        Knob("memory_ahead_h", "whole", "h", least=1, most=72),
        Knob("traffic", "choice", choices=SEVERITIES),
        Knob("sales", "choice", choices=SEVERITIES),
        Knob("sales_drop_pct", "number", "%", least=1, most=99),
        Knob("dependency", "choice", choices=SEVERITIES),
        Knob("dependency_ms", "number", "ms", least=1, most=60_000),
        Knob("one_notice", "switch"),
        Knob("errors_silence_rest", "switch"),
        Knob("next_after_min", "whole", "min", most=600),
        Knob("runbooks", "switch"),
        Knob("roll_back", "switch"),
        Knob("restart", "switch"),
        Knob("scale_out", "switch"),
        Knob("fail_over", "switch"),
    ),
    watching,
)
