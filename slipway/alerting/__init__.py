"""Alarms, alerts, objectives, who is told when, and whether it was worth it.

What a lab calls:

- `days.watch(presets.SETUPS["symptoms"], days.WEEKS["bad-week"])` gives `Watched`: events (each with a Verdict),
  notices, pages, incidents and a `Judgement` (precision, recall, detected_s, pages_per_week, needless_at_night).
- A `Watching` is made of rule groups (`rule.Alerting`, `rule.Recording`), a `route.Routing`, CloudWatch alarms
  (`alarm.MetricAlarm`, `composite.Composite`), an `escalation.Escalation` and `runbook.Runbook`s; a `days.Days` of a
  profile, `incidents.Incident`s (or `incidents.drawn`) and a seed.
- One thing at a time: `rule_run.run_rules`, `alarm.run_alarm`, `composite.run_composites`, `dispatch.dispatch`,
  `slo.burn_rules` and the formulas beside it, `traffic.alarm.judged` for a cell of CloudWatch's table.
"""
