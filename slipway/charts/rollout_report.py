"""A rollout for the terminal: one document of plain values, and the same as lines."""

from typing import Any

from slipway.charts.rollout import figures
from slipway.delivery.batch import Spread
from slipway.delivery.controller import Happening
from slipway.delivery.rollout import Rollout
from slipway.words import say

Document = dict[str, Any]


def rollout_document(strategy: str, seed: int, run: Rollout) -> Document:
    """Everything that one run came to; times are seconds since the release began."""
    return {
        "strategy": strategy,
        "seed": seed,
        "verdict": run.phase,
        "failed_requests": run.failed_requests,
        "users_affected": run.users_affected,
        "detected_at_s": run.detected_at_s,
        "recovered_at_s": run.recovered_at_s,
        "false_rollback": run.false_rollback,
        "peak_extra_instances": run.peak_extra_instances,
        "fewest_instances": run.fewest_instances,
        "cost_usd": round(run.cost_usd, 4),
        "events": [_event(happening) for happening in run.happenings],
    }


def _event(happening: Happening) -> Document:
    event: Document = {"at_s": happening.at_s, "kind": happening.kind, "weight_pct": happening.weight_pct}
    if happening.verdict:
        event["verdict"] = happening.verdict.as_dict()
    return event


def spread_document(spread: Spread) -> Document:
    """Many runs; quantiles are 5 %, 50 % and 95 %."""
    return {
        "count": spread.runs,
        "verdicts": {phase: round(share, 4) for phase, share in spread.ends},
        "users_affected": list(spread.users_affected),
        "detected_at_s": None if spread.detected_at_s is None else list(spread.detected_at_s),
    }


def rollout_lines(strategy: str, seed: int, run: Rollout) -> list[str]:
    """What happened, then the measures."""
    lines = [say("rollout.report_title", strategy=strategy, seed=seed)]
    lines += [_line(happening) for happening in run.happenings]
    return [*lines, "", *(f"{name:34} {value}" for name, value in figures(run).items())]


def _line(happening: Happening) -> str:
    why = f"  [{happening.verdict.arithmetic}]" if happening.verdict else ""
    minute, second = divmod(round(happening.at_s), 60)
    return f"{minute:4}:{second:02}  {happening.weight_pct:6.4g} %  {happening.kind}{why}"


def spread_lines(spread: Spread) -> list[str]:
    """Many runs in a few lines."""
    ends = ", ".join(f"{say(f'rollout.phase_{phase}')} {share:.0%}" for phase, share in spread.ends)
    lines = [say("rollout.report_runs", count=spread.runs, ends=ends)]
    low, middle, high = spread.users_affected
    lines.append(say("rollout.report_users", low=f"{low:,.0f}", middle=f"{middle:,.0f}", high=f"{high:,.0f}"))
    if spread.detected_at_s:
        low, middle, high = (seconds / 60 for seconds in spread.detected_at_s)
        lines.append(say("rollout.report_detected", low=f"{low:.1f}", middle=f"{middle:.1f}", high=f"{high:.1f}"))
    return lines
