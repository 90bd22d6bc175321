"""A rollout as tables and a figure: who served what, how it went, and what was decided when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from slipway.delivery.controller import Happening
from slipway.delivery.requests import CANARY, STABLE
from slipway.delivery.rollout import PERIOD_S, Rollout
from slipway.words import say

_VERSIONS = {STABLE: "stable", CANARY: "canary"}
_BEARINGS = ("back", "bad", "good")
_DASH = {"stable": "solid", "canary": "dot"}
_ROWS = ("weight", "errors", "latency", "decisions")
_FIELDS = ("error_pct", "p95_ms")
_DOMAINS = ((0.82, 1.0), (0.53, 0.75), (0.23, 0.46), (0.04, 0.16))
"""From where to where each row stands in the figure’s height."""
_LONGEST_HOVER = 110
_ROOM_MIN = 1.5
Bearing = Literal["good", "bad", "back"]
"""Whether a release goes on, has failed a look, or loses traffic again."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme; each noun has its dash or shape besides."""

    stable: str
    canary: str
    alarm: str
    text: str
    line: str
    shade: str

    @property
    def axis(self) -> dict[str, Any]:
        """An axis in these colours, its words as dark as any others: left alone, a page makes them paler."""
        title = {"font": {"color": self.text}}
        return {"gridcolor": self.line, "zeroline": False, "tickfont": {"color": self.text}, "title": title}


LIGHT = Palette(stable="#475569", canary="#7A5B00", alarm="#C2410C", text="#1B2430", line="#CBD5E4", shade="#9DB8DC")
DARK = Palette(stable="#B4C0D3", canary="#FFD24A", alarm="#FF9A5C", text="#E6EBF2", line="#33415A", shade="#2F5A8C")


@dataclass(frozen=True, slots=True)
class Watched:
    """A rollout with its minutes, reckoned once for whatever is drawn of it."""

    rollout: Rollout
    minutes: pd.DataFrame


def watched(rollout: Rollout) -> Watched:
    """The rollout with what monitoring shows of it."""
    return Watched(rollout, per_minute(rollout))


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


def rollout_figures(runs: Mapping[str, Watched], palette: Palette) -> dict[str, go.Figure]:
    """For each run, on one time axis: the new version's share, errors and p95 by version, decisions as marks.

    The figures have the same scales, so that they may stand side by side or one below the other.
    """
    tops = {field: _top([each.minutes for each in runs.values()], field) for field in _FIELDS}
    return {label: _figure(each.rollout, each.minutes, tops, palette) for label, each in runs.items()}


def _top(tables: Iterable[pd.DataFrame], field: str) -> float:
    """The end of the scale: a little above the highest value of any run, and above 0 where nothing was."""
    highest = max((float(table[field].max(skipna=True)) for table in tables if table[field].notna().any()), default=0.0)
    return max(1.08 * highest, 1.0)


def _figure(rollout: Rollout, table: pd.DataFrame, tops: Mapping[str, float], palette: Palette) -> go.Figure:
    """Rows one above the other on one axis of minutes; each trace names its row's axis."""
    traces = [_weights(rollout, palette)]
    for name in _VERSIONS.values():
        mine = table[table["version"] == name]
        traces += [_line(mine, field, name, palette, axis=f"y{row}") for row, field in enumerate(_FIELDS, 2)]
    traces += _marks(rollout, palette)
    turns = [round(happening.at_s / 60, 3) for happening, bearing in decisions(rollout) if bearing == "back"]
    minutes = len(rollout.weights_pct) * PERIOD_S / 60
    return go.Figure(traces, _layout(tops, minutes, turns[:1], palette))


def _line(mine: pd.DataFrame, field: str, name: str, palette: Palette, axis: str) -> go.Scatter:
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
        showlegend=axis == "y2",
        yaxis=axis,
    )


def _weights(rollout: Rollout, palette: Palette) -> go.Scatter:
    """The share where it changes, and at the end."""
    weights = rollout.weights_pct
    changes = np.flatnonzero(np.diff(weights, prepend=np.nan))
    kept = np.append(changes, len(weights) - 1)
    line: dict[str, Any] = {"color": palette.canary, "shape": "hv", "width": 2}
    minutes = np.round(kept * PERIOD_S / 60, 3)
    return go.Scatter(x=minutes.tolist(), y=weights[kept].round(3).tolist(), mode="lines", line=line, showlegend=False)


def decisions(rollout: Rollout) -> list[tuple[Happening, Bearing]]:
    """What somebody who looks at a release wants to know: verdicts, whatever moved traffic, and the end."""
    found: list[tuple[Happening, Bearing]] = []
    weight_pct = 0.0
    for happening in rollout.happenings:
        moved = happening.weight_pct - weight_pct
        weight_pct = happening.weight_pct
        if happening.verdict or moved or happening is rollout.happenings[-1]:
            found.append((happening, _bearing(happening, moved)))
    return found


def _bearing(happening: Happening, moved_pct: float) -> Bearing:
    if moved_pct < 0:
        return "back"
    return "bad" if happening.verdict and not happening.verdict.passed else "good"


def _marks(rollout: Rollout, palette: Palette) -> list[go.Scatter]:
    """Decisions by what they say: on above, back and failed below, each with its own shape."""
    found = decisions(rollout)
    return [
        _mark([each for each, bearing in found if bearing == "good"], 1, "triangle-up", palette.stable, "good"),
        _mark([each for each, bearing in found if bearing == "bad"], 0, "x", palette.alarm, "bad"),
        _mark([each for each, bearing in found if bearing == "back"], -1, "triangle-down", palette.alarm, "back"),
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
        yaxis="y4",
    )


def _hover(happening: Happening) -> str:
    why = f": {happening.verdict.arithmetic}" if happening.verdict else f": {happening.weight_pct:g} %"
    text = f"{kind_label(happening.kind)}{why}".replace("<", "&lt;")
    return text if len(text) <= _LONGEST_HOVER else f"{text[:_LONGEST_HOVER]}…"


def kind_label(kind: str) -> str:
    """What a controller did, in its system's own word."""
    return kind.replace("_", " ")


def _layout(tops: Mapping[str, float], minutes: float, turns: Iterable[float], palette: Palette) -> dict[str, Any]:
    """Rows from the top: share, errors, latency, decisions; drawn at once, because a page draws it at each change.

    A line through all rows stands where the release turned back.
    """
    across = {**palette.axis, "anchor": "y4", "range": [-_ROOM_MIN, minutes + _ROOM_MIN]}
    across["title"] = {**palette.axis["title"], "text": say("rollout.axis_minutes")}
    axes: list[dict[str, Any]] = [
        {"range": [0, 105]},
        {"range": [0, tops["error_pct"]]},
        {"range": [0, tops["p95_ms"]]},
        {"tickvals": [-1, 0, 1], "ticktext": [say(f"rollout.mark_{each}") for each in _BEARINGS], "range": [-1.6, 1.6]},
    ]
    for axis, domain in zip(axes, _DOMAINS, strict=True):
        axis.update(palette.axis, domain=domain)
    return {
        **{f"yaxis{number}".removesuffix("1"): axis for number, axis in enumerate(axes, 1)},
        "xaxis": across,
        "shapes": [_turn(at_min, palette) for at_min in turns],
        "annotations": [_title(say(f"rollout.row_{row}"), domain) for row, domain in zip(_ROWS, _DOMAINS, strict=True)],
        "height": 680,
        "margin": {"l": 44, "r": 10, "t": 30, "b": 40},
        "font": {"color": palette.text, "size": 13},
        "legend": {"orientation": "h", "y": -0.09, "font": {"color": palette.text}},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
    }


def _title(text: str, domain: tuple[float, float]) -> dict[str, Any]:
    """Above its row, where the row begins."""
    place = {"x": 0, "xref": "paper", "y": domain[1], "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
    return {**place, "text": text, "showarrow": False, "font": {"size": 13}}


def _turn(at_min: float, palette: Palette) -> dict[str, Any]:
    line = {"color": palette.alarm, "width": 1, "dash": "dot"}
    return {"type": "line", "x0": at_min, "x1": at_min, "y0": 0, "y1": 1, "yref": "paper", "line": line}


def _ended(rollout: Rollout) -> str:
    phase = say(f"rollout.phase_{rollout.phase}")
    return say("rollout.thrown_away", phase=phase) if rollout.false_rollback else phase


def figures(rollout: Rollout) -> dict[str, str]:
    """The measures by which strategies are compared, as a learner reads them."""

    def at(seconds: float | None) -> str:
        return "–" if seconds is None else say("rollout.at", minutes=f"{seconds / 60:.1f}")

    return {
        say("rollout.phase"): _ended(rollout),
        say("rollout.users_affected"): f"{rollout.users_affected:,}",
        say("rollout.failed_requests"): f"{rollout.failed_requests:,}",
        say("rollout.detected"): at(rollout.detected_at_s),
        say("rollout.recovered"): at(rollout.recovered_at_s),
        say("rollout.peak_extra"): str(rollout.peak_extra_instances),
        say("rollout.fewest"): str(rollout.fewest_instances),
        say("rollout.extra_hours"): f"{rollout.extra_instance_s / 3600:.1f}",
        say("rollout.cost"): say("rollout.usd", amount=f"{rollout.cost_usd:.2f}"),
    }
