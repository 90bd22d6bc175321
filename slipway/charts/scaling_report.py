"""An auto-scaled run for the terminal: one document of plain values, and the same as lines."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from slipway.scaling.run import Measures, Scaled
from slipway.scaling.scaler import Decision
from slipway.words import say
from slipway.words.clock import since_beginning

_HOUR_S, _MINUTE_S = 3600, 60


def scaling_document(policy: str, seed: int, scaled: Scaled) -> dict[str, Any]:
    """Everything; times are seconds since the traffic began."""
    measures = {name: _rounded(value) for name, value in asdict(scaled.measures).items()}
    return {"policy": policy, "seed": seed, "measures": measures, "decisions": decisions_document(scaled.decisions)}


def decisions_document(decisions: Iterable[Decision]) -> list[dict[str, Any]]:
    """Decisions as plain values."""
    return [
        {"at_s": each.at_s, "desired": each.desired, "verdicts": [verdict.as_dict() for verdict in each.verdicts]}
        for each in decisions
    ]


def scaling_lines(policy: str, seed: int, scaled: Scaled) -> list[str]:
    """The decisions that changed something, then the figures."""
    lines = [say("charts.scaled_title", policy=policy, seed=seed), *decision_lines(scaled.decisions), ""]
    return [*lines, *(f"{name:34} {value}" for name, value in scaling_figures(scaled.measures).items())]


def decision_lines(decisions: Iterable[Decision]) -> list[str]:
    """A line for each decision, with its arithmetic."""
    return [f"{since_beginning(each.at_s):>9}  {each.desired:4}  {each.why}" for each in decisions]


def scaling_figures(measures: Measures) -> dict[str, str]:
    """What is compared, as people read it."""
    return {
        say("charts.scaled_requests"): f"{measures.requests:,}",
        say("charts.scaled_errors"): f"{100 * measures.error_rate:.2f} %",
        say("charts.scaled_slow"): f"{100 * measures.slow_share:.1f} %",
        say("charts.scaled_p50"): _duration(measures.p50_ms),
        say("charts.scaled_p95"): _duration(measures.p95_ms),
        say("charts.scaled_p99"): _duration(measures.p99_ms),
        say("charts.scaled_slow_min"): f"{measures.slow_min}",
        say("charts.scaled_cost"): f"${measures.cost_usd:.2f}",
        say("charts.scaled_instance_h"): f"{measures.instance_h:.1f}",
        say("charts.scaled_under"): f"{measures.under_h:.1f}",
        say("charts.scaled_over"): f"{measures.over_h:.1f}",
        say("charts.scaled_peak"): f"{measures.peak_instances}",
        say("charts.scaled_turns"): f"{measures.turns_per_h:.1f}",
        say("charts.scaled_changes"): f"{measures.changes}",
    }


def _duration(milliseconds: float) -> str:
    return f"{milliseconds:,.0f} ms" if milliseconds < 10_000 else f"{milliseconds / 1000:,.0f} s"


def _rounded(value: float) -> float:
    return round(value, 6) if isinstance(value, float) else value
