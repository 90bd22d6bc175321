"""A rollout as tables and one figure: who served what, how it went, and what was decided when."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from slipway.delivery.requests import CANARY, STABLE
from slipway.delivery.rollout import PERIOD_S, Rollout
from slipway.words import say

_VERSIONS = {STABLE: "stable", CANARY: "canary"}
_DASH = {"stable": "solid", "canary": "dot"}


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme; each noun has its dash or shape besides."""

    stable: str
    canary: str
    alarm: str
    text: str
    line: str


LIGHT = Palette(stable="#475569", canary="#7A5B00", alarm="#C2410C", text="#1B2430", line="#CBD5E4")
DARK = Palette(stable="#B4C0D3", canary="#FFD24A", alarm="#FF9A5C", text="#E6EBF2", line="#33415A")


def per_minute(rollout: Rollout) -> pd.DataFrame:
    """Per minute and version: requests, error rate in per cent, p95 in milliseconds; nothing where none came."""
    rows = []
    for minute in range(rollout.telemetry.minutes):
        span = (60.0 * minute, 60.0 * (minute + 1))
        for number, name in _VERSIONS.items():
            errors, count = rollout.telemetry.metric("error_rate", number, *span)
            p95, _ = rollout.telemetry.metric("p95_ms", number, *span)
            error_pct = None if errors is None else 100 * errors
            rows.append({"minute": minute, "version": name, "requests": count, "error_pct": error_pct, "p95_ms": p95})
    return pd.DataFrame(rows)


def rollout_figure(runs: Mapping[str, Rollout], palette: Palette) -> go.Figure:
    """One column per run, on one time axis: the canary's share, errors and p95 by version, decisions as marks."""
    titles = [f"{label}: {say(f'rollout.row_{row}')}" for row in ("weight", "errors", "latency") for label in runs]
    figure = make_subplots(rows=3, cols=len(runs), shared_xaxes=True, shared_yaxes=True, subplot_titles=titles)
    for column, rollout in enumerate(runs.values(), 1):
        _weights(figure, rollout, column, palette)
        table = per_minute(rollout)
        for name in _VERSIONS.values():
            mine = table[table["version"] == name]
            for row, field in ((2, "error_pct"), (3, "p95_ms")):
                figure.add_trace(_line(mine, field, name, palette, named=column == 1 and row == 2), row=row, col=column)
        _marks(figure, rollout, column, palette)
        figure.update_xaxes(title_text=say("rollout.axis_minutes"), row=3, col=column)
    _dress(figure, palette)
    return figure


def _line(mine: pd.DataFrame, field: str, name: str, palette: Palette, *, named: bool) -> go.Scatter:
    style = {"color": getattr(palette, name), "dash": _DASH[name], "width": 2}
    return go.Scatter(
        x=mine["minute"] + 0.5,
        y=mine[field],
        name=say(f"rollout.{name}"),
        line=style,
        legendgroup=name,
        showlegend=named,
    )


def _weights(figure: go.Figure, rollout: Rollout, column: int, palette: Palette) -> None:
    minutes = np.arange(len(rollout.weights_pct)) * PERIOD_S / 60
    line: dict[str, Any] = {"color": palette.canary, "shape": "hv", "width": 2}
    figure.add_trace(go.Scatter(x=minutes, y=rollout.weights_pct, line=line, showlegend=False), row=1, col=column)


def _marks(figure: go.Figure, rollout: Rollout, column: int, palette: Palette) -> None:
    """A line through all rows where a check failed or the release went back or out."""
    for happening in rollout.happenings:
        failed = happening.verdict is not None and not happening.verdict.passed
        if failed or happening.kind in ("roll_back", "promote", "abort"):
            colour = palette.alarm if failed or happening.kind != "promote" else palette.stable
            for row in (1, 2, 3):
                figure.add_vline(x=happening.at_s / 60, line={"color": colour, "width": 1}, row=row, col=column)


def _dress(figure: go.Figure, palette: Palette) -> None:
    figure.update_layout(
        height=640,
        margin={"l": 50, "r": 10, "t": 40, "b": 40},
        font={"color": palette.text, "size": 13},
        legend={"orientation": "h", "y": -0.1},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
    )
    figure.update_xaxes(gridcolor=palette.line, zeroline=False)
    figure.update_yaxes(gridcolor=palette.line, zeroline=False, rangemode="tozero")
    for row, unit in ((1, "%"), (2, "%"), (3, "ms")):
        figure.update_yaxes(title_text=unit, row=row, col=1)


def figures(rollout: Rollout) -> dict[str, str]:
    """The measures by which strategies are compared, as a learner reads them."""

    def at(seconds: float | None) -> str:
        return "–" if seconds is None else say("rollout.at", minutes=f"{seconds / 60:.1f}")

    return {
        say("rollout.phase"): say(f"rollout.phase_{rollout.phase}"),
        say("rollout.users_affected"): f"{rollout.users_affected:,}",
        say("rollout.failed_requests"): f"{rollout.failed_requests:,}",
        say("rollout.detected"): at(rollout.detected_at_s),
        say("rollout.recovered"): at(rollout.recovered_at_s),
        say("rollout.peak_extra"): str(rollout.peak_extra_instances),
        say("rollout.extra_hours"): f"{rollout.extra_instance_s / 3600:.1f}",
    }
