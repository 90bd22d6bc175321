"""Alerting to begin with: as the workbook has it, as beginners have it, and what to do about each alert."""

from slipway.alerting.alarm import MetricAlarm
from slipway.alerting.days import Watching
from slipway.alerting.escalation import Escalation, Person
from slipway.alerting.event import Labels
from slipway.alerting.rule import Alerting, RuleGroup
from slipway.alerting.runbook import Remedy, Runbook
from slipway.alerting.slo import Slo, burn_rules
from slipway.traffic.alarm import Alarm

_ERRORS = 'sum(rate(requests_total{code="500"}[5m])) / sum(rate(requests_total[5m]))'
_REGION = 'sum by (region) (rate(requests_total{code="500"}[5m])) / sum by (region) (rate(requests_total[5m]))'
_SLOW = "histogram_quantile(0.99, sum by (le) (rate(request_seconds_bucket[5m])))"
_TRAFFIC = "sum(rate(requests_total[10m])) / sum(rate(requests_total[10m] offset 1h))"
_PAGE: Labels = (("severity", "page"),)
_TICKET: Labels = (("severity", "ticket"),)

SYMPTOMS = (
    burn_rules(Slo("checkout", 0.999)),
    RuleGroup(
        "symptoms",
        (
            Alerting("SlowAnswers", f"{_SLOW} > 1", 600_000, 300_000, _PAGE),
            Alerting("TrafficGone", f"{_TRAFFIC} < 0.5", 600_000, 0, _PAGE),
            Alerting("MemoryRunsOut", "predict_linear(memory_pct[1h], 7200) > 100", 900_000, 0, _TICKET),
        ),
    ),
)
TWITCHY = (
    RuleGroup(
        "causes",
        (
            Alerting("AnyErrors", f"{_REGION} > 0.005", 0, 0, _PAGE),
            Alerting("HighCpu", "cpu_pct > 60", 0, 0, _PAGE),
            Alerting("SomethingWaits", "waiting > 0", 0, 0, _PAGE),
        ),
    ),
)
PATIENT = (RuleGroup("late", (Alerting("ManyErrors", f"{_ERRORS} > 0.25", 1_800_000, 0, _PAGE),)),)
ALARMS = (
    MetricAlarm(Alarm("Errors", "Errors", threshold=0.01, evaluation_periods=5, datapoints=3)),
    MetricAlarm(Alarm("Latency", "Latency", "p99", threshold=1000, evaluation_periods=10, datapoints=8)),
    MetricAlarm(Alarm("Cpu", "CPUUtilization", threshold=85, period_s=300, evaluation_periods=3)),
)
RUNBOOKS = (
    Runbook("CheckoutBurnPage", remedy=Remedy("roll_back", 300)),
    Runbook("MemoryRunsOut", remedy=Remedy("restart", 120)),
    Runbook("SlowAnswers", remedy=Remedy("scale_out", 240)),
)
ON_CALL = Escalation(((0, Person("first")), (900, Person("second")), (1800, Person("lead", 60, 120))))
SETUPS = {
    "symptoms": Watching(SYMPTOMS, escalation=ON_CALL),
    "remedies": Watching(SYMPTOMS, escalation=ON_CALL, runbooks=RUNBOOKS),
    "twitchy": Watching(TWITCHY, escalation=ON_CALL),
    "patient": Watching(PATIENT, escalation=ON_CALL),
    "alarms": Watching(alarms=ALARMS, escalation=ON_CALL),
}
"""By name; every limit that is not the workbook's is an assumption of ours."""
