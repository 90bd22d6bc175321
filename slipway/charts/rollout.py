"""A rollout as tables and a figure: who served what, how it went, and what was decided when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from slipway.delivery.controller import Happening
from slipway.delivery.requests import CANARY, STABLE
from slipway.delivery.rollout import PERIOD_S, Rollout
from slipway.words import say

_VERSIONS = {STABLE: "stable", CANARY: "canary"}
_DASH = {"stable": "solid", "canary": "dot"}
_ROWS = ("weight", "errors", "latency", "decisions")
_FIELDS = ("error_pct", "p95_ms")
_HEIGHTS = (0.24, 0.3, 0.3, 0.16)
_DECIDED = ("set_weight", "roll_back", "rollback", "abort", "promote")
_LONGEST_HOVER = 110


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


def rollout_figures(runs: Mapping[str, Rollout], palette: Palette) -> dict[str, go.Figure]:
    """For each run, on one time axis: the new version's share, errors and p95 by version, decisions as marks.

    The figures have the same scales, so that they may stand side by side or one below the other.
    """
    tables = {label: per_minute(rollout) for label, rollout in runs.items()}
    tops = {field: _top(tables.values(), field) for field in _FIELDS}
    return {label: _figure(rollout, tables[label], tops, palette) for label, rollout in runs.items()}


def _top(tables: Iterable[pd.DataFrame], field: str) -> float:
    """The end of the scale: a little above the highest value of any run, and above 0 where nothing was."""
    highest = max((float(table[field].max(skipna=True)) for table in tables if table[field].notna().any()), default=0.0)
    return max(1.08 * highest, 1.0)


def _figure(rollout: Rollout, table: pd.DataFrame, tops: Mapping[str, float], palette: Palette) -> go.Figure:
    figure = make_subplots(
        rows=len(_ROWS),
        shared_xaxes=True,
        subplot_titles=[say(f"rollout.row_{row}") for row in _ROWS],
        row_heights=list(_HEIGHTS),
        vertical_spacing=0.07,
    )
    traces = [(_weights(rollout, palette), 1)]
    for name in _VERSIONS.values():
        mine = table[table["version"] == name]
        traces += [(_line(mine, field, name, palette, named=row == 2), row) for row, field in enumerate(_FIELDS, 2)]
    traces += [(marks, len(_ROWS)) for marks in _marks(rollout, palette)]
    figure.add_traces([trace for trace, _ in traces], rows=[row for _, row in traces], cols=[1] * len(traces))
    _dress(figure, palette)
    for row, field in enumerate(_FIELDS, 2):
        figure.update_yaxes(range=[0, tops[field]], row=row)
    return figure


def _line(mine: pd.DataFrame, field: str, name: str, palette: Palette, *, named: bool) -> go.Scatter:
    """A version's line; the new one has a mark at each minute, because it may serve for one only."""
    colour = getattr(palette, name)
    return go.Scatter(
        x=(mine["minute"] + 0.5).tolist(),
        y=[None if value is None or np.isnan(value) else round(value, 3) for value in mine[field]],
        name=say(f"rollout.{name}"),
        mode="lines" if name == "stable" else "lines+markers",
        line={"color": colour, "dash": _DASH[name], "width": 2},
        marker={"symbol": "diamond", "size": 5, "color": colour},
        legendgroup=name,
        showlegend=named,
    )


def _weights(rollout: Rollout, palette: Palette) -> go.Scatter:
    """The share where it changes, and at the end."""
    weights = rollout.weights_pct
    changes = np.flatnonzero(np.diff(weights, prepend=np.nan))
    kept = np.append(changes, len(weights) - 1)
    line: dict[str, Any] = {"color": palette.canary, "shape": "hv", "width": 2}
    minutes = np.round(kept * PERIOD_S / 60, 3)
    return go.Scatter(x=minutes.tolist(), y=weights[kept].round(3).tolist(), mode="lines", line=line, showlegend=False)


def kept_happenings(rollout: Rollout) -> list[Happening]:
    """What somebody who looks at a release wants to know: verdicts, and what the controller did."""
    return [happening for happening in rollout.happenings if happening.verdict or happening.kind in _DECIDED]


def _marks(rollout: Rollout, palette: Palette) -> list[go.Scatter]:
    """Decisions by what they say: good ones above, bad ones below, each with its own shape."""
    found = kept_happenings(rollout)
    failed = [h for h in found if h.verdict and not h.verdict.passed]
    passed = [h for h in found if h not in failed]
    return [
        _mark(passed, 1, "triangle-up", palette.stable, "good"),
        _mark(failed, 0, "x", palette.alarm, "bad"),
    ]


def _mark(found: list[Happening], height: int, symbol: str, colour: str, wording: str) -> go.Scatter:
    return go.Scatter(
        x=[round(happening.at_s / 60, 3) for happening in found],
        y=[height] * len(found),
        mode="markers",
        marker={"symbol": symbol, "size": 9, "color": colour},
        text=[_hover(happening) for happening in found],
        hoverinfo="text+x",
        name=say(f"rollout.mark_{wording}"),
        showlegend=False,
    )


def _hover(happening: Happening) -> str:
    why = f": {happening.verdict.arithmetic}" if happening.verdict else f": {happening.weight_pct:g} %"
    text = f"{kind_label(happening.kind)}{why}".replace("<", "&lt;")
    return text if len(text) <= _LONGEST_HOVER else f"{text[:_LONGEST_HOVER]}…"


def kind_label(kind: str) -> str:
    """What a controller did, in its system's own word."""
    return kind.replace("_", " ")


def _dress(figure: go.Figure, palette: Palette) -> None:
    figure.update_layout(
        height=680,
        margin={"l": 50, "r": 10, "t": 30, "b": 40},
        font={"color": palette.text, "size": 13},
        legend={"orientation": "h", "y": -0.09},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
    )
    figure.update_annotations(font={"size": 13})
    figure.update_xaxes(gridcolor=palette.line, zeroline=False)
    figure.update_xaxes(title_text=say("rollout.axis_minutes"), row=len(_ROWS))
    figure.update_yaxes(gridcolor=palette.line, zeroline=False)
    figure.update_yaxes(range=[0, 105], row=1)
    for row, unit in ((1, "%"), (2, "%"), (3, "ms")):
        figure.update_yaxes(title_text=unit, row=row)
    labels = [say("rollout.mark_bad"), say("rollout.mark_good")]
    figure.update_yaxes(tickvals=[0, 1], ticktext=labels, range=[-0.6, 1.6], row=len(_ROWS))


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
        say("rollout.fewest"): str(rollout.fewest_instances),
        say("rollout.extra_hours"): f"{rollout.extra_instance_s / 3600:.1f}",
        say("rollout.cost"): say("rollout.usd", amount=f"{rollout.cost_usd:.2f}"),
    }
